"""What stands around every page: its name, its navigation, its look."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import controls, look, states
from dashboard.filters import come_back
from pipeline.errors import PipelineError

_STATIC = Path(__file__).parent / "static"


def open_desk() -> None:
    """Open the page that the address names."""
    st.set_page_config(page_title="Tocsin", page_icon=str(_STATIC / "favicon.png"), layout="wide")
    st.html(_STATIC / "desk.css")
    situation = st.Page("views/situation.py", title="Situation", default=True)
    article = st.Page("views/article.py", title="Article", url_path="article")
    page = st.navigation([situation, article], position="top")
    if target := st.session_state.pop("go_to", None):  # a card was clicked: routes.go
        st.session_state["page"] = article.url_path
        st.switch_page(article, query_params=target)
    if page == situation and "article" in st.query_params:  # /?article=ID is as good an address as /article?article=ID
        st.switch_page(article, query_params=st.query_params.to_dict())
    if page == situation:
        come_back(st.session_state.get("page"))
    left = st.session_state.get("page")
    look.carry(other_page=left is not None and left != page.url_path)
    st.session_state["page"] = page.url_path
    st.logo(str(_STATIC / ("logo-dark.svg" if look.is_dark() else "logo.svg")), size="medium")
    with st.container(key="look"):
        look.apply_theme()
        controls.look_menu()
    page.run()


def say_failed(error: Exception) -> bool:
    """Say on the page that it failed, and why where that is known; the log has the rest."""
    why = str(error) if isinstance(error, PipelineError) else f"A defect of ours ({type(error).__name__})."
    words = f"{why} Reload the page; if it stays, clear the filters. The server's log says more."
    states.say("This page could not be made", words, key="failed")
    return True
