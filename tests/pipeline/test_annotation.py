"""The annotation says what the contract says, is always JSON, and leads back to the article."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotation import from_annotation, plain, to_annotation
from pipeline.errors import StageError
from pipeline.queries import RISKS, STANCES
from pipeline.records import Actor, Article, Guess, Place, Precision, Quote, Risk, Sentence, Span, StanceTag, Toponym
from tests.stored import article

TEXT = "Harin is calm, the mayor said in Porto Vell. القوات تقدمت 😀 شمالا."


def bare(annotated: Article) -> Article:
    """Return the article as it was before the stages."""
    empty = MappingProxyType({})
    return replace(annotated, sentences=(), places=(), actors=(), quotes=(), models=empty)


def test_an_annotation_has_the_contracts_keys_and_values():
    annotation = to_annotation(article())
    assert list(annotation) == ["id", "language", "places", "actors", "quotes", "sentences", "models"]
    assert annotation["places"][1] == {
        "start": 28,
        "end": 33,
        "text": "Harin",
        "role": "about",
        "score": 0.95,
        "place": {
            "name": "Harin",
            "lat": 35.9,
            "lon": 36.6,
            "precision": "region",
            "country": "SY",
            "admin1": "Harin",
            "gazetteer_id": "geonames:1",
            "radius_km": 55.0,
        },
        "why": "The only Harin near Syria.",
        "candidates": [],
    }
    assert article().text[annotation["places"][1]["start"] : annotation["places"][1]["end"]] == "Harin"
    assert annotation["quotes"][0]["stance"] == {"label": "warn", "score": 0.9, "target": "a2"}
    assert annotation["actors"][1]["wikidata"] == "Q1"


def test_what_is_missing_is_null():
    annotation = to_annotation(article())
    unresolved, second, scare = annotation["places"][2], annotation["quotes"][1], annotation["quotes"][2]
    assert unresolved["place"] is None
    assert (second["source"], second["cue"], second["spoken_at"]) == (None, None, None)
    assert (scare["speaker"], scare["stance"]) == (None, None)


def test_an_unresolved_place_keeps_what_it_could_mean():
    unresolved = to_annotation(article())["places"][2]
    assert unresolved["why"] == ""
    assert unresolved["candidates"][0] == {
        "gazetteer_id": "geonames:4",
        "name": "Kafr Nowhere",
        "country": "SY",
        "admin1": "Harin",
        "score": 0.4,
    }
    assert [guess["country"] for guess in unresolved["candidates"]] == ["SY", "IQ"]


def test_an_annotation_of_before_the_explanations_is_read():
    annotation = to_annotation(article())
    for place in annotation["places"]:
        del place["why"], place["candidates"]
    read = from_annotation(annotation, bare(article()))
    assert {(place.why, place.candidates) for place in read.places} == {("", ())}
    assert [place.place for place in read.places] == [place.place for place in article().places]


def test_a_lone_surrogate_is_replaced_one_for_one():
    whole = Article("s", "\ud83d\ude00 Harin", places=(Toponym(Span(0, 2), "about", 0.5),))
    assert to_annotation(whole)["places"][0]["text"] == "\ufffd\ufffd"


@pytest.mark.parametrize("score", [float("nan"), float("inf"), -1.0])
def test_a_score_that_is_no_probability_claims_nothing_false(score):
    whole = Article("s", "Harin", places=(Toponym(Span(0, 5), "about", score),))
    assert 0.0 <= to_annotation(whole)["places"][0]["score"] <= 1.0


def test_a_place_without_a_position_is_unresolved():
    nowhere = Place("Harin", float("nan"), 3.0, Precision.TOWN, "x:1")
    whole = Article("s", "Harin", places=(Toponym(Span(0, 5), "about", 0.9, nowhere),))
    assert to_annotation(whole)["places"][0]["place"] is None


@pytest.mark.parametrize(
    "broken",
    [
        {"sentences": (Sentence(Span(0, 9999)),)},
        {"places": (Toponym(Span(5, 3), "about", 0.5),)},
        {"quotes": (Quote("direct", (Span(0, 3),), speaker="nobody"),)},
        {"quotes": (Quote("direct", (Span(0, 3),), about=(0,)),), "places": ()},
        {"actors": (Actor("a1", "A", "person"), Actor("a1", "B", "person"))},
    ],
)
def test_an_annotation_that_points_nowhere_is_refused(broken):
    with pytest.raises(StageError, match="article s"):
        to_annotation(replace(Article("s", TEXT), **broken))


def test_an_annotation_of_another_text_is_refused():
    with pytest.raises(StageError, match="outside"):
        from_annotation(to_annotation(article()), Article("one", "Short."))


def test_an_annotation_of_another_shape_is_refused():
    with pytest.raises(StageError, match="shape"):
        from_annotation({"id": "one"}, Article("one", "Short."))


words = st.text(max_size=12)
known_words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
scores = st.floats(0, 1)
spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(sorted).map(lambda pair: Span(*pair))
risks = st.lists(
    st.builds(Risk, st.sampled_from(RISKS), st.sampled_from(["reported", "feared", "denied"]), scores), max_size=2
).map(tuple)
places = st.builds(
    Place,
    name=known_words,
    latitude=st.floats(-90, 90),
    longitude=st.floats(-180, 180),
    precision=st.sampled_from(Precision),
    gazetteer_id=known_words,
    country=st.none() | known_words,
    admin1=st.none() | known_words,
    radius_km=st.floats(0, 5000),
)
guesses = st.builds(Guess, known_words, known_words, st.none() | known_words, st.none() | known_words, scores)
toponyms = st.builds(
    Toponym,
    span=spans,
    role=st.sampled_from(["about", "spoken_at", "background", "actor"]),
    score=scores,
    place=st.none() | places,
    why=known_words,
    candidates=st.lists(guesses, max_size=3).map(tuple),
)


@st.composite
def annotated(draw: st.DrawFn) -> Article:
    """Draw an article with any annotation that keeps the stages' promises."""
    ids = draw(st.lists(known_words, unique=True, max_size=3))
    kinds = st.sampled_from(["person", "state", "media"])
    optional = st.none() | known_words
    actors = tuple(
        Actor(i, draw(known_words), draw(kinds), draw(optional), draw(optional), draw(optional), (draw(spans),))
        for i in ids
    )
    found = tuple(draw(st.lists(toponyms, max_size=3)))
    somebody = st.sampled_from([None, *ids])
    somewhere = st.sampled_from([None, *range(len(found))])
    quotes = st.builds(
        Quote,
        type=st.sampled_from(["direct", "indirect", "mixed", "scare", "belief"]),
        content=st.lists(spans, min_size=1, max_size=2).map(tuple),
        source=st.none() | spans,
        cue=st.none() | spans,
        speaker=somebody,
        stance=st.none() | st.builds(StanceTag, st.sampled_from(STANCES), scores, somebody),
        risks=risks,
        about=st.lists(st.sampled_from(range(len(found))), max_size=2).map(tuple) if found else st.just(()),
        spoken_at=somewhere,
    )
    sentences = st.lists(st.builds(Sentence, spans, risks), max_size=3).map(tuple)
    return Article(
        id=draw(known_words),
        text=TEXT,
        language=draw(optional),
        sentences=draw(sentences),
        places=found,
        actors=actors,
        quotes=tuple(draw(st.lists(quotes, max_size=3))),
        models=MappingProxyType(draw(st.dictionaries(known_words, known_words, max_size=2))),
    )


@given(annotated())
def test_every_annotation_leads_back_to_its_article(whole):
    printed = json.dumps(to_annotation(whole), allow_nan=False)
    assert from_annotation(json.loads(printed), bare(whole)) == whole


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
)


@given(anything)
def test_whatever_is_kept_is_json_that_utf8_can_carry(value):
    json.dumps(plain(value), ensure_ascii=False, allow_nan=False).encode()
