"""Who takes which stance towards whom: the matrix of actors by targets, and the quotes of one of its cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa

from pipeline.queries.filters import Filters
from pipeline.queries.matching import Q
from pipeline.queries.quotes import Sort, page_of
from pipeline.queries.spoken import spoken
from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class Cell:
    """The quotes in which one actor takes a stance towards one target, copies once.

    stances: (stance, quotes), most first, at least one. mean_score: mean calibrated probability
    of these stances, 0–1.
    """

    actor: str
    target: str
    stances: tuple[tuple[str, int], ...]
    mean_score: float

    @property
    def n_quotes(self) -> int:
        """The number of quotes."""
        return sum(n for _, n in self.stances)

    @property
    def dominant(self) -> str:
        """The most frequent stance; of two that are as frequent, the first by name."""
        return self.stances[0][0]

    @property
    def share(self) -> float:
        """The dominant stance's share of the quotes, 0–1."""
        return self.stances[0][1] / self.n_quotes


@dataclass(frozen=True, slots=True)
class StanceMatrix:
    """The most frequent actors by the targets they speak of most.

    actors: (name, quotes towards any target), most first; targets: (name, quotes by these actors),
    most first. cells: those that have a quote, in the order of actors, then of targets.
    n_quotes: all matching quotes that take a stance towards somebody, in the matrix or not.
    """

    actors: tuple[tuple[str, int], ...]
    targets: tuple[tuple[str, int], ...]
    cells: tuple[Cell, ...]
    n_quotes: int


def stance_matrix(store: Store, filters: Filters, *, actors: int = 15, targets: int = 15) -> StanceMatrix:
    """Count stances by actor and target: the most frequent `actors` by the `targets` they speak of most."""
    with store.reading() as connection:
        rows = connection.execute(_counted(filters, actors, targets)).all()
    by_cell: dict[tuple[str, str], list[sa.Row[Any]]] = {}
    for row in rows:
        by_cell.setdefault((row.actor, row.target), []).append(row)
    of_actor = Counter({row.actor: row.n_actor for row in rows})
    of_target = Counter({row.target: row.n_target for row in rows})
    across, down = _most_first(of_actor), _most_first(of_target)
    cells = (_cell(by_cell[key]) for actor, _ in across for target, _ in down if (key := (actor, target)) in by_cell)
    return StanceMatrix(across, down, tuple(cells), rows[0].n_all if rows else 0)


def cell_quotes(
    store: Store,
    filters: Filters,
    actor: str,
    target: str,
    *,
    limit: int = 50,
    offset: int = 0,
    sort: Sort = "newest",
) -> pd.DataFrame:
    """Return a page of the quotes behind a cell of the matrix under the same filters (columns: `queries.quotes`)."""
    only = (Q.speaker == actor, Q.target == target, Q.stance.is_not(None))
    with store.reading() as connection:
        return page_of(connection, spoken(filters, only=only), limit=limit, offset=offset, sort=sort)


def _counted(filters: Filters, actors: int, targets: int) -> sa.Select[Any]:
    """Select actor, target, stance, n, score (their sum), n_actor, n_target and n_all of the matrix."""
    directed = (Q.speaker.is_not(None), Q.target.is_not(None), Q.stance.is_not(None))
    columns = (Q.speaker.label("actor"), Q.target, Q.stance, Q.stance_score.label("score"))
    # Kept once for the three counts: asked anew for each, a risk took 1 s of 1,000,000 quotes, kept 0.3 s.
    base = spoken(filters, *columns).where(*directed).cte("base").prefix_with("MATERIALIZED")
    count = sa.func.count()
    top = _most(sa.select(base.c.actor, count.label("n")), base.c.actor, actors).cte("top").prefix_with("MATERIALIZED")
    by_top = base.c.actor.in_(sa.select(top.c.actor))
    aim = (
        _most(sa.select(base.c.target, count.label("n")).where(by_top), base.c.target, targets)
        .cte("aim")
        .prefix_with("MATERIALIZED")
    )
    cells = (
        sa.select(
            base.c.actor, base.c.target, base.c.stance, count.label("n"), sa.func.sum(base.c.score).label("score")
        )
        .where(by_top, base.c.target.in_(sa.select(aim.c.target)))
        .group_by(base.c.actor, base.c.target, base.c.stance)
        .subquery()
    )
    n_all = sa.select(count).select_from(base).scalar_subquery().label("n_all")
    joined = cells.join(top, top.c.actor == cells.c.actor).join(aim, aim.c.target == cells.c.target)
    return sa.select(*cells.c, top.c.n.label("n_actor"), aim.c.n.label("n_target"), n_all).select_from(joined)


def _most(counted: sa.Select[Any], name: sa.ColumnElement[str], limit: int) -> sa.Select[Any]:
    return counted.group_by(name).order_by(sa.desc("n"), name).limit(limit)


def _most_first(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _cell(rows: Sequence[sa.Row[Any]]) -> Cell:
    stances = _most_first(Counter({row.stance: row.n for row in rows}))
    n_quotes = sum(n for _, n in stances)
    return Cell(rows[0].actor, rows[0].target, stances, sum(row.score for row in rows) / n_quotes)
