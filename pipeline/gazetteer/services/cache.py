"""Answers of services, kept on disk: what was asked once is not asked again for a while, in no process."""

from __future__ import annotations

import json
import logging
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

FILE_NAME = "geocoder-1.sqlite"  # the number is the format's: a new one starts a new file
_DAY_S = 86_400.0
# Places seldom move or change their names; one that is missing is mapped some day, above all in a crisis.
MAX_AGE_S = 90 * _DAY_S
MAX_MISS_AGE_S = 7 * _DAY_S
MAX_ANSWERS = 50_000  # some 100 MB at 2 kB an answer; the oldest go first
_WAIT_S = 2.0  # for another process that is writing
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH})
_TABLE = "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, places TEXT NOT NULL, asked_at REAL NOT NULL)"
_DROP_OLDEST = "DELETE FROM answers WHERE key IN (SELECT key FROM answers ORDER BY asked_at DESC LIMIT -1 OFFSET ?)"


class AnswerCache:
    """What services answered, by service, domain and toponym.

    It never fails: without a readable file nothing is remembered, which is reported once; a damaged
    file is reported, removed and begun anew. Safe among threads and processes. `now` is wall time in seconds.
    """

    def __init__(self, folder: Path, *, now: Callable[[], float] = time.time) -> None:
        self._path = folder / FILE_NAME
        self._now = now
        self._reported = False

    def get(self, service: str, domain: str, toponym: str) -> list[Any] | None:
        """Return the places of an earlier answer ([] for none found), or None if it is unknown or too old."""
        query = "SELECT places, asked_at FROM answers WHERE key = ?"
        row = self._try(lambda connection: connection.execute(query, (_key(service, domain, toponym),)).fetchone())
        return self._fresh(row) if row else None

    def put(self, service: str, domain: str, toponym: str, places: list[Any]) -> None:
        """Keep an answer; the oldest beyond MAX_ANSWERS are dropped."""
        row = (_key(service, domain, toponym), json.dumps(places), self._now())

        def write(connection: sqlite3.Connection) -> None:
            with connection:
                connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", row)
                connection.execute(_DROP_OLDEST, (MAX_ANSWERS,))

        self._try(write)

    def _fresh(self, row: tuple[Any, Any]) -> list[Any] | None:
        try:
            places, age_s = json.loads(row[0]), self._now() - float(row[1])
        except (ValueError, TypeError, RecursionError):
            return None  # asked again, and then replaced
        if not isinstance(places, list):
            return None
        return places if 0 <= age_s <= (MAX_AGE_S if places else MAX_MISS_AGE_S) else None

    def _try(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        """Return what `work` gives on the open file, None where SQLite cannot do it."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=_WAIT_S)) as connection:
                connection.execute(_TABLE)
                return work(connection)
        except sqlite3.Error as error:
            self._report(error, damaged=(getattr(error, "sqlite_errorcode", 0) & 0xFF) in _DAMAGE)
        except OSError as error:
            self._report(error, damaged=False)
        return None

    def _report(self, error: Exception, *, damaged: bool) -> None:
        if damaged:
            log.warning(
                "the answers kept in %s are damaged (%s); they are dropped and asked for again", self._path, error
            )
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
        elif not self._reported:
            self._reported = True
            log.warning("answers cannot be kept in %s (%s); check its folder", self._path, error)


def _key(service: str, domain: str, toponym: str) -> str:
    return json.dumps([service, domain, toponym])
