"""The actors' swimlanes: one sign a quote, and where there are too many to draw, one sign for those of a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
import sqlalchemy as sa

from pipeline.queries.chosen import Chosen, choosing
from pipeline.queries.counting import firsts, objects, times, words
from pipeline.queries.filters import Filters
from pipeline.queries.frames import Q
from pipeline.store import Store
from pipeline.store.columns import DAY_US, NO_DAY, UNDATED
from pipeline.store.columns.tables import Ints

EXCERPT_CHARS = 160
ACTORS = 8
MAX_SIGNS = 800  # a hundred in a lane cover each other already
_DAYS = (1, 7, 28, 91, 364)  # how long a time is whose signs become one: as short as leaves few enough
_CHUNK = 500  # keys of one question


def lanes(
    store: Store,
    filters: Filters,
    *,
    actors: int = ACTORS,
    limit: int = MAX_SIGNS,
    groups: Sequence[Collection[str | None]] = (),
) -> pd.DataFrame:
    """Return the signs in the lanes of the most quoted actors, newest first, undated last.

    Columns: article_id, quote, published_at (NaT: undated), actor, affiliation, stance (or None),
    excerpt (at most 160 characters of the words), n: int, how many quotes the sign stands for.
    Up to `limit` quotes have a sign each. Of more, those of one actor, day and group of stances
    become one: that of the newest, at the noon of the day; of still more, those of a week, and so on.
    """
    with choosing(store, filters) as chosen:
        rows = _of_most_quoted(chosen, actors)
        published = chosen.columns.articles.published[chosen.columns.quotes.article[rows]]
        n: Ints = np.ones(len(rows), np.int64)
        if len(rows) > limit:
            rows, published, n = _merged(chosen, rows, published, limit, groups)
        return _frame(chosen, rows, published, n)


def _of_most_quoted(chosen: Chosen, actors: int) -> Ints:
    """Return the quotes of those who are quoted most, the dated ones counting before the others."""
    quotes, rows = chosen.columns.quotes, chosen.quotes
    rows = rows[quotes.speaker[rows] >= 0]
    speaker, size = quotes.speaker[rows], chosen.columns.words.actors.size
    dated = chosen.columns.day[quotes.article[rows]] != NO_DAY
    n_dated = np.bincount(speaker[dated], minlength=size)
    n_all = np.bincount(speaker, minlength=size)
    most = sorted(np.flatnonzero(n_all).tolist(), key=lambda one: (-n_dated[one], -n_all[one], _name(chosen, one)))
    has_lane = np.zeros(size, np.bool_)
    has_lane[most[:actors]] = True
    return rows[has_lane[speaker]]


def _name(chosen: Chosen, code: int) -> str:
    return str(chosen.columns.words.actors.of(code))


def _merged(
    chosen: Chosen, rows: Ints, published: Ints, limit: int, groups: Sequence[Collection[str | None]]
) -> tuple[Ints, Ints, Ints]:
    """Return one quote for many, with when they are shown and how many they are."""
    quotes = chosen.columns.quotes
    group_of = {stance: number for number, group in enumerate(groups) for stance in group}
    stances = chosen.columns.words.stances.values_by_code
    of_stance = [group_of.get(stance, len(groups) + at) for at, stance in enumerate(stances)]
    group_of_stance = np.array([*of_stance, group_of.get(None, -1)])  # the last is that of no stance
    n: Ints = np.ones(len(rows), np.int64)
    for days in _DAYS:  # what a day leaves is few enough to be merged again and again
        bins, bin_of_day = np.unique(chosen.columns.days // days, return_inverse=True)
        bin_ = bin_of_day[chosen.columns.day_number[quotes.article[rows]]]
        first, n = firsts(quotes.speaker[rows], group_of_stance[quotes.stance[rows]], bin_, n=n)
        rows, published, bin_ = rows[first], published[first], bin_[first]
        if len(rows) <= limit:
            break
    middle = bins[bin_].astype(np.int64) * days * DAY_US + days * DAY_US // 2
    return rows, np.where(published == UNDATED, UNDATED, middle), n


def _frame(chosen: Chosen, rows: Ints, published: Ints, n: Ints) -> pd.DataFrame:
    quotes, code = chosen.columns.quotes, chosen.columns.words
    keys = [chosen.columns.key(row) for row in rows.tolist()]
    said = _excerpts(chosen.connection, keys)
    return pd.DataFrame(
        {
            "article_id": objects(article_id for article_id, _ in keys),
            "quote": quotes.quote[rows].astype("int64"),
            "published_at": times(published),
            "actor": words(code.actors, quotes.speaker[rows]),
            "affiliation": words(code.affiliations, quotes.affiliation[rows]),
            "stance": words(code.stances, quotes.stance[rows]),
            "excerpt": objects(said[key] for key in keys),
            "n": n,
        }
    )


def _excerpts(connection: sa.Connection, keys: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
    begun = sa.select(Q.article_id, Q.quote, sa.func.substr(Q.words, 1, EXCERPT_CHARS))
    found: dict[tuple[str, int], str] = {}
    for start in range(0, len(keys), _CHUNK):
        among = sa.tuple_(Q.article_id, Q.quote).in_(keys[start : start + _CHUNK])
        found |= {(row[0], row[1]): row[2] for row in connection.execute(begun.where(among))}
    return found
