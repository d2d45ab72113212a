"""Quotes asked for without their articles are the same quotes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from pipeline.queries import Filters
from pipeline.queries.matching import Q, matched_quotes
from pipeline.queries.spoken import first_of, spoken
from pipeline.store import Entry, Store, schema
from tests.pipeline.test_store import clock, url  # noqa: F401
from tests.speeches import Line, speech

LINES = (
    Line("Anna Lind", "the shelling must end", "demand", "Omar Rashid", about=("Harin",)),
    Line("Omar Rashid", "we shall not leave", "reject", "Anna Lind", risks=(("escalation", "feared", 0.8),)),
    Line("Omar Rashid", "the port is open", "cooperate", about=("Porto Vell",)),
)
# The copy was read otherwise in two places: its first line has another stance, its second another speaker.
COPIED = (
    LINES[0]._replace(stance="appeal"),
    LINES[1]._replace(speaker="Ines Moreau", risks=(("health", "denied", 0.7),)),
    LINES[2],
)


def fill(store: Store) -> Store:
    store.upsert(
        [speech("one", *LINES), Entry(speech("copy", *COPIED, date="2018-09-09", outlet="Mirror"), copy_of="one")]
    )
    store.upsert([speech("two", *LINES[:2], date="2018-09-10"), speech("undated", *LINES, date=None, outlet=None)])
    return store


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    store = fill(Store.open(f"sqlite:///{tmp_path_factory.mktemp('spoken') / 'store.db'}", clock=clock()))
    yield store
    store.close()


def keys(store: Store, statement: sa.Select) -> list[tuple[str, int]]:
    with store.reading() as connection:
        return sorted(map(tuple, connection.execute(statement)))


def some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


asked = st.builds(
    Filters,
    actors=some("Anna Lind", "Omar Rashid", "Ines Moreau"),
    affiliations=some("Norland", "Sudland"),
    places=some("geonames:1", "geonames:2"),
    stances=some("demand", "appeal", "reject", "cooperate"),
    risks=some("escalation", "health"),
    modality=st.sampled_from([None, "feared", "denied"]),
    outlets=some("Northern Wire", "Mirror"),
    languages=some("en", "fr"),
    date_from=st.sampled_from([None, date(2018, 9, 7)]),
    date_to=st.sampled_from([None, date(2018, 9, 9)]),
    text=st.sampled_from(["", "SHALL not", "speeches copy", "no such words"]),
)


@given(asked)
def test_they_are_those_that_are_found_with_their_articles(filled, filters):
    with_articles = keys(filled, matched_quotes(filters, Q.article_id, Q.quote))
    assert keys(filled, spoken(filters, Q.article_id, Q.quote)) == with_articles


@given(asked)
def test_a_part_of_them_is_found_alike_however_it_is_asked_for(filled, filters):
    only = Q.speaker == "Omar Rashid"
    part = keys(filled, spoken(filters, Q.article_id, Q.quote, only=[only]))
    assert part == keys(filled, spoken(filters, Q.article_id, Q.quote).where(only))


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), {("one", 0), ("one", 1), ("one", 2), ("two", 0), ("two", 1)}),
        (Filters(outlets=("Mirror",)), {("copy", 0), ("copy", 1), ("copy", 2)}),
        (Filters(stances=("appeal",)), {("copy", 0)}),
        (Filters(risks=("escalation", "health")), {("one", 1), ("two", 1)}),
        (Filters(risks=("health",), modality="denied"), {("copy", 1)}),
        (Filters(places=("geonames:2",), date_from=date(2018, 9, 7)), {("copy", 2)}),
        (Filters(text="speeches copy"), {("copy", 0), ("copy", 1), ("copy", 2)}),
    ],
)
def test_the_first_copy_that_matches_stands_for_all(url, filters, found):  # noqa: F811
    store = fill(Store.open(url, clock=clock()))
    dated = {key for key in keys(store, spoken(filters, Q.article_id, Q.quote)) if key[0] != "undated"}
    assert dated == found
    store.close()


def test_a_corrected_date_outlet_or_language_reaches_the_quotes(url):  # noqa: F811
    store = fill(Store.open(url, clock=clock()))
    store.upsert([speech("two", *LINES[:2], date="2019-01-01", outlet="Gulf Ledger")])
    moved = Filters(date_from=date(2019, 1, 1), outlets=("Gulf Ledger",))
    assert keys(store, spoken(moved, Q.article_id, Q.quote)) == [("two", 0), ("two", 1)]
    assert keys(store, spoken(replace(moved, languages=("fr",)), Q.article_id, Q.quote)) == []
    store.close()


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        ("2018-09-03", "2018-09-03"),
        ("2018-09-09", "2018-09-03"),
        ("2018-09-10", "2018-09-10"),
        ("2019-01-01", "2018-12-31"),
    ],
)
def test_weeks_begin_on_monday(url, day, monday):  # noqa: F811
    store = Store.open(url, clock=clock())
    store.upsert([speech("one", LINES[0], date=day)])
    at = schema.quotes.c.published_at
    with store.reading() as connection:
        starts = [first_of(bucket, at, dialect=connection.dialect.name) for bucket in ("week", "day")]
        assert tuple(connection.execute(sa.select(*starts)).one()) == (monday, day)
    store.close()
