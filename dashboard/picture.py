"""From a click on the map or a span of the timeline to filters, and the theme's colours for charts."""

from __future__ import annotations

import streamlit as st

from dashboard import look
from dashboard.charts import day_range
from dashboard.filters import change
from pipeline.queries import Filters

_INK = {
    "light": {"ink": "#1E2226", "grid": "#DEDAD0", "paper": "#FBFAF7"},
    "dark": {"ink": "#E6E3DC", "grid": "#2E363F", "paper": "#12161B"},
}


def theme() -> dict[str, str]:
    """Return the colours that a chart takes from the page: ink, lines, paper."""
    return _INK["dark" if look.is_dark() else "light"]


def chosen_place(filters: Filters, clicked: str | None) -> None:
    """Filter by the place clicked on the map alone, or no longer if it was filtered by. Each click counts once."""
    if clicked != st.session_state.get("situation_clicked"):
        st.session_state["situation_clicked"] = clicked
        if clicked:
            change(filters, places=() if clicked in filters.places else (clicked,))
            st.rerun()


def chosen_days(filters: Filters, key: str) -> None:
    """Filter by the span of time drawn on the timeline."""
    if days := day_range(st.session_state[key].selection):
        change(filters, date_from=days[0], date_to=days[1])
