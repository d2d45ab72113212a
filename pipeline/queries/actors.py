"""One actor: what it is called, what it is, and what it says, where, about what and how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import pandas as pd
import sqlalchemy as sa

from pipeline.queries.filters import Filters
from pipeline.queries.matching import A, Q, Select, article_conditions
from pipeline.queries.quotes import Sort, page_of
from pipeline.queries.spoken import first_of, name_of, spoken
from pipeline.store import Store, schema

N = schema.actors.c
_COUNT = sa.func.count().label("n")


@dataclass(frozen=True, slots=True)
class Called:
    """Words that articles use of an actor: a name as written, a role, an affiliation.

    n_articles: articles that use them, copies once. first_at, last_at: when the first and the
    last of them was published, in UTC; None if none has a date.
    """

    words: str
    n_articles: int
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """A place, and how many of an actor's quotes are about it."""

    gazetteer_id: str
    name: str
    n_quotes: int


@dataclass(frozen=True, slots=True)
class WeekOfStance:
    """How many quotes of a week (its Monday; None: undated) take a stance (None: none was found)."""

    week: date | None
    stance: str | None
    n_quotes: int


@dataclass(frozen=True, slots=True)
class Profile:
    """An actor as the articles have it.

    aliases, roles, affiliations: as written, most used first. first_at, last_at: publication of
    the first and the last article that names it. outlets: (name, quotes), most first.
    weeks: in order of time, undated last. quotes: the first page (columns: `queries.quotes`).
    """

    name: str
    kind: str
    wikidata: str | None
    aliases: tuple[Called, ...]
    roles: tuple[Called, ...]
    affiliations: tuple[Called, ...]
    first_at: datetime | None
    last_at: datetime | None
    n_quotes: int
    n_outlets: int
    outlets: tuple[tuple[str, int], ...]
    places: tuple[SpokenOf, ...]
    weeks: tuple[WeekOfStance, ...]
    quotes: pd.DataFrame


def profile(
    store: Store, filters: Filters, name: str, *, most: int = 10, size: int = 20, sort: Sort = "newest"
) -> Profile | None:
    """Return what is known of an actor, by its canonical name; None: no article that matches names it.

    Dates, outlets and languages choose the articles that name it; all filters but that of actors
    choose its quotes. At most `most` aliases, roles, affiliations, outlets and places, and
    `size` quotes; further pages are `quotes` with the actor in the filters.
    """
    mine = replace(filters, actors=(name,))
    with store.reading() as connection:
        described = _described(connection, filters, name)
        if not described:
            return None
        weeks = _weeks(connection, mine)
        outlets = _outlets(connection, mine)
        return Profile(
            name=name,
            kind=_most_used(described, "kind")[0].words,
            wikidata=next((found.words for found in _most_used(described, "wikidata")), None),
            aliases=_aliases(connection, filters, name, most=most),
            roles=_most_used(described, "role")[:most],
            affiliations=_most_used(described, "affiliation")[:most],
            first_at=min((row.first_at for row in described if row.first_at), default=None),
            last_at=max((row.last_at for row in described if row.last_at), default=None),
            n_quotes=sum(week.n_quotes for week in weeks),
            n_outlets=len(outlets),
            outlets=outlets[:most],
            places=_places(connection, mine, most=most),
            weeks=weeks,
            quotes=page_of(connection, spoken(mine), limit=size, sort=sort),
        )


def _naming(filters: Filters, name: str, *columns: sa.ColumnElement[Any]) -> Select:
    """Select columns of the articles that name an actor, with how many (copies once) and when."""
    counted = (
        sa.func.count(sa.distinct(A.cluster)).label("n_articles"),
        sa.func.min(A.published_at).label("first_at"),
        sa.func.max(A.published_at).label("last_at"),
    )
    joined = schema.actors.join(schema.articles, A.id == N.article_id)
    chosen = (N.name == name, *article_conditions(filters))
    return sa.select(*columns, *counted).select_from(joined).where(*chosen).group_by(*columns)


def _described(connection: sa.Connection, filters: Filters, name: str) -> list[sa.Row[Any]]:
    """Return each way in which articles describe an actor."""
    return list(connection.execute(_naming(filters, name, N.kind, N.role, N.affiliation, N.wikidata)))


def _most_used(described: Iterable[sa.Row[Any]], part: str) -> tuple[Called, ...]:
    """Return what one part of the descriptions says, most used first."""
    groups: dict[str, list[sa.Row[Any]]] = {}
    for row in described:
        if words := getattr(row, part):
            groups.setdefault(words, []).append(row)
    called = (
        Called(
            words,
            sum(row.n_articles for row in rows),
            min((row.first_at for row in rows if row.first_at), default=None),
            max((row.last_at for row in rows if row.last_at), default=None),
        )
        for words, rows in groups.items()
    )
    return tuple(sorted(called, key=lambda found: (-found.n_articles, found.words)))


def _aliases(connection: sa.Connection, filters: Filters, name: str, *, most: int) -> tuple[Called, ...]:
    mention = schema.mentions.c
    naming = _naming(filters, name, mention.words).join(
        schema.mentions, (mention.article_id == N.article_id) & (mention.actor == N.actor)
    )
    most_used = naming.where(mention.words.is_not(None)).order_by(sa.desc("n_articles"), mention.words).limit(most)
    return tuple(Called(*row) for row in connection.execute(most_used))


def _weeks(connection: sa.Connection, mine: Filters) -> tuple[WeekOfStance, ...]:
    week = first_of("week", Q.published_at, dialect=connection.dialect.name).label("week")
    found = spoken(mine, week, Q.stance).subquery()
    counted = sa.select(found.c.week, found.c.stance, _COUNT).group_by(found.c.week, found.c.stance)
    rows = [
        WeekOfStance(date.fromisoformat(week) if week else None, stance, n)
        for week, stance, n in connection.execute(counted)
    ]
    return tuple(sorted(rows, key=lambda row: (row.week or date.max, row.stance or "")))


def _outlets(connection: sa.Connection, mine: Filters) -> tuple[tuple[str, int], ...]:
    carried = spoken(mine, Q.outlet, _COUNT).where(Q.outlet.is_not(None)).group_by(Q.outlet)
    return tuple((row.outlet, row.n) for row in connection.execute(carried.order_by(sa.desc("n"), Q.outlet)))


def _places(connection: sa.Connection, mine: Filters, *, most: int) -> tuple[SpokenOf, ...]:
    at = schema.quote_places.c
    about = (at.article_id == Q.article_id) & (at.quote == Q.quote) & (at.part == "about")
    most_spoken_of = (
        spoken(mine, at.gazetteer_id, _COUNT)
        .join(schema.quote_places, about)
        .where(at.gazetteer_id.is_not(None))
        .group_by(at.gazetteer_id)
        .order_by(sa.desc("n"), at.gazetteer_id)
        .limit(most)
        .subquery()
    )
    place = most_spoken_of.c
    named = sa.select(place.gazetteer_id, name_of(place.gazetteer_id), place.n)
    ordered = named.order_by(place.n.desc(), place.gazetteer_id)
    return tuple(SpokenOf(*row) for row in connection.execute(ordered))
