"""The part of the world that a map shows, and where a point of it lies on the paper.

Equidistant cylindrical: true to scale along its middle latitude and along all meridians, so that one
scale bar is right to some percent in a frame as high as a few countries.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
import numpy.typing as npt

from pipeline.brief.pictures.drawing import Point, Ring
from pipeline.brief.pictures.world import Degrees

KM_A_DEGREE = 111.2
MIN_HEIGHT = 2.4  # degrees: a town needs what lies round it
MAX_SCALED = 45.0  # degrees of height, above which no one scale bar is right
_MARGIN = 0.09  # of the frame, on each side
_FULL = 360.0

Box = tuple[float, float, float, float]  # west, south, east, north, in degrees


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of the world on a part of the paper."""

    bounds: Box
    left: float
    top: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The latitude that is true to scale."""
        return (self.bounds[1] + self.bounds[3]) / 2

    @property
    def units_a_km(self) -> float:
        """How long a kilometre is on the paper."""
        return self.height / (self.bounds[3] - self.bounds[1]) / KM_A_DEGREE

    def at(self, latitude: float, longitude: float) -> Point:
        """Return where a point lies on the paper."""
        west, south, east, north = self.bounds
        turned = (west + east) / 2 + (longitude - (west + east) / 2 + 180) % _FULL - 180
        x = self.left + (turned - west) / (east - west) * self.width
        return x, self.top + (north - latitude) / (north - south) * self.height

    def holds(self, point: Point, *, by: float = 0.0) -> bool:
        """Tell whether a point of the paper is within, by so many units at least."""
        x, y = point
        across = self.left + by <= x <= self.left + self.width - by
        return across and self.top + by <= y <= self.top + self.height - by

    def rings(self, rings: Sequence[Degrees]) -> tuple[Ring, ...]:
        """Return what of closed rings is within, on the paper."""
        cut = (self._ring(points) for ring in rings for points in self._near(ring))
        return tuple(ring for ring in cut if len(ring) > 2)

    def lines(self, lines: Sequence[Degrees]) -> Iterator[Ring]:
        """Yield the parts of lines that are within or just outside."""
        for line in lines:
            for points in self._near(line):
                yield from self._line(points)

    def _near(self, points: Degrees) -> Iterator[npt.NDArray[np.float64]]:
        """Yield points on the paper, once for each turn of the world in which they may be seen."""
        west, south, east, north = self.bounds
        low, high = points.min(axis=0), points.max(axis=0)
        if low[1] > north or high[1] < south:
            return
        for turn in (-_FULL, 0.0, _FULL):
            if low[0] + turn <= east and high[0] + turn >= west:
                x = self.left + (points[:, 0] + turn - west) / (east - west) * self.width
                y = self.top + (north - points[:, 1]) / (north - south) * self.height
                yield np.column_stack([x, y]).astype(np.float64)

    def _ring(self, points: npt.NDArray[np.float64]) -> Ring:
        """Cut a ring to the frame (Sutherland and Hodgman 1974)."""
        kept: list[Point] = [(float(x), float(y)) for x, y in points[:-1]]
        edges = ((0, self.left, 1), (0, self.left + self.width, -1), (1, self.top, 1), (1, self.top + self.height, -1))
        for axis, limit, side in edges:
            kept = list(_cut(kept, axis, limit, side))
        return tuple(kept)

    def _line(self, points: npt.NDArray[np.float64]) -> Iterator[Ring]:
        """Cut a line where it is well outside; what is left over the edge lies under the paper's margin."""
        far = 12.0
        inside = (
            (points[:, 0] > self.left - far)
            & (points[:, 0] < self.left + self.width + far)
            & (points[:, 1] > self.top - far)
            & (points[:, 1] < self.top + self.height + far)
        )
        for seen, run in groupby(enumerate(inside), key=lambda pair: bool(pair[1])):
            places = [at for at, _ in run]
            if seen:
                part = points[max(0, places[0] - 1) : places[-1] + 2]
                if len(part) > 1:
                    yield tuple(_clamped(part, self))


def _clamped(points: npt.NDArray[np.float64], frame: Frame) -> Iterator[Point]:
    """Yield points, the first and last of them pulled back to the edge that their line crosses."""
    whole = [(float(x), float(y)) for x, y in points]
    if len(whole) > 1:
        whole[0] = _pulled(whole[0], whole[1], frame)
        whole[-1] = _pulled(whole[-1], whole[-2], frame)
    yield from whole


def _pulled(point: Point, towards: Point, frame: Frame) -> Point:
    """Return the first point on the way to another that is within the frame, or the point itself."""
    for share in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        x = point[0] + (towards[0] - point[0]) * share
        y = point[1] + (towards[1] - point[1]) * share
        if frame.holds((x, y)):
            return x, y
    return towards


def _cut(ring: Sequence[Point], axis: int, limit: float, side: int) -> Iterator[Point]:
    for here, there in pairwise([*ring, *ring[:1]]):
        inside, next_inside = side * here[axis] >= side * limit, side * there[axis] >= side * limit
        if inside:
            yield here
        if inside != next_inside:
            share = (limit - here[axis]) / (there[axis] - here[axis])
            yield here[0] + share * (there[0] - here[0]), here[1] + share * (there[1] - here[1])


def spread(boxes: Sequence[Box]) -> float:
    """Return how large the box round boxes is, in square degrees."""
    wide = max(box[2] for box in boxes) - min(box[0] for box in boxes)
    return wide * (max(box[3] for box in boxes) - min(box[1] for box in boxes))


def framed(boxes: Sequence[Box], *, left: float, top: float, width: float, height: float) -> Frame:
    """Return the frame that holds all boxes, as wide and high as the paper."""
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    middle = (south + north) / 2
    squeezed = max(0.2, math.cos(math.radians(middle)))
    tall = max((north - south) * (1 + 2 * _MARGIN), MIN_HEIGHT)
    tall = max(tall, (east - west) * (1 + 2 * _MARGIN) * squeezed * height / width)
    tall = min(tall, 150.0)
    wide = min(tall * width / height / squeezed, _FULL)
    south, north = middle - tall / 2, middle + tall / 2
    shift = max(0.0, -80 - south) - max(0.0, north - 85)
    centre = (west + east) / 2
    return Frame((centre - wide / 2, south + shift, centre + wide / 2, north + shift), left, top, width, height)
