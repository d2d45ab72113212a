"""The period that filters ask for and the one before it, as long: what a figure is compared with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from pipeline.queries.filters import Filters

DAY = timedelta(days=1)


def days_before(filters: Filters, *, today: date) -> Filters | None:
    """Return the same filters over the period just before theirs, of as many days; None: they have no first day.

    Without a last day their period ends today (UTC). One that begins in the future has no period before.
    """
    first, last = filters.date_from, filters.date_to or today
    if first is None or last < first or first.toordinal() <= (last - first).days + 1:
        return None
    return replace(filters, date_from=first - (last - first) - DAY, date_to=first - DAY)
