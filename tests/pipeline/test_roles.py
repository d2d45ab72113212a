from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Actor, Article, Place, Precision, Quote, Sentence, Span, Toponym
from pipeline.stages import roles

COUNTRIES = {"Russia", "Turkey", "Syria", "France", "Greece", "Iran"}


def article(text: str, toponyms: str, quotes: tuple[Quote, ...] = ()) -> Article:
    """An article whose places are all mentions of the names given, "Athens; Syria"."""
    sentences = tuple(Sentence(Span(*match.span())) for match in re.finditer(r"[^.\n]+\.?", text))
    places = [
        Toponym(Span(*found.span()), "about", 0.9, _place(name))
        for name in toponyms.split("; ")
        for found in re.finditer(rf"\b{name}\b", text)
    ]
    return Article("a", text, sentences=sentences, places=tuple(sorted(places, key=lambda t: t.span)), quotes=quotes)


def _place(name: str) -> Place:
    precision = Precision.COUNTRY if name in COUNTRIES else Precision.TOWN
    return Place(name, 1.0, 1.0, precision, f"test:{name}")


def roles_of(text: str, toponyms: str) -> dict[str, str]:
    return {t.span.of(text): t.role for t in roles.enrich(article(text, toponyms)).places}


@pytest.mark.parametrize(
    "text",
    [
        "Athens: The minister warned of an assault.",
        "ATHENS (Agency) — The minister warned of an assault.",
        "ATHENS, Greece — The minister warned of an assault.",
    ],
)
def test_a_dateline_is_where_it_was_said(text):
    name = text[:6]
    assert roles_of(text, name)[name] == "spoken_at"


@pytest.mark.parametrize(
    "text",
    [
        "The minister spoke during a working visit to Athens.",
        "He told reporters in Athens that time was short.",
        "After talks in Athens the two left.",
        "Speaking in Athens, she called for calm.",
        "The envoy said on Friday in Athens that aid would come.",
        "A summit was held in Athens.",
    ],
)
def test_a_venue_is_where_it_was_said(text):
    assert roles_of(text, "Athens") == {"Athens": "spoken_at"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Moscow said the strikes would go on.", "Moscow"),
        ("Damascus wants the province back.", "Damascus"),
        ("Russia's foreign ministry gave no number.", "Russia"),
        ("Fighters backed by Turkey hold the road.", "Turkey"),
        ("Turkey-backed fighters hold the road.", "Turkey"),
        ("The foreign ministry in Berlin gave no number.", "Berlin"),
        ("France and Britain launched strikes.", "France"),
        ("The envoy urged Russia to hold back.", "Russia"),
    ],
)
def test_a_name_that_stands_for_an_actor_is_one(text, name):
    assert roles_of(text, name) == {name: "actor"}


@pytest.mark.parametrize(
    "text",
    [
        "Shells fell on Douma overnight.",
        "Russia said it would kill fighters in Douma and beyond.",
        "An assault on Douma is feared.",
        "People in Douma said they had no bread.",
    ],
)
def test_where_it_happens_is_what_the_article_is_about(text):
    assert roles_of(text, "Douma") == {"Douma": "about"}


def test_a_past_event_is_background():
    text = "Idlib waits. Idlib fears an assault. In April, dozens died in Douma."
    assert roles_of(text, "Idlib; Douma") == {"Idlib": "about", "Douma": "background"}


def test_the_main_place_stays_the_topic_in_a_sentence_about_the_past():
    text = "Idlib waits. Aid reached Idlib. Two years ago families came to Idlib."
    assert roles_of(text, "Idlib") == {"Idlib": "about"}


def test_a_demonym_stays_an_actor():
    given_article = article("Shells fell on Syrian towns.", "Syrian")
    demonym = Toponym(given_article.places[0].span, "actor", 0.9, _place("Syria"))
    done = roles.enrich(Article("a", given_article.text, sentences=given_article.sentences, places=(demonym,)))
    assert done.places[0].role == "actor"


def quoted(text: str, content: str, *, speaker: str | None = None) -> Quote:
    start = text.index(content)
    return Quote("indirect", (Span(start, start + len(content)),), speaker=speaker)


def linked(text: str, toponyms: str, *quotes: Quote) -> tuple[Article, list[tuple[list[str], str | None]]]:
    done = roles.enrich(article(text, toponyms, quotes))
    names = [toponym.span.of(text) for toponym in done.places]
    return done, [
        ([names[i] for i in q.about], None if q.spoken_at is None else names[q.spoken_at]) for q in done.quotes
    ]


def test_a_quote_is_about_the_places_in_its_content():
    text = "Shells fell on Homs. She said the siege of Douma must end."
    assert linked(text, "Homs; Douma", quoted(text, "the siege of Douma must end"))[1] == [(["Douma"], None)]


def test_a_quote_without_a_place_is_about_the_places_of_its_sentence():
    text = "As shells fell on Homs, she said they must stop. Later Douma burned."
    assert linked(text, "Homs; Douma", quoted(text, "they must stop"))[1] == [(["Homs"], None)]


def test_a_quote_in_a_sentence_without_a_place_is_about_the_main_place():
    text = "Shells fell on Homs. Smoke hung over Homs. She said they must stop."
    assert linked(text, "Homs", quoted(text, "they must stop"))[1] == [(["Homs"], None)]


def test_a_quote_is_spoken_at_the_venue_of_its_sentence():
    text = "Shells fell on Homs. Speaking in Geneva, she said they must stop."
    assert linked(text, "Homs; Geneva", quoted(text, "they must stop"))[1] == [(["Homs"], "Geneva")]


def test_a_speaker_who_goes_on_is_still_where_they_spoke():
    text = "Speaking in Geneva, she said Homs starves. Help is late, she added."
    first, second = quoted(text, "Homs starves", speaker="a1"), quoted(text, "Help is late", speaker="a1")
    assert [spoken for _, spoken in linked(text, "Homs; Geneva", first, second)[1]] == ["Geneva", "Geneva"]


def test_another_speaker_is_not_put_into_the_dateline():
    text = "Athens: The minister warned of war.\nHelp is late, an aide added."
    assert linked(text, "Athens", quoted(text, "Help is late", speaker="a2"))[1] == [([], None)]


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet="Athens, IdlibSyr.:—()' \n", max_size=120))
def test_any_text_keeps_its_places_and_gives_each_a_role(text):
    given_article = article(text, "Athens; Idlib")
    done = roles.enrich(given_article)
    assert [t.span for t in done.places] == [t.span for t in given_article.places]
    assert {t.role for t in done.places} <= {"about", "spoken_at", "background", "actor"}


def of_source(text: str, source: str, toponym: str) -> str:
    start = text.index(source)
    quote = Quote("direct", (Span(1, text.index("”")),), source=Span(start, start + len(source)))
    (place,) = roles.enrich(article(text, toponym, (quote,))).places
    return place.role


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a fisherman in Latakia", "spoken_at"),
        ("a resident outside the town of Latakia", "spoken_at"),
        ("a displaced man from Latakia", "background"),
    ],
)
def test_a_place_in_a_source_is_where_the_speaker_is_or_came_from(source, expected):
    assert of_source(f"“The sea does not ask,” said {source} on Friday.", source, "Latakia") == expected


def test_where_people_came_from_is_background_and_a_list_shares_it():
    found = roles_of("Its people come from Homs, Aleppo and Ghouta.", "Homs; Aleppo; Ghouta")
    assert set(found.values()) == {"background"}


def test_a_list_of_countries_shares_the_part_that_one_of_them_plays():
    assert set(roles_of("He called on Russia and Turkey to talk.", "Russia; Turkey").values()) == {"actor"}


def test_a_town_beside_its_country_is_no_list():
    assert roles_of("Fighting spread in Athens, Greece said.", "Athens; Greece") == {
        "Athens": "about",
        "Greece": "actor",
    }


def test_whom_the_actors_stage_found_acting_is_an_actor():
    text = "Nobody in Moscow doubts it: Syria will pay."
    start = text.index("Syria")
    acting = Actor("a1", "Syria", "state", mentions=(Span(start, start + 5),))
    (place,) = roles.enrich(replace(article(text, "Syria"), actors=(acting,))).places
    assert place.role == "actor"
