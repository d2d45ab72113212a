"""How this reader wants the page to look: theme and calm mode, in the address and carried from page to page.

Streamlit lets no script choose its theme. It changes it when the page that hosts it says
so; look.js says so in the page's place, to which headers.py admits the page itself and
nobody else. What Python draws (charts, logo, cards) asks `is_dark`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

THEMES = {"system": "As the system", "light": "Light", "dark": "Dark"}
_KEPT = "look"  # the session's: a link that names no look keeps that of the page it stands on
_ON = "1"
# Streamlit's options of a theme, by the names that a host uses for them; fonts are named, their files stay.
_SHARED = {
    "bodyFont": "font",
    "headingFont": "headingFont",
    "baseFontSize": "baseFontSize",
    "baseRadius": "baseRadius",
    "buttonRadius": "buttonRadius",
    "linkUnderline": "linkUnderline",
    "showWidgetBorder": "showWidgetBorder",
}
_COLOURS = (
    "primaryColor",
    "backgroundColor",
    "secondaryBackgroundColor",
    "textColor",
    "borderColor",
    "linkColor",
)


def theme() -> str:
    """Return the theme that the address asks for: system, light or dark."""
    asked = st.query_params.get("theme")
    return asked if asked in THEMES else "system"


def is_dark() -> bool:
    """Tell whether to draw for a dark page."""
    asked = theme()
    if asked != "system":
        return asked == "dark"
    told = st.session_state.get("theme_switch")
    system = told.get("system") if told else None  # look.js knows it even while another theme is shown
    return system == "dark" if system else st.context.theme.type == "dark"


def calm() -> bool:
    """Tell whether graphic words are folded."""
    return st.query_params.get("calm") == _ON


def set_calm(on: bool) -> None:
    """Write into the address whether graphic words are folded."""
    if on:
        st.query_params["calm"] = _ON
    else:
        st.query_params.pop("calm", None)


def to_query() -> dict[str, str]:
    """Return the parameters of the look, for an address that leads to another page."""
    return {name: st.query_params[name] for name in ("theme", "calm") if name in st.query_params}


def carry(*, other_page: bool) -> None:
    """Bring the look along where a link led to another page without naming one; keep it for the next."""
    if other_page:
        for name, value in st.session_state.get(_KEPT, {}).items():
            if name not in st.query_params:
                st.query_params[name] = value
    st.session_state[_KEPT] = to_query()


def apply_theme() -> None:
    """Give the whole page the theme that the address asks for."""
    data = {"theme": theme(), "themes": {name: _options(name) for name in ("light", "dark")}}
    _switch()(key="theme_switch", data=data, on_system_change=_heard)


def _options(name: str) -> dict[str, Any]:
    found = {ours: st.get_option(f"theme.{theirs}") for ours, theirs in _SHARED.items()}
    found |= {colour: st.get_option(f"theme.{name}.{colour}") for colour in _COLOURS}
    return {option: value for option, value in found.items() if value is not None}


def _heard() -> None:
    """Streamlit keeps what a component tells only where somebody listens."""


@cache
def _switch() -> Any:
    js = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")
    return st.components.v2.component("tocsin.look", html="<span></span>", js=js)
