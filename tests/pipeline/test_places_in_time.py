"""What the map asks beside its places: when each was spoken about, and which names led nowhere."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline import queries
from pipeline.queries import Filters
from pipeline.store import Entry, Store
from tests.pipeline.test_queries import NOTHING
from tests.pipeline.test_store import clock, url  # noqa: F401
from tests.stored import HARIN, PORTO, article


@pytest.fixture
def store(url):  # noqa: F811
    """Two reports of one day and one undated; `copy` is a copy of `one` in another outlet, a day later."""
    opened = Store.open(url, clock=clock())
    copied = article("copy", outlet="Southern Mirror", date="2018-09-07", ending=" Copied.")
    opened.upsert([article("one"), Entry(copied, copy_of="one")])
    opened.upsert([article("later", date="2018-09-12", outlet="Gulf Ledger"), article("undated", date=None)])
    yield opened
    opened.close()


def by_day(table):
    return [(row.gazetteer_id, row.day, row.n) for row in table.itertuples()]


def test_a_place_has_a_row_for_each_day_that_it_was_spoken_about_copies_once(store):
    assert by_day(queries.places_by_day(store, Filters())) == [
        (HARIN.gazetteer_id, "2018-09-06", 1),
        (HARIN.gazetteer_id, "2018-09-12", 1),
        (HARIN.gazetteer_id, None, 1),
    ]


def test_days_add_up_to_what_the_map_says_whatever_is_asked_for(store):
    for filters in (Filters(), Filters(outlets=("Southern Mirror",)), Filters(actors=("Anna Lind",), text="disaster")):
        whole = queries.places(store, filters).set_index("gazetteer_id")["n_about"]
        assert queries.places_by_day(store, filters).groupby("gazetteer_id")["n"].sum().to_dict() == {
            place: n for place, n in whole.items() if n
        }


def test_days_outside_the_dates_asked_for_are_not_counted(store):
    found = queries.places_by_day(store, Filters(date_from=date(2018, 9, 10)))
    assert by_day(found) == [(HARIN.gazetteer_id, "2018-09-12", 1)]


def test_only_as_many_places_as_are_drawn_are_returned(store):
    assert queries.places_by_day(store, Filters(), most=0).empty
    assert set(queries.places_by_day(store, Filters(), most=1)["gazetteer_id"]) == {HARIN.gazetteer_id}


def test_a_name_that_led_nowhere_counts_copies_once_and_names_its_newest_article(store):
    (row,) = queries.unresolved(store, Filters()).itertuples()
    assert (row.name, row.n_articles, row.article_id, row.n_names) == ("Kafr Nowhere", 3, "later", 1)


def test_names_that_led_nowhere_obey_the_filters(store):
    (row,) = queries.unresolved(store, Filters(outlets=("Southern Mirror",))).itertuples()
    assert (row.n_articles, row.article_id) == (1, "copy")
    assert list(queries.unresolved(store, Filters(places=(PORTO.gazetteer_id,)))["name"]) == ["Kafr Nowhere"]


@pytest.mark.parametrize("filters", NOTHING, ids=str)
def test_where_nothing_matches_the_frames_keep_their_columns(store, filters):
    assert list(queries.places_by_day(store, filters).columns) == ["gazetteer_id", "day", "n"]
    assert list(queries.unresolved(store, filters).columns) == ["name", "n_articles", "article_id", "n_names"]
    assert queries.places_by_day(store, filters).empty
    assert queries.unresolved(store, filters).empty
