"""What the map draws: each part asked for, packed and marked once for all who look at the same."""

from __future__ import annotations

import pandas as pd

from dashboard.data.asking import ask, kept_whole, version
from dashboard.map.days import day_counts
from dashboard.map.marks import arc_marks, name_marks, place_marks
from dashboard.map.packing import Part, columns, packed, part
from dashboard.map.provinces import province_marks
from pipeline import queries
from pipeline.queries import Filters


def map_places(filters: Filters, *, keep: str | None) -> tuple[Part, Part]:
    """Return places and provinces to draw; the place `keep` is among them however few quotes it has."""
    found = _places(filters, None, version())
    drawn = keep is None or keep in found[0].content["columns"].get("id", ())
    return found if drawn else _places(filters, keep, version())


def map_arcs(filters: Filters) -> Part:
    """Return the lines from where was spoken to what was spoken about."""
    return _arcs(filters, version())


def map_days(filters: Filters) -> Part:
    """Return when each place was spoken about."""
    return _days(filters, version())


def map_unresolved(filters: Filters) -> Part:
    """Return the names that led to no place."""
    return _unresolved(filters, version())


@kept_whole()
def _places(filters: Filters, keep: str | None, version: str) -> tuple[Part, Part]:  # noqa: ARG001
    places: pd.DataFrame = ask(queries.places, filters)
    return part(packed(place_marks(places, keep=keep))), part(columns(province_marks(places)))


@kept_whole()
def _arcs(filters: Filters, version: str) -> Part:  # noqa: ARG001
    return part(arc_marks(ask(queries.arcs, filters)))


@kept_whole()
def _days(filters: Filters, version: str) -> Part:  # noqa: ARG001
    return part(day_counts(ask(queries.places_by_day, filters)))


@kept_whole()
def _unresolved(filters: Filters, version: str) -> Part:  # noqa: ARG001
    return part(name_marks(ask(queries.unresolved, filters)))
