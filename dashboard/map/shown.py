"""How a reader has the map: what of it is shown, as the page's address keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import streamlit as st

from dashboard.controls import switch, switched_on

# What can be shown or not: places spoken about, places of speech, the lines from these to those, provinces by risk.
LAYERS = ("about", "said", "arcs", "provinces")
SEES = ("map", "table")
WINDOWS = (1, 3, 7)  # days that the player shows at a time
PACES = (1, 2, 4)  # days a second that it plays
# What the table can be sorted by; "-about" is the other way round.
COLUMNS = ("name", "country", "where", "level", "about", "said", "articles")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the reader has chosen to see of the map."""

    layers: tuple[str, ...] = LAYERS  # those that are on
    see: str = SEES[0]
    below: bool = False  # whether places and key stand below the map
    window: int = 0  # days at a time; 0: the player is closed
    day: str = ""  # the last of these days, `2018-09-03`; empty: the first there is
    pace: int = 2  # days a second
    order: str = ""  # what the table is sorted by; empty: most quoted first


# Name in the address → field, where the two are not the same.
_FIELDS = {"see": "see", "below": "below", "play": "window", "day": "day", "pace": "pace", "order": "order"}


def from_address() -> Shown:
    """Return what the page's address asks for; what means nothing there counts as not said."""
    given = {field: st.query_params.get(name) for name, field in _FIELDS.items()}
    return _clean({**given, "layers": switched_on("map", LAYERS)})


def heard(value: Any) -> Shown | None:
    """Return what the browser says that the reader chose, or None where it says nothing that can be read."""
    if not isinstance(value, dict) or not isinstance(value.get("layers"), list):
        return None
    return _clean(value)


def _clean(given: Mapping[str, Any]) -> Shown:
    usual = Shown()
    window = _number(given.get("window"), WINDOWS, usual.window)
    order = str(given.get("order") or "")
    return Shown(
        layers=tuple(layer for layer in LAYERS if layer in given["layers"]),
        see=given["see"] if given.get("see") in SEES else usual.see,
        below=str(given.get("below")) in {"1", "True"},
        window=window,
        day=str(given["day"]) if window and _is_day(given.get("day")) else usual.day,
        pace=_number(given.get("pace"), PACES, usual.pace),
        order=order if order.removeprefix("-") in COLUMNS else usual.order,
    )


def _number(value: Any, allowed: Sequence[int], usual: int) -> int:
    return next((number for number in allowed if str(number) == str(value)), usual)


def _is_day(value: Any) -> bool:
    try:
        return str(date.fromisoformat(value)) == value
    except (TypeError, ValueError):
        return False


def keep(shown: Shown) -> None:
    """Write into the page's address what the reader chose; nothing of what is as at first."""
    switch("map", LAYERS, shown.layers)
    usual, chosen = asdict(Shown()), asdict(shown)
    for name, field in _FIELDS.items():
        if chosen[field] == usual[field]:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = "1" if chosen[field] is True else str(chosen[field])
