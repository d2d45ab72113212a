"""Outlines of admin-1 divisions, as Natural Earth draws them: reading, holding, measuring. Build time only."""

from __future__ import annotations

import math
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ring = list[tuple[float, float]]  # longitude, latitude
Floats = NDArray[np.float64]
EARTH_KM = 6371.0088
WORLD = Path("usr", "share", "qgis", "resources", "data", "world_map.gpkg")  # where Debian's qgis-common has them
# About this many points are set in an outline to measure it, whatever its size: about 40 by 40.
SAMPLES = 1500
_MOST_CORNERS = 2000  # of an outline, looked at for the point that is farthest from its border
_ENVELOPE = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}  # bytes, by the envelope code of a GeoPackage header


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


def held(outline: Shape, longitudes: Floats, latitudes: Floats) -> NDArray[np.bool_]:
    """Tell of many points at once which lie inside an outline."""
    west, south, east, north = outline.box
    longitudes = np.where(longitudes + 360 <= east, longitudes + 360, longitudes)
    longitudes = np.where(longitudes - 360 >= west, longitudes - 360, longitudes)
    near = (longitudes >= west) & (longitudes <= east) & (latitudes >= south) & (latitudes <= north)
    found = np.zeros(len(longitudes), dtype=bool)
    if near.any():
        found[near] = _odd(map(np.asarray, outline.rings), longitudes[near], latitudes[near])
    return found


def _odd(rings: Iterable[Floats], longitudes: Floats, latitudes: Floats) -> NDArray[np.bool_]:
    """Count the borders that a ray to the east crosses; an odd number means inside."""
    odd = np.zeros(len(longitudes), dtype=bool)
    for ring in rings:
        (x1, y1), (x2, y2) = ring[:-1].T, ring[1:].T
        for at in range(0, len(longitudes), 500):  # 500 points at once: a few MB for the longest coast
            x, y = longitudes[at : at + 500, None], latitudes[at : at + 500, None]
            over = (y1 > y) != (y2 > y)
            with np.errstate(divide="ignore", invalid="ignore"):
                crossed = over & (x < x1 + (y - y1) / (y2 - y1) * (x2 - x1))
            odd[at : at + 500] ^= crossed.sum(axis=1) % 2 == 1
    return odd


def middle(parts: Sequence[Shape]) -> tuple[tuple[float, float], int] | None:
    """Return a point (latitude, longitude) inside the parts and the radius, in km, that holds 90 % of their area.

    The point is the centre of the area or, where that lies outside (a crescent, islands),
    a point inside near to it. None if the parts have no area.
    """
    samples, weights = _samples(parts)
    if not len(samples):
        return None
    centre = (samples * weights[:, None]).sum(axis=0)
    latitude, longitude = _degrees(centre / np.linalg.norm(centre))
    if not any(part.holds(longitude, latitude) for part in parts):
        latitude, longitude = _degrees(samples[_nearest(samples, centre, parts)])
    distances = EARTH_KM * np.arccos(np.clip(samples @ _vectors([longitude], [latitude])[0], -1, 1))
    order = np.argsort(distances)
    reached = np.searchsorted(np.cumsum(weights[order]), 0.9 * weights.sum())
    return (latitude, longitude), max(1, round(float(distances[order][reached])))


def _samples(parts: Sequence[Shape]) -> tuple[Floats, Floats]:
    """Return evenly spaced points inside the parts, as unit vectors, and the area each stands for."""
    rings = [np.asarray(ring) for part in parts for ring in part.rings]
    step = math.sqrt(sum(_flat(ring) for ring in rings) / SAMPLES) or 1.0
    points = np.concatenate([_grid(ring, rings, step) for ring in rings])
    return _vectors(points[:, 0], points[:, 1]), np.cos(np.radians(points[:, 1]))


def _flat(ring: Floats) -> float:
    """Return the area of a ring in square degrees."""
    x, y = ring.T
    return abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))) / 2


def _grid(ring: Floats, rings: Sequence[Floats], step: float) -> Floats:
    """Return the points of a grid (longitude, latitude) inside a ring but in no hole."""
    (west, south), (east, north) = ring.min(axis=0), ring.max(axis=0)
    xs, ys = np.meshgrid(np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step))
    points = np.stack([xs.ravel(), ys.ravel()], axis=1)
    points = points[_odd([ring], points[:, 0], points[:, 1])]
    if not len(points):
        return points
    inner = [
        other
        for other in rings
        if other is not ring
        and (other.min(axis=0) >= (west, south)).all()
        and (other.max(axis=0) <= (east, north)).all()
    ]
    return points[~_odd(inner, points[:, 0], points[:, 1])]


def _vectors(longitudes: Any, latitudes: Any) -> Floats:
    x, y = np.radians(np.asarray(longitudes, dtype=float)), np.radians(np.asarray(latitudes, dtype=float))
    return np.stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)], axis=1)


def _degrees(vector: Floats) -> tuple[float, float]:
    x, y, z = (float(value) for value in vector)
    return math.degrees(math.asin(max(-1.0, min(1.0, z)))), math.degrees(math.atan2(y, x))


def _nearest(samples: Floats, centre: Floats, parts: Sequence[Shape]) -> int:
    """Return which point is nearest to a centre, of those a quarter as far from the border as the inmost or farther."""
    corners = np.concatenate([np.asarray(ring) for part in parts for ring in part.rings])
    corners = corners[:: max(1, len(corners) // _MOST_CORNERS)]
    cosines = (samples @ _vectors(corners[:, 0], corners[:, 1]).T).max(axis=1)
    depths = np.arccos(np.clip(cosines, -1, 1))
    return int(np.argmax(np.where(depths >= depths.max() / 4, samples @ centre, -2)))
