"""The map's Python side: what is sent to be drawn, and what is not."""

import json

import numpy as np
import pandas as pd
import pytest

from dashboard.map import marks
from tests.stored import HARIN, PORTO, SYRIA


def row(place, **changes):
    """Return a row as `pipeline.queries.places` gives it."""
    return {
        "gazetteer_id": place.gazetteer_id,
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "precision": str(place.precision),
        "radius_km": place.radius_km,
        "n_quotes": 3,
        "n_articles": 2,
        "n_about": 2,
        "n_spoken_at": 1,
        "n_background": 0,
        "top_risk": "catastrophe",
        "risks": (("catastrophe", "feared", 2), ("escalation", "reported", 1)),
        "stances": (("warn", 2),),
    } | changes


def drawn(*rows):
    return marks.place_marks(pd.DataFrame(list(rows)))["features"]


def test_a_town_is_a_point_longitude_first():
    (town,) = drawn(row(PORTO))
    assert town["geometry"] == {"type": "Point", "coordinates": [23.7, 37.9]}
    assert town["properties"]["drawn"] == "point"


def test_a_country_has_no_place_on_the_map_to_be_a_point():
    (country,) = drawn(row(SYRIA))
    assert country["geometry"] is None
    assert country["properties"]["drawn"] == "country"


@pytest.mark.parametrize(
    ("gazetteer_id", "precision", "radius_km", "expected"),
    [
        ("geonames:169387", "region", 55.0, "shape"),  # Idlib
        ("tocsin:ghouta", "region", 18.0, "circle"),  # no admin-1 division: nothing outlines it
        ("geonames-admin2:SY.12.1", "district", 20.0, "circle"),
        ("tocsin:black-sea", "area", 500.0, "circle"),
        ("geonames:6255146", "area", 3000.0, "listed"),  # Africa
        ("geonames:1", "district", 0.0, "listed"),  # a circle without a radius would be a point
    ],
)
def test_doubt_decides_how_a_place_is_drawn(gazetteer_id, precision, radius_km, expected):
    assert marks.drawn_as(gazetteer_id, precision, radius_km) == expected
