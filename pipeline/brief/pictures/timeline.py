"""The timeline of a brief: bars of risks reported, feared and denied, told apart without colour."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from pipeline.brief.phrases import day
from pipeline.brief.pictures import letters
from pipeline.brief.pictures.drawing import (
    FAINT,
    INK,
    PAPER,
    SMALL,
    SOFT,
    WIDTH,
    Drawing,
    Line,
    Look,
    Shape,
    Words,
    box,
)

_TOP, _BARS, _BOTTOM = 34.0, 132.0, 32.0
_LEFT = 30.0
_MAX_BARS = 100  # thinner ones print as a grey
# Bottom to top; what colour says, the pattern says too.
LOOKS = {
    "reported": ("Reported", Look(fill="#a81414", edge="#a81414", width=0.4)),
    "feared": (
        "Feared, threatened, possible",
        Look(fill="#fff4e6", edge="#c35f00", width=0.8, pattern="stripes", pattern_colour="#c35f00"),
    ),
    "denied": ("Denied", Look(fill=PAPER, edge=SOFT, width=0.8, pattern="dots", pattern_colour=SOFT)),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A day, or the days that one bar holds, with how many there are of each kind, in the order of LOOKS."""

    first: date
    last: date
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All kinds together."""
        return sum(self.counts)


def draw_timeline(counts: pd.DataFrame) -> Drawing | None:
    """Draw risks by day (`queries.timeline` by risk) as stacked bars; None: nothing has a date.

    More days than fit as bars of their own are put together by sevens.
    """
    bars, days = _bars(counts[counts["date"].notna()])
    if not bars:
        return None
    peak = max(bars, key=lambda bar: bar.total)
    drawing = Drawing(_TOP + _BARS + _BOTTOM, _alt(bars, peak, days), _caption(counts, days))
    top = _nice(peak.total)
    drawing.add(*_grid(top), *_columns(bars, top), *_days(bars), *_peak(bars, peak, top), *_legend())
    return drawing


def _bars(counts: pd.DataFrame) -> tuple[list[Bar], int]:
    """Return the bars from the first day to the last, none left out, and how many days each holds."""
    if counts.empty:
        return [], 1
    sums = counts.groupby(["date", "modality"], as_index=False)["n"].sum()
    first, last = counts["date"].min().date(), counts["date"].max().date()
    length = (last - first).days + 1
    days = max(1, 7 * math.ceil(length / _MAX_BARS / 7)) if length > _MAX_BARS else 1
    by_bar: dict[int, dict[str, int]] = {}
    for row in sums.itertuples():
        held = by_bar.setdefault((row.date.date() - first).days // days, {})
        held[row.modality] = held.get(row.modality, 0) + int(row.n)
    return [
        Bar(
            first + timedelta(days=at * days),
            first + timedelta(days=(at + 1) * days - 1),
            tuple(by_bar.get(at, {}).get(modality, 0) for modality in LOOKS),
        )
        for at in range((length - 1) // days + 1)
    ], days


def _nice(most: int) -> int:
    """Return a round number that is no smaller, for the top of the axis."""
    size = int(10 ** max(0, math.floor(math.log10(max(1, most)))))
    return next(step * size // 2 for step in (2, 4, 6, 8, 10, 12, 16, 20) if step * size // 2 >= most)


def _y(n: float, top: int) -> float:
    return _TOP + _BARS * (1 - n / top)


def _x(at: float, bars: list[Bar]) -> float:
    return _LEFT + (WIDTH - _LEFT) * at / max(7, len(bars))  # fewer than a week would be a wall


def _grid(top: int) -> Iterator[Line | Words]:
    step = max(1, top // 4 if top % 4 == 0 else top // 2 if top % 2 == 0 else top)
    for n in range(0, top + 1, step):
        colour = INK if n == 0 else FAINT
        yield Line(((_LEFT, _y(n, top)), (WIDTH, _y(n, top))), Look(edge=colour, width=0.8 if n == 0 else 0.5))
        yield Words(_LEFT - 6, _y(n, top) + 3.5, f"{n:,}", colour=SOFT, anchor="end")


def _columns(bars: list[Bar], top: int) -> Iterator[Shape]:
    for at, bar in enumerate(bars):
        wide = _x(at + 1, bars) - _x(at, bars)
        left, right = _x(at, bars) + 0.09 * wide, _x(at + 1, bars) - 0.09 * wide
        below = 0
        for n, (_, look) in zip(bar.counts, LOOKS.values(), strict=True):
            if n:
                yield box(left, _y(below + n, top), right, _y(below, top), look)
            below += n


def _days(bars: list[Bar]) -> Iterator[Line | Words]:
    """Write days below bars, as many as have room; the year where it is first or new."""
    every = math.ceil(len(bars) * 52 / (WIDTH - _LEFT))
    year = None
    for at in range(0, len(bars), every):
        first = bars[at].first
        middle = (_x(at, bars) + _x(at + 1, bars)) / 2
        told = [f"{first.day} {first:%b}", *([str(first.year)] if first.year != year else [])]
        year = first.year
        yield Line(((middle, _TOP + _BARS), (middle, _TOP + _BARS + 4)), Look(edge=INK, width=0.8))
        room = letters.width(told[0], SMALL) / 2
        x = min(max(middle, room), WIDTH - room)
        for number, words in enumerate(told):
            yield Words(x, _TOP + _BARS + 15 + 12 * number, words, colour=SOFT if number else INK, anchor="middle")


def _peak(bars: list[Bar], peak: Bar, top: int) -> Iterator[Words]:
    at = bars.index(peak)
    middle = (_x(at, bars) + _x(at + 1, bars)) / 2
    yield Words(middle, _y(peak.total, top) - 4, f"{peak.total:,}", bold=True, anchor="middle", halo=True)


def _legend() -> Iterator[Shape]:
    x = _LEFT
    for name, look in LOOKS.values():
        yield box(x, 6, x + 13, 17, look)
        yield Words(x + 18, 15.5, name)
        x += 18 + letters.width(name, SMALL) + 20


def _each(days: int) -> str:
    return "a day" if days == 1 else f"in {days} days"


def _alt(bars: list[Bar], peak: Bar, days: int) -> str:
    kinds = ", ".join(f"{n:,} {modality}" for n, modality in zip(peak.counts, LOOKS, strict=True) if n)
    when = day(peak.first) if days == 1 else f"{day(peak.first)} to {day(peak.last)}"
    return (
        f"Bars of independent articles {_each(days)} that speak of a risk,"
        f" {day(bars[0].first)} to {day(bars[-1].last)}."
        f" Most: {peak.total:,} ({kinds}), {when}."
    )


def _caption(counts: pd.DataFrame, days: int) -> str:
    undated = int(counts.loc[counts["date"].isna(), "n"].sum())
    left_out = f" {undated:,} without a date are not drawn." if undated else ""
    return (
        f"Independent articles {_each(days)} (of publication, UTC) that speak of a risk, each kind of risk counted."
        f"{left_out}"
    )
