"""OpenStreetMap's kinds of things in the gazetteer's terms; what is no toponym of the news is left out."""

from __future__ import annotations

from pipeline.gazetteer.features import Feature

# https://wiki.openstreetmap.org/wiki/Key:place; Nominatim's addresstype and Photon's type use the same words.
_PLACES: dict[str, Feature] = {
    "country": Feature.COUNTRY,
    "continent": Feature.CONTINENT,
    **dict.fromkeys(("state", "province"), Feature.ADMIN1),
    "region": Feature.HISTORIC_REGION,
    **dict.fromkeys(("state_district", "county", "district", "municipality"), Feature.ADMIN2),
    **dict.fromkeys(("city", "town", "village", "hamlet", "isolated_dwelling"), Feature.TOWN),
    **dict.fromkeys(("suburb", "quarter", "neighbourhood", "borough", "city_district"), Feature.SUBURB),
    "locality": Feature.SITE,
    **dict.fromkeys(("island", "islet", "archipelago"), Feature.ISLAND),
    **dict.fromkeys(("sea", "ocean"), Feature.SEA),
}
_THINGS: dict[tuple[str, str], Feature] = {
    **{("natural", value): Feature.SEA for value in ("bay", "strait")},
    **{("natural", value): Feature.MOUNTAIN for value in ("peak", "volcano", "mountain_range", "ridge", "hill")},
    ("natural", "water"): Feature.LAKE,
    ("natural", "desert"): Feature.DESERT,
    ("natural", "island"): Feature.ISLAND,
    ("natural", "peninsula"): Feature.HISTORIC_REGION,
    **{("waterway", value): Feature.RIVER for value in ("river", "canal", "stream")},
    ("waterway", "dam"): Feature.SITE,
    **{("military", value): Feature.BASE for value in ("base", "airfield", "naval_base", "barracks")},
    ("landuse", "military"): Feature.BASE,
    **{("aeroway", value): Feature.SITE for value in ("aerodrome", "airport")},
    ("barrier", "border_control"): Feature.CROSSING,
    ("amenity", "refugee_site"): Feature.CAMP,
    ("amenity", "hospital"): Feature.SITE,
    ("power", "plant"): Feature.SITE,
    **{("industrial", value): Feature.SITE for value in ("port", "refinery")},
}


def feature_of(key: str, value: str, rank: str) -> Feature | None:
    """Return the kind of a thing by its main OpenStreetMap tag, and by its rank for boundaries; None for a shop."""
    if key == "place":
        return _PLACES.get(value)
    if key == "boundary":
        return _PLACES.get(rank) if value == "administrative" else None
    return _THINGS.get((key, value))
