"""What services answer, read with distrust: every field checked, capped and cleaned, whatever the service sent."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.gazetteer.features import Feature
from pipeline.gazetteer.names import MAX_NAME_CHARS
from pipeline.gazetteer.services.kinds import feature_of
from pipeline.intake.clean import clean_line

MAX_PLACES = 10  # a service puts the likeliest first; the ranker weighs few candidates better than many
MAX_NAMES = 400  # a country has up to 300 in OpenStreetMap
HALF_EARTH_KM = 20_038.0  # no two points are further apart
_EARTH_KM = 6371.0
_OSM_TYPES = {"n": "node", "w": "way", "r": "relation", "node": "node", "way": "way", "relation": "relation"}
_NAME_KEYS = re.compile(
    r"(?:_place_)?(?:name|alt_name|old_name|official_name|int_name|short_name|loc_name)(?::[\w-]{1,20})?"
)
# Without a bounding box: as far as such a place usually reaches, generously.
_USUAL_RADIUS_KM = {Feature.ADMIN1: 100.0, Feature.HISTORIC_REGION: 100.0, Feature.ADMIN2: 30.0, Feature.ISLAND: 20.0}
_FALLBACK_RADIUS_KM = 5.0


@dataclass(frozen=True, slots=True)
class Found:
    """A place as a service knows it, in our terms."""

    name: str
    other_names: tuple[str, ...]
    latitude: float  # degrees, WGS 84
    longitude: float  # degrees, WGS 84
    feature: Feature
    osm_id: str  # "osm:relation:123"
    country: str | None  # ISO 3166-1 alpha-2
    admin1: str | None
    radius_km: float


def usable(answer: Any, service: str) -> list[Any] | None:
    """Return the well-formed items of an answer, at most MAX_PLACES; None if it is no list of places at all.

    An answer whose items are all malformed is none either: it speaks another format.
    """
    items = answer.get("features") if service == "photon" and isinstance(answer, dict) else answer
    if not isinstance(items, list):
        return None
    good = [item for item in items[:MAX_PLACES] if _readable(item, service)]
    return good if good or not items else None


def read(item: Any, service: str) -> Found | None:
    """Return what an item says, or None where it is no kind of place that the gazetteer holds (a shop, a road).

    Raises:
        ValueError: it is malformed.
    """
    return _photon(item) if service == "photon" else _nominatim(item)


def _readable(item: Any, service: str) -> bool:
    try:
        read(item, service)
    except ValueError:
        return False
    return True


def _nominatim(item: Any) -> Found | None:
    fields = _mapping(item)
    address = _mapping(fields.get("address") or {})
    details = _mapping(fields.get("namedetails") or {})
    display = _text(fields.get("display_name"))
    names = tuple(_text(value) for key, value in list(details.items())[:MAX_NAMES] if _is_name(key))
    kind = (_text(fields.get("class") or fields.get("category")), _text(fields.get("type")))
    box = fields.get("boundingbox")
    return _found(
        name=_text(fields.get("name")) or display.partition(",")[0],
        names=names,
        point=(fields.get("lat"), fields.get("lon")),
        kind=(*kind, _text(fields.get("addresstype"))),
        osm=(fields.get("osm_type"), fields.get("osm_id")),
        country=address.get("country_code"),
        admin1=address.get("state") or address.get("province") or address.get("region"),
        box=box if isinstance(box, list) else None,  # south, north, west, east
    )


def _photon(item: Any) -> Found | None:
    fields = _mapping(item)
    properties = _mapping(fields.get("properties"))
    point = _mapping(fields.get("geometry")).get("coordinates")
    if not isinstance(point, list) or len(point) < 2:
        raise ValueError("no coordinates")
    extent = properties.get("extent")  # west, north, east, south
    box = [extent[3], extent[1], extent[0], extent[2]] if isinstance(extent, list) and len(extent) == 4 else None
    kind = _text(properties.get("type"))
    return _found(
        name=_text(properties.get("name")),
        names=(),
        point=(point[1], point[0]),
        # Photon's "district" is a part of a town, Nominatim's an administrative one.
        kind=(_text(properties.get("osm_key")), _text(properties.get("osm_value")),
              "suburb" if kind == "district" else kind),
        osm=(properties.get("osm_type"), properties.get("osm_id")),
        country=properties.get("countrycode"),
        admin1=properties.get("state"),
        box=box,
    )  # fmt: skip


def _found(
    *,
    name: str,
    names: tuple[str, ...],
    point: tuple[Any, Any],
    kind: tuple[str, str, str],
    osm: tuple[Any, Any],
    country: Any,
    admin1: Any,
    box: list[Any] | None,
) -> Found | None:
    latitude, longitude = _number(point[0], 90.0), _number(point[1], 180.0)
    identity = _osm_id(*osm)
    feature = feature_of(*kind)
    if feature is None or not name:
        return None
    return Found(
        name=name,
        other_names=tuple(dict.fromkeys(other for other in names if other and other != name)),
        latitude=round(latitude, 5),
        longitude=round(longitude, 5),
        feature=feature,
        osm_id=identity,
        country=_country(country),
        admin1=(_text(admin1) or None) if feature is not Feature.COUNTRY else None,
        radius_km=_radius_km(latitude, longitude, box) or _USUAL_RADIUS_KM.get(feature, _FALLBACK_RADIUS_KM),
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{type(value).__name__} where an object was expected")
    return value


def _text(value: Any) -> str:
    return clean_line(value[: 4 * MAX_NAME_CHARS], limit=MAX_NAME_CHARS) if isinstance(value, str) else ""


def _is_name(key: Any) -> bool:
    return isinstance(key, str) and _NAME_KEYS.fullmatch(key) is not None


def _number(value: Any, limit: float) -> float:
    """Return a finite number of degrees within ±`limit`, from a number or Nominatim's text.

    Raises:
        ValueError: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str) or len(str(value)[:41]) > 40:
        raise ValueError("no coordinate")
    number = float(value)
    if not math.isfinite(number) or abs(number) > limit:
        raise ValueError("no coordinate on Earth")
    return number


def _osm_id(kind: Any, number: Any) -> str:
    name = _OSM_TYPES.get(kind.lower()) if isinstance(kind, str) else None
    digits = str(number)[:21] if isinstance(number, int | str) and not isinstance(number, bool) else ""
    if name is None or not re.fullmatch(r"[0-9]{1,20}", digits):
        raise ValueError("no OpenStreetMap id")
    return f"osm:{name}:{int(digits)}"


def _country(code: Any) -> str | None:
    return code.upper() if isinstance(code, str) and re.fullmatch(r"[A-Za-z]{2}", code) else None


def _radius_km(latitude: float, longitude: float, box: list[Any] | None) -> float | None:
    """Return how far the furthest corner of a box (south, north, west, east) lies, or None without a usable box."""
    try:
        south, north, west, east = (_number(value, limit) for value, limit in zip(box or (), (90, 90, 180, 180),
                                                                                 strict=True))  # fmt: skip
    except ValueError:
        return None
    corners = [(y, x) for y in (south, north) for x in (west, east)]
    radius = max(_km(latitude, longitude, y, x) for y, x in corners)
    return min(max(round(radius, 1), 0.1), HALF_EARTH_KM)


def _km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance in km (haversine)."""
    y1, y2 = math.radians(lat1), math.radians(lat2)
    h = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(h, 1.0)))
