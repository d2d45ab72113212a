"""One subject, several sides: how actors or outlets speak of a place, a risk or what a search finds, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

import pandas as pd

from pipeline.queries.bins import Bin, InBin, stances_in_bins
from pipeline.queries.chosen import Chosen, choosing
from pipeline.queries.counting import counted as count
from pipeline.queries.filters import Filters
from pipeline.queries.quotes import Sort, page_of
from pipeline.store import Store

SideKind = Literal["actor", "affiliation", "outlet"]
_DAYS = {"day": 1, "week": 7}
_ByStance = tuple[tuple[str | None, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is spoken of: a place (its gazetteer id), a risk (its label) or words of a search."""

    kind: Literal["place", "risk", "text"]
    value: str

    def within(self, filters: Filters) -> Filters:
        """Return the filters with this subject in the place of their own of the kind."""
        if self.kind == "place":
            return replace(filters, places=(self.value,))
        if self.kind == "risk":
            return replace(filters, risks=(self.value,))
        return replace(filters, text=self.value)


@dataclass(frozen=True, slots=True)
class Side:
    """Who speaks: an actor, whoever speaks for a state or organisation, or whoever an outlet lets speak; by name."""

    kind: SideKind
    name: str

    def within(self, filters: Filters) -> Filters:
        """Return the filters with this side in the place of their own of the kind."""
        if self.kind == "actor":
            return replace(filters, actors=(self.name,))
        if self.kind == "affiliation":
            return replace(filters, affiliations=(self.name,))
        return replace(filters, outlets=(self.name,))


@dataclass(frozen=True, slots=True)
class StanceShare:
    """How many quotes of a side take a stance, and their share of all its quotes, 0–1."""

    stance: str
    n_quotes: int
    share: float


@dataclass(frozen=True, slots=True)
class RiskShare:
    """How many quotes of a side speak of a risk in this way, and their share of all its quotes, 0–1."""

    label: str
    modality: str
    n_quotes: int
    share: float


@dataclass(frozen=True, slots=True)
class SideFigures:
    """What one side says of the subject, copies once.

    n_in_bin: quotes in each bin of the comparison; stances_in_bin: the same by stance (None: none
    was found); n_undated: quotes in no bin. stances, risks: most first; a quote can speak of
    several risks. quotes: a page (columns: `queries.quotes`).
    """

    side: Side
    n_quotes: int
    n_undated: int
    n_in_bin: tuple[int, ...]
    stances_in_bin: _ByStance
    stances: tuple[StanceShare, ...]
    risks: tuple[RiskShare, ...]
    quotes: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Comparison:
    """Sides next to each other. bins: their first days, from the first quote of any side to the last, no gaps."""

    bins: tuple[date, ...]
    sides: tuple[SideFigures, ...]


def compare(
    store: Store,
    filters: Filters,
    subject: Subject,
    sides: Sequence[Side],
    *,
    bucket: Bin = "day",
    size: int = 20,
    sort: Sort = "newest",
) -> Comparison:
    """Return what each side says of a subject, within the filters; `size` quotes each, further pages are `side_quotes`.

    Weeks begin on Monday.
    """
    with choosing(store, subject.within(filters)) as chosen:
        asked = [chosen.narrowed(side.within(chosen.filters)) for side in sides]
        counted = [stances_in_bins(mine, bucket) for mine in asked]
        bins = tuple(_bins([row.start for rows in counted for row in rows if row.start], _DAYS[bucket]))
        figures = []
        for side, mine, rows in zip(sides, asked, counted, strict=True):
            in_bin, stances = Counter[date | None](), Counter[str | None]()
            for row in rows:
                in_bin[row.start] += row.n
                stances[row.stance] += row.n
            n_quotes = stances.total()
            figures.append(
                SideFigures(
                    side=side,
                    n_quotes=n_quotes,
                    n_undated=in_bin[None],
                    n_in_bin=tuple(in_bin[start] for start in bins),
                    stances_in_bin=_by_stance(rows, bins),
                    stances=_shares(stances, n_quotes),
                    risks=_risks(mine, n_quotes),
                    quotes=page_of(mine, mine.quotes, limit=size, sort=sort),
                )
            )
    return Comparison(bins, tuple(figures))


def side_quotes(
    store: Store,
    filters: Filters,
    subject: Subject,
    side: Side,
    *,
    limit: int = 20,
    offset: int = 0,
    sort: Sort = "newest",
) -> pd.DataFrame:
    """Return a page of what one side says of a subject (columns: `queries.quotes`)."""
    with choosing(store, side.within(subject.within(filters))) as mine:
        return page_of(mine, mine.quotes, limit=limit, offset=offset, sort=sort)


def _bins(starts: Sequence[date], days: int) -> Iterator[date]:
    if not starts:
        return
    start, last = min(starts), max(starts)
    while start <= last:
        yield start
        start += timedelta(days=days)


def _by_stance(rows: Sequence[InBin], bins: Sequence[date]) -> _ByStance:
    counts: dict[str | None, dict[date | None, int]] = {}
    for row in rows:
        counts.setdefault(row.stance, {})[row.start] = row.n
    in_order = sorted(counts.items(), key=lambda item: item[0] or "")
    return tuple((stance, tuple(found.get(start, 0) for start in bins)) for stance, found in in_order)


def _shares(stances: Counter[str | None], n_quotes: int) -> tuple[StanceShare, ...]:
    found = sorted((-n, stance) for stance, n in stances.items() if stance)
    return tuple(StanceShare(stance, -n, -n / n_quotes) for n, stance in found)


def _risks(mine: Chosen, n_quotes: int) -> tuple[RiskShare, ...]:
    """Return all risks that the quotes of a side speak of, asked for or not, most first."""
    risks = mine.columns.quote_risks
    (risk,), n = count(risks.risk[mine.once[risks.quote]])
    told = zip((-n).tolist(), mine.columns.words.risks.named(risk.tolist()), strict=True)
    return tuple(RiskShare(label, modality, -n, -n / n_quotes) for n, (label, modality) in sorted(told))
