"""Quotes without their articles: who counts many of them reads indexes, and no page that an article's text fills."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from pipeline.queries.filters import Filters
from pipeline.queries.matching import (
    Condition,
    Q,
    Select,
    article_conditions,
    raw_time,
    risk_conditions,
    speaking_conditions,
)
from pipeline.queries.search import says
from pipeline.store import schema

if TYPE_CHECKING:
    from pipeline.queries.matching import Columns


def spoken(filters: Filters, *columns: sa.ColumnElement[Any], only: Sequence[Condition] = ()) -> Select:
    """Select columns of the table quotes where the filters ask for them; the same quotes as `matched_quotes`.

    Copies count once: of quotes with the same words in near-duplicates, the first that matches
    stands for all. `only` is asked of what is left: a small part of the whole, never other quotes.
    """
    earlier = schema.quotes.alias("earlier")
    copied = sa.exists().where(
        earlier.c.same_words == Q.same_words,
        earlier.c.rank < Q.rank,
        earlier.c.n_same > sa.literal_column("1"),
        *_asked(filters, earlier.c, few=True),
    )
    first = Q.rank == 0 if filters == Filters() else (Q.rank == 0) | ~copied
    asked = _asked(filters, Q, few=bool(only))
    return sa.select(*columns).select_from(schema.quotes).where(*asked, first, *only)


def first_of(bucket: str, at: sa.ColumnElement[Any], *, dialect: str) -> sa.ColumnElement[str]:
    """Return the first day of the bucket ("day" or "week", from Monday) that a time lies in, as `2018-09-03`."""
    day = sa.func.substr(raw_time(at), 1, 10)
    if bucket == "day":
        return day
    if dialect == "sqlite":
        return sa.func.date(day, "weekday 0", "-6 days")  # on to Sunday, back to Monday
    return sa.func.to_char(sa.func.date_trunc("week", sa.cast(day, sa.Date)), "YYYY-MM-DD")


def name_of(gazetteer_id: sa.ColumnElement[str]) -> sa.ScalarSelect[str]:
    """Return the name of a place as one article has it: all rows of a capital would be tens of thousands."""
    toponym = schema.toponyms.alias("named")
    named = sa.select(toponym.c.name).where(toponym.c.gazetteer_id == gazetteer_id)
    return named.order_by(toponym.c.article_id, toponym.c.toponym).limit(1).scalar_subquery()


def _asked(filters: Filters, of: Columns, *, few: bool) -> list[Condition]:
    """Return what a quote must meet. `few`: other conditions leave few quotes.

    Where they leave many, the quotes of a risk or a place are looked up first. Asked one by one
    for a risk, 1,000,000 quotes took 1.9 s of computing, looked up 0.3 s. A risk is spoken of in
    more quotes than an outlet carries or an actor speaks; a place in fewer than an outlet carries.
    """
    found = [*speaking_conditions(filters, of=of), *article_conditions(filters, of=of)]
    few = few or bool(filters.actors)
    if filters.risks or filters.modality:
        risks = schema.quote_risks.alias()
        one_by_one = few or bool(filters.outlets)
        found.append(_has(of, risks, risk_conditions(risks, filters), one_by_one=one_by_one))
    if filters.places:
        at = schema.quote_places.alias()
        found.append(_has(of, at, [at.c.gazetteer_id.in_(filters.places)], one_by_one=few))
    if filters.text:
        found.append(says(filters.text, number=of.number))
    return found


def _has(of: Columns, table: sa.FromClause, conditions: list[Condition], *, one_by_one: bool) -> Condition:
    if one_by_one:
        return sa.exists().where(table.c.article_id == of.article_id, table.c.quote == of.quote, *conditions)
    return sa.tuple_(of.article_id, of.quote).in_(sa.select(table.c.article_id, table.c.quote).where(*conditions))
