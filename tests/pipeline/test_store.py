"""The store keeps every article once, with its history, whatever happens to the process that writes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType, ModuleType

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from pipeline import queries
from pipeline.errors import StoreError
from pipeline.records import Article, Failure, Span, Toponym
from pipeline.store import Counts, Entry, Store, content_hash, schema
from pipeline.store.engine import open_engine, parse_url, sqlite_driver
from pipeline.store.migrations import MIGRATIONS
from pipeline.store.writing import Stored, decide
from tests.stored import article

ROOT = Path(__file__).resolve().parents[2]
POSTGRES = os.environ.get("TOCSIN_TEST_POSTGRES")


def clock(start: str = "2026-11-24T10:00"):
    """Return a clock that goes one second further with each look."""
    now = datetime.fromisoformat(start).replace(tzinfo=UTC)

    def tick() -> datetime:
        nonlocal now
        now += timedelta(seconds=1)
        return now

    return tick


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    if not POSTGRES:
        pytest.skip("set TOCSIN_TEST_POSTGRES to the address of an empty database to try PostgreSQL")
    engine = open_engine(parse_url(POSTGRES), read_only=False)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return POSTGRES


@pytest.fixture
def store(url):
    opened = Store.open(url, clock=clock())
    yield opened
    opened.close()


def rows(store: Store, table: sa.Table) -> list[dict]:
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(sa.select(table)).mappings()]


def everything(store: Store) -> dict[str, list[dict]]:
    return {table.name: rows(store, table) for table in schema.metadata.sorted_tables}


def test_an_article_comes_back_as_it_was_stored(store):
    store.upsert([article()])
    assert store.article("one") == article()


def test_an_article_that_is_not_stored_is_none(store):
    assert store.article("nowhere") is None


def test_the_same_articles_again_change_nothing_not_even_the_version(store):
    articles = [article("one"), article("two")]
    assert store.upsert(articles) == Counts(new=2)
    before = everything(store)
    assert store.upsert(articles) == Counts(duplicate=2)
    assert everything(store) == before


def test_a_correction_replaces_the_content_and_keeps_the_old_one(store):
    old, new = article(), article(ending=" Correction: the depot was empty.")
    store.upsert([old])
    assert store.upsert([new]) == Counts(updated=1)
    assert store.article("one") == new
    kept = rows(store, schema.revisions)
    assert [(row["text"], row["content_hash"]) for row in kept] == [(old.text, content_hash(old))]
    assert kept[0]["seen_at"] < kept[0]["replaced_at"]


def test_reading_the_old_version_again_changes_nothing(store):
    old, new = article(), article(ending=" Correction: the depot was empty.")
    store.upsert([old, new])
    before = everything(store)
    assert store.upsert([old]) == Counts(duplicate=1)
    assert everything(store) == before


def test_a_correction_replaces_what_was_found_in_the_old_text(store):
    store.upsert([article()])
    store.upsert([article(ending=" Corrected.", quotes=(), places=())])
    assert (rows(store, schema.quotes), rows(store, schema.toponyms), rows(store, schema.quote_places)) == ([], [], [])


def test_other_models_annotate_anew_without_a_revision(store):
    store.upsert([article()])
    again = article(models=MappingProxyType({"tagger": "test@2"}), quotes=())
    assert store.upsert([again]) == Counts(updated=1)
    assert (store.article("one").quotes, rows(store, schema.revisions)) == ((), [])


def test_a_failed_stage_does_not_wipe_out_the_annotation_of_last_time(store):
    store.upsert([article()])
    failed = article(models=MappingProxyType({}), quotes=())
    store.upsert([Entry(failed, failure=Failure("one", "quotes", "model file missing"))])
    assert store.article("one") == article()


@pytest.mark.parametrize(
    ("stored", "change"),
    [
        (None, "new"),
        (Stored("h", "m", frozenset()), "duplicate"),
        (Stored("h", "other", frozenset()), "updated"),
        (Stored("other", "m", frozenset()), "updated"),
        (Stored("other", "m", frozenset({"h"})), "duplicate"),
    ],
)
def test_content_and_models_decide_what_an_article_is(stored, change):
    assert decide(stored, content="h", models="m") == change


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["", " Late.", " Corrected."])), max_size=12))
def test_in_whatever_order_articles_come_each_content_is_kept_once(tmp_path_factory, told):
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('law') / 'store.db'}", clock=clock())
    articles = [article(name, ending=ending) for name, ending in told]
    counts = store.upsert(articles, batch=3)
    kept = [(row["id"], row["content_hash"]) for row in rows(store, schema.articles)]
    kept += [(row["article_id"], row["content_hash"]) for row in rows(store, schema.revisions)]
    assert sorted(kept) == sorted({(a.id, content_hash(a)) for a in articles})
    assert sum(counts) == len(articles)


def test_known_names_present_and_earlier_contents(store):
    old, new = article(), article(ending=" Corrected.")
    store.upsert([old, new])
    assert store.known("one") == {content_hash(old), content_hash(new)}
    assert store.known("nowhere") == set()


def test_content_that_a_stage_failed_on_is_not_known_until_it_succeeds(store):
    failed = replace(article(), quotes=(), models=MappingProxyType({}))
    store.upsert([Entry(failed, failure=Failure("one", "quotes", "too long"))])
    assert store.known("one") == set()
    assert store.upsert([article()]) == Counts(updated=1)
    assert store.known("one") == {content_hash(article())}


def test_a_failure_is_kept_once_and_resolved_when_the_article_succeeds(store):
    failed = Entry(replace(article(), models=MappingProxyType({})), failure=Failure("one", "quotes", "too long"))
    store.upsert([failed])
    store.upsert([failed])
    assert [(f.origin, f.stage, f.error) for f in queries.status(store).failures] == [("one", "quotes", "too long")]
    store.upsert([article()])
    assert queries.status(store).n_failures == 0
    assert [row["resolved_at"] is None for row in rows(store, schema.failures)] == [False]


def test_failures_of_intake_are_kept_once_and_the_second_time_changes_nothing(store):
    failure = Failure("news.jsonl:3", "intake", "no text")
    store.record([failure])
    before = everything(store)
    store.record([failure])
    assert everything(store) == before


def test_an_intake_failure_is_resolved_when_its_origin_gives_an_article(store):
    store.record([Failure("news.jsonl:3", "intake", "no text")])
    store.upsert([Entry(article(), origin="news.jsonl:3")])
    assert queries.status(store).n_failures == 0


def test_a_broken_annotation_costs_only_its_own_article(store):
    broken = article("bad", places=(Toponym(Span(0, 99_999), "about", 0.5),), quotes=())
    assert store.upsert([article("one"), broken, article("two")]) == Counts(new=3)
    assert store.article("bad").text == broken.text
    assert [(f.origin, f.stage) for f in queries.status(store).failures] == [("bad", "annotation")]


def test_near_duplicates_of_a_copy_belong_to_the_first_article(store):
    store.upsert([article("one"), Entry(article("two"), copy_of="one")])
    store.upsert([Entry(article("three"), copy_of="two")])
    assert [(row["id"], row["copy_of"]) for row in rows(store, schema.articles)] == [
        ("one", None),
        ("two", "one"),
        ("three", "one"),
    ]


def test_signatures_come_back_in_the_order_in_which_articles_were_seen(store):
    store.upsert([Entry(article("z"), signature=b"\x00\xff")], batch=1)
    store.upsert([Entry(article("a"))], batch=1)
    assert store.signatures() == [("z", b"\x00\xff"), ("a", b"")]


def test_hostile_text_is_kept_without_what_no_database_can_keep(store):
    hostile = Article("x\0y", "a\0b \ud800 ' OR 1=1; -- 😀 مرحبا", title="\udfff", extra={"n": float("nan")})
    store.upsert([hostile])
    kept = store.article("x\ufffdy")
    assert (kept.text, kept.title, dict(kept.extra)) == ("a\ufffdb \ufffd ' OR 1=1; -- 😀 مرحبا", "\ufffd", {"n": None})
    assert store.upsert([hostile]) == Counts(duplicate=1)


def test_a_run_is_kept_with_its_times_and_counts(store):
    with store.run() as run:
        run.counts = {"read": 3}
    state = queries.status(store)
    assert (dict(state.last_counts), state.running) == ({"read": 3}, ())
    assert state.last_run_at is not None


def test_a_run_that_breaks_off_is_no_successful_run(store):
    with pytest.raises(KeyError), store.run():
        raise KeyError
    assert queries.status(store).last_run_at is None


def test_a_second_run_at_the_same_time_is_refused_and_named(url, store):
    other = Store.open(url)
    with store.run(), pytest.raises(StoreError, match="another run"), other.run():
        pass
    with other.run() as run:
        assert run.id
    other.close()


def test_the_migrated_tables_have_the_columns_that_the_code_expects(store):
    inspector = sa.inspect(store.engine)
    for table in schema.metadata.sorted_tables:
        assert [c["name"] for c in inspector.get_columns(table.name)] == [c.name for c in table.columns], table.name
        primary = inspector.get_pk_constraint(table.name)["constrained_columns"]
        assert primary == [c.name for c in table.primary_key.columns], table.name


def test_a_store_of_newer_code_is_refused(url, store):
    newer = {"number": len(MIGRATIONS) + 1, "name": "later", "at": datetime.now(UTC)}
    with store.engine.begin() as connection:
        connection.execute(schema.migrations.insert(), newer)
    for read_only in (True, False):
        with pytest.raises(StoreError, match="update Tocsin"):
            Store.open(url, read_only=read_only)


def test_a_store_opened_read_only_cannot_be_written(url, store):
    reader = Store.open(url, read_only=True)
    with pytest.raises(StoreError, match=r"cannot be written|read-only"):
        reader.upsert([article()])
    assert rows(store, schema.articles) == []


def test_a_reader_of_a_missing_store_is_told_what_to_do_and_makes_nothing(tmp_path):
    with pytest.raises(StoreError, match=r"no store at .*python -m pipeline run"):
        Store.open(f"sqlite:///{tmp_path / 'none.db'}", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_reader_never_migrates(tmp_path):
    sqlite3.connect(tmp_path / "empty.db").close()
    (tmp_path / "empty.db").touch()
    with pytest.raises(StoreError, match="python -m pipeline run"):
        Store.open(f"sqlite:///{tmp_path / 'empty.db'}", read_only=True)
    assert (tmp_path / "empty.db").stat().st_size == 0


def test_somebody_elses_database_is_left_alone(tmp_path):
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE holiday_photos (id)")
    other.close()
    with pytest.raises(StoreError, match="holiday_photos"):
        Store.open(f"sqlite:///{tmp_path / 'other.db'}")


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "note.db").write_text("Dear diary, today nothing happened. " * 50)
    for read_only in (True, False):
        with pytest.raises(StoreError, match=r"note\.db is not an SQLite database"):
            Store.open(f"sqlite:///{tmp_path / 'note.db'}", read_only=read_only)


def test_a_folder_that_is_missing_is_named(tmp_path):
    with pytest.raises(StoreError, match="no folder"):
        Store.open(f"sqlite:///{tmp_path / 'deep' / 'store.db'}")


def test_a_path_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(StoreError) as caught:
        Store.open(f"sqlite:///{tmp_path / 'folder.db'}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("url", ["tocsin.db", "mysql://h/x", "sqlite://", "sqlite:///:memory:", "", "oracle+zz://x"])
def test_an_address_that_is_none_is_told_what_was_expected(url):
    with pytest.raises(StoreError, match="expected sqlite:///FILE"):
        Store.open(url)


def test_the_password_is_never_shown():
    with pytest.raises(StoreError) as caught:
        Store.open("postgresql+psycopg://ann:hunter2@127.0.0.1:1/none", read_only=True)
    assert "hunter2" not in f"{caught.value} {caught.value.url}"


class OldSqlite(ModuleType):
    """The standard library's driver, saying that it is of a version that can lose writes in WAL."""

    def __init__(self, version: tuple[int, int, int]) -> None:
        super().__init__("old_sqlite")
        self.sqlite_version_info = version

    def __getattr__(self, name: str):
        return getattr(sqlite3.dbapi2, name)


@pytest.mark.parametrize(
    ("version", "mode"), [((3, 40, 1), "truncate"), ((3, 51, 2), "truncate"), ((3, 51, 3), "wal"), ((3, 53, 0), "wal")]
)
def test_the_write_ahead_log_is_used_only_where_it_loses_nothing(tmp_path, version, mode):
    store = Store.open(f"sqlite:///{tmp_path / 'store.db'}", driver=OldSqlite(version))
    with store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == mode
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2


def test_a_store_that_somebody_holds_is_said_to_be_locked(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.store.engine.BUSY_TIMEOUT_S", 0.05)
    store = Store.open(f"sqlite:///{tmp_path / 'store.db'}")
    holder = sqlite_driver().connect(tmp_path / "store.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        store.upsert([article()])
    holder.close()


def test_reading_waits_for_nobody_who_writes(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.store.engine.BUSY_TIMEOUT_S", 0.05)
    url = f"sqlite:///{tmp_path / 'store.db'}"
    store, writer = Store.open(url), Store.open(url)
    store.upsert([article()])
    with writer.engine.begin() as connection:
        connection.execute(schema.articles.delete())
        assert store.known("one") == {content_hash(article())}
        assert queries.status(Store.open(url, read_only=True)).articles == 1


def test_a_reader_sees_a_store_that_was_deleted_and_made_again(tmp_path):
    url = f"sqlite:///{tmp_path / 'store.db'}"
    Store.open(url).upsert([article()])
    reader = Store.open(url, read_only=True)
    before = queries.version(reader)
    for file in tmp_path.iterdir():
        file.unlink()
    Store.open(url)
    assert queries.version(reader) != before
    assert queries.status(reader).articles == 0


WRITER = textwrap.dedent("""
    import sys
    sys.path.insert(0, sys.argv[2])
    from pipeline.store import Entry, Store
    from tests.stored import article
    store = Store.open(sys.argv[1])
    with store.run(wait_s=5):
        articles = (Entry(article(f"a{n}", ending=f" Item {n}.")) for n in range(400))
        print("writing", flush=True)
        store.upsert(articles, batch=10)
        print("done", flush=True)
""")


def start_writer(url: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, url, str(ROOT)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert writer.stdout.readline() == "writing\n"
    return writer


def test_a_writer_killed_anywhere_loses_nothing_doubles_nothing_and_locks_nobody_out(url):
    for wait_s in (0.0, 0.02, 0.05, 0.09):
        writer = start_writer(url)
        time.sleep(wait_s)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        store = Store.open(url)
        whole = {row["id"] for row in rows(store, schema.articles)}
        quoted = {row["article_id"] for row in rows(store, schema.quotes)}
        assert len(whole) % 10 == 0
        assert whole == quoted
        store.close()
    writer = start_writer(url)
    assert writer.stdout.readline() == "done\n"
    writer.wait()
    writer.stdout.close()
    store = Store.open(url)
    assert sorted(row["id"] for row in rows(store, schema.articles)) == sorted(f"a{n}" for n in range(400))
    assert len(rows(store, schema.quotes)) == 400 * 3
    assert rows(store, schema.revisions) == []
    store.close()
