"""What Compare asks of the store."""

from __future__ import annotations

import pandas as pd

from dashboard.data.asking import ask, kept, version, with_outlets
from pipeline import queries
from pipeline.queries import Comparison, Filters, Meetings, Side, SideKind, Sort, Speaking, Subject
from pipeline.queries.compare import Bin

Sides = tuple[Side, ...]
MOST_MEETINGS = 40  # of each, contradictions and agreements; who wants more narrows the dates


def speaking(filters: Filters, kind: SideKind) -> tuple[Speaking, ...]:
    """Return who speaks in matching quotes, the most quoted first."""
    return _speaking(filters, kind, version())


def compare(filters: Filters, subject: Subject, sides: Sides, *, bucket: Bin) -> Comparison:
    """Return what each side says of a subject in numbers; the quotes themselves are `side_quotes`."""
    return _compare(filters, subject, sides, bucket, version())


def side_quotes(filters: Filters, subject: Subject, side: Side, *, limit: int, sort: Sort) -> pd.DataFrame:
    """Return the first quotes of a side on a subject (columns: `pipeline.queries.quotes`)."""
    return _side_quotes((filters, subject, side), limit, sort, version())


def meetings(filters: Filters, subject: Subject, sides: Sides) -> Meetings:
    """Return where sides contradict each other and where they agree, within a week."""
    return _meetings(filters, subject, sides, version())


@kept()
def _speaking(filters: Filters, kind: SideKind, version: str) -> tuple[Speaking, ...]:  # noqa: ARG001
    return ask(queries.speaking, filters, kind)


@kept()
def _compare(filters: Filters, subject: Subject, sides: Sides, bucket: Bin, version: str) -> Comparison:  # noqa: ARG001
    return ask(queries.compare, filters, subject, sides, bucket=bucket, size=0)


@kept()
def _side_quotes(asked: tuple[Filters, Subject, Side], limit: int, sort: Sort, version: str) -> pd.DataFrame:  # noqa: ARG001
    return with_outlets(ask(queries.side_quotes, *asked, limit=limit, sort=sort))


@kept()
def _meetings(filters: Filters, subject: Subject, sides: Sides, version: str) -> Meetings:  # noqa: ARG001
    return ask(queries.meetings, filters, subject, sides, limit=MOST_MEETINGS)
