"""The line that says how current the page is, and lets it follow the store."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from dashboard import cards, data, strips, surface
from dashboard.markup import Markup, tag
from pipeline.errors import StoreError
from pipeline.queries import Status

# Half of the ten seconds that a new article may take to appear, less the time to draw.
EVERY_S = 3


@st.fragment(run_every=EVERY_S)
def follow(shown: str) -> None:
    """Show the as-of line; run the whole page again once the store's version is no longer the one shown."""
    try:
        if data.version() != shown:
            st.rerun(scope="app")
        line = as_of_line(data.status(), datetime.now(UTC))
    except StoreError as error:
        line = tag("div", tag("span", tag("i", class_="dot stale"), f"Cannot be read: {error}"), class_="live")
    surface.show([surface.Item("live", line)], key="live")


def as_of_line(status: Status, now: datetime) -> Markup:
    """Say when the last run ended, whether that is stale, what there is and what failed."""
    when, stale = strips.as_of(status.last_run_at, now)
    mark = "dot stale" if stale else "dot"
    undated = f", {status.undated:,} without a date" if status.undated else ""
    return tag(
        "div",
        tag("span", tag("i", class_=mark), tag("b", "Stale" if stale else "Live")),
        tag("span", f"as of {when}", class_="stale" if stale else None),
        tag("span", f"{status.articles:,} articles{undated}"),
        tag("span", f"newest {cards.moment(status.newest_at)}", class_="newest") if status.newest_at else None,
        tag("span", f"{status.n_failures:,} not read", title="Failures are listed by python -m pipeline run")
        if status.n_failures
        else None,
        class_="live",
        role="status",
    )
