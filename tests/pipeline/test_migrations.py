"""A store that older code made is brought up to date, and nothing in it is lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from pipeline.errors import StoreError
from pipeline.queries import search
from pipeline.store import Counts, Store, migrations, schema
from pipeline.store.engine import parse_url
from pipeline.store.folding import fold
from pipeline.store.migrations import MIGRATIONS
from pipeline.store.rows import to_json
from tests.pipeline.test_search import checked
from tests.pipeline.test_store import clock, url  # noqa: F401
from tests.stored import GUESSES, article


@pytest.fixture
def old_store(url, tmp_path, monkeypatch):  # noqa: F811
    """Return the address of a store as it was before places were explained, with one article in it."""
    with monkeypatch.context() as before:
        before.setattr("pipeline.store.migrations.MIGRATIONS", MIGRATIONS[:1])
        old = Store.open(url, clock=clock())
    newer = Store.open(f"sqlite:///{tmp_path / 'newer.db'}", clock=clock())
    newer.upsert([article()])
    for table in schema.metadata.sorted_tables:
        copy(table, newer, old)
    with old.engine.begin() as connection:
        written = json.loads(connection.execute(sa.select(schema.articles.c.annotation)).scalar_one())
        for place in written["places"]:
            del place["why"], place["candidates"]
        connection.execute(schema.articles.update().values(annotation=to_json(written)))
        quotes, titles = schema.quotes, schema.articles  # words were kept in small letters, marks and all
        connection.execute(quotes.update().values(folded=sa.func.lower(quotes.c.words)))
        connection.execute(titles.update().values(title_folded=sa.func.lower(titles.c.title)))
    newer.close()
    old.close()
    return url


def copy(table: sa.Table, newer: Store, old: Store) -> None:
    """Copy the rows of a table, as far as the old store has a place for them."""
    inspector = sa.inspect(old.engine)
    if table.name in {"migrations", "meta"} or not inspector.has_table(table.name):
        return
    there = {column["name"] for column in inspector.get_columns(table.name)}
    kept = [column for column in table.c if column.name in there]
    with newer.reading() as connection:
        rows = [dict(row) for row in connection.execute(sa.select(*kept)).mappings()]
    if rows:
        with old.engine.begin() as connection:
            narrow = sa.table(table.name, *(sa.column(column.name, column.type) for column in kept))
            connection.execute(narrow.insert(), rows)


def test_an_old_store_has_what_it_had_and_no_more(old_store):
    columns = sa.inspect(sa.create_engine(parse_url(old_store))).get_columns("toponyms")
    assert "why" not in [column["name"] for column in columns]


def explained(store: Store) -> list[tuple[str | None, str | None]]:
    table = schema.toponyms.c
    with store.reading() as connection:
        rows = connection.execute(sa.select(table.why, table.candidates).order_by(table.toponym))
        return [tuple(row) for row in rows]


def test_what_was_stored_before_is_read_without_explanations(old_store):
    store = Store.open(old_store, clock=clock())
    read = store.article("one")
    assert [place.place for place in read.places] == [place.place for place in article().places]
    assert {(place.why, place.candidates) for place in read.places} == {("", ())}
    assert explained(store) == [(None, None)] * 4
    store.close()


def test_what_is_stored_after_keeps_why_and_what_else_a_name_could_mean(old_store):
    store = Store.open(old_store, clock=clock())
    assert store.upsert([article("two")]) == Counts(new=1)
    assert store.article("two") == article("two")
    assert ("The only Harin near Syria.", None) in explained(store)
    kept = [json.loads(candidates) for _, candidates in explained(store) if candidates]
    assert [[guess["gazetteer_id"] for guess in guesses] for guesses in kept] == [[g.gazetteer_id for g in GUESSES]]
    store.close()


def test_migrating_twice_changes_nothing(old_store):
    for _ in range(2):
        Store.open(old_store, clock=clock()).close()
    store = Store.open(old_store, clock=clock())
    with store.reading() as connection:
        names = list(connection.scalars(sa.select(schema.migrations.c.name).order_by(schema.migrations.c.number)))
    assert names == [step.name for step in MIGRATIONS]
    store.close()


def test_a_reader_of_an_old_store_is_told_to_run(old_store):
    with pytest.raises(StoreError, match="python -m pipeline run"):
        Store.open(old_store, read_only=True)


def test_what_was_stored_before_counts_as_never_revised(old_store):
    store = Store.open(old_store, clock=clock())
    with store.reading() as connection:
        quotes = connection.execute(sa.select(schema.quotes.c.added_at, schema.quotes.c.revised_at)).all()
        assert [tuple(row) for row in quotes] == [(None, None)] * 3
        assert connection.execute(sa.select(schema.withdrawn_quotes)).all() == []
    store.close()


def test_quotes_stored_before_get_the_date_and_outlet_of_their_article(old_store):
    store = Store.open(old_store, clock=clock())
    table = schema.quotes.c
    with store.reading() as connection:
        quotes = connection.execute(sa.select(table.published_at, table.outlet, table.language)).all()
    assert [tuple(row) for row in quotes] == [(datetime(2018, 9, 6, tzinfo=UTC), "Northern Wire", "en")] * 3
    store.close()


def test_names_stored_before_are_read_as_written(old_store):
    store = Store.open(old_store, clock=clock())
    with store.reading() as connection:
        words = list(connection.scalars(sa.select(schema.mentions.c.words).order_by(schema.mentions.c.actor)))
    assert words == ["Anna Lind", "General Omar Rashid"]
    store.close()


def found(store: Store) -> dict[str, list[int]]:
    typed = ("assault", "strike every", "minister warns", '"warns of assault"', "disaster", "Kafr")
    with store.reading() as connection:
        return {text: sorted(search(connection, text)) for text in typed}


def test_a_migrated_store_finds_what_a_fresh_one_finds(old_store, tmp_path):
    fresh = Store.open(f"sqlite:///{tmp_path / 'fresh.db'}", clock=clock())
    migrated = Store.open(old_store, clock=clock())
    for store in (fresh, migrated):
        store.upsert([article(), article("two", title="Ministère: «l’assaut»")])
    assert found(migrated) == found(fresh)
    assert found(fresh)["minister warns"] == [1, 2]
    for table in (schema.quotes, schema.articles):
        columns = [column for column in table.c if "folded" in column.name or column.name == "number"]
        rows = []
        for store in (fresh, migrated):
            with store.reading() as connection:
                rows.append(sorted(map(tuple, connection.execute(sa.select(*columns)))))
        assert rows[0] == rows[1], table.name
    checked(migrated)
    fresh.close()
    migrated.close()


def test_the_words_of_many_rows_are_folded_part_by_part(old_store, monkeypatch):
    monkeypatch.setattr("pipeline.store.migrations._REFOLDED_AT_ONCE", 2)
    monkeypatch.setattr("pipeline.store.full_text._AT_ONCE", 2)
    store = Store.open(old_store, clock=clock())
    table = schema.quotes.c
    with store.reading() as connection:
        rows = connection.execute(sa.select(table.words, table.folded)).all()
    assert [row.folded for row in rows] == [fold(row.words) for row in rows]
    checked(store)
    store.close()


@pytest.mark.parametrize("step", ["_INDEX", "_LIGHTEN", "_EXPLAIN", "_NARROW", "_FOLLOW", "_SEARCH"])
def test_each_step_is_written_for_both_databases(step):
    for types in migrations._TYPES.values():
        assert "{" not in getattr(migrations, step).format(**types)


def test_text_sorts_by_bytes_in_postgresql_too():
    assert 'why TEXT COLLATE "C"' in migrations._EXPLAIN.format(**migrations._TYPES["postgresql"])
