"""Which words are toponyms: names inside names, names cut short, and what only looks like one."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.gazetteer import parts
from pipeline.gazetteer.index import Gazetteer
from pipeline.gazetteer.recognition import Recognition
from pipeline.records import Actor, Article, Mention, Reading, Sentence, Span
from pipeline.settings import Settings


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(Settings().gazetteer)


def read(text: str, **names: str) -> Article:
    """An article of one sentence; `names` are what a reader found: place="Douma; Aleppo", organisation="…"."""
    mentions = tuple(
        Mention(Span(*found.span()), kind, 0.9)
        for kind, words in names.items()
        for word in words.split("; ")
        for found in re.finditer(re.escape(word), text)
    )
    whole = Span(0, len(text))
    return Article(
        "a", text, language="en", sentences=(Sentence(whole),), readings=(Reading(whole, mentions, (), (), None),)
    )


def toponyms(gazetteer: Gazetteer, text: str, **names: str) -> list[str]:
    return [found.name.span.of(text) for found in Recognition(gazetteer).find(read(text, **names))]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("The Aleppo Relief Hub opened.", {"place": "Aleppo Relief Hub"}, ["Aleppo"]),
        ("A car burned in Royal Street.", {"place": "Royal Street"}, ["Royal Street"]),  # no town called Royal
        ("The Kenya Red Cross sent tents.", {"organisation": "Kenya Red Cross"}, ["Kenya"]),
        ("The Washington Post reported it.", {"organisation": "Washington Post"}, []),
        ("The Syrian Interior Ministry denied it.", {"organisation": "Syrian Interior Ministry"}, ["Syrian"]),
        ("The Interior Ministry denied it.", {"organisation": "Interior Ministry"}, []),
        ("Envoys left North Korea on Monday.", {"place": "Korea"}, ["North Korea"]),
        ("Fighters took Khan Younis overnight.", {"place": "Khan; Younis"}, ["Khan Younis"]),
        ("Police in Fresno, Calif. said so.", {"place": "Fresno; Calif"}, ["Fresno", "Calif."]),
        ("An outbreak of Lassa fever spread.", {"place": "Lassa"}, []),
        ("The grant of US$3 million came late.", {}, []),
        ("Aid reached the port of Hodeidah.", {"place": "of Hodeidah"}, ["Hodeidah"]),
        ("The Yemeni port was shut.", {"place": "Yemeni port"}, ["Yemeni"]),
        ("Western states were cool.", {"place": "Western states"}, []),
        ("Rain fell on the North for days.", {"place": "North"}, []),
        ("The Aden-based council met.", {"place": "Aden-based"}, ["Aden-based"]),
    ],
)
def test_a_name_is_taken_whole_and_without_what_is_no_place(gazetteer, text, names, expected):
    assert toponyms(gazetteer, text, **names) == expected


def test_a_hyphenated_name_is_looked_up_by_its_place(gazetteer):
    (found,) = Recognition(gazetteer).find(read("The Aden-based council met.", place="Aden-based"))
    assert found.name.candidates[0].place.country == "YE"


def test_no_two_toponyms_share_a_character(gazetteer):
    text = "From Khan Younis to Mazar-i-Sharif, North Korea and New York City they marched."
    found = Recognition(gazetteer).find(read(text, place="Khan; Younis; Mazar; Sharif; Korea; York; New York City"))
    ends = [(item.name.span.start, item.name.span.end) for item in found]
    assert all(one[1] <= other[0] for one, other in pairwise(ends))
    assert "Khan Younis" in [text[start:end] for start, end in ends]


@pytest.mark.parametrize("name", ["Washington Square", "Third Street", "Interior Guard", "Of Mice", ""])
def test_a_place_of_its_own_has_no_leading_part(gazetteer, name):
    assert parts.leading(gazetteer, name) is None


def test_an_abbreviated_country_leads_even_a_house(gazetteer):
    assert parts.leading(gazetteer, "U.S. House of Representatives") == "U.S."


@pytest.mark.parametrize("text", ["The state said no.", "The first of them left.", "The department paid."])
def test_common_words_after_an_article_are_no_places(gazetteer, text):
    assert toponyms(gazetteer, text) == []


def test_an_unknown_name_that_the_actors_stage_knows_is_no_place(gazetteer):
    text = "Fighters of Qorvath left Aden."
    given = read(text, place="Qorvath; Aden")
    assert [found.name.text for found in Recognition(gazetteer).find(given)] == ["Qorvath", "Aden"]
    actor = Actor("a1", "Qorvath", "armed_group", mentions=(Span(12, 19),))
    known = replace(given, actors=(actor,))
    assert [found.name.text for found in Recognition(gazetteer).find(known)] == ["Aden"]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Omdurman was quiet.", {}, ["Omdurman"]),
        ("Shells hit Omdurman.", {"organisation": "Omdurman"}, ["Omdurman"]),
        ("Shells hit Springfield.", {"organisation": "Springfield"}, []),  # a name of many places, or of a club
    ],
)
def test_a_large_place_of_one_country_is_known_by_its_name_alone(gazetteer, text, names, expected):
    assert toponyms(gazetteer, text, **names) == expected
