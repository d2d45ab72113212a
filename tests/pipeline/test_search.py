"""What somebody types finds the quotes that have those words, whatever else the text holds."""

from __future__ import annotations

import sqlite3
from types import MappingProxyType

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import assume, example, given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from pipeline.errors import StoreError
from pipeline.queries import Filters, from_query, key_figures, quotes, search
from pipeline.queries.wanted import Phrase, is_in, wanted
from pipeline.store import Store, schema
from pipeline.store.engine import translated
from pipeline.store.folding import fold
from pipeline.store.full_text import tsvector
from tests.pipeline.test_store import POSTGRES, clock, url  # noqa: F401
from tests.speeches import Line, speech
from tests.stored import THREAT, WARNING, article

LINES = (
    Line("Anna Lind", "a cease-fire in the safe zone of Harin must hold"),
    Line("Omar Rashid", "the zone is not safe, AND we are NEAR the depots"),
    Line("Omar Rashid", "لن نغادر إدلب أبدًا"),
    Line("Anna Lind", "Слов’янськ тримається"),
    Line("Anna Lind", "停火协议必须遵守"),
)
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.skipif(not POSTGRES, reason="needs PostgreSQL"))]


def spoken(store: Store, text: str) -> set[str]:
    with store.reading() as connection:
        found = search(connection, text)
        table = schema.quotes.c
        words = sa.select(table.words).where(table.number.in_(found.tolist()))
        return set(connection.scalars(words))


@pytest.fixture(scope="module", params=BOTH)
def filled(request, tmp_path_factory):
    address = POSTGRES if request.param == "postgresql" else f"sqlite:///{tmp_path_factory.mktemp('search') / 's.db'}"
    if request.param == "postgresql":
        empty(address)
    store = Store.open(address, clock=clock())
    store.upsert([speech("one", *LINES), article("two", title="Depots near Harin")])
    yield store
    store.close()


def empty(address: str) -> None:
    with sa.create_engine(address).begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SAFE", {0, 1}),
        ("zone safe", {0, 1}),
        ('"safe zone"', {0}),
        ("«safe zone»", {0}),
        ('"safe zon', {0}),
        ('"safe zon"', set()),
        ("saf zone", set()),
        ("zone saf", {0, 1}),
        ("zone s", set()),
        ("cease-fire", {0}),
        ("fire-cease", set()),
        ("ادلب", {2}),
        ("نُغادِر", {2}),
        ("Слов'янськ", {3}),
        ("协议", {4}),
        ("议协", set()),
        ("zone cooperate", set()),
        ("not and near", {1}),
    ],
)
def test_words_find_quotes(filled, text, found):
    assert spoken(filled, text) == {LINES[line].words for line in found}


def test_words_of_a_title_find_all_quotes_that_are_shown(filled):
    assert spoken(filled, "depots Harin") == {WARNING, THREAT}


def test_words_are_not_found_half_in_the_quote_and_half_in_the_title(filled):
    assert spoken(filled, "strike near") == set()


@pytest.mark.parametrize("text", ["zone", "nothing of it", "?"])
def test_numbers_come_in_one_type_found_or_not(filled, text):
    with filled.reading() as connection:
        found = search(connection, text)
    assert (found.dtype, found.ndim) == (np.int64, 1)


@pytest.mark.parametrize("text", ["", "!!!", '"', "* : ^ ( )", "\x00\ud800"])
def test_a_text_without_a_word_finds_nothing(filled, text):
    assert spoken(filled, text) == set()


@pytest.mark.parametrize("text", ["!?", '""', "%", "\u0301"])
def test_a_text_without_a_word_is_dropped_with_the_reason(text):
    assert from_query({"q": text}) == (Filters(), (f"q={text} (no word in it)",))


def test_a_second_text_is_dropped_without_a_reason_that_is_wrong():
    assert from_query({"q": ["depot", "zone"]}) == (Filters(text="depot"), ("q=zone",))


PIECES = (
    "AND", "OR", "NOT", "NEAR(", "NEAR/2", "words", "words:", "title :", "*", ":*", ":", "^", "(", ")", "{", "}", "-",
    "+", '"', '""', "“", "«", "'", "''", "\\", "\\'", "&", "|", "!", "<->", "<2>", ":A", "--", ";", "%", "_", "\x00",
    "\ud800", "\u202e", "\u200f", "é", "ادلب", "停火", "safe", "zone", "zo", "harin", "depots", "near", " ", " ", " ",
)  # fmt: skip
typed = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(st.characters(), max_size=30)


@given(typed)
@example('zone" OR "depots')
@example("zone' | 'depots")
@example('safe" *')
@example("safe zone " * 40)
def test_nothing_typed_is_an_operator_or_an_error(filled, text):
    table, titled = schema.quotes.c, schema.articles.c
    every = sa.select(table.words, table.folded, titled.title_folded).where(table.shown == 1)
    with filled.reading() as connection:
        rows = connection.execute(every.join(schema.articles, titled.id == table.article_id)).all()
    asked = wanted(text)
    assert spoken(filled, text) == {
        row.words for row in rows if is_in(asked, row.folded) or is_in(asked, row.title_folded)
    }


@given(st.sampled_from(LINES), st.data())
def test_the_beginning_of_a_quote_finds_it(filled, line, data):
    upto = data.draw(st.integers(1, len(line.words)))
    typed = line.words[:upto]
    last = fold(typed).split()[-1]
    assume(len(last) > 1 or last in fold(line.words).split())
    assert line.words in spoken(filled, typed)
    assert line.words in spoken(filled, f'"{typed}')


def test_what_is_asked_is_read_by_phrases():
    assert wanted('Idlib "safe zone" u.n. dep') == (
        Phrase(("idlib",)),
        Phrase(("safe", "zone")),
        Phrase(("u", "n")),
        Phrase(("dep",), goes_on=True),
    )
    assert wanted('"safe zone"') == (Phrase(("safe", "zone")),)


def test_a_tsvector_tells_where_each_word_stands():
    assert tsvector("so it is so") == "'so':1,4 'it':2 'is':3"


def checked(store: Store) -> None:
    """Compare the index with what it was made of."""
    with store.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("INSERT INTO quote_words(quote_words, rank) VALUES('integrity-check', 1)")
        else:
            rows = connection.exec_driver_sql(
                "SELECT count(*) FROM shown_words s FULL JOIN quote_words w ON w.rowid = s.number"
                " WHERE w.rowid IS NULL OR s.number IS NULL"
            )
            assert rows.scalar_one() == 0


def test_a_correction_is_found_by_its_words_and_no_longer_by_the_old_ones(url):  # noqa: F811
    store = Store.open(url, clock=clock())
    store.upsert([speech("one", *LINES[:2]), speech("two", LINES[0])])
    store.upsert([speech("one", LINES[1]._replace(words="the bridge is ours"))])
    assert spoken(store, "depots") == set()
    assert spoken(store, "bridge") == {"the bridge is ours"}
    assert spoken(store, "cease-fire") == {LINES[0].words}
    checked(store)
    store.upsert([speech("one", LINES[1]._replace(words="the bridge is gone"))])
    checked(store)
    store.close()


def test_other_models_and_a_new_title_leave_no_words_behind(url):  # noqa: F811
    store = Store.open(url, clock=clock())
    store.upsert([article()])
    store.upsert([article(models=MappingProxyType({"tagger": "test@2"}), quotes=article().quotes[:1])])
    assert spoken(store, "strike") == set()
    store.upsert([article(title="Sea calm", ending=" More follows.", quotes=article().quotes[:1])])
    assert (spoken(store, "minister warns"), spoken(store, "sea calm")) == (set(), {WARNING})
    checked(store)
    store.close()


def numbers(store: Store) -> dict[tuple[str, int], int]:
    table = schema.quotes.c
    with store.reading() as connection:
        return {
            (row[0], row[1]): row[2]
            for row in connection.execute(sa.select(table.article_id, table.quote, table.number))
        }


def test_a_quote_keeps_its_number_and_no_number_is_given_twice(url):  # noqa: F811
    store = Store.open(url, clock=clock())
    store.upsert([speech("one", *LINES[:2]), speech("two", *LINES[:2])])
    before = numbers(store)
    assert sorted(before.values()) == [1, 2, 3, 4]
    store.upsert([speech("two", LINES[0])])
    store.upsert([speech("two", *LINES[:2], ending=" Corrected again."), speech("three", LINES[2])])
    after = numbers(store)
    assert {key: after[key] for key in before if key != ("two", 1)} == {
        k: n for k, n in before.items() if k != ("two", 1)
    }
    assert {after["two", 1], after["three", 0]} == {5, 6}
    store.close()


def test_numbers_survive_that_the_file_is_made_smaller(tmp_path):
    store = Store.open(f"sqlite:///{tmp_path / 's.db'}", clock=clock())
    store.upsert([speech("one", *LINES[:2]), speech("two", *LINES[:1])])
    store.upsert([speech("one", LINES[1])])
    before = numbers(store)
    raw = store.engine.raw_connection()
    raw.cursor().execute("VACUUM")
    raw.close()
    assert numbers(store) == before
    assert spoken(store, "cease-fire") == {LINES[0].words}


def test_the_filter_finds_the_same_quotes(filled):
    assert set(quotes(filled, Filters(text="safe"))["words"]) == spoken(filled, "safe")


def test_an_sqlite_that_cannot_find_words_is_named():
    error = OperationalError("CREATE VIRTUAL TABLE …", {}, sqlite3.OperationalError("no such module: fts5"))
    with pytest.raises(StoreError, match="install pysqlite3"), translated("sqlite:///s.db"):
        raise error


def test_one_state_of_a_store_is_searched_once_for_a_text_and_the_next_anew(tmp_path, monkeypatch):
    asked = []

    def counted(connection, text):
        asked.append(text)
        return search(connection, text)

    monkeypatch.setattr("pipeline.queries.chosen.search", counted)
    store = Store.open(f"sqlite:///{tmp_path / 's.db'}", clock=clock())
    store.upsert([speech("one", *LINES[:2])])
    for _ in range(2):
        assert key_figures(store, Filters(text="zone")).quotes == 2
    assert asked == ["zone"]
    store.upsert([speech("two", LINES[0]._replace(words="a zone of another kind"))])
    assert key_figures(store, Filters(text="zone")).quotes == 3
    assert asked == ["zone", "zone"]
    store.close()
