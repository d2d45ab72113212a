"""What is said for the first time: which traits of a quote no earlier quote in the store has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd
import sqlalchemy as sa

from pipeline.labels import is_sure
from pipeline.queries.filters import Filters
from pipeline.queries.matching import Q, Select, matched_quotes, objects, raw_time
from pipeline.queries.quotes import ordered, whole_page
from pipeline.store import Store, schema

# The newest matching quotes that are looked at: more than the period that an analyst looks at holds.
MAX_LOOKED_AT = 1_000
_CHUNK = 400  # values of one question: far below what both databases take

_AT = schema.quote_places.c
_RISK = schema.quote_risks.c
_PUBLISHED = raw_time(Q.published_at)
_RISKS = (_RISK.article_id == Q.article_id) & (_RISK.quote == Q.quote)
_PLACES = (_AT.article_id == Q.article_id) & (_AT.quote == Q.quote)

Key = tuple[str, int]


class First(NamedTuple):
    """What a quote is the first to have.

    kind: "speaker" (who was never quoted before), "stance", "target" or "risk" (that this speaker
    never took, spoke of), "place" (of which nobody spoke of this risk before). of: the speaker's
    name, or the place's gazetteer id; value: the label or the target, empty for a speaker.
    """

    kind: str
    of: str
    value: str = ""


def novel_quotes(store: Store, filters: Filters, *, limit: int = 20) -> pd.DataFrame:
    """Return the matching quotes that say most for the first time in the whole store, most first.

    Columns: those of `quotes`, and firsts: tuple of First. Of equal ones the newer comes first. First
    is what no quote published earlier has, and each first belongs to one quote. Risks that are denied,
    stances that are not sure or mere reports, and speakers without a name ("residents") are none.
    Undated quotes, and those that say nothing first, are left out. Of filters that match more, the
    newest 1,000 quotes are looked at.
    """
    with store.reading() as connection:
        firsts = _firsts(connection, filters)
        chosen = sorted(firsts, key=lambda key: len(firsts[key]), reverse=True)[:limit]
        page = whole_page(connection, ordered(filters, "newest").where(_among(chosen)))
    keys = list(zip(page["article_id"], page["quote"], strict=True))
    page["firsts"] = objects(tuple(firsts[key]) for key in keys)
    rank = {key: place for place, key in enumerate(chosen)}
    return page.iloc[sorted(range(len(keys)), key=lambda index: rank[keys[index]])].reset_index(drop=True)


def _firsts(connection: sa.Connection, filters: Filters) -> dict[Key, list[First]]:
    """Return what each quote is the first to have; newest quote first."""
    columns = (Q.article_id, Q.quote, Q.speaker, Q.stance, Q.stance_score, Q.target, _PUBLISHED.label("at"))
    newest = matched_quotes(filters, *columns).where(Q.published_at.is_not(None))
    order = (Q.published_at.desc(), Q.article_id.desc(), Q.quote.desc())
    rows = connection.execute(newest.order_by(*order).limit(MAX_LOOKED_AT)).all()
    traits = _traits(connection, rows)
    since = _since(connection, {first for found in traits.values() for first in found})
    taken: set[First] = set()
    firsts: dict[Key, list[First]] = {}
    for row in reversed(rows):
        new = [first for first in traits[row.article_id, row.quote] if since[first] == row.at and first not in taken]
        taken.update(new)
        # All that a newcomer says is new; that they are is all there is to say.
        newcomer = any(since[first] == row.at for first in traits[row.article_id, row.quote] if first.kind == "speaker")
        told = [first for first in new if not newcomer or first.kind in {"speaker", "place"}]
        if told:
            firsts[row.article_id, row.quote] = told
    return dict(reversed(firsts.items()))


def _traits(connection: sa.Connection, rows: Sequence[Any]) -> dict[Key, list[First]]:
    """Return all that could be new in each quote."""
    keys = [(row.article_id, row.quote) for row in rows]
    risks = _by_quote(connection, sa.select(_RISK.article_id, _RISK.quote, _RISK.label), _RISK, keys)
    places = _by_quote(connection, sa.select(_AT.article_id, _AT.quote, _AT.gazetteer_id), _AT, keys)
    found: dict[Key, list[First]] = {}
    for row in rows:
        key = (row.article_id, row.quote)
        labels = risks.get(key, [])
        # "Residents" are others each time: what they say first says nothing of anybody.
        speaker = row.speaker if row.speaker and not row.speaker[:1].islower() else None
        stance = row.stance if row.stance != "report" and is_sure(row.stance_score) else None
        found[key] = [
            *([First("speaker", speaker)] if speaker else []),
            *([First("stance", speaker, stance)] if speaker and stance else []),
            *([First("target", speaker, row.target)] if speaker and row.target else []),
            *(First("risk", speaker, label) for label in labels if speaker),
            *(First("place", place, label) for place in places.get(key, []) for label in labels),
        ]
    return found


def _by_quote(
    connection: sa.Connection, statement: Select, table: sa.ColumnCollection[Any, Any], keys: Sequence[Key]
) -> dict[Key, list[str]]:
    narrowed = (
        statement.where(table.modality != "denied")
        if "modality" in table
        else statement.where(table.part == "about", table.gazetteer_id.is_not(None))
    )
    found: dict[Key, list[str]] = {}
    for part in _chunks(keys):
        among = sa.tuple_(table.article_id, table.quote).in_(part)
        for article_id, quote, value in connection.execute(
            narrowed.where(among).order_by(statement.selected_columns[2])
        ):
            held = found.setdefault((article_id, quote), [])
            if value not in held:
                held.append(value)
    return found


def _since(connection: sa.Connection, traits: Iterable[First]) -> dict[First, str]:
    """Return when each trait was published first, as the store writes times."""
    of: dict[str, set[str]] = {}
    for first in traits:
        of.setdefault(first.kind, set()).add(first.of)
    found: dict[First, str] = {}
    for kind, names in of.items():
        by, statement = _asked(kind)
        for part in _chunks(sorted(names)):
            told = statement.where(by.in_(part), Q.shown == 1, Q.published_at.is_not(None))
            for name, value, at in connection.execute(told):
                found[First(kind, name, value or "")] = at
    return found


def _asked(kind: str) -> tuple[sa.ColumnElement[str], Select]:
    """Return by what a kind of trait is asked for, and the question: name, value and first time."""
    at = sa.func.min(_PUBLISHED)
    if kind == "place":
        joined = schema.quotes.join(schema.quote_places, _PLACES).join(schema.quote_risks, _RISKS)
        by, value, told = _AT.gazetteer_id, _RISK.label, (_AT.part == "about") & (_RISK.modality != "denied")
        return by, sa.select(by, value, at).select_from(joined).where(told).group_by(by, value)
    if kind == "risk":
        joined = schema.quotes.join(schema.quote_risks, _RISKS)
        statement = sa.select(Q.speaker, _RISK.label, at).select_from(joined).where(_RISK.modality != "denied")
        return Q.speaker, statement.group_by(Q.speaker, _RISK.label)
    if kind == "speaker":
        return Q.speaker, sa.select(Q.speaker, sa.literal(""), at).select_from(schema.quotes).group_by(Q.speaker)
    value = Q.stance if kind == "stance" else Q.target
    statement = sa.select(Q.speaker, value, at).select_from(schema.quotes).where(value.is_not(None))
    return Q.speaker, statement.group_by(Q.speaker, value)


def _among(keys: Sequence[Key]) -> sa.ColumnElement[bool]:
    return sa.tuple_(Q.article_id, Q.quote).in_(keys)


def _chunks(values: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield list(values[start : start + _CHUNK])
