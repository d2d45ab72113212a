"""The base map that the desk serves, unpacked: countries, borders, water and admin-1 outlines, in degrees.

TopoJSON (https://github.com/topojson/topojson-specification): shapes are arcs, each stored once in steps.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.brief.pictures.letters import STATIC

Degrees = npt.NDArray[np.float32]  # rows of longitude, latitude; longitudes may pass 180
_MAP = STATIC / "map"


@dataclass(frozen=True, slots=True)
class World:
    """What a map stands on. Rings are closed; a shape's holes are rings as well."""

    countries: tuple[tuple[str, tuple[Degrees, ...]], ...]  # ISO alpha-2 code, rings
    lakes: tuple[Degrees, ...]
    rivers: tuple[Degrees, ...]
    borders: tuple[Degrees, ...]
    disputed: tuple[Degrees, ...]  # borders that are not settled
    divisions: tuple[Degrees, ...]  # borders of admin-1 divisions
    outlines: Mapping[str, tuple[Degrees, ...]]  # gazetteer id of an admin-1 division → rings


@dataclass(frozen=True, slots=True)
class Label:
    """A name that orients: of a country or a city."""

    name: str
    latitude: float
    longitude: float
    rank: int  # the lower, the more it orients


@cache
def world() -> World:
    """Return the base map: some 15 MB, unpacked once, in about a second."""
    base, admin1 = _Topology("base.json"), _Topology("admin1.json")
    countries = base.shapes("countries")
    return World(
        countries=tuple((shape["properties"]["c"], base.rings(shape)) for shape in countries),
        lakes=tuple(ring for shape in base.shapes("lakes") for ring in base.rings(shape)),
        rivers=base.lines("rivers"),
        borders=base.lines("borders"),
        disputed=base.lines("disputed"),
        divisions=admin1.lines("lines"),
        outlines={
            shape["properties"]["g"]: admin1.rings(shape)
            for shape in admin1.shapes("admin1")
            if (shape.get("properties") or {}).get("g")
        },
    )


@cache
def labels() -> tuple[tuple[Label, ...], tuple[Label, ...]]:
    """Return the names of countries and of cities, each with its point."""
    found = json.loads((_MAP / "labels.json").read_text(encoding="utf-8"))
    return tuple(Label(*row) for row in found["countries"]), tuple(Label(*row) for row in found["cities"])


class _Topology:
    """One TopoJSON file."""

    def __init__(self, name: str) -> None:
        held = json.loads((_MAP / name).read_text(encoding="utf-8"))
        scale, move = (np.array(held["transform"][key]) for key in ("scale", "translate"))
        self._arcs: list[Degrees] = [
            (np.cumsum(np.array(arc), axis=0) * scale + move).astype(np.float32) for arc in held["arcs"]
        ]
        self._objects: dict[str, Any] = held["objects"]

    def shapes(self, name: str) -> Sequence[dict[str, Any]]:
        """Return the shapes of a layer."""
        held = self._objects[name]
        return [shape for shape in held.get("geometries", [held]) if shape.get("arcs")]

    def rings(self, shape: Mapping[str, Any]) -> tuple[Degrees, ...]:
        """Return all rings of a shape."""
        arcs = shape["arcs"]
        rings = arcs if shape["type"] == "Polygon" else [ring for part in arcs for ring in part]
        return tuple(self._joined(ring) for ring in rings)

    def lines(self, name: str) -> tuple[Degrees, ...]:
        """Return all lines of a layer."""
        found: list[Degrees] = []
        for shape in self.shapes(name):
            arcs = shape["arcs"]
            found += [self._joined(line) for line in ([arcs] if shape["type"] == "LineString" else arcs)]
        return tuple(found)

    def _joined(self, arcs: Iterable[int]) -> Degrees:
        parts = [self._arcs[at] if at >= 0 else self._arcs[~at][::-1] for at in arcs]
        return np.concatenate([part if number == 0 else part[1:] for number, part in enumerate(parts)])
