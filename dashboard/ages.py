"""How old what there is of each outlet is: in a few words for the as-of line, and whole as a table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd

from dashboard.cards import moment
from dashboard.markup import Markup, named, tag
from dashboard.strips import STALE, ago

MAX_ROWS = 60  # the oldest; the rest were read later than these


def in_short(outlets: pd.DataFrame, now: datetime) -> tuple[str, bool]:
    """Return number of outlets and when the longest unread was read, and whether that is stale."""
    read = outlets["read_at"].dropna()
    words = f"{len(outlets):,} {'outlet' if len(outlets) == 1 else 'outlets'}"
    if read.empty:
        return words, False
    stale = int((now - read >= STALE).sum())
    oldest = f"{words}, oldest read {ago(now - read.min())}"
    return (f"{oldest}, {stale:,} stale" if stale else oldest), bool(stale)


def table(outlets: pd.DataFrame, now: datetime) -> Markup:
    """Return a row an outlet, the longest unread first (columns: `queries.outlets`); those never noted stand last."""
    rows = outlets.sort_values(["read_at", "outlet"], na_position="last", kind="stable")
    heads = ("Outlet", "Last read", "Newest article", "Last new one came", "Articles")
    left = len(rows) - MAX_ROWS
    more = tag("p", f"{left:,} more outlets, read later than these or never noted.") if left > 0 else None
    return tag(
        "div",
        tag("p", "A source is stale when nothing of it was read for a day. Times are UTC, ages as of "
                 f"{now:%H:%M}.", class_="soft"),
        tag(
            "table",
            tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))),
            tag("tbody", *(_row(row, now) for row in rows.head(MAX_ROWS).itertuples())),
        ),
        more,
        class_="ages",
    )  # fmt: skip


def _row(row: Any, now: datetime) -> Markup:
    stale = pd.notna(row.read_at) and now - row.read_at >= STALE
    read = "not noted" if pd.isna(row.read_at) else ago(now - row.read_at)
    sign = tag("b", "◆ stale", class_="stale") if stale else None
    return tag(
        "tr",
        tag("th", named(row.outlet), scope="row"),
        tag("td", read, " " if sign else None, sign, title=None if pd.isna(row.read_at) else moment(row.read_at)),
        tag("td", "undated" if pd.isna(row.published_at) else f"{row.published_at:%Y-%m-%d %H:%M}"),
        tag("td", f"{row.seen_at:%Y-%m-%d %H:%M}"),
        tag("td", f"{row.n_articles:,}", class_="n"),
        class_="stale" if stale else None,
    )
