"""The map as a Streamlit component: Python sends GeoJSON, the browser draws it and sends clicks back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.map.marks import BASE, LAYERS, LEVELS, RAMP, arc_marks, place_marks

HERE = Path(__file__).parent
# Served by Streamlit when server.enableStaticServing is on; relative, so that a base path works.
_STATIC = "app/static/map/"


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
def _version() -> str:
    """Return a mark of the files served, so that no browser mixes old ones with new."""
    digest = blake2b(digest_size=6)
    for file in sorted(BASE.iterdir()):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def live_map(
    places: pd.DataFrame,
    arcs: pd.DataFrame | None = None,
    *,
    key: str,
    selected: str | None = None,
    layers: Sequence[str] = LAYERS,
    on_layers: Callable[[list[str]], None] | None = None,
) -> str | None:
    """Draw places and who-speaks-where arcs; return the gazetteer id of the place just clicked, or None.

    `places` and `arcs` are frames as `pipeline.queries` returns them. The first data that
    come set the view; later calls with the same key change what is drawn, never the view
    or an open popup. `selected` is the place to mark, by gazetteer id. `layers` are those
    shown, of LAYERS; `on_layers` is called with the others when the reader switches one. A
    click is returned in one run only.
    """

    def switched() -> None:
        chosen = st.session_state[key].layers
        if on_layers and isinstance(chosen, list):
            on_layers([layer for layer in LAYERS if layer in chosen])

    data = {
        "static": _STATIC,
        "version": _version(),
        "key": key,
        "places": place_marks(places, keep=selected),
        "arcs": arc_marks(arcs),
        "levels": [name for name, _ in LEVELS],
        "ramp": {theme: list(colours) for theme, colours in RAMP.items()},
        "selected": selected,
        "layers": list(layers),
    }
    result = _renderer()(key=key, data=data, on_clicked_change=_heard, on_layers_change=switched)
    clicked = result.clicked
    return clicked if isinstance(clicked, str) and clicked in set(places["gazetteer_id"]) else None


def _heard() -> None:
    """Streamlit returns a click only where somebody listens; the return value is read instead."""
