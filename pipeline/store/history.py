"""What becomes of quotes when an article changes: since when each is there, and what was taken out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from pipeline.store import schema
from pipeline.store.revising import Fate, Said, compare
from pipeline.store.rows import Row, to_json

_Q = schema.quotes.c
_BEFORE = (
    *(_Q.article_id, _Q.quote, _Q.speaker, _Q.affiliation, _Q.stance, _Q.content, _Q.words, _Q.folded),
    *(_Q.added_at, _Q.revised_at),
)


def trace(
    connection: sa.Connection,
    after: Sequence[Row],
    *,
    ids: Collection[str],
    replaced: Mapping[str, str],
    now: datetime,
) -> None:
    """Set, in the new rows of the table quotes, since when each quote is there; keep those that are gone.

    To be called while the old rows still stand. `ids` are all articles whose rows are to be
    replaced; `replaced` gives the hash of the old content for those whose content changed. An
    article that other models only read anew has the words it had: nothing in it is new or gone.
    """
    old = _grouped(connection.execute(sa.select(*_BEFORE).where(_Q.article_id.in_(ids), _Q.shown == 1)).mappings())
    new = _grouped(row for row in after if row["shown"])
    gone: list[Row] = []
    for article_id in sorted(ids):
        before, rows = old.get(article_id, {}), new.get(article_id, {})
        fate = compare(_said(before), _said(rows))
        content = replaced.get(article_id)
        _date(rows, before, fate, now=now if content else None)
        if content:
            gone += [{**before[quote], "content_hash": content, "at": now} for quote in sorted(fate.withdrawn)]
            _restore(connection, article_id, {rows[quote]["folded"] for quote in fate.added})
    if gone:
        connection.execute(schema.withdrawn_quotes.insert(), _whole(connection, gone))


def _grouped(rows: Any) -> dict[str, dict[int, Row]]:
    found: dict[str, dict[int, Row]] = {}
    for row in rows:
        found.setdefault(row["article_id"], {})[row["quote"]] = row if isinstance(row, dict) else dict(row)
    return found


def _said(rows: Mapping[int, Row]) -> list[Said]:
    return [Said(quote, row["speaker"], row["words"].casefold()) for quote, row in rows.items()]


def _date(rows: Mapping[int, Row], before: Mapping[int, Row], fate: Fate, *, now: datetime | None) -> None:
    """Set when each quote was added and revised. `now` is None where the content is the same."""
    for quote, was in {**fate.kept, **fate.revised}.items():
        rows[quote]["added_at"] = before[was]["added_at"]
        rows[quote]["revised_at"] = now if now and quote in fate.revised else before[was]["revised_at"]
    for quote in fate.added:
        rows[quote]["added_at"] = now


def _restore(connection: sa.Connection, article_id: str, folded: Collection[str]) -> None:
    """Forget that words were taken out of an article that has them again."""
    table = schema.withdrawn_quotes
    if folded:
        connection.execute(table.delete().where(table.c.article_id == article_id, table.c.folded.in_(folded)))


def _whole(connection: sa.Connection, gone: Sequence[Row]) -> list[Row]:
    """Return rows of the table withdrawn_quotes: with the risks and places that filters ask for."""
    risk, at = schema.quote_risks.c, schema.quote_places.c
    ids = {row["article_id"] for row in gone}
    risks: dict[tuple[str, int], list[tuple[str, str]]] = {}
    places: dict[tuple[str, int], set[str]] = {}
    spoken_of = sa.select(risk.article_id, risk.quote, risk.label, risk.modality).where(risk.article_id.in_(ids))
    for article_id, quote, label, modality in connection.execute(spoken_of):
        risks.setdefault((article_id, quote), []).append((label, modality))
    named = sa.select(at.article_id, at.quote, at.gazetteer_id).where(
        at.article_id.in_(ids), at.gazetteer_id.is_not(None)
    )
    for article_id, quote, place in connection.execute(named):
        places.setdefault((article_id, quote), set()).add(place)
    kept = [column.name for column in schema.withdrawn_quotes.c if column.name not in {"risks", "places"}]
    return [
        {
            **{name: row[name] for name in kept},
            "risks": to_json(sorted(risks.get((row["article_id"], row["quote"]), []))),
            "places": to_json(sorted(places.get((row["article_id"], row["quote"]), set()))),
        }
        for row in gone
    ]
