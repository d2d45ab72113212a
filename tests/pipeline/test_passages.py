"""A passage cites the exact words; a period is compared with the one before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline import queries
from pipeline.queries import Filters
from pipeline.records import Span
from pipeline.store import Store
from tests.pipeline.test_store import clock, url  # noqa: F401
from tests.stored import WARNING, article

TODAY = date(2018, 9, 12)


@pytest.fixture
def store(url):  # noqa: F811
    opened = Store.open(url, clock=clock())
    opened.upsert([article("one"), article("later", date="2018-09-08", outlet="Gulf Ledger"), article("x", date=None)])
    yield opened
    opened.close()


def exact(store, passage):
    """Return the words that the article has where the passage says."""
    text = store.article(passage.article_id).text
    return " … ".join(span.of(text) for span in passage.spans)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (queries.newest_article, 'PORTO VELL — "an assault on Harin'),
        (lambda store, filters: queries.newest_risk(store, filters, "reported"), "Families fled"),
        (queries.newest_toponym, "PORTO VELL"),
        (lambda store, filters: queries.newest_toponym(store, filters, place="geonames:3"), "Syria"),
        (lambda store, filters: queries.gravest_at(store, filters, "geonames:1"), WARNING),
        (lambda store, filters: queries.gravest_at(store, filters, "geonames:2"), WARNING),  # spoken there
    ],
)
def test_a_passage_has_the_exact_words_of_the_newest_example(store, ask, words):
    passage = ask(store, Filters())
    assert (passage.article_id, passage.outlet) == ("later", "Gulf Ledger")
    assert passage.words.startswith(words)
    assert passage.words == exact(store, passage)


@pytest.mark.parametrize(
    "ask",
    [
        queries.newest_article,
        lambda store, filters: queries.newest_risk(store, filters, "feared"),
        queries.newest_toponym,
        lambda store, filters: queries.gravest_at(store, filters, "geonames:1"),
    ],
)
def test_nothing_that_matches_is_no_passage(store, ask):
    assert ask(store, Filters(outlets=("The Moon",))) is None


def test_filters_choose_the_example(store):
    assert queries.newest_article(store, Filters(outlets=("Northern Wire",))).article_id == "one"
    assert queries.newest_risk(store, Filters(risks=("siege_access",)), "feared") is None


def test_characters_beyond_the_first_plane_move_no_span(store):
    whole = article("emoji", date="2018-09-09")
    shifted = replace(whole, title="😀")
    store.upsert([replace(shifted, text=whole.text.replace("—", "😀", 1))])
    passage = queries.newest_risk(store, Filters(), "reported")
    assert (passage.article_id, passage.words) == ("emoji", exact(store, passage))


def test_long_words_are_cut_short_and_keep_their_span(store):
    tail = " word" * 200
    whole = article("long", date="2018-09-10", ending=tail)
    store.upsert([whole])
    passage = queries.newest_risk(store, Filters(), "reported")
    assert passage.spans[0].end == len(whole.text)
    assert passage.words.endswith(" …")
    assert exact(store, passage).startswith(passage.words.removesuffix(" …"))


def test_a_passage_says_that_its_article_was_withdrawn(store):
    store.withdraw(["later"])
    found = queries.quotes(store, Filters(), limit=1)
    assert queries.newest_article(store, Filters()).withdrawn_at is not None
    assert queries.passage_of(next(found.itertuples())).withdrawn_at is not None
    assert queries.newest_article(store, Filters(outlets=("Northern Wire",))).withdrawn_at is None


def test_a_quote_is_a_passage(store):
    row = next(queries.quotes(store, Filters(), limit=1).itertuples())
    passage = queries.passage_of(row)
    assert (passage.words, passage.spans) == (WARNING, (Span(14, 53),))
    assert passage.words == exact(store, passage)


def test_the_store_says_where_it_begins_and_what_places_are_called(store):
    assert queries.first_day(store) == date(2018, 9, 6)
    assert queries.place_names(store, ["geonames:1", "geonames:9"]) == {"geonames:1": "Harin"}


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        (date(2018, 9, 1), date(2018, 9, 7), (date(2018, 8, 25), date(2018, 8, 31))),
        (date(2018, 9, 7), date(2018, 9, 7), (date(2018, 9, 6), date(2018, 9, 6))),
        (date(2018, 9, 11), None, (date(2018, 9, 9), date(2018, 9, 10))),  # until today
        (None, date(2018, 9, 7), None),
        (None, None, None),
        (date(2018, 9, 13), None, None),  # begins tomorrow
        (date.min, date(2018, 9, 7), None),
    ],
)
def test_the_period_before_is_as_long_and_ends_the_day_before(first, last, before):
    filters = Filters(actors=("Anna Lind",), date_from=first, date_to=last)
    found = queries.days_before(filters, today=TODAY)
    assert found == (replace(filters, date_from=before[0], date_to=before[1]) if before else None)
