"""Counts over time: chosen quotes by day or week, and by the stance that they take."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

import numpy as np

from pipeline.queries.chosen import Chosen
from pipeline.queries.counting import counted, day_of
from pipeline.store.columns import NO_DAY
from pipeline.store.columns.tables import Ints

Bin = Literal["day", "week"]


class InBin(NamedTuple):
    """How many quotes of a bin (its first day, weeks from Monday; None: undated) take a stance (None: none found)."""

    start: date | None
    stance: str | None
    n: int


def stances_in_bins(chosen: Chosen, bucket: Bin) -> list[InBin]:
    """Count the chosen quotes by bin and stance, in order of time, undated last."""
    quotes = chosen.columns.quotes
    starts, number = np.unique(bin_starts(chosen.columns.days, bucket), return_inverse=True)
    day = chosen.columns.day_number[quotes.article[chosen.quotes]]
    (bin_, stance), n = counted(number[day], quotes.stance[chosen.quotes])
    days = [day_of(start) for start in starts.tolist()]
    names = chosen.columns.words.stances.named(stance.tolist())
    return [InBin(days[at], name, one) for at, name, one in zip(bin_.tolist(), names, n.tolist(), strict=True)]


def bin_starts(days: Ints, bucket: Bin) -> Ints:
    """Return the first day of the bin of each day; NO_DAY stays."""
    if bucket == "day":
        return days
    return np.where(days == NO_DAY, days, days - (days + 3) % 7)  # the first of all days was a Thursday
