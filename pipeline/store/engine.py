"""From a store's address to a database engine; what a database says when it fails, in our words.

SQLite up to 3.51.2 can lose committed writes when two processes share a write-ahead
log (https://sqlite.org/wal.html, the WAL-reset bug); Python often carries such a
version. `pysqlite3` brings a newer one; without it, the log is not used.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from pipeline.errors import StoreError

FIRST_SAFE_WAL = (3, 51, 3)
BUSY_TIMEOUT_S = 15
RUN_FIRST = "run `python -m pipeline run` first, or name another store with --store"


def parse_url(url: str) -> sa.URL:
    """Parse a store's address; `postgresql://` means the driver psycopg.

    Raises:
        StoreError: it is no address of SQLite or PostgreSQL.
    """
    expected = "expected sqlite:///FILE.db or postgresql+psycopg://USER@HOST/NAME"
    try:
        parsed = sa.make_url(url)
        parsed = parsed.set(drivername="postgresql+psycopg") if parsed.drivername == "postgresql" else parsed
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError, ImportError):
        raise StoreError("(not an address)", f"the store's address cannot be read; {expected}") from None
    shown = display(parsed)
    if parsed.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise StoreError(shown, f"store {shown}: {parsed.drivername} is not supported; {expected}")
    if parsed.drivername == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise StoreError(shown, f"store {shown} names no file; {expected}")
    return parsed


def display(url: sa.URL) -> str:
    """Return the address without its password."""
    return url.render_as_string(hide_password=True)


def sqlite_driver() -> ModuleType:
    """Return pysqlite3 where it is installed, else the standard library's sqlite3."""
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return importlib.import_module("sqlite3.dbapi2")


def open_engine(url: sa.URL, *, read_only: bool, driver: ModuleType | None = None) -> sa.Engine:
    """Return an engine; nothing is connected to yet. `driver` is for tests."""
    if url.drivername == "sqlite":
        return _sqlite(url, driver or sqlite_driver(), read_only=read_only)
    # A reader sees one state of the store through all selects of a connection, as SQLite gives it anyway.
    reader = r" -c default_transaction_read_only=on -c default_transaction_isolation=repeatable\ read"
    options = "-c timezone=utc" + (reader if read_only else "")
    return sa.create_engine(url, pool_pre_ping=True, connect_args={"options": options, "connect_timeout": 10})


def _sqlite(url: sa.URL, driver: ModuleType, *, read_only: bool) -> sa.Engine:
    path = Path(str(url.database)).absolute()
    address = f"file:{quote(str(path))}?mode={'ro' if read_only else 'rwc'}"

    def connect() -> Any:
        return driver.connect(address, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)

    # No pool: a reader that kept its connection would go on reading a file that was deleted or replaced.
    engine = sa.create_engine(url, module=driver, creator=connect, poolclass=NullPool)
    pragmas = _READER if read_only else _journal(driver.sqlite_version_info)
    sa.event.listen(engine, "connect", lambda connection, _record: _set(connection, pragmas))
    # The driver's own transactions start too late; a write that starts as a read can find the store changed.
    sa.event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: sa.Connection) -> None:
    reads = connection.get_execution_options().get("reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


# Each question opens the file anew: 64 MB of pages for its joins instead of 2, and no sorting on disk.
_READER = ("PRAGMA cache_size=-65536", "PRAGMA temp_store=MEMORY")


def _journal(version: tuple[int, ...]) -> tuple[str, ...]:
    mode = "WAL" if version >= FIRST_SAFE_WAL else "TRUNCATE"
    return f"PRAGMA journal_mode={mode}", "PRAGMA synchronous=FULL"


def _set(connection: Any, pragmas: tuple[str, ...]) -> None:
    for pragma in pragmas:
        connection.execute(pragma).fetchall()


def insert_into(connection: sa.Connection, table: sa.Table) -> Any:
    """Return an insert that can say what to do where a row is there already; both databases say it alike."""
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


# What the databases say, in lower case → what it means and what to do.
_MEANINGS = (
    ("database is locked", "is locked by another program; wait until it is done, or stop it"),
    ("not a database", "is not an SQLite database; name another file with --store"),
    ("malformed", "is damaged; restore a copy, or move it away and run again"),
    ("disk is full", "cannot grow: the disk is full; make room"),
    ("readonly", "cannot be written; check the permissions of the file and its folder"),
    ("no such module: fts5", "needs an SQLite that has FTS5, to find words; install pysqlite3"),
    ("unable to open", "cannot be opened; check that its folder exists and may be written"),
    ("no such table", "is no Tocsin store; " + RUN_FIRST),
    ("undefinedtable", "is no Tocsin store; " + RUN_FIRST),
    ("disk i/o", "cannot be read or written (disk error); check the disk"),
    ("read-only transaction", "was opened read-only; a writer must be opened for that"),
    ("connection", "cannot be reached; check that the database runs and the address is right"),
)


@contextmanager
def translated(url: str) -> Iterator[None]:
    """Turn what the database raises into a StoreError of one line."""
    try:
        yield
    except DBAPIError as error:
        said = " ".join(str(error.orig).split())
        known = f"{type(error.orig).__name__} {said}".lower()
        meaning = next((meaning for words, meaning in _MEANINGS if words in known), None)
        raise StoreError(url, f"store {url} {meaning or 'failed: ' + said[:200]}") from error
