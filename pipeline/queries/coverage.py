"""What the store covers and what it does not: read, counted once, left out, not read, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa

from pipeline.queries.frames import A, Q, Select, frame
from pipeline.store import Store, schema

T = schema.toponyms.c
_F = schema.failures.c
_COUNT = sa.func.count()


@dataclass(frozen=True, slots=True)
class FailedStage:
    """What was not done at a stage of the pipeline, with the latest example."""

    stage: str
    n: int
    origin: str  # an article's id, or a file or address that could not be read
    error: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole store in numbers, whatever is filtered.

    articles: all that were read. copies: near-duplicates of another, counted once. undated: in no
    timeline. without_quote: nobody is quoted in them. samples: written for the demo. withdrawn: taken
    back by their outlet. quotes: shown; not_shown: scare quotes and thoughts that nobody uttered.
    speakerless: shown quotes whose speaker has no name. toponyms: names of places; unresolved: those
    that led to no place. failed: not resolved, most first.
    by_outlet: outlet (None: unknown), n_articles, n_copies, n_undated, n_quotes; by_language: language, and the
    same; by_country: country, name (None: named in no article), n_articles, of the places that they are about.
    """

    articles: int
    copies: int
    undated: int
    without_quote: int
    samples: int
    withdrawn: int
    quotes: int
    not_shown: int
    speakerless: int
    toponyms: int
    unresolved: int
    failed: tuple[FailedStage, ...]
    by_outlet: pd.DataFrame
    by_language: pd.DataFrame
    by_country: pd.DataFrame


def coverage(store: Store) -> Coverage:
    """Count what the store covers."""
    shown = Q.shown == sa.literal_column("1")
    with store.reading() as connection:

        def one(statement: Select) -> Any:
            return connection.execute(statement).one()

        articles, undated, copies, samples = one(
            sa.select(
                _COUNT, _COUNT - sa.func.count(A.published_at), sa.func.count(A.copy_of), sa.func.sum(A.is_sample)
            )
        )
        quoting, quotes, named = one(
            sa.select(sa.func.count(sa.distinct(Q.article_id)), _COUNT, sa.func.count(Q.speaker)).where(shown)
        )
        toponyms, resolved = one(sa.select(_COUNT, sa.func.count(T.gazetteer_id)))
        return Coverage(
            articles=articles,
            copies=copies,
            undated=undated,
            without_quote=articles - quoting,
            samples=samples or 0,
            withdrawn=one(sa.select(_COUNT).select_from(schema.withdrawals))[0],
            quotes=quotes,
            not_shown=one(sa.select(_COUNT).select_from(schema.quotes).where(~shown))[0],
            speakerless=quotes - named,
            toponyms=toponyms,
            unresolved=toponyms - resolved,
            failed=_failed(connection),
            by_outlet=_by(connection, A.outlet, Q.outlet, "outlet"),
            by_language=_by(connection, A.language, Q.language, "language"),
            by_country=_by_country(connection),
        )


def _failed(connection: sa.Connection) -> tuple[FailedStage, ...]:
    open_ones = _F.resolved_at.is_(None)
    counted = (
        sa.select(_F.stage, _COUNT.label("n")).where(open_ones).group_by(_F.stage).order_by(_COUNT.desc(), _F.stage)
    )
    found = []
    for stage, n in connection.execute(counted).all():
        latest = sa.select(_F.origin, _F.error).where(open_ones, _F.stage == stage).order_by(_F.at.desc(), _F.origin)
        origin, error = connection.execute(latest.limit(1)).one()
        found.append(FailedStage(stage, n, origin, error or ""))
    return tuple(found)


def _by(
    connection: sa.Connection, of_article: sa.ColumnElement[Any], of_quote: sa.ColumnElement[Any], name: str
) -> pd.DataFrame:
    """Count articles and their shown quotes by outlet or language, most articles first."""
    count = _COUNT.label("n_articles")
    counts = (
        count,
        sa.func.count(A.copy_of).label("n_copies"),
        (_COUNT - sa.func.count(A.published_at)).label("n_undated"),
    )
    articles = sa.select(of_article.label(name), *counts).group_by(of_article).order_by(count.desc(), of_article)
    quotes = sa.select(of_quote, _COUNT).where(Q.shown == sa.literal_column("1")).group_by(of_quote)
    table = frame(connection, articles)
    n_quotes: dict[str | None, int] = dict(connection.execute(quotes).all())
    table["n_quotes"] = [n_quotes.get(key, 0) for key in table[name]]
    return table


def _by_country(connection: sa.Connection) -> pd.DataFrame:
    """Count articles by the country of places that they are about; its name as it is known from any of them."""
    named = sa.select(T.country, sa.func.max(T.name)).where(T.precision == "country").group_by(T.country)
    names: dict[str, str] = dict(connection.execute(named).all())
    count = sa.func.count(sa.distinct(T.article_id)).label("n_articles")
    about = sa.select(T.country, count).where(T.role == "about", T.country.is_not(None)).group_by(T.country)
    table = frame(connection, about.order_by(count.desc(), T.country))
    table.insert(1, "name", pd.Series([names.get(country) for country in table["country"]], dtype="object"))
    return table
