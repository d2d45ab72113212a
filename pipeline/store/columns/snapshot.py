"""The index as bytes, kept in the store so that a server starts without reading every row.

A snapshot is a convenience and never the truth: what cannot be read, or does not hold together,
is left aside with a line in the log, and the index is read from the rows.
"""

from __future__ import annotations

import io
import json
import logging
import zipfile
from dataclasses import fields
from typing import Any

import numpy as np
import sqlalchemy as sa

from pipeline.store import schema
from pipeline.store.columns.codes import Codes
from pipeline.store.columns.columns import Columns
from pipeline.store.columns.reading import Words
from pipeline.store.columns.tables import KINDS, Articles, Column, Table, Tables, made

log = logging.getLogger(__name__)

FORMAT = 2  # raised whenever what a table holds, or means, changes
_WORDS, _IDS = "words", "ids"
_DAMAGES = (ValueError, KeyError, TypeError, EOFError, OSError, IndexError, zipfile.BadZipFile)


def save(connection: sa.Connection, columns: Columns) -> None:
    """Keep the index in place of the snapshot before."""
    table = schema.snapshots
    connection.execute(table.delete())
    parts = {name: _packed(kept) for name, kept in columns.tables.by_name.items()}
    parts[_IDS] = _json(columns.articles.id.tolist())
    parts[_WORDS] = _json({field.name: getattr(columns.words, field.name).values_by_code for field in fields(Words)})
    for part, data in parts.items():
        connection.execute(table.insert().values(part=part, format=FORMAT, version=columns.version, data=data))


def saved_version(connection: sa.Connection) -> int | None:
    """Return the version of the snapshot; None: there is none that this code reads."""
    table = schema.snapshots.c
    found: int | None = connection.execute(
        sa.select(sa.func.min(table.version)).where(table.format == FORMAT)
    ).scalar_one()
    return found


def load(connection: sa.Connection, store: str, version: int) -> Columns | None:
    """Return the index of the snapshot, or None where there is none, none of our format, or a damaged one."""
    table = schema.snapshots.c
    rows = connection.execute(sa.select(table.part, table.format, table.version, table.data)).all()
    usable = {row.part: bytes(row.data) for row in rows if row.format == FORMAT}
    versions = {row.version for row in rows}
    if not usable or len(versions) != 1 or max(versions) > version:
        return None
    try:
        tables, words = _unpacked(usable)
    except _DAMAGES as error:
        log.warning("the store's index snapshot is damaged (%s) and is left aside; the next run replaces it", error)
        return None
    return Columns(store, versions.pop(), tables, words)


def _packed(table: Table) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **{name: column for name, column in _plain(table).items()})  # noqa: C416
    return buffer.getvalue()


def _plain(table: Table) -> dict[str, Column]:
    """Return the columns without those of words, which are no numbers."""
    return {name: column for name, column in table.columns.items() if table.TYPES[name] is not np.object_}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _unpacked(parts: dict[str, bytes]) -> tuple[Tables, Words]:
    words = Words(**{name: Codes(map(_hashable, values)) for name, values in json.loads(parts[_WORDS]).items()})
    tables = {}
    for name, kind in KINDS.items():
        with np.load(io.BytesIO(parts[name]), allow_pickle=False) as packed:
            columns = {column: packed[column] for column in packed.files}
        if kind is Articles:
            columns["id"] = np.array(json.loads(parts[_IDS]), np.object_)
        tables[name] = made(kind, columns)
    whole = Tables(**tables)
    _check(whole, words)
    return whole, words


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _check(tables: Tables, words: Words) -> None:
    """Raise ValueError where rows belong to nothing or codes stand for nothing."""
    for name, table in tables.by_name.items():
        if any(len(column) != len(table) for column in table.columns.values()):
            raise ValueError(f"columns of {name} differ in length")
    of = {"article": len(tables.articles), "quote": len(tables.quotes)}
    for name, table in tables.by_name.items():
        if not isinstance(table, Articles):
            owner = table.columns[table.OWNER]
            _within(owner, 0, of[table.OWNER], name)
            if (owner[1:] < owner[:-1]).any():
                raise ValueError(f"rows of {name} are out of order")
    for column, codes in _coded(tables, words):
        _within(column, -1, codes.size, "codes")


def _within(column: Column, least: int, end: int, what: str) -> None:
    if len(column) and (int(column.min()) < least or int(column.max()) >= end):
        raise ValueError(f"{what} point at nothing")


def _coded(tables: Tables, words: Words) -> list[tuple[Column, Codes]]:
    """Return each column of codes with what its codes stand for."""
    quotes, articles = tables.quotes, tables.articles
    return [
        (articles.outlet, words.outlets),
        (articles.language, words.languages),
        (quotes.speaker, words.actors),
        (quotes.target, words.actors),
        (quotes.kind, words.kinds),
        (quotes.affiliation, words.affiliations),
        (quotes.stance, words.stances),
        (tables.quote_risks.risk, words.risks),
        (tables.article_risks.risk, words.risks),
        (tables.quote_places.place, words.places),
        (tables.toponyms.place, words.places),
        (tables.toponyms.entry, words.entries),
        (tables.toponyms.unresolved, words.unresolved),
        (tables.toponyms.role, words.roles),
        (tables.naming.actor, words.actors),
        (tables.naming.described, words.described),
        (tables.naming.words, words.naming),
    ]
