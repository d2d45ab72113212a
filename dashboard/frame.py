"""What stands around every page: its name, its navigation, its look."""

from __future__ import annotations

import gc
import time
from functools import cache
from pathlib import Path

import streamlit as st

from dashboard import controls, data, live, look, named, states
from dashboard.filters import come_back
from pipeline.errors import PipelineError

_STATIC = Path(__file__).parent / "static"
# In the order of the bar above the pages: file in views/ → how the page is addressed.
_VIEWS = {
    "situation": {"default": True},
    "actors": {"url_path": "actors"},
    "compare": {"url_path": "compare"},
    "brief": {"url_path": "brief"},
    "article": {"url_path": "article"},
}


def open_desk() -> None:
    """Open the page that the address names."""
    started = time.monotonic()
    data.begin_run()
    st.set_page_config(page_title="Tocsin", page_icon=str(_STATIC / "favicon.png"), layout="wide")
    st.html(_STATIC / "desk.css")
    pages = {name: st.Page(f"views/{name}.py", title=name.title(), **how) for name, how in _VIEWS.items()}
    page = st.navigation(list(pages.values()), position="top")
    shown = page.url_path or "situation"
    if target := st.session_state.pop("go_to", None):  # a card was clicked: routes.go
        st.session_state["page"] = target[0]
        st.switch_page(pages[target[0]], query_params=target[1])
    if shown == "situation" and "article" in st.query_params:  # /?article=ID is as good as /article?article=ID
        st.switch_page(pages["article"], query_params={name: st.query_params.get_all(name) for name in st.query_params})
    left = st.session_state.get("page")
    if left not in {None, shown} and shown != "article":
        come_back(shown)
    look.carry(other_page=left not in {None, shown})
    st.session_state["page"] = shown
    st.logo(str(_STATIC / ("logo-dark.svg" if look.is_dark() else "logo.svg")), size="medium")
    with st.container(horizontal=True, gap="xsmall", key="look"):
        look.apply_theme()
        view = named.menu(shown, tuple(pages))
        controls.look_menu()
    with st.container():  # also where it stays empty, so that what follows keeps its place
        named.greet(view)
    try:
        page.run()
    finally:  # a page that stops early has been drawn as well
        live.drawn(started)
    _settle(shown)


@cache
def _settle(page: str) -> None:  # noqa: ARG001 -- once for each
    """Let the garbage collector pass by what stays: modules, and the index of a large store.

    Streamlit collects after every run of a page, and would look at each of their objects again: 0.1 s with
    1,000,000 quotes.
    """
    gc.collect()
    gc.freeze()


def say_failed(error: Exception) -> bool:
    """Say on the page that it failed, and why where that is known; the log has the rest."""
    why = str(error) if isinstance(error, PipelineError) else f"A defect of ours ({type(error).__name__})."
    words = f"{why} Reload the page; if it stays, clear the filters. The server's log says more."
    states.say("This page could not be made", words, key="failed")
    return True
