"""The days or weeks that a comparison counts by: how long they are, where they are drawn, how they are said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from pipeline.queries.compare import Bin

DAYS: dict[Bin, int] = {"day": 1, "week": 7}
_LEAST: dict[Bin, int] = {"day": 14, "week": 6}  # shown at least: fewer would make a bar as wide as a hand
_PAD = timedelta(hours=8)


def length(bucket: Bin) -> timedelta:
    """Return how long a bin is."""
    return timedelta(days=DAYS[bucket])


def middle(start: date, bucket: Bin) -> datetime:
    """Return where on the axis of time the bar of a bin stands."""
    return datetime.combine(start, time()) + length(bucket) / 2


def shown(bins: Sequence[date], bucket: Bin) -> tuple[datetime, datetime]:
    """Return from when to when the axis goes: the bins in its middle, with room for a few where they are few."""
    missing = max(0, _LEAST[bucket] - len(bins))
    first = bins[0] - (missing // 2) * length(bucket)
    last = bins[-1] + (1 + missing - missing // 2) * length(bucket)
    return datetime.combine(first, time()) - _PAD, datetime.combine(last, time()) + _PAD


def whole_bins(days: tuple[date, date], bucket: Bin) -> tuple[date, date]:
    """Return the first and last day of the bins that a span of days touches; weeks begin on Monday."""
    if bucket == "day":
        return days
    first, last = days
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def in_words(start: date, bucket: Bin) -> str:
    """Return the days of a bin in words: "3–9 Sep 2018"."""
    last = start + timedelta(days=DAYS[bucket] - 1)
    if bucket == "day":
        return f"{start.day} {start:%b %Y}"
    month = "" if start.month == last.month else f" {start:%b}"
    year = "" if start.year == last.year else f" {start.year}"
    return f"{start.day}{month}{year}–{last.day} {last:%b %Y}"


def week_below(start: date) -> str:
    """Return the days of a week in two short lines, as they stand below its bar."""
    last = start + timedelta(days=6)
    if start.month == last.month:
        return f"{start.day}–{last.day}<br>{last:%b}"
    return f"{start.day} {start:%b}–<br>{last.day} {last:%b}"
