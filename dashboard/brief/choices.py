"""What the reader chooses for a brief, all of it in the page's address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

from dashboard import controls
from dashboard.data import views
from pipeline.brief.build import By
from pipeline.brief.model import PARTS, Part
from pipeline.queries import Filters

MAX_TITLE_CHARS, MAX_AUTHOR_CHARS = 300, 120
BY: dict[By, str] = {"place": "Place", "actor": "Speaker"}
SHOWN = {
    "figures": "Key figures",
    "news": "What is new",
    "map": "Map",
    "timeline": "Timeline",
    "places": "Places",
    "gravest": "Gravest words",
    "novel": "Said first",
}
_SINCE = {"day": "24 hours", "week": "7 days", "looked": "Last look"}
_DATES = {"dates": "Filter’s start"}
_SPANS = {"day": timedelta(days=1), "week": timedelta(days=7)}


@dataclass(frozen=True, slots=True)
class Choices:
    """What a brief is to be like. `since` is a span back from now, or a moment; None: the filter's first day."""

    title: str
    author: str
    since: timedelta | datetime | None
    by: By
    shown: tuple[str, ...]  # of SHOWN

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that are made of words and figures."""
        return tuple(part for part in PARTS if part in self.shown)

    @property
    def pictures(self) -> tuple[str, ...]:
        """The parts that are pictures."""
        return tuple(part for part in ("map", "timeline") if part in self.shown)


def choose(filters: Filters) -> Choices:
    """Offer the choices; return what the address says."""
    title = words("title", "Title", placeholder="Named after the filters", limit=MAX_TITLE_CHARS)
    author = words("author", "Prepared by", placeholder="Left out if empty", limit=MAX_AUTHOR_CHARS)
    st.caption("New since")
    since = controls.choice("since", _SINCE | (_DATES if filters.date_from else {}))
    looked = views.looked_before() if since == "looked" else None
    if since == "looked" and looked is None:
        st.caption("This is the first look that was noted: the last 24 hours are taken.")
    st.caption("Group quotes by")
    by = controls.choice("by", BY)
    st.caption("Parts")
    shown = controls.switches("parts", SHOWN)
    return Choices(title, author, _moment(since, looked), "actor" if by == "actor" else "place", tuple(shown))


def _moment(since: str, looked: datetime | None) -> timedelta | datetime | None:
    if since == "looked":
        return looked or _SPANS["day"]
    return _SPANS.get(since)


def words(name: str, label: str, *, placeholder: str, limit: int) -> str:
    """Offer a line to write in, kept in the address; return what stands there."""
    key = f"brief_{name}"
    st.session_state[key] = st.query_params.get(name, "")[:limit]

    def write() -> None:
        if held := st.session_state[key].strip():
            st.query_params[name] = held
        else:
            st.query_params.pop(name, None)

    st.text_input(label, placeholder=placeholder, max_chars=limit, key=key, on_change=write)
    return str(st.session_state[key]).strip()
