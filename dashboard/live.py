"""The line that says how current the page is, and lets it follow the store."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import streamlit as st

from dashboard import ages, cards, data, strips, surface
from dashboard.data import overnight
from dashboard.markup import Markup, tag
from pipeline.errors import StoreError
from pipeline.queries import Status

# Half of the ten seconds that a new article may take to appear, less the time to draw.
EVERY_S = 3
# A page that took a second to draw follows the store again ten seconds later: where many look at a large store that
# changes all the time, following it leaves the server time for their clicks.
RESTS = 10
_DRAWN = "drawn"


def follow(shown: str) -> None:
    """Show the as-of line, which follows the store, and behind a button the age of each outlet's news."""
    with st.container(horizontal=True, vertical_alignment="center", key="live_row"):
        _follow(shown)
        outlets = overnight.outlets()
        if not outlets.empty:
            with st.popover("Ages", icon=":material/schedule:", key="menu_ages", help="How old each outlet's news is"):
                table = ages.table(outlets, datetime.now(UTC))
                surface.show([surface.Item("ages", table)], key="ages")


def drawn(started: float) -> None:
    """Note that the page has been drawn, from a moment (of `time.monotonic`) until now."""
    now = time.monotonic()
    st.session_state[_DRAWN] = (now, now - started)


def has_rested(now: float) -> bool:
    """Tell whether the page, last drawn some time ago, may be drawn anew because the store has changed."""
    at, took = st.session_state.get(_DRAWN, (0.0, 0.0))
    return bool(now - at >= RESTS * took)


@st.fragment(run_every=EVERY_S)
def _follow(shown: str) -> None:
    """Show the as-of line; run the whole page again once the store's version is no longer the one shown."""
    data.begin_run()
    try:
        behind = data.version() != shown
        if behind and has_rested(time.monotonic()):
            st.rerun(scope="app")
        now = datetime.now(UTC)
        line = as_of_line(data.status(), now, ages.in_short(overnight.outlets(), now), behind=behind)
    except StoreError as error:
        line = tag("div", tag("span", tag("i", class_="dot stale"), f"Cannot be read: {error}"), class_="live")
    surface.show([surface.Item("live", line)], key="live")


def as_of_line(status: Status, now: datetime, sources: tuple[str, bool], *, behind: bool = False) -> Markup:
    """Say when the last run ended, whether that is stale, how old the sources are, what there is and what failed.

    behind: whether the page below shows the store as it was before its last change.
    """
    when, stale = strips.as_of(status.last_run_at, now)
    words, old = sources
    undated = f", {status.undated:,} undated" if status.undated else ""
    return tag(
        "div",
        tag("span", tag("i", class_="dot stale" if stale else "dot"), tag("b", "Stale" if stale else "Live")),
        tag("span", f"as of {when}", class_="stale" if stale else None),
        tag("span", "the page below follows shortly", class_="stale") if behind else None,
        tag("span", tag("i", "◆ ", aria_hidden="true") if old else None, words, class_="stale" if old else None),
        tag("span", f"{status.articles:,} {'article' if status.articles == 1 else 'articles'}{undated}"),
        tag("span", f"newest {cards.moment(status.newest_at).removesuffix(' UTC')}", class_="newest")
        if status.newest_at
        else None,
        tag("span", f"{status.n_failures:,} not read", title="Failures are listed by python -m pipeline run")
        if status.n_failures
        else None,
        class_="live",
        role="status",
    )
