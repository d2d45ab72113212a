"""What is said for the first time is found, once, and with what is first in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline import queries
from pipeline.queries import Filters, First
from pipeline.records import StanceTag
from pipeline.store import Entry, Store
from tests.pipeline.test_store import clock, url  # noqa: F401
from tests.stored import article

SEPTEMBER = Filters(date_from=date(2018, 9, 1))


@pytest.fixture
def store(url):  # noqa: F811
    """A store that has heard both speakers before: Lind warned Rashid, Rashid threatened."""
    opened = Store.open(url, clock=clock())
    opened.upsert([article("before", date="2018-08-01")])
    yield opened
    opened.close()


def said(stance, *, target=None, risks=None, article_id="now", **changes):
    """Return an article of September in which Lind takes another stance, names another target, another risk."""
    whole = article(article_id, **changes)
    first = replace(whole.quotes[0], stance=StanceTag(stance, 0.9, target))
    return replace(whole, quotes=(replace(first, risks=first.risks if risks is None else risks), *whole.quotes[1:]))


def firsts(store, filters=SEPTEMBER):
    found = queries.novel_quotes(store, filters)
    return {(row.article_id, row.quote): row.firsts for row in found.itertuples()}


def test_what_was_all_said_before_is_not_new(store):
    store.upsert([article("again")])
    assert firsts(store) == {}


def test_a_new_stance_of_a_known_speaker_is_new(store):
    store.upsert([said("condemn", target="a2")])
    assert firsts(store) == {("now", 0): (First("stance", "Anna Lind", "condemn"),)}


def test_a_first_belongs_to_the_earliest_and_to_one_quote(store):
    store.upsert([said("condemn", article_id="later", date="2018-09-07"), said("condemn", article_id="earlier")])
    assert list(firsts(store)) == [("earlier", 0)]


def test_a_new_risk_is_new_for_the_speaker_and_for_the_place(store):
    health = (replace(article().quotes[0].risks[0], label="health"),)
    store.upsert([said("warn", target="a2", risks=health)])
    assert firsts(store)["now", 0] == (First("risk", "Anna Lind", "health"), First("place", "geonames:1", "health"))


def test_a_risk_that_is_denied_is_no_first(store):
    denied = (replace(article().quotes[0].risks[0], label="health", modality="denied"),)
    store.upsert([said("warn", target="a2", risks=denied)])
    assert firsts(store) == {}


def test_of_a_newcomer_it_is_said_that_they_are_new_and_no_more(store):
    whole = article("now")
    actors = (replace(whole.actors[0], name="Ewa Nowak"), whole.actors[1])
    store.upsert([replace(whole, actors=actors)])
    assert firsts(store) == {("now", 0): (First("speaker", "Ewa Nowak"),)}


@pytest.mark.parametrize(("stance", "score"), [("condemn", 0.4), ("report", 0.9)])
def test_a_stance_that_is_not_sure_or_a_mere_report_is_no_first(store, stance, score):
    whole = article("now")
    first = replace(whole.quotes[0], stance=StanceTag(stance, score, "a2"))
    store.upsert([replace(whole, quotes=(first, *whole.quotes[1:]))])
    assert firsts(store) == {}


def test_speakers_without_a_name_are_nobody_new(store):
    whole = article("now")
    store.upsert([replace(whole, actors=(replace(whole.actors[0], name="residents"), whole.actors[1]))])
    assert firsts(store) == {}


def test_quotes_with_most_that_is_new_come_first(store):
    health = (replace(article().quotes[0].risks[0], label="health"),)
    store.upsert([said("condemn", article_id="one-first", date="2018-09-09"), said("appeal", risks=health)])
    assert list(firsts(store)) == [("now", 0), ("one-first", 0)]


def test_an_undated_quote_is_neither_first_nor_earlier(store):
    store.upsert([said("condemn", article_id="undated", date=None), said("condemn")])
    assert set(firsts(store, Filters())) == {("now", 0), ("before", 0), ("before", 1)}


def test_copies_and_filters_count_as_everywhere(store):
    copied = Entry(said("condemn", article_id="copy", outlet="Southern Mirror"), copy_of="now")
    store.upsert([said("condemn"), copied])
    assert list(firsts(store)) == [("now", 0)]
    assert firsts(store, replace(SEPTEMBER, actors=("Omar Rashid",))) == {}
