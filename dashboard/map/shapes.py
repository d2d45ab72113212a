"""Join shapes of Natural Earth to the gazetteer. Build time only.

A shape is joined when the gazetteer knows its name as that of an admin-1 division and the
division's point lies inside the shape. Natural Earth's own country is never asked: it is
not neutral (Crimea, Golan).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from pipeline.gazetteer.features import Feature
from pipeline.gazetteer.index import Gazetteer
from pipeline.gazetteer.names import fold, without_type
from pipeline.gazetteer.outlines import Ring, Shape, area_km2, layer, rings_of, shape, unbroken
from pipeline.gazetteer.packing import ROW, Packed
from pipeline.records import Place

__all__ = ["Ring", "Shape", "area_km2", "divisions", "join", "layer", "rings_of", "shape", "spellings", "unbroken"]

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
