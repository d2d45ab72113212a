"""Read shapes of Natural Earth and join them to the gazetteer. Build time only.

A shape is joined when the gazetteer knows its name as that of an admin-1 division and the
division's point lies inside the shape. Natural Earth's own country is never asked: it is
not neutral (Crimea, Golan).
"""

from __future__ import annotations

import math
import re
import sqlite3
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.gazetteer.features import Feature
from pipeline.gazetteer.index import Gazetteer
from pipeline.gazetteer.names import fold, without_type
from pipeline.gazetteer.packing import ROW, Packed
from pipeline.records import Place

Ring = list[tuple[float, float]]  # longitude, latitude
EARTH_KM = 6371.0088
_ENVELOPE = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}  # bytes, by the envelope code of a GeoPackage header
# At 0.6 all 96 joins made this way in the sixteen conflict countries were right when read; at 0.5 two were not.
ALIKE = 0.6
# Coastal divisions have their mean of towns in the sea or across a border: Al Hudaydah by 5 km, Fars by 40.
NEAR_KM = 60.0
_TYPES = frozenset(
    [
        "muhafazat",
        "province",
        "oblast",
        "state",
        "region",
        "sha'biyat",
        "de",
        "du",
        "la",
        "le",
        "al",
        "el",
        "ad",
        "ar",
        "as",
        "at",
        "ash",
        "az",
        "and",
        "of",
    ]
)


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline with the names its source gives it."""

    names: tuple[str, ...]
    rings: tuple[Ring, ...]
    box: tuple[float, float, float, float]  # west, south, east, north

    def holds(self, longitude: float, latitude: float) -> bool:
        """Tell whether a point lies inside, by counting the crossings of a ray."""
        west, south, east, north = self.box
        longitude += 360 if longitude + 360 <= east else -360 if longitude - 360 >= west else 0
        if not (west <= longitude <= east and south <= latitude <= north):
            return False
        return sum(_crossings(ring, longitude, latitude) for ring in self.rings) % 2 == 1

    def distance_km(self, longitude: float, latitude: float) -> float:
        """Return about how far a point lies from the nearest corner of the outline."""
        scale = math.cos(math.radians(latitude))
        squares = (((x - longitude) * scale) ** 2 + (y - latitude) ** 2 for ring in self.rings for x, y in ring)
        return 111.2 * math.sqrt(min(squares))


def _crossings(ring: Ring, longitude: float, latitude: float) -> int:
    count = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > latitude) != (y2 > latitude) and longitude < x1 + (latitude - y1) / (y2 - y1) * (x2 - x1):
            count += 1
    return count


def shape(names: Iterable[str], rings: Sequence[Ring]) -> Shape:
    """Build a shape and its box."""
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    return Shape(tuple(dict.fromkeys(names)), tuple(rings), (min(xs), min(ys), max(xs), max(ys)))


def layer(path: Path, table: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a layer of a GeoPackage; `geometry` is a GeoJSON geometry."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        database.row_factory = sqlite3.Row
        for row in database.execute(f"SELECT * FROM {table}"):  # noqa: S608 -- a table's name, from our own code
            values = dict(row)
            blob = values.pop("geom")
            yield {**values, "geometry": _geometry(blob, 8 + _ENVELOPE[blob[3] >> 1 & 7])[0]}


def _geometry(blob: bytes, at: int) -> tuple[dict[str, Any], int]:
    """Read well-known binary (OGC 06-103r4): polygons, lines and collections of either."""
    order = "<" if blob[at] == 1 else ">"
    kind, count = struct.unpack_from(f"{order}II", blob, at + 1)
    at += 9
    if kind == 2:
        line, at = _points(blob, at - 4, order)
        return {"type": "LineString", "coordinates": line}, at
    parts: list[Any] = []
    for _ in range(count):
        if kind == 3:
            part, at = _points(blob, at, order)
        else:
            inner, at = _geometry(blob, at)
            part = inner["coordinates"]
        parts.append(part)
    return {"type": {3: "Polygon", 5: "MultiLineString", 6: "MultiPolygon"}[kind], "coordinates": parts}, at


def _points(blob: bytes, at: int, order: str) -> tuple[Ring, int]:
    (count,) = struct.unpack_from(f"{order}I", blob, at)
    flat = struct.unpack_from(f"{order}{2 * count}d", blob, at + 4)
    return list(zip(flat[::2], flat[1::2], strict=True)), at + 4 + 16 * count


def rings_of(geometry: dict[str, Any]) -> list[Ring]:
    """Return the rings of a polygon or of several, outer and inner alike."""
    coordinates = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    return [unbroken(ring) for polygon in polygons for ring in polygon]


def unbroken(ring: Sequence[Sequence[float]]) -> Ring:
    """Let a ring run on past the date line (190°) where its corners jump to the other side of the world (-170°)."""
    turn, whole = 0, []
    for (before, _), (x, y) in pairwise([ring[0], *ring]):
        if abs(x - before) > 180:
            turn += 360 if x < before else -360
        whole.append((x + turn, y))
    return whole


def area_km2(ring: Ring) -> float:
    """Return the area that a ring encloses on the sphere (exact for edges drawn straight in an equal-area cylinder)."""
    sines = (
        (x2 - x1, math.sin(math.radians(y1)) + math.sin(math.radians(y2))) for (x1, y1), (x2, y2) in pairwise(ring)
    )
    return abs(sum(math.radians(width) * height for width, height in sines)) / 2 * EARTH_KM**2


def spellings(*names: str | None) -> list[str]:
    """Return names as they may stand in the gazetteer: without brackets, both sides of a stroke."""
    parts = (part for name in names if name for part in re.split(r"[()|/]", name))
    return list(dict.fromkeys(part.strip().replace("`", "'") for part in parts if part.strip()))


def divisions(gazetteer: Gazetteer, packed: Packed) -> list[Place]:
    """Return every admin-1 division of the gazetteer."""
    names = {packed.name(at) for at in range(len(packed.rows) // ROW.size) if packed.row(at).feature == Feature.ADMIN1}
    found = (candidate for name in sorted(names) for candidate in gazetteer.candidates(name))
    places = {c.place.gazetteer_id: c.place for c in found if c.feature is Feature.ADMIN1}
    return list(places.values())


def join(shapes: Sequence[Shape], gazetteer: Gazetteer, places: Sequence[Place]) -> list[Place | None]:
    """Return for each shape the division it outlines, or None where that is not sure.

    Three passes, each over what the one before left: the shape holds a division whose names
    include its own; it holds one division only and both names sound alike; a division of
    its name lies just outside it. Two shapes that claim one division both lose it, and so
    does a shape that still holds a division without one: it is older than their split.
    """
    held = [[place for place in places if one.holds(place.longitude, place.latitude)] for one in shapes]
    found = [_named(one, gazetteer, inside) for one, inside in zip(shapes, held, strict=True)]
    _fill(found, [_alone(one, inside, _taken(found)) for one, inside in zip(shapes, held, strict=True)])
    _fill(found, [_near(one, gazetteer, _taken(found)) for one in shapes])
    claims = Counter(place.gazetteer_id for place in found if place)
    single = [place if place and claims[place.gazetteer_id] == 1 else None for place in found]
    kept = _taken(single)
    return [
        None if place is None or _outdated(place, inside, kept) else place
        for place, inside in zip(single, held, strict=True)
    ]


def _outdated(place: Place, inside: Sequence[Place], kept: set[str]) -> bool:
    return any(other.gazetteer_id not in kept and other.country == place.country for other in inside)


def _taken(found: Iterable[Place | None]) -> set[str]:
    return {place.gazetteer_id for place in found if place}


def _fill(found: list[Place | None], others: Sequence[Place | None]) -> None:
    found[:] = [place or other for place, other in zip(found, others, strict=True)]


def _named(one: Shape, gazetteer: Gazetteer, inside: Sequence[Place]) -> Place | None:
    known = {place.gazetteer_id: place for place in inside}
    countries = {place.country for place in inside if place.country}
    for name in one.names if known else ():
        for candidate in gazetteer.candidates(name, countries=countries):
            if candidate.place.gazetteer_id in known:
                return known[candidate.place.gazetteer_id]
    return None


def _alone(one: Shape, inside: Sequence[Place], taken: set[str]) -> Place | None:
    free = [place for place in inside if place.gazetteer_id not in taken]
    return free[0] if len(free) == 1 and _alike(one.names, free[0].name) else None


def _near(one: Shape, gazetteer: Gazetteer, taken: set[str]) -> Place | None:
    for name in one.names:
        for candidate in gazetteer.candidates(name):
            place = candidate.place
            if candidate.feature is not Feature.ADMIN1 or place.gazetteer_id in taken:
                continue
            if one.distance_km(place.longitude, place.latitude) <= NEAR_KM:
                return place
    return None


def _alike(names: Iterable[str], other: str) -> bool:
    """Compare names by their letters without type words and articles: "Muhafazat al Basrah", "Basra"."""
    bare = _bare(other)
    return any(SequenceMatcher(None, _bare(name), bare).ratio() >= ALIKE for name in names)


def _bare(name: str) -> str:
    folded = fold(name)
    typed = without_type(folded)
    words = (typed.name if typed else folded).split()
    return "".join(word for word in words if word not in _TYPES)
