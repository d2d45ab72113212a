"""A place is the news's, or named in passing: what tells them apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.records import Actor, Article, Place, Precision, Sentence, Span, Toponym
from pipeline.stages.passing import WEIGHTS, is_passing, signs
from pipeline.stages.roles import assign_roles


def given(text: str, *names: str, title: str | None = None) -> Article:
    """An article of one sentence with a place of its own for each name."""
    places = tuple(
        Toponym(
            Span(text.index(name), text.index(name) + len(name)),
            "about",
            0.9,
            Place(name, 35.0 + number, 36.0, Precision.TOWN, f"test:{number}", "SY", name),
        )
        for number, name in enumerate(names)
    )
    return Article("a", text, title=title, sentences=(Sentence(Span(0, len(text))),), places=places)


@pytest.mark.parametrize(
    ("text", "names", "passing"),
    [
        ("Shells fell in Sarmin, then again in Sarmin.", ("Sarmin",), False),
        ("Nurses in Sarmin treat a man who had fled from Hirin years ago.", ("Sarmin", "Hirin"), True),
        ("They would strike Sarmin again, as they did in April after Hirin.", ("Sarmin", "Hirin"), True),
        ("Aid reached Sarmin; its driver lives in Hirin.", ("Sarmin", "Hirin"), True),
    ],
)
def test_a_place_that_people_come_from_is_named_in_passing(text, names, passing):
    article = given(text, *names)
    assert is_passing(article, article.places[-1]) is passing


def test_every_sign_has_a_weight_and_every_weight_a_sign():
    article = given("Shells fell in Sarmin.", "Sarmin")
    assert signs(article, article.places[0]).keys() == WEIGHTS.keys()


def test_a_place_in_the_title_is_less_likely_in_passing():
    text = "In 2016 the same happened to Hirin, and to Sarmin."
    without = given(text, "Sarmin", "Hirin")
    titled = given(text, "Sarmin", "Hirin", title="Hirin waits")
    told = signs(titled, titled.places[1])
    assert told["in_title"] > signs(without, without.places[1])["in_title"]
    assert WEIGHTS["in_title"] < 0


def test_a_place_that_was_misread_as_somebody_is_no_actor():
    text = "Shells hit Sarmin again."
    article = replace(given(text, "Sarmin"), actors=(Actor("a1", "Sarmin", "other", mentions=(Span(11, 17),)),))
    assert assign_roles(article).places[0].role == "about"
    army = replace(article, actors=(replace(article.actors[0], kind="government_body"),))
    assert assign_roles(army).places[0].role == "actor"
