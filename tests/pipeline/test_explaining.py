"""Every resolution can say why, and every name left open keeps what it could have been."""

from __future__ import annotations

import re

import pytest

from pipeline.gazetteer.index import Gazetteer
from pipeline.gazetteer.resolution import Ranker
from pipeline.records import Article, Mention, Precision, Reading, Sentence, Span
from pipeline.settings import Settings
from pipeline.stages import geocode


@pytest.fixture(scope="module")
def stage():
    return geocode.stage(Gazetteer.load(Settings().gazetteer), Ranker.load(Settings().gazetteer))


def toponyms(stage, text: str, places: str = "") -> dict:
    mentions = tuple(
        Mention(Span(*found.span()), "place", 0.9)
        for word in filter(None, places.split("; "))
        for found in re.finditer(re.escape(word), text)
    )
    whole = Span(0, len(text))
    given = Article(
        "a", text, language="en", sentences=(Sentence(whole),), readings=(Reading(whole, mentions, (), (), None),)
    )
    (done,) = stage([given])
    return {t.span.of(text): t for t in done.places}


@pytest.mark.parametrize(
    ("text", "places", "toponym", "words"),
    [
        ("The Syrian army left.", "", "Syrian", "stands for Syria"),
        ("Talks were held in Khan Shaykhun of Syria.", "Khan Shaykhun", "Khan Shaykhun", "only place of this name"),
        ("A court in Athens, Georgia, sat.", "Athens; Georgia", "Athens", "the text says where it lies"),
        ("They met in Paris.", "Paris", "Paris", "larger"),
        ("Guns fell silent at Qorvath village in Idlib.", "Qorvath; Idlib", "Qorvath", "the text says that it lies in"),
        ("Guns fell silent at Qorvath.", "Qorvath", "Qorvath", "no place named “Qorvath”"),
    ],
)
def test_a_resolution_says_why_in_one_sentence(stage, text, places, toponym, words):
    why = toponyms(stage, text, places)[toponym].why
    assert words in why
    assert why.count(". ") == 0
    assert why.endswith(".")


def test_a_place_known_only_to_its_region_takes_the_region(stage):
    place = toponyms(stage, "Shells fell on Qorvath in Idlib province.", "Qorvath; Idlib province")["Qorvath"].place
    assert (place.country, place.precision) == ("SY", Precision.REGION)


def test_an_unknown_name_said_to_lie_in_a_country_stays_open(stage):
    found = toponyms(stage, "Shells fell on Qorvath in Syria.", "Qorvath; Syria")["Qorvath"]
    assert found.place is None
    assert found.candidates == ()


def test_a_name_of_many_places_alike_is_left_open_with_what_it_could_be(stage):
    found = toponyms(stage, "The sheriff of Washington County spoke.", "Washington County")["Washington County"]
    assert found.place is None
    assert "none is likely enough" in found.why
    assert 1 <= len(found.candidates) <= 3
    scores = [guess.score for guess in found.candidates]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] < geocode.MIN_SCORE


def test_the_spelling_of_another_romanisation_is_found_in_the_article_s_country(stage):
    found = toponyms(stage, "Afghanistan sent troops to Hilmand.", "Afghanistan; Hilmand")["Hilmand"]
    assert found.place.name == "Helmand"
    assert "spelling of Helmand" in found.why
