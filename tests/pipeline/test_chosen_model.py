"""A chosen model that is really opened: tiny ones, taught in the test. Skipped where torch is missing."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from pipeline.__main__ import main
from pipeline.errors import ConfigError
from pipeline.model.chosen.choice import choose
from pipeline.model.chosen.network import MAX_CHARS, open_network
from pipeline.model.chosen.tagger import Chosen, open_chosen
from pipeline.records import Actor, Quote, Risk, Span
from pipeline.settings import ChosenModel, Settings
from pipeline.stages import read, tags
from tests.fakes import FakeAssembly, FakeReader
from tests.pipeline.test_read_and_tags import FEARED, TEXT, RuleReader, article
from tests.tiny_models import LIMIT, NLI, outside, taught

torch = pytest.importorskip("torch", reason="needs torch (requirements-train.txt)")

MENACE, FLIGHT, CALM = "we will strike", "families flee", "talks went on"
LEAVE, STRIKE, MEET = "people leave home", "the speaker threatens", "the speaker reports"
HYPOTHESES = {
    "stances": {"threaten": STRIKE, "report": MEET},
    "risks": {"displacement": LEAVE},
}


@pytest.fixture(scope="module")
def classifier(tmp_path_factory) -> Path:
    """Labels that exclude each other; the last of them means nothing."""
    folder = taught(
        tmp_path_factory.mktemp("classifier") / "tiny",
        ["MENACE", "FLIGHT", "CALM", "SPORT"],
        {(MENACE,): (1, 0, 0, 0), (FLIGHT,): (0, 1, 0, 0), (CALM,): (0, 0, 1, 0), ("they won again",): (0, 0, 0, 1)},
    )
    meanings = {"MENACE": ["threaten", "escalation:feared"], "FLIGHT": ["report", "displacement"], "CALM": "report"}
    (folder / "tocsin_labels.json").write_text(json.dumps({"labels": meanings}))
    return folder


@pytest.fixture(scope="module")
def nli(tmp_path_factory) -> Path:
    """Of three texts, each follows from one hypothesis, and two report."""
    follows = {(MENACE, STRIKE), (FLIGHT, LEAVE), (FLIGHT, MEET), (CALM, MEET)}
    pairs = [(text, words) for text in (MENACE, FLIGHT, CALM) for words in (STRIKE, LEAVE, MEET)]
    folder = taught(
        tmp_path_factory.mktemp("nli") / "tiny-nli",
        NLI,
        {pair: (0, 0, 1) if pair in follows else (1, 0, 0) for pair in pairs},
    )
    (folder / "tocsin_labels.json").write_text(json.dumps(HYPOTHESES))
    return folder


def opened(folder: Path, *, own: object = None) -> Chosen:
    choice = choose(ChosenModel(str(folder)), hypotheses=Settings().hypotheses)
    return open_chosen(choice, own or FakeReader(), threads=1)  # type: ignore[arg-type]


def tagged(folder: Path, here: Path, monkeypatch, *texts: str) -> list[dict]:
    monkeypatch.chdir(here)
    Path("in.jsonl").write_text("".join(json.dumps({"id": "a", "text": text}) + "\n" for text in texts))
    assert main(["tag", "in.jsonl", "out.jsonl", "--model", str(folder)], assemble=FakeAssembly) == 0
    return [json.loads(row) for row in Path("out.jsonl").read_text().splitlines()]


def test_tag_gives_what_the_labels_of_a_classifier_mean(classifier, tmp_path, monkeypatch, capsys):
    menace, flight, calm, sport = tagged(classifier, tmp_path, monkeypatch, MENACE, FLIGHT, CALM, "they won again")
    assert (menace["stance"], flight["stance"], calm["stance"]) == ("threaten", "report", "report")
    assert menace["stance_scores"]["threaten"] == pytest.approx(1.0, abs=0.1)
    assert [(risk["label"], risk["modality"]) for risk in menace["risks"]] == [("escalation", "feared")]
    # The model leaves the modality of this one to our reader, which calls it feared.
    assert [(risk["label"], risk["modality"]) for risk in flight["risks"]] == [("displacement", "feared")]
    assert (sport["stance"], sport["risks"]) == (None, [])
    assert "tagged by fake@1 + tiny@" in capsys.readouterr().err


def test_tag_gives_the_hypotheses_that_follow_by_an_nli_model(nli, tmp_path, monkeypatch):
    menace, flight, calm = tagged(nli, tmp_path, monkeypatch, MENACE, FLIGHT, CALM)
    assert [row["stance"] for row in (menace, flight, calm)] == ["threaten", "report", "report"]
    assert [[risk["label"] for risk in row["risks"]] for row in (menace, flight, calm)] == [[], ["displacement"], []]
    assert sum(menace["stance_scores"].values()) == pytest.approx(1.0, abs=1e-3)


def test_labels_that_do_not_exclude_each_other_are_told_side_by_side(tmp_path):
    lessons = {(MENACE,): (1, 0, 1), (FLIGHT,): (0, 1, 0), (CALM,): (0, 0, 0)}
    folder = taught(tmp_path / "several", ["MENACE", "FLIGHT", "WAR"], lessons, several=True)
    (folder / "tocsin_labels.toml").write_text(
        '[labels]\nMENACE = "threaten"\nFLIGHT = "displacement:reported"\nWAR = ["escalation:feared"]\n'
    )
    menace, flight, calm = opened(folder).tag([MENACE, FLIGHT, CALM])
    assert (menace.stance, [risk.label for risk in menace.risks]) == ("threaten", ["escalation"])
    assert (flight.stance, [risk.label for risk in flight.risks]) == (None, ["displacement"])
    assert (calm.stance, calm.risks) == (None, ())


def test_a_text_scores_the_same_alone_and_among_others(classifier):
    network = open_network(choose(ChosenModel(str(classifier)), hypotheses=Path()).folder, threads=1)
    texts = [MENACE, f"{CALM} {FLIGHT} " * 9, FLIGHT, *(f"{CALM} " * n for n in range(1, 40)), MENACE]
    together = network.logits(texts)
    alone = np.concatenate([network.logits([text]) for text in texts])
    assert np.allclose(together, alone, atol=1e-4)
    assert together.argmax(-1)[[0, 2, -1]].tolist() == [0, 1, 0]


def test_of_a_text_without_end_only_the_beginning_is_read(classifier, nli):
    endless = f"{MENACE} " + f"{CALM} " * 20_000
    cut = f"{MENACE} " + f"{CALM} " * LIMIT
    assert len(endless) > MAX_CHARS
    for folder in (classifier, nli):
        long, short = opened(folder).tag([endless, cut])
        assert long.stance_scores == short.stance_scores


def test_a_hypothesis_that_leaves_no_room_for_the_text_is_refused(nli, tmp_path):
    path = tmp_path / "long.json"
    path.write_text(json.dumps({"risks": {"displacement": f"{LEAVE} " * LIMIT}}))
    choice = choose(ChosenModel(str(nli), path), hypotheses=Path())
    with pytest.raises(ConfigError, match="shorten it"):
        open_chosen(choice, FakeReader(), threads=1)


def test_quotes_and_sentences_are_tagged_by_the_model_and_targets_by_our_reader(tmp_path):
    said = "“We warn Sudland,” she said."
    lessons = {("Norland fears war.",): (0, 1, 0), ("We warn Sudland,",): (1, 0, 0), (said,): (0, 0, 1)}
    folder = taught(tmp_path / "stage", ["DEMAND", "HUNGER", "PEACE"], lessons)
    meanings = {"DEMAND": ["demand", "health"], "HUNGER": "food_water:denied"}
    (folder / "tocsin_labels.json").write_text(json.dumps({"labels": meanings}))
    reader = RuleReader()
    chosen = opened(folder, own=reader)
    quote = Quote("direct", (Span(TEXT.index("We"), TEXT.index(",”") + 1),), cue=Span(len(TEXT) - 5, len(TEXT) - 1))
    start = TEXT.index("Sudland")
    sudland = Actor("a1", "Sudland", "state", mentions=(Span(start, start + len("Sudland")),))
    given = [article(actors=(sudland,), quotes=(quote,)), article("ar", quotes=(quote,))]
    read_by_us, unread = tags.stage(reader, chosen)(read.stage(reader)(given))
    (told,) = read_by_us.quotes
    assert told.stance is not None
    assert (told.stance.label, told.stance.score > 0.9, told.stance.target) == ("demand", True, "a1")
    # What the model says of a risk is joined with how real our reader says that it is.
    assert [(risk.label, risk.modality) for risk in told.risks] == [("health", FEARED.modality)]
    first, second = read_by_us.sentences
    assert [(risk.label, risk.modality) for risk in first.risks] == [("food_water", "denied")]
    assert second.risks == ()
    assert read_by_us.models["tagger"] == unread.models["tagger"] == chosen.revision
    assert (unread.quotes, unread.sentences) == ((quote,), given[1].sentences)


def test_weights_that_are_cut_short_are_named(classifier, tmp_path):
    folder = outside(tmp_path / "cut", ["MENACE"])
    for file in classifier.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ConfigError, match="model cut cannot be opened"):
        opened(folder)


def test_a_model_without_a_trained_head_is_refused(classifier, tmp_path):
    from safetensors.torch import load_file, save_file

    folder = tmp_path / "headless"
    folder.mkdir()
    for file in classifier.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    weights = load_file(folder / "model.safetensors")
    kept = {name: values for name, values in weights.items() if not name.startswith("classifier")}
    save_file(kept, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ConfigError, match=r"lacks weights \(classifier"):
        opened(folder)


def test_scores_that_are_no_numbers_are_no_answer(classifier):
    network = open_network(choose(ChosenModel(str(classifier)), hypotheses=Path()).folder, threads=1)
    with torch.no_grad():
        network._model.classifier.bias.fill_(float("nan"))
    with pytest.raises(ConfigError, match="no number"):
        network.logits([MENACE])


def test_our_own_hypotheses_can_be_put_to_an_nli_model(nli, tmp_path):
    bare = tmp_path / "bare"
    bare.mkdir()
    for file in nli.iterdir():
        if file.name != "tocsin_labels.json":
            (bare / file.name).write_bytes(file.read_bytes())
    (told,) = opened(bare).tag([MENACE])
    assert len(told.stance_scores) == 10
    assert all(isinstance(risk, Risk) for risk in told.risks)


def test_nothing_is_asked_of_nothing(classifier, nli):
    assert opened(classifier).tag([]) == opened(nli).tag([]) == []
