"""The base map's outlines: what was joined is what the names say, on both sides of every rule."""

import json

import pytest

from dashboard.map import marks, shapes
from pipeline.gazetteer.index import Gazetteer

STATIC = marks.BASE


@pytest.fixture(scope="module")
def outlines():
    topology = json.loads((STATIC / "admin1.json").read_text(encoding="utf-8"))
    return {g["properties"]["g"]: _rings(g, topology) for g in topology["objects"]["admin1"]["geometries"]}


def _rings(geometry, topology):
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    rings = []
    for indexes in (ring for polygon in polygons for ring in polygon):
        ring = []
        for index in indexes:
            x = y = 0
            arc = []
            for dx, dy in topology["arcs"][index if index >= 0 else ~index]:
                x, y = x + dx, y + dy
                arc.append((x * sx + tx, y * sy + ty))
            ring += arc if index >= 0 else arc[::-1]
        rings.append(ring)
    return shapes.shape(["outline"], rings)


@pytest.mark.parametrize(
    ("gazetteer_id", "latitude", "longitude"),
    [
        ("geonames:169387", 35.93, 36.63),  # Idlib: its town
        ("geonames:170792", 35.34, 40.14),  # Deir ez-Zor
        ("geonames:79416", 14.8, 43.2),  # Al Hudaydah: inland of the port
        ("geonames:709716", 48.0, 37.8),  # Donetsk
        ("geonames:703883", 45.0, 34.1),  # Crimea
        ("geonames:99592", 33.4, 43.3),  # Anbar: Ramadi
        ("geonames:2210245", 32.8, 13.2),  # Tripoli
    ],
)
def test_a_division_s_shape_holds_its_capital(outlines, gazetteer_id, latitude, longitude):
    if gazetteer_id not in outlines:
        names = Gazetteer.load(marks.BASE.parents[2] / "assets" / "gazetteer")
        pytest.fail(f"{gazetteer_id} has no shape; does the gazetteer still know it? {names.version}")
    assert outlines[gazetteer_id].holds(longitude, latitude)


def test_the_index_lists_exactly_the_shapes(outlines):
    assert set(outlines) == marks.outlined()


def test_divisions_split_since_the_shapes_were_drawn_stay_circles():
    assert "geonames:408667" not in marks.outlined()  # North Kordofan: its shape still holds West Kordofan


def square(west, south, east, north, name="Square"):
    return shapes.shape([name], [[(west, south), (east, south), (east, north), (west, north), (west, south)]])


def test_a_shape_holds_what_lies_inside_it_only():
    inner = [(4, 4), (6, 4), (6, 6), (4, 6), (4, 4)]
    ring = shapes.shape(["Ring"], [*square(0, 0, 10, 10).rings, inner])
    assert ring.holds(1, 1)
    assert not ring.holds(5, 5)  # the hole
    assert not ring.holds(11, 1)


def test_a_shape_across_the_date_line_holds_both_of_its_sides():
    corners = [(170, 60), (-170, 60), (-170, 70), (170, 70), (170, 60)]
    chukotka = shapes.shape(["Chukotka"], [shapes.unbroken(corners)])
    assert chukotka.holds(175, 65)
    assert chukotka.holds(-175, 65)
    assert not chukotka.holds(0, 65)


def test_names_are_compared_without_brackets():
    assert shapes.spellings("Homs (Hims)", None, "Homs") == ["Homs", "Hims"]


def test_the_base_map_is_small_enough_to_open_on_a_weak_line():
    import gzip

    parts = ("base.json", "labels.json", "admin1.json")
    assert sum(len(gzip.compress((STATIC / part).read_bytes(), 6)) for part in parts) < 1_000_000
