"""One index for all who read a store in a process, brought up to date when one of them sees a newer version."""

from __future__ import annotations

import threading

import sqlalchemy as sa

from pipeline.store import schema
from pipeline.store.columns import snapshot
from pipeline.store.columns.columns import Columns
from pipeline.store.columns.merging import replaced
from pipeline.store.columns.reading import Words, read

# Opening a server reads these many changed articles in a few tenths of a second.
SNAPSHOT_AFTER = 2_000

# Where more articles than one in this many changed, all are read: that is quicker than to look them up.
_FEW = 4


class SharedColumns:
    """Holds the index. Whoever asks while it is built waits, and gets the same."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: Columns | None = None

    def at(self, connection: sa.Connection) -> Columns:
        """Return the index of the store's state that a connection sees; nothing may have been read from it before.

        The state is looked at under the lock, so that no index is newer than it.
        """
        with self._lock:
            store, version = state(connection)
            held = self._held
            if held is None or held.store != store or held.version > version:
                held = snapshot.load(connection, store, version)
            self._held = _brought_up(connection, held, store, version)
            return self._held


def state(connection: sa.Connection) -> tuple[str, int]:
    """Return the id of the store and its version."""
    found = {row.key: row.value for row in connection.execute(sa.select(schema.meta))}
    return found["id"], int(found["version"])


def _brought_up(connection: sa.Connection, held: Columns | None, store: str, version: int) -> Columns:
    if held is not None and held.version == version:
        return held
    changed = None if held is None else changed_since(connection, held.version)
    if held is None or changed is None or len(changed) * _FEW > len(held.articles) + _FEW:
        words = Words()
        return Columns(store, version, read(connection, words), words)
    if not changed:
        return held.at(version)
    tables = replaced(held.tables, read(connection, held.words, changed), changed)
    return Columns(store, version, tables, held.words)


def changed_since(connection: sa.Connection, version: int) -> list[str]:
    """Return the ids of the articles that changed in the index since a version."""
    table = schema.index_versions.c
    return list(connection.scalars(sa.select(table.article_id).where(table.version > version)))


def keep_snapshot(connection: sa.Connection) -> None:
    """Keep the index in the store, if many articles changed since it was last kept."""
    if _how_many_changed(connection, snapshot.saved_version(connection)) > SNAPSHOT_AFTER:
        snapshot.save(connection, SharedColumns().at(connection))


def _how_many_changed(connection: sa.Connection, version: int | None) -> int:
    """Return how many articles changed in the index since a version; None: since ever."""
    table, count = schema.index_versions.c, sa.func.count()
    asked = sa.select(count).select_from(schema.articles)
    if version is not None:
        asked = sa.select(count).where(table.version > version)
    return int(connection.execute(asked).scalar_one())
