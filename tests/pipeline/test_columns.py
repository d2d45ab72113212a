"""The index in memory is what the store's rows say, however it came about."""

from __future__ import annotations

import logging
import threading
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import queries
from pipeline.queries import Filters
from pipeline.store import Entry, Store, schema
from pipeline.store.columns import Columns, SharedColumns, shared, snapshot
from tests.pipeline.test_chosen import filled
from tests.pipeline.test_store import clock, url  # noqa: F401
from tests.random_stores import Told, stores
from tests.speeches import Line, speech

LINE = Line("Anna Lind", "the shelling must end", "demand", "Omar Rashid", about=("Harin",))


@pytest.fixture
def store(url):  # noqa: F811
    opened = Store.open(url, clock=clock())
    opened.upsert([speech("one", LINE), Entry(speech("copy", LINE, date="2018-09-09"), copy_of="one")])
    yield opened
    opened.close()


def anew(store: Store) -> Columns:
    """Return the index as it is built where nothing is held."""
    with store.reading() as connection:
        return SharedColumns().at(connection)


def held(store: Store) -> Columns:
    with store.indexed() as (_, columns):
        return columns


def shown(columns: Columns) -> dict[str, list[Any]]:
    """Return the tables with words for codes: codes differ by the order in which words were met."""
    words = columns.words
    code = {
        "outlet": words.outlets, "language": words.languages, "speaker": words.actors, "target": words.actors,
        "kind": words.kinds, "affiliation": words.affiliations, "stance": words.stances, "risk": words.risks,
        "role": words.roles, "place": words.places, "entry": words.entries, "unresolved": words.unresolved,
        "actor": words.actors, "described": words.described, "words": words.naming,
    }  # fmt: skip
    tables = {}
    for name, table in columns.tables.by_name.items():
        values = {
            column: list(map(str, code[column].named(of.tolist()) if column in code else of.tolist()))
            for column, of in table.columns.items()
        }
        rows = list(zip(*values.values(), strict=True))
        # The risks and the names in one article stand in the order of their codes.
        tables[name] = sorted(rows) if name.endswith("risks") or name == "naming" else rows
    return tables


@settings(max_examples=30, deadline=None)
@given(stores(), st.data())
def test_an_index_brought_up_to_date_is_the_one_built_anew(told: list[Told], data):
    with filled(told) as (store, _):
        for one in data.draw(stores()):
            store.upsert([one.entry])
            if data.draw(st.booleans()):
                assert shown(held(store)) == shown(anew(store))
        assert shown(held(store)) == shown(anew(store))


def many(store: Store) -> None:
    store.upsert([speech(f"many-{number}", LINE) for number in range(20)])


def reads(monkeypatch) -> list[Any]:
    """Return the list in which each reading of rows notes which articles it read; None: all."""
    asked: list[Any] = []
    read = shared.read

    def noted(connection, words, ids=None):
        asked.append(ids)
        return read(connection, words, ids)

    monkeypatch.setattr(shared, "read", noted)
    return asked


def test_only_the_articles_that_changed_are_read_again(store, monkeypatch):
    many(store)
    held(store)
    asked = reads(monkeypatch)
    store.upsert([speech("two", LINE)])
    assert {"two", "many-3"} < set(held(store).articles.id)
    assert asked == [["two"]]


def test_copies_whose_order_changed_are_read_with_the_article_that_changed_it(store, monkeypatch):
    many(store)
    held(store)
    asked = reads(monkeypatch)
    store.upsert([speech("one", LINE._replace(words="nothing of the kind"))])
    held(store)
    assert [sorted(ids) for ids in asked] == [["copy", "one"]]
    assert "copy" in set(queries.quotes(store, Filters(text="shelling"), limit=50)["article_id"])


def test_a_change_of_no_article_reads_none(store, monkeypatch):
    before = held(store)
    asked = reads(monkeypatch)
    store.withdraw(["one"])
    after = held(store)
    assert (asked, after.tables is before.tables, after.version) == ([], True, before.version + 1)


def test_two_who_ask_at_once_get_one_index_that_is_built_once(store, monkeypatch):
    asked = reads(monkeypatch)
    together, found = threading.Barrier(2), []

    def ask() -> None:
        together.wait()
        found.append(held(store))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (asked, found[0] is found[1]) == ([None], True)


def save(store: Store) -> None:
    with store.engine.begin() as connection:
        snapshot.save(connection, SharedColumns().at(connection))


def test_a_snapshot_comes_back_as_it_was_kept(store, monkeypatch):
    save(store)
    before = shown(anew(store))
    asked = reads(monkeypatch)
    assert (shown(anew(store)), asked) == (before, [])


@settings(max_examples=25, deadline=None)
@given(stores(), stores())
def test_a_snapshot_and_what_changed_since_are_the_index_built_anew(first, then):
    with filled(first) as (store, _):
        save(store)
        for one in then:
            store.upsert([one.entry])
        kept = anew(store)
        with store.engine.begin() as connection:
            connection.execute(schema.snapshots.delete())
        assert shown(kept) == shown(anew(store))


def _change(store: Store, part: str, **values: Any) -> None:
    with store.engine.begin() as connection:
        connection.execute(schema.snapshots.update().where(schema.snapshots.c.part == part).values(**values))


def data(store: Store, part: str) -> bytes:
    with store.reading() as connection:
        kept = sa.select(schema.snapshots.c.data).where(schema.snapshots.c.part == part)
        return bytes(connection.execute(kept).scalar_one())


@pytest.mark.parametrize("part", ["articles", "quotes", "quote_places", "ids", "words"])
@pytest.mark.parametrize(
    "damage", [lambda old: old[: len(old) // 2], lambda old: old[:0], lambda old: b"\0" * len(old)]
)
def test_a_damaged_snapshot_is_left_aside_with_a_line_in_the_log(store, monkeypatch, caplog, part, damage):
    before = shown(anew(store))
    save(store)
    _change(store, part, data=damage(data(store, part)))
    asked = reads(monkeypatch)
    with caplog.at_level(logging.WARNING):
        assert shown(anew(store)) == before
    assert asked == [None]
    assert "damaged" in caplog.text


def test_a_snapshot_whose_parts_do_not_belong_together_is_left_aside(store, monkeypatch, caplog):
    save(store)
    few = data(store, "ids")
    many(store)
    with store.engine.begin() as connection:
        snapshot.save(connection, SharedColumns().at(connection))
    _change(store, "ids", data=few)
    asked = reads(monkeypatch)
    with caplog.at_level(logging.WARNING):
        anew(store)
    assert asked == [None]
    assert "damaged" in caplog.text


def test_a_snapshot_of_another_format_is_not_read(store, monkeypatch):
    save(store)
    monkeypatch.setattr(snapshot, "FORMAT", snapshot.FORMAT + 1)
    asked = reads(monkeypatch)
    anew(store)
    assert asked == [None]


def test_a_run_that_changed_many_articles_leaves_a_snapshot_and_a_small_one_leaves_it_alone(store, monkeypatch):
    monkeypatch.setattr(shared, "SNAPSHOT_AFTER", 10)
    with store.run():
        many(store)
    with store.reading() as connection:
        first = snapshot.saved_version(connection)
    assert first == held(store).version
    with store.run():
        store.upsert([speech("two", LINE)])
    with store.reading() as connection:
        assert snapshot.saved_version(connection) == first


def test_a_reader_of_a_store_that_may_not_be_written_has_the_index(store):
    reader = Store.open(store.engine.url.render_as_string(hide_password=False), read_only=True)
    assert shown(held(reader)) == shown(held(store))
    store.upsert([speech("two", LINE)])
    assert "two" in held(reader).articles.id
    reader.close()


def test_a_store_that_was_replaced_by_an_older_one_is_read_anew(store):
    later = held(store)
    with store.engine.begin() as connection:
        connection.execute(schema.meta.update().where(schema.meta.c.key == "version").values(value="0"))
    assert (held(store).version, later.version) == (0, 1)
