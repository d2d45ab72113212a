"""The hand labels fit the sample and the codebook."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from pipeline.errors import AssetError
from pipeline.evaluation.gold import GOLD, labelled_words, load_gold
from pipeline.evaluation.measure import read_sample
from pipeline.gazetteer.index import Gazetteer
from pipeline.records import Modality, PlaceRole, QuoteType, RiskLabel, Span, Stance
from pipeline.settings import Settings

ROWS = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
by_article = pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {article.id: article.text for article in read_sample(Settings().sample).values()}


def several(value) -> list:
    return value if isinstance(value, list) else [value]


@by_article
def test_every_span_covers_the_words_it_was_given_for(row, texts):
    spans = list(labelled_words(row))
    assert [texts[row["id"]][start:end] for (start, end), _ in spans] == [words for _, words in spans]


@by_article
def test_every_label_is_one_of_the_codebook(row):
    assert {quote["type"] for quote in row["quotes"] + row["beliefs"]} <= set(get_args(QuoteType))
    assert {stance for quote in row["quotes"] for stance in several(quote["stance"])} <= set(get_args(Stance))
    assert {place["role"] for place in row["places"]} <= set(get_args(PlaceRole))
    pairs = [pair for part in row["quotes"] + row["sentences"] for pair in part["risks"]]
    assert {label for label, _ in pairs} <= set(get_args(RiskLabel))
    assert {modality for _, modality in pairs} <= set(get_args(Modality))


@by_article
def test_no_label_is_both_given_and_in_doubt(row):
    for part, key in [(p, "risks_disputed") for p in row["quotes"]] + [(p, "disputed") for p in row["sentences"]]:
        given = [label for label, _ in part["risks"]]
        assert len(set(given)) == len(given)
        assert not set(given) & set(part[key])
        assert set(part[key]) <= set(get_args(RiskLabel))


@by_article
def test_every_quote_has_a_speaker_and_a_content_that_is_nowhere_else(row):
    contents = [Span(*span) for quote in row["quotes"] for span in quote["content"]]
    assert all(not one.touches(other) for i, one in enumerate(contents) for other in contents[:i])
    assert all(all(several(quote["speaker"])) for quote in row["quotes"])


@by_article
def test_the_sentences_cover_all_words_of_the_text(row, texts):
    text = texts[row["id"]]
    covered = {position for sentence in row["sentences"] for position in range(sentence["start"], sentence["end"])}
    assert "".join(c for i, c in enumerate(text) if i not in covered).strip() == ""


@by_article
def test_every_labelled_place_is_a_labelled_name(row):
    names = [(toponym["start"], toponym["end"]) for toponym in row["toponyms"]]
    assert len(set(names)) == len(names)
    assert {(place["start"], place["end"]) for place in row["places"]} <= set(names)


def test_gazetteer_ids_and_points_agree():
    gazetteer = Gazetteer.load(Settings().gazetteer)
    for toponym in (t for row in ROWS for t in row["toponyms"] if t.get("gazetteer_id")):
        points = [
            (candidate.place.latitude, candidate.place.longitude)
            for candidate in gazetteer.candidates(toponym["name"])
            if candidate.place.gazetteer_id == toponym["gazetteer_id"]
        ]
        assert points == [pytest.approx((toponym["lat"], toponym["lon"]), abs=0.01)], toponym["name"]


def test_both_episodes_are_labelled():
    assert [row["id"].split("-")[0] for row in ROWS] == ["idlib"] * 12 + ["hodeidah"] * 8


def test_a_text_that_changed_under_its_labels_is_refused(texts):
    changed = {**texts, ROWS[3]["id"]: "A word. " + texts[ROWS[3]["id"]]}
    with pytest.raises(AssetError, match=ROWS[3]["id"]):
        load_gold(GOLD, changed)


def test_labels_of_an_article_that_is_gone_are_refused(texts):
    with pytest.raises(AssetError, match="not in the sample"):
        load_gold(GOLD, {name: text for name, text in texts.items() if name != ROWS[0]["id"]})


@pytest.mark.parametrize("content", ["{", '{"id": "a"}', "[]", "null"])
def test_a_damaged_file_is_refused(tmp_path, content):
    file = tmp_path / "gold.jsonl"
    file.write_text(content)
    with pytest.raises(AssetError, match=r"gold\.jsonl"):
        load_gold(file, {"a": "text"})
