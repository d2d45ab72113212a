from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.gazetteer.index import Gazetteer
from pipeline.gazetteer.resolution import Ranker
from pipeline.records import Actor, Article, Mention, Precision, Quote, Reading, Sentence, Span
from pipeline.settings import Settings
from pipeline.stages import geocode


@pytest.fixture(scope="module")
def stage():
    return geocode.stage(Gazetteer.load(Settings().gazetteer), Ranker.load(Settings().gazetteer))


def article(text: str, *, language: str | None = "en", **names: str) -> Article:
    """An article in sentences; `names` are what a reader found: place="Douma; Aleppo", person="Paris Hilton"."""
    sentences = [Span(*match.span()) for match in re.finditer(r"[^.\n]+\.?", text)]
    mentions = [
        Mention(Span(found.start(), found.end()), kind, 0.9)
        for kind, words in names.items()
        for word in words.split("; ")
        for found in re.finditer(re.escape(word), text)
    ]
    readings = tuple(
        Reading(span, tuple(m for m in mentions if span.contains(m.span)), (), (), None) for span in sentences
    )
    return Article("a", text, language=language, sentences=tuple(Sentence(s) for s in sentences), readings=readings)


def found(stage, given: Article) -> dict[str, str | None]:
    """The toponyms of an article and the countries of their places."""
    (done,) = stage([given])
    return {t.span.of(given.text): t.place.country if t.place else None for t in done.places}


def places(stage, text: str, **names: str):
    (done,) = stage([article(text, **names)])
    return {t.span.of(text): t.place for t in done.places}


def test_a_town_named_with_its_state_is_not_the_capital_of_that_name(stage):
    assert found(stage, article("Police in Athens, Georgia, closed two roads."))["Athens"] == "US"


def test_a_town_named_with_a_country_lies_there(stage):
    text = "Gunmen entered Palma in Mozambique before dawn."
    assert found(stage, article(text, place="Palma; Mozambique"))["Palma"] == "MZ"


def test_countries_in_a_list_stay_countries(stage):
    text = "The envoys of Iraq, Iran and Syria left the hall."
    assert found(stage, article(text, place="Iraq; Iran; Syria")) == {"Iraq": "IQ", "Iran": "IR", "Syria": "SY"}


@pytest.mark.parametrize(
    ("text", "toponym", "country"),
    [
        ("Rebels in Syria shelled Adra from the hills near Damascus.", "Adra", "SY"),
        ("NATO troops left Bagram as Afghanistan voted.", "Bagram", "AF"),
        ("Greece will move families from Moria on Lesbos.", "Moria", "GR"),
        ("Ukraine says its guns hit targets near Sloviansk and Kramatorsk.", "Sloviansk", "UA"),
        ("In Russia the leader of Chechnya spoke.", "Chechnya", "RU"),
    ],
)
def test_the_country_of_the_article_decides_between_places_of_one_name(stage, text, toponym, country):
    assert found(stage, article(text, place=toponym))[toponym] == country


def test_a_region_is_meant_where_the_words_speak_of_a_region(stage):
    text = "Families left Idlib, the last rebel stronghold. Aid for Idlib province waits."
    assert places(stage, text)["Idlib"].precision is Precision.REGION


def test_a_town_is_meant_where_the_words_speak_of_a_town(stage):
    text = "Shells fell on streets in the city of Idlib in Syria."
    assert places(stage, text)["Idlib"].precision is Precision.TOWN


@pytest.mark.parametrize(
    "text",
    [
        "The ambassador embarrassed us all.",
        "Ms Jordan thanked the crew.",
        "They met in March and may meet again.",
        "Assad's aides said nothing.",
        "It was nice of them, reading on the bus.",
    ],
)
def test_words_and_surnames_are_no_toponyms(stage, text):
    assert found(stage, article(text)) == {}


def test_a_persons_name_hides_the_toponym_inside(stage):
    assert (
        found(stage, article("Paris Hilton and Rassan Rouhani did not meet.", person="Paris Hilton; Rassan Rouhani"))
        == {}
    )


def test_an_organisations_name_hides_the_toponym_inside(stage):
    assert found(stage, article("The Washington Post printed it.", organisation="Washington Post")) == {}


def test_a_demonym_is_an_actor_and_its_country(stage):
    (done,) = stage([article("Syrian and Iranian officers left.", demonym="Syrian; Iranian")])
    assert [(t.role, t.place.country) for t in done.places] == [("actor", "SY"), ("actor", "IR")]


def test_a_people_without_a_country_is_no_toponym(stage):
    assert found(stage, article("Kurdish fighters held the hill.", demonym="Kurdish")) == {}


def test_a_toponym_that_no_gazetteer_knows_is_kept_unresolved(stage):
    assert found(stage, article("Troops left Qwzzyrabad at noon.", place="Qwzzyrabad")) == {"Qwzzyrabad": None}


def test_one_unresolved_toponym_does_not_cost_the_others(stage):
    text = "Troops left Qwzzyrabad for Aleppo in Syria."
    assert found(stage, article(text, place="Qwzzyrabad; Aleppo; Syria"))["Aleppo"] == "SY"


def test_arabic_text_is_searched_by_the_gazetteer_with_its_prefixes(stage):
    names = found(stage, article("سقطت قذائف على إدلب وحلب في سوريا.", language="ar"))
    assert names == {"إدلب": "SY", "حلب": "SY", "سوريا": "SY"}


def test_french_text_is_searched_by_the_gazetteer(stage):
    assert found(stage, article("Des familles ont fui Idleb vers la Turquie.", language="fr")) == {
        "Idleb": "SY",
        "Turquie": "TR",
    }


def test_what_is_no_sentence_is_not_searched(stage):
    text = "Rain fell.\nSyria Today Agency"
    given = article(text)
    (done,) = stage([Article("a", text, language="en", sentences=given.sentences[:1], readings=given.readings[:1])])
    assert done.places == ()


def test_a_place_named_with_its_country_stays_when_the_last_sentence_goes(stage):
    text = "Shells hit Palma in Mozambique. Tourists in Spain and Mallorca were not told."
    short = text[: text.index(". ") + 1]
    names = {"place": "Palma; Mozambique; Spain; Mallorca"}
    assert places(stage, text, **names)["Palma"] == places(stage, short, place="Palma; Mozambique")["Palma"]


WORDS = [
    "Idlib",
    "Athens",
    "Georgia",
    "Syria",
    "Palma",
    "the",
    "said",
    "Mozambique",
    "Syrian",
    "إدلب",
    ",",
    ".",
    "in",
    "US",
]


@settings(max_examples=60, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=25), language=st.sampled_from(["en", "ar", None]))
def test_every_span_lies_in_the_text_and_every_place_is_in_the_gazetteer(stage, words, language):
    text = " ".join(words)
    (done,) = stage([article(text, language=language)])
    gazetteer = Gazetteer.load(Settings().gazetteer)
    for toponym in done.places:
        name = toponym.span.of(text)
        assert name
        assert 0 <= toponym.score <= 1
        if toponym.place:
            people = gazetteer.demonym(name)
            known = {c.place for c in gazetteer.candidates(name)} | ({people.place} if people else set())
            assert toponym.place in known


@settings(max_examples=40, deadline=None)
@given(texts=st.lists(st.text(max_size=80), max_size=4))
def test_no_article_is_lost_and_their_order_is_kept(stage, texts):
    given_articles = [article(text) for text in texts]
    assert [done.text for done in stage(given_articles)] == texts


def test_a_place_told_by_its_distance_is_not_the_town_it_is_told_from(stage):
    text = "Syria said a convoy was hit 40 km north of Aleppo. Aleppo itself stayed calm."
    (done,) = stage([article(text, place="Syria; Aleppo")])
    beside, town = (t for t in done.places if t.span.of(text) == "Aleppo")
    assert beside.place.name == "40 km north of Aleppo"
    assert beside.place.latitude - town.place.latitude == pytest.approx(40 / 111.2, abs=0.01)
    assert beside.place.precision not in (Precision.SITE, Precision.TOWN)
    assert "put it there" in beside.why


def test_a_distance_that_tells_where_a_named_town_lies_moves_nothing(stage):
    text = "Syria said that Azaz, 40 km north of Aleppo, was calm."
    found = places(stage, text, place="Syria; Azaz; Aleppo")
    assert found["Aleppo"].name == "Aleppo"


def test_an_actor_that_is_nothing_but_a_place_is_dropped(stage):
    text = "Syria said shells hit Idlib."
    actors = (
        Actor("a1", "Idlib", "other", mentions=(Span(22, 27),)),
        Actor("a2", "Syria", "state", mentions=(Span(0, 5),)),
        Actor("a3", "Idlib Relief", "other", mentions=(Span(17, 27),)),
    )
    (done,) = stage([replace(article(text, place="Syria; Idlib"), actors=actors)])
    assert [actor.id for actor in done.actors] == ["a2", "a3"]


def test_an_actor_that_speaks_is_kept_although_a_place_has_its_name(stage):
    text = "Syria said shells hit Idlib."
    actors = (Actor("a1", "Idlib", "other", mentions=(Span(22, 27),)),)
    quotes = (Quote("indirect", (Span(11, 27),), speaker="a1"),)
    (done,) = stage([replace(article(text, place="Syria; Idlib"), actors=actors, quotes=quotes)])
    assert done.actors == actors
