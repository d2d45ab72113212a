"""From one page to another: what the address asks for, and where a click leads."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from dashboard import look
from dashboard.filters import last_filters
from dashboard.surface import Act
from pipeline.intake.clean import clean_line
from pipeline.records import Span


def wanted() -> tuple[str | None, int | None]:
    """Return the article and the quote that the address asks for."""
    quote = st.query_params.get("quote", "")
    usable = quote.isascii() and quote.isdecimal() and len(quote) < 6
    return clean_line(st.query_params.get("article", "")) or None, int(quote) if usable else None


def wanted_span() -> Span | None:
    """Return the characters that the address asks for, as in `at=120-245`."""
    start, dash, end = st.query_params.get("at", "").partition("-")
    usable = dash and all(part.isascii() and part.isdecimal() and len(part) < 9 for part in (start, end))
    return Span(int(start), int(end)) if usable and int(start) < int(end) else None


def desk_address() -> str:
    """Return the address at which this reader has the desk open, with a stroke at its end; empty: not known."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}/" if parts.netloc else ""


def go(act: Act) -> None:
    """Note where an item that was clicked leads; `frame.open_desk` goes there.

    `open` leads to Article, its value is "quote#article", or "start-end#article" for characters that are
    no quote; `profile` to Actors, at the actor that it names.

    A note outlives the run of the page: one that is overtaken (by a refresh, by a second
    click) before it comes to the clicked item would forget the click.
    """
    if act.name == "open":
        where, _, article_id = act.value.partition("#")
        query: dict[str, str | list[str]] = {"article": article_id}
        if where:
            query["at" if "-" in where else "quote"] = where
        if kept := st.query_params.get_all("layers"):
            query["layers"] = kept
        st.session_state["go_to"] = "article", query | look.to_query()
    elif act.name == "profile":
        kept = last_filters().to_query()
        st.session_state["go_to"] = "actors", {**kept, "of": act.value} | look.to_query()
