"""Dates as given: a day or a moment, in UTC; unknown stays unknown."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# An outlet's clock may run ahead, and its "today" begins up to 14 hours before ours.
TOLERANCE = timedelta(days=1)
# The first printed newspapers; anything before is a slip of the keyboard.
EARLIEST = date(1600, 1, 1)


class PublishedAt(NamedTuple):
    """When an article was published and how finely that is known."""

    moment: datetime  # aware, UTC; midnight where only the day is known
    precision: Literal["day", "time"]


def parse_date(given: str, *, now: datetime) -> PublishedAt:
    """Read an ISO 8601 date or time; a time without a zone is taken as UTC.

    Raises:
        ValueError: it is no such date, or lies in the future; the message says which.
    """
    words = given.strip()
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        raise ValueError(f"date {words[:40]!r} is not an ISO date such as 2018-09-06 or 2018-09-06T14:30:00Z") from None
    moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    if moment > now + TOLERANCE:
        raise ValueError(f"date {words[:40]} lies in the future")
    if moment.date() < EARLIEST:
        raise ValueError(f"date {words[:40]} lies before {EARLIEST.year}")
    return PublishedAt(moment, "day" if _DAY.fullmatch(words) else "time")
