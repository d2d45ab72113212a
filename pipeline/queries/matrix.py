"""Who takes which stance towards whom: the matrix of actors by targets, and the quotes of one of its cells."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipeline.queries.chosen import Chosen, among, choosing
from pipeline.queries.counting import counted, summed
from pipeline.queries.filters import Filters
from pipeline.queries.quotes import Sort, page_of
from pipeline.store import Store
from pipeline.store.columns import Columns
from pipeline.store.columns.codes import Codes
from pipeline.store.columns.tables import Ints


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
    with choosing(store, filters) as chosen:
        quotes, names = chosen.columns.quotes, chosen.columns.words.actors
        rows = _directed(chosen)
        of_actor = _most(quotes.speaker[rows], names, actors)
        by_top = rows[among(quotes.speaker[rows], list(of_actor))]
        of_target = _most(quotes.target[by_top], names, targets)
        shown = by_top[among(quotes.target[by_top], list(of_target))]
        cells = _cells(chosen.columns, shown)
        across = {actor: n for actor, n in of_actor.items() if any((actor, target) in cells for target in of_target)}
        down = {target: n for target, n in of_target.items() if any((actor, target) in cells for actor in of_actor)}
        return StanceMatrix(
            tuple((names.of(actor), n) for actor, n in across.items()),
            tuple((names.of(target), n) for target, n in down.items()),
            tuple(cells[actor, target] for actor in across for target in down if (actor, target) in cells),
            len(rows),
        )


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
    with choosing(store, filters) as chosen:
        quotes, names, rows = chosen.columns.quotes, chosen.columns.words.actors, _directed(chosen)
        rows = rows[among(quotes.speaker[rows], names.known([actor]))]
        rows = rows[among(quotes.target[rows], names.known([target]))]
        return page_of(chosen, rows, limit=limit, offset=offset, sort=sort)


def _directed(chosen: Chosen) -> Ints:
    """Return the chosen quotes in which somebody takes a stance towards somebody."""
    quotes, rows = chosen.columns.quotes, chosen.quotes
    return rows[(quotes.speaker[rows] >= 0) & (quotes.target[rows] >= 0) & (quotes.stance[rows] >= 0)]


def _most(column: Ints, names: Codes, limit: int) -> dict[int, int]:
    """Return the most frequent actors by code, with their counts, most first, then by name."""
    (found,), n = counted(column)
    counts = sorted(zip(found.tolist(), n.tolist(), strict=True), key=lambda one: (-one[1], names.of(one[0])))
    return dict(counts[:limit])


def _cells(columns: Columns, rows: Ints) -> dict[tuple[int, int], Cell]:
    """Return the cells by actor and target."""
    quotes, code = columns.quotes, columns.words
    cell = (quotes.speaker[rows], quotes.target[rows])
    stances: dict[tuple[int, int], dict[str, int]] = {}
    (actor, target, stance), n = counted(*cell, quotes.stance[rows])
    named = code.stances.named(stance.tolist())
    for *key, name, count in zip(actor.tolist(), target.tolist(), named, n.tolist(), strict=True):
        stances.setdefault((key[0], key[1]), {})[name] = count
    scores = summed(quotes.stance_score[rows], *cell)
    return {key: _cell(columns, key, found, scores[key]) for key, found in stances.items()}


def _cell(columns: Columns, key: tuple[int, int], stances: dict[str, int], score: float) -> Cell:
    actor, target = columns.words.actors.named(key)
    most_first = tuple(sorted(stances.items(), key=lambda item: (-item[1], item[0])))
    return Cell(actor, target, most_first, score / sum(stances.values()))
