"""The brief says what the view shows, each line with a note that cites the exact words."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from docx import Document

from pipeline.brief import phrases
from pipeline.brief.page import to_html, to_markup
from pipeline.brief.word import to_docx
from pipeline.method import METHOD
from pipeline.queries import Changes, Filters, First
from pipeline.records import Precision, Quote, Risk, Span, StanceTag
from pipeline.store import Store
from tests.pipeline.briefs import WEEK, lines, made, opened
from tests.pipeline.test_store import clock
from tests.stored import HARIN, THREAT, WARNING, article


@pytest.fixture
def store(tmp_path):
    yield from opened(tmp_path)


def test_every_line_has_a_note_of_its_own_and_they_are_numbered_as_they_come(store):
    brief = made(store)
    numbers = [
        *(figure.note for figure in brief.figures),
        brief.news.note,
        *(line.note for line in brief.news.lines),
        *(place.note for place in (*brief.places, *brief.areas)),
        *(line.note for group in (*brief.gravest, *brief.novel) for line in group.lines),
    ]
    assert numbers == sorted(numbers)
    assert set(numbers) == {note.number for note in brief.notes} == set(range(1, len(brief.notes) + 1))


def test_every_note_cites_the_exact_words_where_they_stand(store):
    brief = made(store)
    cited = [passage for note in brief.notes for passage in note.cited]
    assert len(cited) > 10
    for passage in cited:
        text = store.article(passage.article_id).text
        assert passage.words == " … ".join(span.of(text) for span in passage.spans)
        assert (passage.outlet, passage.title, passage.url) == (
            store.article(passage.article_id).outlet,
            "Minister warns of assault",
            f"https://example.org/{passage.article_id}",
        )


def test_a_quote_is_cited_by_its_own_words(store):
    notes = {note.number: note for note in made(store).notes}
    for line in lines(made(store)):
        assert [passage.words for passage in notes[line.note].cited] == [line.words]


def test_figures_are_compared_with_the_period_before(store):
    brief = made(store)
    found = {figure.name: (figure.value, figure.before, figure.change) for figure in brief.figures}
    assert found["Quotes"] == (4, 2, 2)
    assert found["Articles"] == (3, 1, 2)
    assert found["Independent reports"] == (2, 1, 1)
    assert found["Risk denied"] == (0, 0, 0)
    assert "31 Aug 2018 to 6 Sep 2018" not in brief.period
    assert "30 Aug 2018 to 5 Sep 2018 (7 days each)" in brief.period
    assert "The store begins on 1 Sep 2018" in brief.period


def test_without_a_first_day_there_is_nothing_to_compare_with(store):
    brief = made(store, Filters())
    assert {figure.before for figure in brief.figures} == {None}
    assert {place.before for place in brief.places} == {None}
    assert "No first day" in brief.period


def test_what_came_since_the_last_look_is_counted_once(store):
    news = made(store, since=datetime(2018, 9, 10, tzinfo=UTC)).news
    assert news.words.startswith("Since 10 Sep 2018, 00:00 UTC: 3 new articles with 4 new quotes")
    assert not news.lines  # they stand below
    assert "nothing came" in made(store, since=datetime(2018, 9, 13, tzinfo=UTC)).news.words


def test_what_a_revision_took_out_is_told_with_the_version_that_had_it(store):
    since = datetime(2018, 9, 11, tzinfo=UTC)
    earlier = Store(store.engine, clock=clock("2018-09-12T06:00"))
    whole = article("one")
    earlier.upsert([replace(whole, text=whole.text + " Corrected.", quotes=whole.quotes[:1])])
    brief = made(store, since=since)
    (gone,) = [line for line in brief.news.lines if line.withdrawn]
    assert (gone.words, gone.withdrawn) == (THREAT, "taken out of its article")
    note = brief.notes[gone.note - 1]
    assert "earlier version" in note.words
    assert note.cited[0].words == THREAT


def test_what_its_outlet_took_back_says_so_wherever_it_stands(store):
    store.withdraw(["later"])
    brief = made(store)
    said = {line.withdrawn for line in lines(brief) if brief.notes[line.note - 1].cited[0].article_id == "later"}
    assert said == {"withdrawn by its outlet"}
    assert "withdrawn by its outlet, noted" in to_html(brief)


def test_countries_stand_apart_and_a_province_is_said_to_be_one(store):
    brief = made(store)
    assert [(place.name, place.known) for place in brief.places] == [
        ("Harin", "region only, within 55 km"),
        ("Porto Vell", "town"),
    ]
    assert [(place.name, place.known) for place in brief.areas] == [("Syria", "whole country")]
    assert (brief.places[0].quotes, brief.places[0].before) == (2, 1)
    assert phrases.known("geonames:1+30km-N", Precision.TOWN, 12.4) == "somewhere within 12 km"


@pytest.mark.parametrize(
    ("by", "headings"), [("place", ["Harin", "No place known"]), ("actor", ["Anna Lind", "Omar Rashid"])]
)
def test_quotes_are_grouped_by_place_or_actor_gravest_first(store, by, headings):
    brief = made(store, by=by)
    assert [group.title for group in brief.gravest] == headings
    assert {line.words for line in brief.gravest[0].lines} == {WARNING}


def test_what_is_said_for_the_first_time_says_what_is_new_and_stands_once(store, monkeypatch):
    monkeypatch.setattr("pipeline.brief.choosing.MAX_QUOTES", 1)
    whole = article("health", date="2018-09-10")
    second = replace(whole.quotes[1], risks=(Risk("health", "feared", 0.5),))
    store.upsert([replace(whole, quotes=(whole.quotes[0], second))])
    brief = made(store)
    ((gravest,),) = [group.lines for group in brief.gravest]
    ((novel,),) = [group.lines for group in brief.novel]
    assert (gravest.words, gravest.firsts) == (WARNING, ("for the first time: Anna Lind condemns",))
    assert (novel.words, novel.firsts) == (THREAT, ("for the first time: Omar Rashid speaks of health",))


def test_what_is_new_is_said_in_one_part_for_the_speaker_and_one_for_each_place():
    found = [First("stance", "X", "condemn"), First("target", "X", "Y"), First("risk", "X", "health")]
    found += [First("place", "geonames:1", "health"), First("place", "geonames:1", "siege_access")]
    assert phrases.firsts(found, {"geonames:1": "Harin"}) == (
        "for the first time: X condemns Y, speaks of health",
        "for the first time at Harin: health, siege and access",
    )
    assert phrases.firsts(found[1:2], {}) == ("for the first time: X speaks to or of Y",)
    assert phrases.firsts([First("stance", "X", "demand"), found[1]], {}) == ("for the first time: X demands of Y",)
    assert phrases.firsts([First("speaker", "X")], {}) == ("quoted for the first time: X",)


def test_fragments_are_counted_and_not_printed(store):
    whole = article("short", date="2018-09-11")
    start = whole.text.index("Families fled")
    fragment = Quote(
        "indirect", (Span(start, start + 13),), speaker="a1", risks=(Risk("displacement", "reported", 0.99),)
    )
    before = made(store)
    store.upsert([replace(whole, quotes=(fragment,))])
    after = made(store)
    assert after.figures[2].value == before.figures[2].value + 1
    assert "Families fled" not in {line.words for line in lines(after)}


def test_a_small_number_has_no_share():
    assert phrases.difference(4, 3) == "+1"
    assert phrases.difference(30, 20) == "+10 (+50%)"
    assert phrases.difference(10, 20) == "−10 (−50%)"
    assert phrases.difference(3, 3) == "±0"
    assert phrases.difference(3, None) == ""


def test_filters_are_said_in_words(store):
    filters = replace(WEEK, places=(HARIN.gazetteer_id,), risks=("catastrophe",), modality="feared", text="assault")
    assert dict(made(store, filters).asked) == {
        "Place": "Harin (geonames:1)",
        "Risk": "Catastrophe",
        "Only": "feared",
        "From": "6 Sep 2018",
        "Until": "12 Sep 2018",
        "Words": "assault",
    }


def test_method_failures_and_models_stand_at_the_end_of_both_formats(store):
    brief = made(store)
    assert brief.method == METHOD["brief"]
    assert brief.models == (("gazetteer", "test@1"), ("tagger", "test@1"))
    word = " ".join(paragraph.text for paragraph in Document(io.BytesIO(to_docx(brief))).paragraphs)
    for title, words in METHOD["brief"]:
        assert words in word
        assert title in to_html(brief)
    assert to_html(brief).index("Where it fails") > to_html(brief).index('id="n1"')


def test_an_empty_store_makes_a_brief_that_says_so(tmp_path):
    empty = Store.open(f"sqlite:///{tmp_path / 'empty.db'}", clock=clock())
    brief = made(empty)
    assert phrases.NO_QUOTES in to_html(brief)
    assert {figure.value for figure in brief.figures} == {0}
    assert Document(io.BytesIO(to_docx(brief))).paragraphs


def test_only_the_parts_asked_for_are_printed_and_their_notes_begin_at_one(store):
    brief = made(store, parts=["gravest"])
    assert (brief.figures, brief.news, brief.places, brief.novel) == ((), None, (), ())
    numbers = [line.note for group in brief.gravest for line in group.lines]
    assert numbers == [note.number for note in brief.notes] == list(range(1, len(numbers) + 1))
    page, document = to_html(brief), Document(io.BytesIO(to_docx(brief)))
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings == ["Gravest words", "How this was worked out, and where it fails"]
    for missing in ("Key figures", "What is new", "Places", "Said for the first time"):
        assert f"<h2>{missing}</h2>" not in page


def test_quotes_of_a_part_left_out_are_free_for_the_others(store):
    assert not made(store).news.lines
    alone = made(store, parts=["news"], since=datetime(2018, 9, 9, tzinfo=UTC))
    assert alone.news.lines


def test_it_says_who_prepared_it(store):
    brief = made(store, author="Nadia <b>Farouk</b>")
    assert "Prepared by <bdi>Nadia &lt;b&gt;Farouk&lt;/b&gt;</bdi>" in to_html(brief)
    document = Document(io.BytesIO(to_docx(brief)))
    assert "Prepared by Nadia <b>Farouk</b>" in [paragraph.text for paragraph in document.paragraphs]
    assert document.core_properties.author == "Nadia <b>Farouk</b>"
    assert "Prepared by" not in to_html(made(store))


def test_an_unsure_stance_is_said_with_perhaps(store):
    unsure = article("unsure", date="2018-09-11", outlet="Hill Post")
    first = replace(unsure.quotes[0], stance=StanceTag("condemn", 0.59, "a2"))
    store.upsert([replace(unsure, quotes=(first, *unsure.quotes[1:]))])
    said = {line.stance for line in lines(made(store))}
    assert "perhaps condemns Omar Rashid (p 0.59)" in said
    assert "warns Omar Rashid (p 0.90)" in said
    assert "perhaps condemns" in to_html(made(store))


def test_a_citation_opens_the_passage_that_it_cites(store):
    def opens(passage):
        return {"href": f"article?article={passage.article_id}&quote={passage.quote}", "data_act": "open"}

    brief = made(store, parts=["gravest"])
    page = to_html(brief, opens=opens)
    for note in brief.notes:
        (passage,) = note.cited
        assert passage.quote is not None
        assert f'href="article?article={passage.article_id}&amp;quote={passage.quote}" data-act="open"' in page
    assert "data-act" not in to_html(brief)
    assert page.startswith("<!DOCTYPE html>")
    assert to_markup(brief, opens=opens) in page


def test_what_changed_leaves_out_what_is_none():
    since = datetime(2018, 9, 10, tzinfo=UTC)
    said = phrases.changed(Changes(since, 3, 1, 0, 4, 2, 1))
    assert said == (
        "Since 10 Sep 2018, 00:00 UTC: 3 new articles with 4 new quotes;"
        " 1 article revised with 2 quotes reworded; 1 quote withdrawn."
    )
