"""When places were spoken about, as the player takes it: a frame of counts by day → one short list a place. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd


def day_counts(counts: pd.DataFrame) -> dict[str, Any]:
    """Return counts by place and day, days as numbers from the first on.

    `counts` is a frame as `pipeline.queries.places_by_day` returns it. first: `2018-09-03`, None
    where nothing is dated; days: how many there are from the first to the last; counts: gazetteer
    id → [day, quotes, day, quotes, …]; undated: quotes that no day can show.
    """
    dated = counts[counts["day"].notna()]
    undated = int(counts["n"].sum() - dated["n"].sum())
    if dated.empty:
        return {"first": None, "days": 0, "counts": {}, "undated": undated}
    days = {day: date.fromisoformat(day).toordinal() for day in dated["day"].unique()}
    first = min(days.values())
    found: dict[str, list[int]] = {}
    for place, day, n in zip(dated["gazetteer_id"], dated["day"], dated["n"], strict=True):
        found.setdefault(place, []).extend((days[day] - first, int(n)))
    span = max(days.values()) - first + 1
    return {"first": str(date.fromordinal(first)), "days": span, "counts": found, "undated": undated}
