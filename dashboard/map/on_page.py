"""The map as a page has it: what it asks the store, and what a click on it changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from dashboard import data
from dashboard import filters as f
from dashboard.map import shown
from dashboard.map.component import live_map
from dashboard.map.packing import Part
from dashboard.map.shown import Shown
from dashboard.picture import chosen_place
from dashboard.surface import Act
from pipeline.queries import Filters


def show(filters: Filters, *, on_act: Callable[[Act], None]) -> None:
    """Draw the map of what the filters ask for, whatever place they name; a click on a place filters by it."""
    asked, selected = shown.from_address(), next(iter(filters.places), None)
    clicked = live_map(
        _parts(filters, asked, selected),
        key="map",
        selected=selected,
        shown=asked,
        on_shown=shown.keep,
        on_open=partial(_open, on_act),
    )
    chosen_place(filters, clicked)


def _parts(filters: Filters, asked: Shown, selected: str | None) -> dict[str, Part]:
    """Ask for what is shown: counts by day once the player is open, unresolved names once the table is seen."""
    any_place = f.without(filters, "places")
    places, provinces = data.map_places(any_place, keep=selected)
    parts = {"places": places, "provinces": provinces, "arcs": data.map_arcs(filters)}
    if asked.window:
        parts["days"] = data.map_days(any_place)
    if asked.see == "table":
        parts["unresolved"] = data.map_unresolved(any_place)
    return parts


def _open(on_act: Callable[[Act], None], article_id: str) -> None:
    on_act(Act("open", f"#{article_id}"))
