"""The period that filters ask for and the one before it, as long: what a figure is compared with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.queries.filters import Filters

DAY = timedelta(days=1)
LAST_DAYS = 7  # compared where the filters ask for no days: a week evens out that outlets rest at weekends


@dataclass(frozen=True, slots=True)
class Compared:
    """Two periods of as many days, as filters: `now`, and `before`, which ends the day before it begins.

    asked: the filters ask for these days; else they are the last ones there are.
    """

    now: Filters
    before: Filters
    asked: bool


def days_before(filters: Filters, *, today: date) -> Filters | None:
    """Return the same filters over the period just before theirs, of as many days; None: they have no first day.

    Without a last day their period ends today (UTC). One that begins in the future has no period before.
    """
    first, last = filters.date_from, filters.date_to or today
    if first is None or last < first or first.toordinal() <= (last - first).days + 1:
        return None
    return replace(filters, date_from=first - (last - first) - DAY, date_to=first - DAY)


def compared(filters: Filters, *, today: date, newest: date | None) -> Compared | None:
    """Return the periods whose figures are compared; None: there are none.

    Where the filters have no first day: the last days up to `newest` (of the newest article; days
    after today, which only a wrong date can name, do not count) or up to the filters' last day.
    """
    asked = filters.date_from is not None
    if not asked and newest:
        last = min(newest, today, filters.date_to or today)
        filters = replace(filters, date_from=last - (LAST_DAYS - 1) * DAY, date_to=last)
    before = days_before(filters, today=today)
    return Compared(filters, before, asked) if before else None
