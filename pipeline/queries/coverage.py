"""What the store covers and what it does not: read, counted once, left out, not read, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import sqlalchemy as sa

from pipeline.queries.chosen import marked
from pipeline.queries.counting import counted, objects, words
from pipeline.store import Store, schema
from pipeline.store.columns import UNDATED, Columns
from pipeline.store.columns.codes import NONE, Codes
from pipeline.store.columns.tables import Ints

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
    with store.indexed() as (connection, columns):
        articles, quotes, toponyms = columns.articles, columns.quotes, columns.toponyms
        has_quote = marked(len(articles), quotes.article)
        return Coverage(
            articles=len(articles),
            copies=int(articles.is_copy.sum()),
            undated=int((articles.published == UNDATED).sum()),
            without_quote=int((~has_quote).sum()),
            samples=int(articles.is_sample.sum()),
            withdrawn=_count(connection, schema.withdrawals),
            quotes=len(quotes),
            not_shown=_count(connection, schema.quotes) - len(quotes),
            speakerless=int((quotes.speaker < 0).sum()),
            toponyms=len(toponyms),
            unresolved=int((toponyms.place < 0).sum()),
            failed=_failed(connection),
            by_outlet=_by(columns, "outlet", columns.words.outlets),
            by_language=_by(columns, "language", columns.words.languages),
            by_country=_by_country(columns),
        )


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(_COUNT).select_from(table)).scalar_one())


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


def _by(columns: Columns, name: str, code: Codes) -> pd.DataFrame:
    """Count articles and their shown quotes by outlet or language, most articles first; the unnamed as one of them."""
    articles, of = columns.articles, columns.articles.columns[name]

    def count(rows: Ints) -> Ints:
        return np.bincount(rows + 1, minlength=code.size + 1)  # the first is that of no name

    table = pd.DataFrame(
        {
            name: words(code, np.arange(-1, code.size)),
            "n_articles": count(of),
            "n_copies": count(of[articles.is_copy]),
            "n_undated": count(of[articles.published == UNDATED]),
            "n_quotes": count(of[columns.quotes.article]),
        }
    )
    return _most_first(table, name)


def _by_country(columns: Columns) -> pd.DataFrame:
    """Count articles by the country of places that they are about; its name as it is known from any of them."""
    _, names, countries, *_, precisions, _ = columns.entry_columns
    code = Codes()
    of_entry = np.array([code[country] for country in countries.tolist()], np.int64)
    toponyms, about = columns.toponyms, columns.words.roles.get("about", NONE)
    rows = np.flatnonzero((toponyms.role == about) & (of_entry[toponyms.entry] >= 0))
    (country, _), _ = counted(of_entry[toponyms.entry[rows]], toponyms.article[rows])
    named = dict(
        sorted((where, name) for where, name, how in zip(countries, names, precisions, strict=True) if how == "country")
    )
    table = pd.DataFrame(
        {"country": words(code, np.arange(code.size)), "n_articles": np.bincount(country, minlength=code.size)}
    )
    table.insert(1, "name", objects(named.get(one) for one in table["country"]))
    return _most_first(table, "country")


def _most_first(table: pd.DataFrame, name: str) -> pd.DataFrame:
    found = table[table["n_articles"] > 0]
    return found.sort_values(["n_articles", name], ascending=[False, True], na_position="first", ignore_index=True)
