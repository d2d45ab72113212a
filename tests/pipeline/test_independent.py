"""How many outlets carry the same words in texts of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.queries import Filters, independent_outlets, quotes
from pipeline.store import Entry, Store
from tests.stored import THREAT, WARNING, article, span


@pytest.fixture
def store(tmp_path):
    opened = Store.open(f"sqlite:///{tmp_path / 'store.db'}")
    opened.upsert([article("one")])
    yield opened
    opened.close()


def outlets(store, words=WARNING):
    page = quotes(store, Filters(), sort="oldest")
    return next(
        found for row, found in zip(page["words"], independent_outlets(store, page), strict=True) if row == words
    )


def shorter(article_id, **changes):
    """An article whose warning is quoted in part."""
    whole = article(article_id, **changes)
    part = span(whole.text, "assault on Harin would be a disaster")
    return replace(whole, quotes=(replace(whole.quotes[0], content=(part,)), *whole.quotes[1:]))


def test_a_statement_that_one_outlet_has_is_its_own(store):
    assert outlets(store) == ("Northern Wire",)


def test_a_copy_is_no_second_report(store):
    store.upsert([Entry(article("copy", outlet="Southern Mirror"), copy_of="one")])
    assert outlets(store) == ("Northern Wire",)


def test_the_same_words_in_a_text_of_its_own_are_another_report(store):
    store.upsert([article("two", outlet="Gulf Ledger", date="2018-09-07"), article("three", outlet=None)])
    assert outlets(store) == ("Northern Wire", "", "Gulf Ledger")


def test_one_wording_inside_the_other_is_the_same_statement(store):
    store.upsert([shorter("two", outlet="Gulf Ledger")])
    assert outlets(store) == ("Northern Wire", "Gulf Ledger")


def test_several_texts_of_one_outlet_are_one_report(store):
    store.upsert([article("two", date="2018-09-07"), article("three", date="2018-09-08")])
    assert outlets(store) == ("Northern Wire",)


def test_the_same_words_a_week_later_are_another_occasion(store):
    store.upsert([article("two", outlet="Gulf Ledger", date="2018-09-13")])
    assert outlets(store) == ("Northern Wire",)


def test_a_few_words_are_not_held_for_the_same_statement(store):
    store.upsert([article("two", outlet="Gulf Ledger")])
    assert len(THREAT.split()) < 6
    assert outlets(store, THREAT) == ("Northern Wire",)


def test_the_same_words_of_somebody_else_are_another_statement(store):
    other = article("two", outlet="Gulf Ledger")
    named = replace(other.actors[0], name="Ivo Lind")
    store.upsert([replace(other, actors=(named, other.actors[1]))])
    assert outlets(store) == ("Northern Wire",)


def test_undated_and_nameless_statements_are_their_own(store):
    undated = article("two", outlet="Gulf Ledger", date=None)
    nameless = article("three", outlet="Gulf Ledger")
    store.upsert([undated, replace(nameless, quotes=(replace(nameless.quotes[0], speaker=None),))])
    page = quotes(store, Filters())
    assert all(
        found == (row.outlet,) for row, found in zip(page.itertuples(), independent_outlets(store, page), strict=True)
    )


def test_no_quotes_have_no_outlets(store):
    assert len(independent_outlets(store, quotes(store, Filters(actors=("Nobody",))))) == 0
