"""The line in which a comparison is chosen: "On the place Idlib compare states and bodies Russia, Turkey"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.compare.choice import KINDS, MAX_SIDES, SUBJECTS, Choice, set_sides, set_subject
from dashboard.labels import risk_name
from pipeline.queries import RISKS

_NAMES = {"actor": "Speakers", "affiliation": "States and bodies", "outlet": "Outlets"}


def choose(choice: Choice, places: dict[str, str]) -> None:
    """Show the sentence; what is chosen in it is written into the page's address.

    places: gazetteer id → name of the places that can be a subject.
    """
    with st.container(horizontal=True, vertical_alignment="center", key="sentence"):
        on = _bound("on", choice.on, lambda value: set_subject(value, ""))
        st.selectbox("On", SUBJECTS, format_func=SUBJECTS.__getitem__, width=152, **on)
        _value(choice, places)
        by = _bound("by", choice.kind, lambda value: set_sides(choice, value, ()))
        st.selectbox("compare", KINDS, format_func=KINDS.__getitem__, width=270, **by)
        names = _bound("sides", list(choice.names), lambda value: set_sides(choice, choice.kind, tuple(value)))
        offered = list(dict.fromkeys([*choice.names, *choice.speaking]))
        st.multiselect(_NAMES[choice.kind], offered, max_selections=MAX_SIDES, select_all=False, wrap=True,
                       placeholder="Add a side", label_visibility="collapsed", **names)  # fmt: skip


def _value(choice: Choice, places: dict[str, str]) -> None:
    held = choice.subject.value if choice.subject else None
    bound = _bound(f"value_{choice.on}", held or "" if choice.on == "words" else held, _writer(choice.on))
    if choice.on == "words":
        st.text_input("Words", placeholder="Words in a quote or title", max_chars=200, width=200,
                      label_visibility="collapsed", **bound)  # fmt: skip
        return
    of_risks = choice.on == "risk"
    options = list(RISKS) if of_risks else list(dict.fromkeys([*([held] if held else []), *places]))
    words: Callable[[str], str] = risk_name if of_risks else lambda place: places.get(place, place)
    index = None if held is None else 0  # with an index, Streamlit offers no way to choose nothing
    st.selectbox("Risk" if of_risks else "Place", options, format_func=words, index=index, width=200,
                 placeholder="Choose one", label_visibility="collapsed", **bound)  # fmt: skip


def _writer(on: str) -> Callable[[Any], None]:
    return lambda value: set_subject(on, value or "")


def _bound(name: str, held: Any, write: Callable[[Any], None]) -> dict[str, Any]:
    """Return key and callback of a widget that shows what is held and writes what is chosen."""
    key = f"compare_{name}"
    st.session_state[key] = held
    return {"key": key, "on_change": lambda: write(st.session_state[key])}
