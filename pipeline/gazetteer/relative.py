"""Places told by their distance from another: "30 km north of Aleppo", "just outside Homs". Pure.

The point is computed on the sphere from the anchor's; its doubt is the point-radius method
of georeferencing (Wieczorek, Guo and Hijmans 2004): the anchor's own extent, and what is
unsure in distance and direction, end to end.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.gazetteer.distances import BEARING, DEGREES, GAP, NUMBER, ROUGH, UNIT, VAGUE, compass, kilometres, number
from pipeline.gazetteer.sphere import away, bearing, distance_km
from pipeline.precision import LIMITED_AREA_KM
from pipeline.records import Place, Precision, Span, Toponym

# The longest phrase of our tests has 70 characters; a longer look back finds another sentence's numbers.
_LOOK_BACK = 160
# Past this a distance is a journey or a range of missiles, no place.
MAX_KM = 500.0
# News round distances to fives and tens: a tenth. "About", "at least": a fifth. "A few": anything up to twice.
_UNSURE, _UNSURE_HEDGED, _UNSURE_VAGUE = 0.1, 0.2, 1.0
# Half a sector: "north" is one of eight directions to those who write it, "north-north-east" one of sixteen.
_SECTOR, _FINE_SECTOR = 22.5, 11.25
# "Just outside": the fields and suburbs next to a town. Our choice; half of a commune's usual width of 10 km.
_OUTSIDE_KM = 5.0
# "Halfway" is told along roads, which bend, and is rarely measured: a seventh of the way either side.
_HALFWAY = 0.15
# Of the gazetteer's divisions, half of admin-1 are wider than 49 km and nine in ten narrower than 199 km.
_DISTRICT_KM, _REGION_KM = 50.0, 200.0
_ANCHORS = (Precision.SITE, Precision.TOWN, Precision.DISTRICT, Precision.REGION)

_HEDGES = (
    "about|around|approximately|roughly|some|nearly|almost|over|just|only|up|more|less|than|at|least|to|within"
    "|between|close|barely|estimated|an"
)
_KINDS = (
    "city|town|village|capital|port|hamlet|settlement|suburb|camp|airport|base|crossing|district|province|governorate"
)
# "the rebel-held city of", "the Syrian capital"; up to three words before the kind.
_CALLED = rf"(?:the{GAP}(?:[\w'’-]{{1,25}}{GAP}){{0,3}}?(?:{_KINDS})(?:{GAP}of|,)?{GAP})?"
_HEDGE = rf"(?P<hedge>(?:(?:{_HEDGES}){GAP}){{0,3}})"
_CONVERTED = rf"(?:(?:{GAP})?(?:\([^()\n]{{1,40}}\)|/[^/()\n]{{1,20}}?{UNIT})|,{GAP}or{GAP}[^,()\n]{{1,30}},)?"
_DISTANCE = (
    rf"(?<![\w$€£])(?<!\d[.,])(?<!\w[-–])(?P<low>{NUMBER})"
    rf"(?:(?:{GAP})?(?:[-–—]|to|or|and)(?:{GAP})?(?P<high>{NUMBER}))?(?:{GAP}|-)?(?P<unit>{UNIT}){_CONVERTED}"
)
_BEARING = rf"{GAP}(?:(?:further|due|directly|to{GAP}the){GAP})?(?P<bearing>{BEARING}){GAP}(?:of|from){GAP}"
_FROM = rf"{GAP}(?:away{GAP})?(?:from|outside(?:{GAP}of)?|off(?:{GAP}the{GAP}coast{GAP}of)?){GAP}"
_WITHIN = rf"{GAP}of{GAP}"

_TOLD = re.compile(rf"(?<!\w){_HEDGE}{_DISTANCE}(?:{_BEARING}|(?P<plain>{_FROM})|(?P<of>{_WITHIN})){_CALLED}\Z", re.I)
_OUTSIDE = re.compile(rf"(?<!\w)(?:just|right|immediately){GAP}outside(?:{GAP}of)?{GAP}{_CALLED}\Z", re.I)
_BETWEEN = re.compile(rf"(?<!\w)(?:half[ -]?way|midway){GAP}between{GAP}{_CALLED}\Z", re.I)
_AND = re.compile(rf"{GAP}and{GAP}{_CALLED}", re.I)
# "m" alone stands in half of all words: only after a round number.
_HINTS = ("km", "kilomet", "mile", "metre", "meter", "nmi", "0m", "0 m", "0\u00a0m", "outside", "between")
_JOURNEY = re.compile(rf"{GAP}(?:on{GAP})?to{GAP}", re.I)


class _Told(NamedTuple):
    """What a phrase says: from where it is written, how far, how unsure, and in which direction."""

    start: int  # of the phrase, in the text looked at
    km: float
    unsure_km: float
    point: str | None  # one of the 16 points of the compass


def relative(text: str, span: Span, place: Place, *, others: Sequence[Toponym] = ()) -> Place | None:
    """Return the place that the words before a toponym make of it, or None if they make nothing of it.

    `place` is what the toponym at `span` resolves to: the anchor. It stays what it is; the
    new place has the anchor's country, an id that begins with the anchor's
    ("geonames:170063+30km-N"), and a name as written ("30 km north of Aleppo"). With a bearing
    its point lies there; with a distance alone it is the anchor's point and the distance the
    radius. `others` are the article's toponyms: "halfway between Homs and Hama" needs both,
    and makes the middle of the first.

    radius_km = extent + hypot((d + e) sin b, (d + e) cos b - d), with d the distance told, e what is
    unsure of it, b half the sector of the bearing, extent the anchor's radius; no bearing: the
    greater of d and extent. Never finer than a district or than the anchor; a country, a sea, a
    border is no anchor.
    """
    if place.precision not in _ANCHORS or not all(map(math.isfinite, (place.latitude, place.longitude))):
        return None
    begin = max(0, span.start - _LOOK_BACK)
    before = text[begin : span.start]
    # Most names stand after none of these words: the cheap look saves nine tenths of the time.
    lowered = before.lower()
    if not any(hint in lowered for hint in _HINTS):
        return None
    if told := _told(before):
        leads_on = told.point is None and _JOURNEY.match(text, span.end)
        return None if leads_on else _at(place, told, _written(text, begin + told.start, span))
    if found := _OUTSIDE.search(before):
        radius = place.radius_km + _OUTSIDE_KM
        return _computed(place, _written(text, begin + found.start(), span), "outside", radius_km=radius)
    if found := _BETWEEN.search(before):
        return _halfway(text, begin + found.start(), span, place, others)
    return None


def _told(before: str) -> _Told | None:
    found = _TOLD.search(before)
    if found is None:
        return None
    hedges, low, high = found["hedge"].lower().split(), number(found["low"]), number(found["high"] or found["low"])
    point = compass(found["bearing"]) if found["bearing"] else None
    if low is None or high is None or (found["bearing"] and point is None) or (found["of"] and "within" not in hedges):
        return None
    km, spread = kilometres((low + high) / 2, found["unit"]), kilometres(abs(high - low) / 2, found["unit"])
    if not 0 < km <= MAX_KM:
        return None
    words = " ".join(found["low"].lower().split())
    share = _UNSURE_VAGUE if words in VAGUE else _UNSURE_HEDGED if hedges or words in ROUGH else _UNSURE
    # "Within" and "between" are part of the place's name; "about" is not.
    start = found.start("hedge") if {"within", "between"} & {*hedges} else found.start("low")
    return _Told(start, km, spread + share * km, point)


def _at(anchor: Place, told: _Told, name: str) -> Place:
    far = f"{float(f'{told.km:.3g}'):g}km"
    if told.point is None:
        return _computed(anchor, name, far, radius_km=max(told.km, anchor.radius_km))
    towards = DEGREES[told.point]
    latitude, longitude = away((anchor.latitude, anchor.longitude), km=told.km, towards=towards)
    sector = math.radians(_FINE_SECTOR if len(told.point) == 3 else _SECTOR)
    reach = told.km + told.unsure_km
    doubt = math.hypot(reach * math.sin(sector), reach * math.cos(sector) - told.km)
    moved = replace(anchor, latitude=latitude, longitude=longitude)
    return _computed(
        moved, name, f"{far}-{told.point}", radius_km=anchor.radius_km + doubt, near=told.km <= LIMITED_AREA_KM
    )


def _halfway(text: str, start: int, span: Span, place: Place, others: Sequence[Toponym]) -> Place | None:
    joint = _AND.match(text, span.end)
    second = next((t for t in others if joint and t.span.start == joint.end() and t.place), None)
    other = second.place if second else None
    if second is None or other is None or other.precision not in _ANCHORS:
        return None
    here, there = (place.latitude, place.longitude), (other.latitude, other.longitude)
    if not all(map(math.isfinite, there)) or not 0 < (km := distance_km(here, there)) <= MAX_KM:
        return None
    latitude, longitude = away(here, km=km / 2, towards=bearing(here, there))
    coarser = max(place.precision, other.precision, key=_ANCHORS.index)
    same = place.country if place.country == other.country else None
    moved = replace(place, latitude=latitude, longitude=longitude, precision=coarser, country=same)
    name = _written(text, start, Span(span.start, second.span.end))
    radius = max(place.radius_km, other.radius_km) + _HALFWAY * km
    return _computed(moved, name, f"half-{other.gazetteer_id}", radius_km=radius, near=False)


def _computed(at: Place, name: str, how: str, *, radius_km: float, near: bool = True) -> Place:
    """Return the place `how` from its anchor; its division is the anchor's only if it lies close by."""
    radius = max(1.0, radius_km)
    return replace(
        at,
        name=name,
        gazetteer_id=f"{at.gazetteer_id}+{how}",
        admin1=at.admin1 if near and radius <= LIMITED_AREA_KM else None,
        radius_km=round(radius, 1),
        precision=_precision(at.precision, radius),
    )


def _precision(anchor: Precision, radius_km: float) -> Precision:
    if radius_km > _REGION_KM:
        return Precision.AREA
    return Precision.REGION if radius_km > _DISTRICT_KM or anchor == Precision.REGION else Precision.DISTRICT


def _written(text: str, start: int, span: Span) -> str:
    return " ".join(text[start : span.end].split())
