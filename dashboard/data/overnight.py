"""What Situation asks of the time that passed: what changed, figures against the period before, days that stand out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd

from dashboard.data.asking import ask, kept, version, with_outlets
from dashboard.data.situation import key_figures, options, status, timeline
from pipeline import queries
from pipeline.queries import Change, Compared, Filters, KeyFigures, Peak, Sort


@dataclass(frozen=True, slots=True)
class Against:
    """Key figures of two periods of as many days. first_day: of the store; None: nothing is dated."""

    periods: Compared
    now: KeyFigures
    before: KeyFigures
    first_day: date | None


def against(filters: Filters, now: datetime) -> Against | None:
    """Return the key figures of the period asked for, else of the last days, and of the one before; None: no period."""
    newest = status().newest_at
    periods = queries.compared(filters, today=now.astimezone(UTC).date(), newest=newest.date() if newest else None)
    if periods is None:
        return None
    return Against(periods, key_figures(periods.now), key_figures(periods.before), options().first_day)


def changed_quotes(
    filters: Filters, since: datetime, change: Change, *, limit: int, sort: Sort
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the first quotes that are new, revised or withdrawn with their article, and those taken out of theirs.

    Columns: `queries.quotes`; `queries.taken_out`, and empty unless withdrawn ones are asked for.
    """
    whole = _changed(filters, since, change, limit=limit, sort=sort, version=version())
    gone = _taken_out(filters, since, limit, version())
    return whole, gone if change == "withdrawn" else gone.head(0)


def peaks(filters: Filters, *, by: str) -> tuple[Peak, ...]:
    """Return the days that stand out of the timeline, each with the quote that says most of why."""
    return _peaks(filters, by, version())


def outlets() -> pd.DataFrame:
    """Return how old what there is of each outlet is (columns: `queries.outlets`)."""
    return _outlets(version())


@kept()
def _changed(
    filters: Filters,
    since: datetime,
    change: Change,
    *,
    limit: int,
    sort: Sort,
    version: str,  # noqa: ARG001
) -> pd.DataFrame:
    return with_outlets(ask(queries.changed_quotes, filters, since, change, limit=limit, sort=sort))


@kept()
def _taken_out(filters: Filters, since: datetime, limit: int, version: str) -> pd.DataFrame:  # noqa: ARG001
    return ask(queries.taken_out, filters, since, limit=limit)


@kept()
def _peaks(filters: Filters, by: str, version: str) -> tuple[Peak, ...]:  # noqa: ARG001
    return ask(queries.peaks, filters, timeline(filters, by=by))


# A run that brings nothing new notes what it read, and raises no version.
@kept(ttl=5)
def _outlets(version: str) -> pd.DataFrame:  # noqa: ARG001
    return ask(queries.outlets)
