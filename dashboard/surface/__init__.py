"""A piece of screen made of markup: keeps its elements while data changes, tells what was clicked.

Items are kept by their key, so that an open card, a selection of text and the place
scrolled to survive an update; an item that arrives later in the same view is marked new.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal, NamedTuple

import streamlit as st

from dashboard import look
from dashboard.markup import Markup

_HERE = Path(__file__).parent
# Served by Streamlit when server.enableStaticServing is on; relative, so that a base path works.
STATIC = _HERE.parent / "static" / "surface"
_ADDRESS = "app/static/surface/"
MAX_VALUE_CHARS = 2_000  # two of the longest names that a store may hold, and their quotation


class Item(NamedTuple):
    """A piece of markup with a name that stays its own."""

    key: str
    html: Markup


class Act(NamedTuple):
    """What was clicked: the element's `data-act` and `data-value`."""

    name: str
    value: str


class Dress(NamedTuple):
    """A style sheet that stands in the place of the desk's, and its name."""

    name: str
    css: str


def show(
    items: Sequence[Item],
    *,
    key: str,
    view: str = "",
    layers: Sequence[str] = (),
    goto: str | None = None,
    width: int | Literal["stretch"] = "stretch",
    dress: Dress | None = None,
    on_act: Callable[[Act], None] | None = None,
) -> Act | None:
    """Show items in order; return what was clicked in this run.

    view: what the items answer to; while it stays, later items are marked new. layers:
    names that are switched on, as classes of the whole. goto: id to scroll to, once.
    `on_act` is called before the page runs again.
    """

    def acted() -> None:
        if on_act and (act := _read(st.session_state[key])):
            on_act(act)

    classes = ["dark" if look.is_dark() else "light", *(f"on-{layer}" for layer in layers)]
    data = {
        "items": [item._asdict() for item in items],
        "view": view,
        "classes": classes,
        "goto": goto,
        "dressed": dress is not None,
        "files": _files(),
    }
    return _read(_component(dress)(key=key, data=data, width=width, on_act_change=acted))


def _read(result: Any) -> Act | None:
    """Read what the browser sent; anything else than two strings of bearable length is nothing."""
    act = result.get("act") if result else None
    values = (act.get("name"), act.get("value")) if isinstance(act, dict) else ()
    if len(values) == 2 and all(isinstance(value, str) and len(value) <= MAX_VALUE_CHARS for value in values):
        return Act(*values)
    return None


@cache
def _component(dress: Dress | None) -> Any:
    name, css = ("tocsin.surface", None) if dress is None else (f"tocsin.surface.{dress.name}", dress.css)
    js = (_HERE / "surface.js").read_text(encoding="utf-8")
    return st.components.v2.component(name, html='<div class="surface"></div>', css=css, js=js)


@cache
def _files() -> dict[str, Any]:
    """Return what the browser loads, once: sheets, the common one first, and a mark that changes with any file."""
    sheets = sorted(STATIC.glob("*.css"), key=lambda file: (file.name != "surface.css", file.name))
    digest = blake2b(digest_size=6)
    for file in sorted(STATIC.iterdir()):
        digest.update(file.read_bytes())
    return {"address": _ADDRESS, "version": digest.hexdigest(), "sheets": [file.name for file in sheets]}
