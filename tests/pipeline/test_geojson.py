"""A geometry says no more than is known of a place."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.gazetteer.sphere import distance_km
from pipeline.geojson import geometry
from pipeline.records import Precision


def drawn(precision=Precision.REGION, *, at=(35.9, 36.6), radius_km=55.0, gazetteer_id="geonames:1"):
    return geometry(
        gazetteer_id=gazetteer_id, precision=precision, latitude=at[0], longitude=at[1], radius_km=radius_km
    )


def area(ring):
    """Return the signed area of a ring in square degrees; above zero: anticlockwise."""
    return sum(x * b - a * y for (x, y), (a, b) in pairwise(ring)) / 2


def rings(found):
    parts = [found["coordinates"]] if found["type"] == "Polygon" else found["coordinates"]
    return [ring for part in parts for ring in part]


@pytest.mark.parametrize("precision", [Precision.SITE, Precision.TOWN])
def test_a_site_and_a_town_are_points(precision):
    found, note = drawn(precision)
    assert found == {"type": "Point", "coordinates": [36.6, 35.9]}
    assert precision in note


@pytest.mark.parametrize("precision", [Precision.DISTRICT, Precision.REGION])
def test_a_district_and_a_region_are_areas(precision):
    assert drawn(precision)[0]["type"] == "Polygon"


@pytest.mark.parametrize("precision", [Precision.SITE, Precision.TOWN, Precision.DISTRICT])
def test_a_computed_place_is_an_area_however_fine_its_anchor(precision):
    found, note = drawn(precision, gazetteer_id="geonames:1+30km-N")
    assert found["type"] == "Polygon"
    assert note.startswith("Computed")


@pytest.mark.parametrize("precision", [Precision.COUNTRY, Precision.AREA])
def test_a_country_and_a_sea_have_no_geometry(precision):
    assert drawn(precision)[0] is None
    assert drawn(precision, gazetteer_id="geonames:1+300km-N")[0] is None


@pytest.mark.parametrize("radius_km", [0.0, float("nan"), float("inf")])
def test_a_region_of_unknown_size_is_no_dot_either(radius_km):
    found, note = drawn(radius_km=radius_km)
    assert found is None
    assert "not how large" in note


def test_a_circle_that_holds_a_pole_has_no_ring():
    assert drawn(at=(89.0, 0.0), radius_km=300.0)[0] is None


@pytest.mark.parametrize("longitude", [179.5, -179.5, 180.0])
def test_a_circle_over_longitude_180_is_cut_in_two(longitude):
    found, _ = drawn(at=(-17.0, longitude), radius_km=200.0)
    assert found["type"] == "MultiPolygon"
    assert len(found["coordinates"]) == 2
    whole = area(rings(drawn(at=(-17.0, 0.0), radius_km=200.0)[0])[0])
    assert sum(map(area, rings(found))) == pytest.approx(whole, rel=1e-3)


@given(
    st.floats(-75, 75), st.floats(-180, 180), st.floats(1, 900), st.sampled_from([Precision.DISTRICT, Precision.REGION])
)
def test_every_ring_is_closed_anticlockwise_and_on_its_circle(latitude, longitude, radius_km, precision):
    found, _ = drawn(precision, at=(latitude, longitude), radius_km=radius_km)
    for ring in rings(found):
        assert ring[0] == ring[-1]
        assert len(ring) >= 4
        assert area(ring) >= 0
        assert all(-180 <= east <= 180 and -90 <= north <= 90 for east, north in ring)
        on_circle = [corner for corner in ring if abs(corner[0]) != 180]
        assert all(
            abs(distance_km((latitude, longitude), (north, east)) - radius_km) < 0.01 for east, north in on_circle
        )
