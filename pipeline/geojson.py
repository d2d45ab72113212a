"""Where a place is, as GeoJSON (RFC 7946) that says no more than is known: a point, a circle, or nothing to draw.

A map program draws each kind of geometry as a layer of its own: what is exact, and what is not, stay apart.
"""

from __future__ import annotations

import math
from typing import Any

from pipeline.gazetteer.sphere import EARTH_RADIUS_KM, away
from pipeline.precision import is_computed
from pipeline.records import Precision

NO_GEOMETRY = frozenset({Precision.COUNTRY, Precision.AREA})
_EXACT = frozenset({Precision.SITE, Precision.TOWN})
# A polygon of so many corners covers all but 0.2 % of its circle.
_CORNERS = 64
_DECIMALS = 5  # of a degree: a metre


def geometry(
    *, gazetteer_id: str, precision: Precision, latitude: float, longitude: float, radius_km: float
) -> tuple[dict[str, Any] | None, str]:
    """Return a place's geometry, longitude first, and a sentence on what it stands for.

    A site or town is a Point. What is known to a district or region only, and what was computed
    from another place, is the circle it lies in: a Polygon, a MultiPolygon across longitude 180.
    A country, a sea or a border has no geometry, nor has a circle of unknown size.
    """
    if precision in NO_GEOMETRY:
        return None, f"Known to the {precision} only: no geometry, as any point would be false."
    if precision in _EXACT and not is_computed(gazetteer_id):
        return _point(latitude, longitude), f"The gazetteer's own point for this {precision}."
    ring = _ring(latitude, longitude, radius_km)
    if ring is None:
        return None, f"Known to the {precision} only, and not how large that is: no geometry."
    how = "Computed from a distance in the text" if is_computed(gazetteer_id) else f"Known to the {precision} only"
    return _area(ring), f"{how}: somewhere in this circle of {radius_km:g} km, whose middle is no position."


def _point(latitude: float, longitude: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [longitude, latitude]}


def _ring(latitude: float, longitude: float, radius_km: float) -> list[tuple[float, float]] | None:
    """Return the corners of a circle, (longitude, latitude), anticlockwise and closed; longitudes may pass 180.

    None: it has no size, or it holds a pole, which no ring in degrees goes round.
    """
    reach = math.degrees(radius_km / EARTH_RADIUS_KM)
    if not 0 < reach < 90 - abs(latitude):
        return None
    corners = [away((latitude, longitude), km=radius_km, towards=-360 * n / _CORNERS) for n in range(_CORNERS)]
    ring = [(longitude + (east - longitude + 180) % 360 - 180, north) for north, east in corners]
    return [*ring, ring[0]]


def _area(ring: list[tuple[float, float]]) -> dict[str, Any]:
    """Return a ring as an area; cut in two where it crosses longitude 180 (RFC 7946, 3.1.9)."""
    parts = [part for turn in (0, 360, -360) if (part := _between(ring, turn))]
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": [parts[0]]}
    return {"type": "MultiPolygon", "coordinates": [[part] for part in parts]}


def _between(ring: list[tuple[float, float]], turn: int) -> list[list[float]]:
    """Return the part of a ring whose longitudes, turned by so many degrees, lie in -180 to 180; closed, or empty."""
    kept = [(east + turn, north) for east, north in ring[:-1]]
    for limit, side in ((180.0, 1), (-180.0, -1)):
        kept = _clipped(kept, limit, side)
    rounded = [[round(east, _DECIMALS), round(north, _DECIMALS)] for east, north in kept]
    return [*rounded, rounded[0]] if len(rounded) > 2 else []


def _clipped(ring: list[tuple[float, float]], limit: float, side: int) -> list[tuple[float, float]]:
    """Cut off what lies past a meridian (Sutherland and Hodgman 1974, for one edge)."""
    kept: list[tuple[float, float]] = []
    for (east, north), (next_east, next_north) in zip(ring, ring[1:] + ring[:1], strict=True):
        inside, next_inside = side * east <= side * limit, side * next_east <= side * limit
        if inside:
            kept.append((east, north))
        if inside != next_inside:
            share = (limit - east) / (next_east - east)
            kept.append((limit, north + share * (next_north - north)))
    return kept
