"""What the store covers is counted: read, counted once, left out, not read, by outlet, language and country."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline import queries
from pipeline.records import Failure
from pipeline.store import Entry, Store
from tests.pipeline.test_store import clock, url  # noqa: F401
from tests.stored import article


@pytest.fixture
def store(url):  # noqa: F811
    opened = Store.open(url, clock=clock())
    copy = Entry(article("copy", outlet="Southern Mirror", ending=" Copied."), copy_of="one")
    silent = replace(article("silent", date=None, outlet=None, language="fr"), quotes=())
    opened.upsert([article("one"), copy, silent])
    yield opened
    opened.close()


def test_what_was_read_copied_undated_and_silent_is_counted(store):
    found = queries.coverage(store)
    assert (found.articles, found.copies, found.undated, found.without_quote) == (3, 1, 1, 1)
    assert (found.quotes, found.not_shown, found.speakerless) == (4, 2, 0)
    assert (found.toponyms, found.unresolved) == (12, 3)
    assert found.samples == 3


def test_failures_that_are_open_are_counted_by_stage_with_the_latest_example(store):
    store.record([Failure("a.html", "fetch", "no answer"), Failure("b.html", "fetch", "404 for it")])
    store.record([Failure("one", "quotes", "no words for it")])
    failed = queries.coverage(store).failed
    assert [(one.stage, one.n) for one in failed] == [("fetch", 2), ("quotes", 1)]
    assert (failed[1].origin, failed[1].error) == ("one", "no words for it")
    store.upsert([article("one", ending=" Read again.")])
    assert [one.stage for one in queries.coverage(store).failed] == ["fetch"]


def test_outlets_and_languages_have_their_copies_undated_and_quotes(store):
    found = queries.coverage(store)
    rows = {row.outlet: tuple(row)[1:] for row in found.by_outlet.itertuples(index=False)}
    assert rows == {"Northern Wire": (1, 0, 0, 2), "Southern Mirror": (1, 1, 0, 2), None: (1, 0, 1, 0)}
    assert list(found.by_language.itertuples(index=False, name=None)) == [("en", 2, 1, 0, 4), ("fr", 1, 0, 1, 0)]


def test_countries_are_those_of_places_that_articles_are_about(store):
    rows = list(queries.coverage(store).by_country.itertuples(index=False, name=None))
    assert rows == [("SY", "Syria", 3)]  # Harin; Porto Vell is where somebody spoke


def test_articles_taken_back_are_counted(store):
    store.withdraw(["one"])
    assert queries.coverage(store).withdrawn == 1


def test_an_empty_store_covers_nothing(tmp_path):
    opened = Store.open(f"sqlite:///{tmp_path / 'empty.db'}")
    found = queries.coverage(opened)
    opened.close()
    assert (found.articles, found.quotes, found.samples, found.failed) == (0, 0, 0, ())
    assert found.by_outlet.empty
    assert found.by_country.empty
