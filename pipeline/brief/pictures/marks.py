"""A place that quotes are about, and how it is drawn: as finely as it is known, told apart without colour."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.brief.pictures.drawing import INK, PAPER, Look
from pipeline.brief.pictures.world import world
from pipeline.precision import is_computed

Kind = Literal["point", "outline", "circle", "country"]
Risk = Literal["reported", "feared", "none"]

# A wider circle fills the map and says nothing that the name does not.
MAX_CIRCLE_KM = 300.0
LOOKS: dict[Risk, Look] = {
    "reported": Look(fill="#a81414", edge=PAPER, width=0.9),
    "feared": Look(fill="#fff4e6", edge="#c35f00", width=1.2, pattern="stripes", pattern_colour="#c35f00"),
    "none": Look(fill=PAPER, edge=INK, width=1.2),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that quotes are about, as it is drawn."""

    id: str
    name: str
    country: str | None
    latitude: float
    longitude: float
    radius_km: float
    kind: Kind
    risk: Risk
    quotes: int

    @property
    def radius(self) -> float:
        """Of its disc, in units: the area tells the quotes."""
        return disc_radius(self.quotes)

    @property
    def look(self) -> Look:
        """How it is filled."""
        return LOOKS[self.risk]


def disc_radius(quotes: float) -> float:
    """Return the radius of a disc for so many quotes; one quote is still seen, a hundred hide no country."""
    return min(26.0, 2.6 * math.sqrt(quotes))


def mark_of(row: Any) -> Mark | None:
    """Return a row of `queries.places` as a mark; None: it cannot be drawn."""
    kind = _kind(row)
    if kind is None:
        return None
    return Mark(
        str(row.gazetteer_id),
        str(row.name),
        row.country if isinstance(row.country, str) else None,
        float(row.latitude),
        float(row.longitude),
        float(row.radius_km),
        kind,
        _risk(row.risks),
        int(row.n_about),
    )


def _kind(row: Any) -> Kind | None:
    """Return how a place is drawn, by how finely it is known; None: not at all."""
    place, precision, radius_km = str(row.gazetteer_id), str(row.precision), float(row.radius_km)
    if precision == "country":
        return "country"
    if precision in {"site", "town"} and not is_computed(place):
        return "point"
    if precision == "region" and place in world().outlines:
        return "outline"
    return "circle" if precision != "area" and 0 < radius_km <= MAX_CIRCLE_KM else None


def _risk(risks: Iterable[tuple[str, str, int]]) -> Risk:
    """Return whether the risks of quotes about a place are reported, or more of them feared; denied ones are none."""
    counted = {"reported": 0, "feared": 0}
    for _, modality, quotes in risks:
        if modality in counted:
            counted[modality] += int(quotes)
    if not any(counted.values()):
        return "none"
    return "reported" if counted["reported"] >= counted["feared"] else "feared"
