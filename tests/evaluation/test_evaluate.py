"""The command and its floors, over a stage that annotates as labelled."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from datetime import date

import pytest

from pipeline.errors import AssetError, ConfigError
from pipeline.evaluation import command
from pipeline.evaluation.dev import measure_dev
from pipeline.evaluation.figures import NAMES, figures
from pipeline.evaluation.floors import find_breaches, floor_under, read_floors, set_floors
from pipeline.evaluation.gold import GOLD, load_gold
from pipeline.evaluation.measure import measure_gold, read_sample
from pipeline.evaluation.tallies import tally
from pipeline.settings import Settings
from pipeline.stage import PerArticle
from tests.evaluation.labelled import as_labelled, found, gold, quote, said

TODAY = date(2026, 11, 24)
FAILING = "idlib-levantwire-tehran-summit"


@pytest.fixture(scope="module")
def labels():
    articles = read_sample(Settings().sample)
    return {one.id: one for one in load_gold(GOLD, {article.id: article.text for article in articles.values()})}


@pytest.fixture
def perfect(labels):
    return stage(lambda article: replace(as_labelled(labels[article.id], article), models={"tagger": "hand@1"}))


def stage(enrich) -> PerArticle:
    return PerArticle("labels", enrich, frozenset({"text"}), frozenset({"quotes", "places", "sentences", "actors"}))


def silent() -> PerArticle:
    return stage(lambda article: article)


def options(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(words)


def evaluate(stages, tmp_path, *words: str) -> int:
    given = options(*words)
    command.check(given)
    return command.evaluate(given, Settings(), stages, floors=tmp_path / "floors.json", shared=tmp_path / "shared")


def some_figures(right: int = 1, wrong: int = 1):
    """All figures but the speaker's and the contents' are unmeasured."""
    quotes = [quote((20 * i, 20 * i + 10)) for i in range(right + wrong)]
    given = [said(*one.content, speaker="a0" if i < right else "a1") for i, one in enumerate(quotes)]
    return figures([tally(gold(quotes=quotes), found(quotes=given, actors=["Ann", "Bob"]))])


def named(name: str, measured):
    return [figure for figure in measured if figure.name == name]


def test_without_floors_the_report_is_printed_and_the_status_says_so(perfect, tmp_path, capsys):
    assert evaluate((perfect,), tmp_path) == 1
    printed = capsys.readouterr()
    assert "20 articles, 186 quotes" in printed.out
    assert "tagger hand@1" in printed.out
    assert "Development data not measured: add --dev." in printed.out
    assert [line.split()[0] for line in printed.err.splitlines()] == list(NAMES)
    assert all("has no floor" in line for line in printed.err.splitlines())


def test_floors_set_with_a_reason_hold(perfect, tmp_path, capsys):
    assert evaluate((perfect,), tmp_path, "--set-floors", "--reason", "the first model") == 0
    assert evaluate((perfect,), tmp_path) == 0
    assert evaluate((silent(),), tmp_path) == 1
    assert "quote_f1_30 is 0.000, under its floor of 0.98" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--set-floors"], ["--set-floors", "--reason", " "], ["--reason", "because"]])
def test_floors_move_only_with_flag_and_reason(perfect, tmp_path, words):
    with pytest.raises(ConfigError, match="--reason"):
        evaluate((perfect,), tmp_path, *words)
    assert not (tmp_path / "floors.json").exists()


def test_a_refused_option_is_refused_before_the_model_is_opened(tmp_path):
    with pytest.raises(ConfigError, match="--reason"):
        command.run(options("--set-floors"), Settings(assets=tmp_path))


def test_floors_are_not_set_under_what_was_not_measured(tmp_path):
    with pytest.raises(ConfigError, match="target"):
        evaluate((silent(),), tmp_path, "--set-floors", "--reason", "none")
    assert not (tmp_path / "floors.json").exists()


def test_an_article_that_fails_counts_as_nothing_found_and_is_named(labels, perfect, tmp_path, capsys):
    def enrich(article):
        if article.id == FAILING:
            raise ValueError("no words for it")
        return as_labelled(labels[article.id], article)

    (recognised,) = named("toponym_f1", measure_gold((stage(enrich),), sample=Settings().sample).figures)
    missing = sum(toponym.point is not None for toponym in labels[FAILING].toponyms)
    assert (recognised.counts.missed, recognised.counts.spurious) == (missing, 0)
    evaluate((perfect,), tmp_path, "--set-floors", "--reason", "the first model")
    assert evaluate((stage(enrich),), tmp_path) == 1
    assert f"failed: {FAILING}: ValueError: no words for it" in capsys.readouterr().err


def test_the_report_as_json(perfect, tmp_path):
    evaluate((perfect,), tmp_path, "--set-floors", "--reason", "the first model")
    assert evaluate((perfect,), tmp_path, "--json", str(tmp_path / "report.json")) == 0
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert list(report["figures"]) == list(NAMES)
    assert report["labelled"]["quotes"] == 186
    assert report["figures"]["speaker"] == {
        "words": "right speaker, of quotes found",
        "value": 1.0,
        "interval": [1.0, 1.0],
        "counts": {"found": 186, "missed": 0, "extra": 0},
        "by_label": {},
        "floor": 0.98,
    }
    assert report["dev"] is None


def test_json_on_standard_output_stands_alone(perfect, tmp_path, capsys):
    evaluate((perfect,), tmp_path, "--json", "-")
    assert json.loads(capsys.readouterr().out)["models"] == {"tagger": "hand@1"}


def test_a_report_that_cannot_be_written_is_refused(perfect, tmp_path):
    with pytest.raises(ConfigError, match="cannot be written"):
        evaluate((perfect,), tmp_path, "--json", str(tmp_path / "no" / "report.json"))


def test_missing_development_data_is_said(perfect, tmp_path, capsys):
    evaluate((perfect,), tmp_path, "--dev")
    assert f"no data and score.py in {tmp_path / 'shared'}" in capsys.readouterr().out


def shared_folder(folder, *, scorer: str):
    (folder / "data" / "stance").mkdir(parents=True)
    (folder / "data" / "stance" / "plover_dev.jsonl").write_text('{"text": "They warn us."}\n{"text": "They left."}\n')
    (folder / "score.py").write_text(scorer)
    return folder


def test_development_data_is_annotated_by_our_commands_and_scored_by_its_scorer(tmp_path):
    scorer = "import json, sys; print(json.dumps({'task': sys.argv[1], 'tags': open(sys.argv[3]).read()}))"
    shared = shared_folder(tmp_path / "shared", scorer=scorer)
    scores = measure_dev(Settings(), shared=shared, program=("-m", "tests.fakes"))
    assert list(scores) == ["plover_dev"]
    assert scores["plover_dev"]["task"] == "stance"
    tags = [json.loads(line) for line in scores["plover_dev"]["tags"].splitlines()]
    assert [(tag["id"], tag["stance"]) for tag in tags] == [("0", "warn"), ("1", "report")]


@pytest.mark.parametrize(
    ("program", "scorer", "words"),
    [
        (("-c", "import sys; sys.exit('error: no model')"), "", "tag ended with 1 and wrote nothing: error: no model"),
        (("-m", "tests.fakes"), "import sys; sys.exit('no such task')", "score.py ended with 1: no such task"),
    ],
)
def test_development_data_that_cannot_be_measured_says_why(tmp_path, program, scorer, words):
    shared = shared_folder(tmp_path / "shared", scorer=scorer)
    assert measure_dev(Settings(), shared=shared, program=program) == {"plover_dev": {"error": words}}


@pytest.mark.parametrize(
    ("value", "floor"), [(1.0, 0.98), (0.52, 0.5), (0.519, 0.49), (0.5299, 0.5), (0.02, 0.0), (0.01, 0.0), (0.0, 0.0)]
)
def test_a_floor_lies_two_points_under_the_value_rounded_down(value, floor):
    assert floor_under(value) == floor


def test_a_figure_on_its_floor_stands_and_under_it_falls():
    (speaker,) = named("speaker", some_figures(right=1, wrong=1))
    assert find_breaches([speaker], {"speaker": 0.5}) == []
    (words,) = find_breaches([speaker], {"speaker": 0.51})
    assert "speaker is 0.500, under its floor of 0.51" in words
    assert "--set-floors --reason" in words


def test_a_figure_without_a_floor_and_a_floor_without_a_figure_are_breaches():
    measured = some_figures()
    assert "speaker has no floor" in find_breaches(named("speaker", measured), {})[0]
    assert "could not be measured" in find_breaches(named("target", measured), {"target": 0.4})[0]


def test_each_move_of_the_floors_is_kept_with_its_date_and_reason(tmp_path):
    file = tmp_path / "floors.json"
    first = set_floors(file, named("speaker", some_figures(3, 1)), reason="first", today=TODAY)
    second = set_floors(file, named("speaker", some_figures(1, 1)), reason="fewer, on purpose", today=TODAY)
    assert (first, second) == (["speaker: none → 0.73"], ["speaker: 0.73 → 0.48"])
    assert read_floors(file) == {"speaker": 0.48}
    changes = json.loads(file.read_text(encoding="utf-8"))["changes"]
    assert [(change["date"], change["reason"]) for change in changes] == [
        ("2026-11-24", "first"),
        ("2026-11-24", "fewer, on purpose"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"floors": {}}',
        '{"floors": [], "changes": []}',
        '{"floors": {"speaker": "high"}, "changes": []}',
        '{"floors": {"speaker": NaN}, "changes": []}',  # nothing is ever under it
        '{"floors": {"speaker": 0.5}, "changes": {}}',
    ],
)
def test_damaged_floors_are_refused(tmp_path, content):
    file = tmp_path / "floors.json"
    file.write_text(content)
    with pytest.raises(AssetError, match=r"floors\.json"):
        read_floors(file)


def test_a_sample_that_is_gone_is_refused(tmp_path):
    with pytest.raises(AssetError, match="holds no articles"):
        read_sample(tmp_path)
