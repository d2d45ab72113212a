"""A chosen model before it is opened, and what is made of its scores: all that needs no torch."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from pipeline.__main__ import main
from pipeline.assembly import Assembly
from pipeline.errors import ConfigError
from pipeline.model.chosen.answers import Classifier, Told, ZeroShot, with_modality
from pipeline.model.chosen.choice import choose
from pipeline.model.chosen.folder import find_folder
from pipeline.model.chosen.meanings import Meanings, read_hypotheses, read_labels
from pipeline.model.chosen.tagger import statement
from pipeline.model.heads import Parts
from pipeline.model.labels import RISKS, STANCES
from pipeline.records import Risk, Span
from pipeline.settings import ChosenModel, Settings, from_environment
from tests.fakes import FakeAssembly
from tests.tiny_models import NLI, outside

MEANINGS = {"labels": {"MENACE": ["threaten", "escalation:feared"], "CALM": "report", "FLIGHT": "displacement"}}


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Each test has a folder, and no model in its environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("TOCSIN_MODEL", "TOCSIN_MODEL_LABELS"):
        monkeypatch.delenv(name, raising=False)
    Path("in.jsonl").write_text(json.dumps({"id": "a", "text": "They will not talk."}) + "\n")
    return tmp_path


@pytest.fixture
def tag(capsys):
    """Run `tag` over the fakes with these options, which must fail; return its one line of error."""

    def run(*options: str) -> str:
        assert main(["tag", "in.jsonl", "out.jsonl", *map(str, options)], assemble=FakeAssembly) == 1
        out, err = capsys.readouterr()
        assert (out, err.count("\n"), Path("out.jsonl").exists()) == ("", 1, False)
        return err

    return run


def labelled(folder: Path, given: object = MEANINGS, *, labels: Sequence[str] = ("MENACE", "CALM", "FLIGHT")) -> Path:
    outside(folder, labels)
    (folder / "tocsin_labels.json").write_text(given if isinstance(given, str) else json.dumps(given))
    return folder


def choice_of(folder: Path, **given):
    return choose(ChosenModel(str(folder), **given), hypotheses=Settings().hypotheses)


# what its labels mean


def test_toml_and_json_say_the_same(here):
    toml = (
        '[labels]\nMENACE = ["threaten", "escalation:feared"]\nCALM = "report"\nFLIGHT = "displacement"\nSPORT = []\n'
    )
    (here / "labels.toml").write_text(toml)
    (here / "labels.json").write_text(json.dumps({"labels": {**MEANINGS["labels"], "SPORT": []}}))
    known = ["MENACE", "CALM", "FLIGHT", "SPORT"]
    first, second = (read_labels(here / f"labels.{kind}", known) for kind in ("toml", "json"))
    assert first == second
    assert first.by_answer["MENACE"].stance == "threaten"
    assert first.by_answer["MENACE"].risks == (("escalation", "feared"),)
    assert first.by_answer["FLIGHT"].risks == (("displacement", None),)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"labels": {"WAR": "threaten"}}, "has no label WAR; its labels are MENACE, CALM, FLIGHT"),
        ({"labels": {"MENACE": "angry"}}, "'angry' is no label of the codebook; choose from condemn"),
        ({"labels": {"MENACE": "escalation:soon"}}, "'escalation:soon' is no label"),
        ({"labels": {"MENACE": "threaten:feared"}}, "'threaten:feared' is no label"),
        ({"labels": {"MENACE": ["threaten", "warn"]}}, "has one stance"),
        ({"labels": {"MENACE": 3}}, "give a label of the codebook"),
        ({"labels": {"MENACE": []}}, "no label of the model means anything"),
        ({"labels": ["MENACE"]}, "labels is no table"),
        ({"stances": {"warn": "It warns."}}, "a table [labels]"),
        ({"min_score": 2, **MEANINGS}, "give a number from 0 to 1"),
        ({"min_score": True, **MEANINGS}, "give a number from 0 to 1"),
        ([], "is no table"),
        ("{not json", "is no JSON"),
    ],
)
def test_labels_that_cannot_be_used_are_named(here, tag, given, said):
    assert said in tag("--model", labelled(here / "tiny", given))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"labels": {"entailment": "report"}}, "this is an NLI model"),
        ({"stances": {"angry": "It is angry."}}, "'angry' is no label of the codebook"),
        ({"stances": {"escalation": "They will attack."}}, "belongs into the other table"),
        ({"risks": {"warn": "They warn."}}, "belongs into the other table"),
        ({"risks": {"health": ""}}, "needs a hypothesis of its own"),
        ({"risks": {"health": "It is bad.", "education": "It is bad."}}, "needs a hypothesis of its own"),
        ({"stances": {"warn": "They warn."}}, "one stance alone always wins"),
        ({}, "no hypotheses"),
    ],
)
def test_hypotheses_that_cannot_be_used_are_named(here, tag, given, said):
    assert said in tag("--model", labelled(here / "tiny", given, labels=NLI))


def test_a_labels_file_that_is_missing_is_named(here, tag):
    assert "nowhere.toml cannot be read" in tag("--model", outside(here / "m", ["A"]), "--model-labels", "nowhere.toml")


def test_a_model_whose_labels_nobody_explains_is_refused_with_its_labels(here, tag):
    error = tag("--model", outside(here / "tiny", ["MENACE", "CALM"]))
    assert "(MENACE, CALM)" in error
    assert "write a tocsin_labels.toml" in error


def test_the_file_that_is_named_goes_before_the_one_beside_the_model(here):
    folder = labelled(here / "tiny")
    (here / "other.toml").write_text('[labels]\nCALM = "cooperate"\n')
    assert list(choice_of(folder, labels=here / "other.toml").meanings.by_answer) == ["CALM"]
    assert list(choice_of(folder).meanings.by_answer) == ["MENACE", "CALM", "FLIGHT"]


def test_an_nli_model_has_a_hypothesis_of_ours_for_every_label(here):
    meanings = choice_of(outside(here / "tiny", NLI)).meanings
    assert meanings == read_hypotheses(Settings().hypotheses)
    told = list(meanings.by_answer.values())
    assert [meaning.stance for meaning in told if meaning.stance] == list(STANCES)
    assert [meaning.risks for meaning in told if meaning.risks] == [((risk, None),) for risk in RISKS]


@pytest.mark.parametrize("labels", [NLI, ("Entailment", "not_entailment")])
def test_a_model_is_known_for_nli_by_its_entailment(here, labels):
    assert find_folder(ChosenModel(str(outside(here / "tiny", labels)))).entailment == labels.index(
        next(label for label in labels if label.lower() == "entailment")
    )


# its folder


def test_pickled_weights_are_refused(here, tag):
    folder = labelled(here / "tiny")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    assert "(pytorch_model.bin) are pickled" in tag("--model", folder)


@pytest.mark.parametrize("file", ["config.json", "tokenizer_config.json"])
def test_a_model_that_brings_code_is_refused(here, tag, file):
    folder = labelled(here / "tiny")
    config = json.loads((folder / file).read_text())
    (folder / file).write_text(json.dumps({**config, "auto_map": {"AutoModel": "modeling.Model"}}))
    (folder / "modeling.py").write_text("raise SystemExit('this code was run')\n")
    assert "brings code of its own" in tag("--model", folder)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"architectures": ["BertModel"]}, "choose one for sequence classification"),
        ({"architectures": None}, "choose one for sequence classification"),
        ({"problem_type": "regression"}, "not with labels"),
        ({"id2label": ["A"]}, "id2label"),
        ({"id2label": {"1": "A"}}, "id2label"),
    ],
)
def test_a_model_that_tells_no_labels_is_refused(here, tag, changes, said):
    assert said in tag("--model", outside(here / "tiny", ["MENACE"], **changes))


def test_a_folder_that_holds_no_model_is_named(here, tag):
    assert "choose the folder of a Hugging Face model" in tag("--model", here)
    assert "there is no folder ./nothing" in tag("--model", "./nothing")


def test_a_damaged_config_is_named(here, tag):
    folder = labelled(here / "tiny")
    (folder / "config.json").write_text("{")
    assert "config.json is damaged" in tag("--model", folder)


def test_a_name_that_was_not_fetched_is_not_fetched_unasked(tag):
    assert "add --model-download" in tag("--model", "tocsin-test/no-such-model")


def test_only_what_cannot_run_is_fetched_when_asked(here, monkeypatch):
    folder = labelled(here / "models--owner--tiny" / "snapshots" / ("0123456789" * 4))
    asked = {}

    def fetch(name, **options):
        asked.update(options, name=name)
        return str(folder)

    monkeypatch.setitem(sys.modules, "huggingface_hub", SimpleNamespace(snapshot_download=fetch))
    choice = choice_of(Path("owner/tiny"), download=True)
    assert (asked["name"], asked["local_files_only"]) == ("owner/tiny", False)
    assert not any(Path(file).match(kind) for kind in asked["allow_patterns"] for file in ("model.bin", "modeling.py"))
    assert choice.beside("ours@1").startswith("ours@1 + owner/tiny@01234567 (labels ")
    choice_of(Path("owner/tiny"))
    assert asked["local_files_only"] is True


def test_without_torch_the_next_step_is_named(here, tag, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    assert "pip install torch (or -r requirements-train.txt)" in tag("--model", labelled(here / "tiny"))


# what annotations say they were made with


def test_a_changed_model_or_meaning_is_another_tagger(here):
    folder = labelled(here / "tiny")
    settings = Settings(chosen=ChosenModel(str(folder)))
    plain, first = Assembly(Settings()).models["tagger"], Assembly(settings).models["tagger"]
    assert first.startswith(f"{plain} + tiny@")
    assert first.endswith(" for stance and risks, uncalibrated")
    assert Assembly(settings).models["tagger"] == first
    (folder / "tocsin_labels.json").write_text(json.dumps({"labels": {"CALM": "cooperate"}}))
    second = Assembly(settings).models["tagger"]
    (folder / "model.safetensors").write_bytes(b"other weights")
    assert len({plain, first, second, Assembly(settings).models["tagger"]}) == 4


# how it is named


def test_the_environment_names_a_model_and_an_option_goes_before_it():
    environment = {"TOCSIN_MODEL": "a/b", "TOCSIN_MODEL_LABELS": "labels.toml"}
    assert from_environment(environment).chosen == ChosenModel("a/b", Path("labels.toml"))
    assert from_environment(environment, chosen=ChosenModel("c")).chosen == ChosenModel("c")
    assert from_environment({"TOCSIN_MODEL": " "}).chosen is None


@pytest.mark.parametrize(
    "command", [("run",), ("watch", "inbox"), ("annotate", "in.jsonl", "-"), ("tag", "in.jsonl", "-")]
)
def test_every_command_that_annotates_takes_a_model(capsys, command):
    seen = []

    def assemble(settings):
        seen.append(settings.chosen)
        raise ConfigError("seen enough")

    options = ("--model", "a/b", "--model-labels", "labels.toml", "--model-download")
    assert main([*command, *options], assemble=assemble) == 1
    assert seen == [ChosenModel("a/b", Path("labels.toml"), download=True)]
    assert main([*command, "--model-download"], assemble=assemble) == 1
    assert "add --model" in capsys.readouterr().err


# from scores to tags


class Scored:
    """Gives each text, or hypothesis, the logits that are written down for it."""

    def __init__(self, logits):
        self._logits = logits
        self.asked: list[tuple[str, str | None]] = []

    def logits(self, texts, hypotheses=None):
        beside = hypotheses or [None] * len(texts)
        self.asked += zip(texts, beside, strict=True)
        return np.array(
            [self._logits[key if key in self._logits else text] for text, key in zip(texts, beside, strict=True)]
        )


def meanings(here, given, labels=None) -> Meanings:
    path = here / "given.json"
    path.write_text(json.dumps(given))
    return read_labels(path, labels) if labels else read_hypotheses(path)


def chances(*values):
    return list(np.log(values))


def classifier(here, given, labels, logits, *, exclusive=True):
    return Classifier(Scored(logits), meanings(here, {"labels": given}, labels), labels, exclusive)


def test_labels_that_mean_the_same_stance_add_up(here):
    given, labels = {"BLAME": "condemn", "SCORN": "condemn", "CALM": "report"}, ["BLAME", "SCORN", "CALM"]
    answer = classifier(here, given, labels, {"x": chances(0.3, 0.3, 0.4)}).answers(["x"])["x"]
    assert (answer.stance, answer.stance_scores) == ("condemn", {"condemn": 0.6, "report": 0.4})


def test_where_a_label_without_a_stance_wins_there_is_none(here):
    given, labels = {"BLAME": "condemn", "WAR": "escalation"}, ["BLAME", "WAR", "SPORT"]
    model = classifier(here, given, labels, {"x": chances(0.3, 0.6, 0.1), "y": chances(0.3, 0.1, 0.6)})
    first, second = model.answers(["x", "y"]).values()
    assert (first.stance, first.risks) == (None, (Told("escalation", None, 0.6),))
    assert (second.stance, second.risks) == (None, ())


def test_of_two_modalities_of_a_risk_the_surest_is_told_once(here):
    given = {"FALLEN": "escalation:reported", "LOOMING": "escalation:feared"}
    model = classifier(here, given, list(given), {"x": chances(0.3, 0.7)})
    assert model.answers([], ["x"])["x"].risks == (Told("escalation", "feared", 1.0),)
    model = classifier(here, given, list(given), {"x": [1.0, 2.0]}, exclusive=False)
    assert model.answers(["x"])["x"].risks == (Told("escalation", "feared", 0.8808),)


def test_a_model_with_a_single_label_is_sure_only_when_it_says_so(here):
    model = classifier(here, {"MENACE": "threaten"}, ["MENACE"], {"x": [-2.0], "y": [2.0]}, exclusive=False)
    assert [answer.stance for answer in model.answers(["x", "y"]).values()] == [None, "threaten"]


def test_each_text_is_put_to_the_model_once_and_a_sentence_not_for_stance(here):
    given = {"stances": {"warn": "W", "report": "R"}, "risks": {"health": "H", "education:denied": "E"}}
    scored = Scored({"W": [0, 0, 2], "R": [0, 0, 1], "H": [0, 0, 3], "E": [3, 0, 0]})
    answers = ZeroShot(scored, meanings(here, given), 2).answers(["said", "said"], ["said", "seen", "seen"])
    assert sorted(scored.asked) == [*(("said", words) for words in "EHRW"), *(("seen", words) for words in "EH")]
    assert (answers["said"].stance, answers["seen"].stance) == ("warn", None)
    assert answers["said"].stance_scores == {"warn": 0.7311, "report": 0.2689}
    assert answers["said"].risks == answers["seen"].risks == (Told("health", None, 0.9094),)


def test_a_model_that_tells_only_risks_leaves_stance_to_nobody(here):
    scored = Scored({"H": [0, 3]})
    answer = ZeroShot(scored, meanings(here, {"risks": {"health": "H"}}), 1).answers(["x"])["x"]
    assert (answer.stance, answer.stance_scores, len(answer.risks)) == (None, {}, 1)


@pytest.mark.parametrize(
    ("own", "modality"),
    [
        ((Risk("health", "denied", 0.9), Risk("escalation", "feared", 0.6)), "feared"),  # of the risk itself
        ((Risk("health", "denied", 0.9), Risk("education", "feared", 0.6)), "denied"),  # of the surest other
        ((), "reported"),
    ],
)
def test_a_risk_whose_modality_the_model_does_not_tell_takes_that_of_our_reader(own, modality):
    told = (Told("escalation", None, 0.7), Told("displacement", "reported", 0.6))
    assert with_modality(told, own) == (Risk("escalation", modality, 0.7), Risk("displacement", "reported", 0.6))


def test_a_statement_is_put_to_a_model_with_who_says_it_and_how():
    text = "On Monday the envoy denied that talks had failed, and left."
    spans = {words: Span(text.index(words), text.index(words) + len(words)) for words in ("the envoy", "denied")}
    content = Span(text.index("talks"), text.index(", and"))
    parts = Parts((content,), spans["denied"], spans["the envoy"])
    assert statement(parts, text) == "the envoy denied that talks had failed"


def test_words_in_marks_are_put_to_a_model_alone():
    text = "“We will strike,” he said, “and soon.”"
    first, second = (
        Span(text.index(words), text.index(words) + len(words)) for words in ("We will strike,", "and soon.")
    )
    assert statement(Parts((second, first)), text) == "We will strike, and soon."
