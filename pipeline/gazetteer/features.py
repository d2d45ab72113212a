"""What kinds of places the gazetteer tells apart, and how finely each is known."""

from __future__ import annotations

from enum import IntEnum

from pipeline.records import Precision


class Feature(IntEnum):
    """The kind of a place. The numbers are written into the packed file: add, never renumber."""

    COUNTRY = 0
    CAPITAL = 1
    TOWN = 2
    ADMIN1 = 3
    ADMIN2 = 4
    CONTINENT = 5
    SUPRANATIONAL = 6  # Middle East, Sahel
    HISTORIC_REGION = 7  # Donbas, Darfur: no admin division, known by everybody
    SUBURB = 8
    CAMP = 9  # for refugees or displaced people
    CROSSING = 10
    BASE = 11  # air, naval or military
    SITE = 12  # a port, a dam, a plant, a hospital
    SEA = 13
    RIVER = 14
    MOUNTAIN = 15
    ISLAND = 16
    LAKE = 17
    DESERT = 18


PRECISION: dict[Feature, Precision] = {
    Feature.COUNTRY: Precision.COUNTRY,
    Feature.CAPITAL: Precision.TOWN,
    Feature.TOWN: Precision.TOWN,
    Feature.ADMIN1: Precision.REGION,
    Feature.ADMIN2: Precision.DISTRICT,
    Feature.CONTINENT: Precision.AREA,
    Feature.SUPRANATIONAL: Precision.AREA,
    Feature.HISTORIC_REGION: Precision.REGION,
    Feature.SUBURB: Precision.TOWN,
    Feature.CAMP: Precision.SITE,
    Feature.CROSSING: Precision.SITE,
    Feature.BASE: Precision.SITE,
    Feature.SITE: Precision.SITE,
    Feature.SEA: Precision.AREA,
    Feature.RIVER: Precision.AREA,
    Feature.MOUNTAIN: Precision.AREA,
    Feature.ISLAND: Precision.REGION,
    Feature.LAKE: Precision.AREA,
    Feature.DESERT: Precision.AREA,
}

REGIONAL = frozenset({Feature.ADMIN1, Feature.ADMIN2, Feature.HISTORIC_REGION, Feature.ISLAND})
SETTLED = frozenset({Feature.CAPITAL, Feature.TOWN, Feature.SUBURB})
