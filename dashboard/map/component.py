"""The map as a Streamlit component: Python sends marks, the browser draws them and sends back what is clicked.

Places, arcs, what is chosen, and what the player and the table need travel apart: who switches a
layer, chooses a place or opens the player is not sent the places again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import cache
from hashlib import blake2b
from pathlib import Path

import streamlit as st

from dashboard.map.marks import BASE, LEVELS, RAMP
from dashboard.map.packing import Part
from dashboard.map.shown import PACES, WINDOWS, Shown, heard

HERE = Path(__file__).parent
# Served by Streamlit when server.enableStaticServing is on; relative, so that a base path works.
_STATIC = "app/static/map/"
DRAWN = ("places", "provinces")
MORE = ("days", "unresolved")


@cache
def _renderer() -> st.components.v2.types.ComponentRenderer:
    """Register the component once a process."""
    return st.components.v2.component(
        "tocsin_live_map",
        html=(HERE / "live_map.html").read_text(encoding="utf-8"),
        css=(HERE / "live_map.css").read_text(encoding="utf-8"),
        js=(HERE / "live_map.js").read_text(encoding="utf-8"),
    )


@cache
def _messenger() -> st.components.v2.types.ComponentRenderer:
    """Register the unseen component that brings a piece of what the map shows."""
    return st.components.v2.component("tocsin_map_piece", js=(HERE / "piece.js").read_text(encoding="utf-8"))


@cache
def _version() -> str:
    """Return a mark of the files served, so that no browser mixes old ones with new."""
    digest = blake2b(digest_size=6)
    for file in sorted(BASE.iterdir()):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def live_map(
    parts: Mapping[str, Part],
    *,
    key: str,
    selected: str | None = None,
    shown: Shown = Shown(),  # noqa: B008 -- frozen
    on_shown: Callable[[Shown], None] | None = None,
    on_open: Callable[[str], None] | None = None,
) -> str | None:
    """Draw what is given; return the gazetteer id of the place just clicked, or None.

    `parts` are places, provinces and arcs; days while the player is open; unresolved while the
    table is seen. The first that come set the view; later calls with the same key change what is
    drawn, never the view or an open popup. `selected` is the place to mark, by gazetteer id.
    `shown` is what the reader has chosen to see; `on_shown` is called with what is chosen next,
    `on_open` with the id of an article to open. A click is returned in one run only.
    """

    def chosen() -> None:
        if on_shown and (next_ := heard(st.session_state[key].shown)):
            on_shown(next_)

    def opened() -> None:
        if on_open and isinstance(wanted := st.session_state[key].opened, str):
            on_open(wanted)

    fixed = {"static": _STATIC, "version": _version(), "key": key}
    for name, piece in _pieces(parts, selected, shown).items():
        _messenger()(key=f"{key}_{name}", data={**fixed, "piece": piece})
    data = {**fixed, **_drawn(parts)}
    listeners = {"on_clicked_change": _heard, "on_shown_change": chosen, "on_opened_change": opened}
    clicked = _renderer()(key=key, data=data, **listeners).clicked
    return clicked if isinstance(clicked, str) and clicked in _ids(parts["places"]) else None


def _pieces(parts: Mapping[str, Part], selected: str | None, shown: Shown) -> dict[str, dict[str, object]]:
    """Return what travels beside the places, by name."""
    return {
        "chosen": {"selected": selected, "shown": asdict(shown)},
        "arcs": {"arcs": parts["arcs"].content, "arcs_mark": parts["arcs"].mark},
        "more": {name: parts[name].content if name in parts else None for name in MORE},
    }


def _drawn(parts: Mapping[str, Part]) -> dict[str, object]:
    """Return the places, and what the map is made with: words and colours of the levels, what the player offers."""
    return {
        "levels": [name for name, _ in LEVELS],
        "ramp": {theme: list(colours) for theme, colours in RAMP.items()},
        "windows": WINDOWS,
        "paces": PACES,
        "parts": {name: parts[name].content for name in DRAWN},
        "marks": {name: parts[name].mark for name in DRAWN},
    }


def _ids(places: Part) -> list[str]:
    return places.content["columns"].get("id", [])


def _heard() -> None:
    """Streamlit returns a click only where somebody listens; the return value is read instead."""
