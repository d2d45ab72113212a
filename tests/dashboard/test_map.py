"""The map: what is sent to be drawn and what is not, the shapes it is drawn on, the words that reach the browser."""

import json
import math
from itertools import combinations

import pandas as pd
import pytest

from dashboard.map import component, days, marks, packing, provinces, shown
from tests.stored import PORTO, SYRIA

STATIC = marks.BASE
# Machado, Oliveira, Fernandes (2009), severity 1.0: linear RGB as seen with one type of cone missing.
VISION = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


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


def arc(**changes):
    """Return a row as `pipeline.queries.arcs` gives it."""
    ends = {f"from_{key}": value for key, value in _end(PORTO).items()}
    ends |= {f"to_{key}": value for key, value in _end(PORTO).items()} | {"to_id": "geonames:9"}
    return ends | {"n_quotes": 4} | changes


def _end(place):
    return {
        "id": place.gazetteer_id,
        "name": place.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "precision": str(place.precision),
    }


def test_a_town_is_a_point_longitude_first():
    (town,) = drawn(row(PORTO))
    assert town["geometry"] == {"type": "Point", "coordinates": [23.7, 37.9]}
    assert town["properties"]["drawn"] == "point"


def test_a_country_has_no_position_that_could_become_a_point():
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
        ("geonames:170063+30km-N", "district", 27.6, "circle"),  # 30 km north of Aleppo
        ("geonames:169387+30km-N", "region", 70.0, "circle"),  # computed: no shape is its own
        ("geonames:170063+30km-N", "town", 20.0, "circle"),  # never a dot, whatever the record says
        ("geonames:170063+30km-N", "town", 0.0, "listed"),
        ("geonames:1", "district", 0.0, "listed"),  # a circle without a radius would be a point
    ],
)
def test_doubt_decides_how_a_place_is_drawn(gazetteer_id, precision, radius_km, expected):
    assert marks.drawn_as(gazetteer_id, precision, radius_km) == expected


@pytest.mark.parametrize(
    ("gazetteer_id", "precision", "words"),
    [
        ("geonames:2", "town", "Known to the town: the dot is the gazetteer's own point for it."),
        ("geonames:2", "site", "Known to the site: the dot is the gazetteer's own point for it."),
        ("geonames:169387", "region", "Known to the region only: its whole outline stands for it."),
        ("geonames:2", "district", "Known to the district only: somewhere within 20 km, as the circle shows."),
        ("geonames:2+30km-N", "district", "Worked out from a distance: somewhere within 20 km, as the circle shows."),
        ("geonames:2", "country", "Known to the whole country only: shaded, no point stands for it."),
    ],
)
def test_the_card_says_in_words_how_finely_a_place_is_known(gazetteer_id, precision, words):
    (place,) = drawn(row(PORTO, gazetteer_id=gazetteer_id, precision=precision, radius_km=20.0))
    assert place["properties"]["known"] == words


def test_a_place_without_a_position_is_sent_without_geometry():
    (lost,) = drawn(row(PORTO, latitude=math.nan))
    assert lost["geometry"] is None


def test_one_stray_tag_in_thirty_does_not_set_the_colour():
    assert marks.gravity([("escalation", "reported", 29), ("catastrophe", "reported", 1)]) == (2, False)


def test_the_gravest_level_is_feared_only_until_somebody_reports_it():
    assert marks.gravity([("catastrophe", "feared", 2), ("escalation", "reported", 1)]) == (4, True)
    assert marks.gravity([("catastrophe", "feared", 2), ("chemical_weapons", "reported", 1)]) == (4, False)


def test_what_is_denied_has_no_colour():
    assert marks.gravity([("chemical_weapons", "denied", 9)]) == (0, False)


def test_every_risk_of_the_codebook_has_its_place_in_the_order_of_gravity():
    from pipeline.queries import RISKS

    assert set(marks.LEVEL_OF) == set(RISKS)


def test_places_past_the_cap_are_counted_not_forgotten(monkeypatch):
    monkeypatch.setattr(marks, "MAX_PLACES", 2)
    sent = marks.place_marks(pd.DataFrame([row(PORTO)] * 5))
    assert (len(sent["features"]), sent["omitted"]) == (2, 3)


def test_the_place_filtered_by_is_drawn_whatever_the_cap(monkeypatch):
    monkeypatch.setattr(marks, "MAX_PLACES", 2)
    places = pd.DataFrame([row(PORTO, gazetteer_id=f"geonames:{n}") for n in range(5)])
    sent = marks.place_marks(places, keep="geonames:4")
    assert [f["properties"]["id"] for f in sent["features"]] == ["geonames:0", "geonames:1", "geonames:4"]
    assert sent["omitted"] == 2
    assert len(marks.place_marks(places, keep="geonames:0")["features"]) == 2


def test_an_arc_runs_from_where_it_was_said_to_what_it_is_about():
    (line,) = marks.arc_marks(pd.DataFrame([arc(to_latitude=36.0, to_longitude=36.6)]))["features"]
    assert line["geometry"]["coordinates"] == [[23.7, 37.9], [36.6, 36.0]]


def test_a_line_that_would_end_in_a_whole_country_is_listed_and_not_drawn():
    sent = marks.arc_marks(pd.DataFrame([arc(to_precision="country"), arc(from_precision="area", n_quotes=2)]))
    assert [line["geometry"] for line in sent["features"]] == [None, None]
    assert sent["unplaced"] == 6


def test_no_arcs_are_no_error():
    assert marks.arc_marks(None)["features"] == []


def test_what_is_sent_is_strict_json_whatever_an_article_calls_a_place():
    hostile = '<img src=x onerror="alert(1)">' + "x" * 500
    sent = marks.place_marks(pd.DataFrame([row(PORTO, name=hostile)]))
    (place,) = json.loads(json.dumps(sent, allow_nan=False))["features"]
    assert place["properties"]["name"] == hostile[: marks.MAX_NAME_CHARS]


HOMS = "geonames:169575"


def inside(place_id, n, risks, **changes):
    """Return a row of a town in the province of Homs."""
    where = {"gazetteer_id": place_id, "name": place_id, "country": "SY", "admin1": "Homs", "precision": "town"}
    return row(PORTO, **{**where, "n_about": n, "risks": risks, **changes})


def shaded(*rows):
    return {mark["id"]: mark for mark in provinces.province_marks(pd.DataFrame(list(rows)))}


def test_a_province_is_shaded_by_the_gravest_language_about_anything_in_it():
    town = inside("geonames:1", 5, (("displacement", "reported", 5),))
    region = inside(HOMS, 2, (("siege_access", "feared", 2),), precision="region")
    assert shaded(town)[HOMS]["level"] == 2
    mark = shaded(town, region)[HOMS]
    assert (mark["name"], mark["country"], mark["level"], mark["feared"]) == ("Homs", "SY", 3, True)
    assert (mark["quotes"], mark["places"]) == (7, [0, 1])


@pytest.mark.parametrize(
    ("precision", "gazetteer_id", "admin1"),
    [
        ("country", "geonames:3", None),
        ("area", "tocsin:levant", "Homs"),  # wider than any province
        ("district", "geonames:170063+30km-N", "Homs"),  # may lie across the border
        ("town", "geonames:1", "Nowhere"),
        ("town", "geonames:1", None),
    ],
)
def test_what_may_lie_in_several_provinces_shades_none(precision, gazetteer_id, admin1):
    assert provinces.province_of(gazetteer_id, precision, "SY", admin1) is None


def test_a_province_of_one_name_in_another_country_is_another():
    assert provinces.province_of("geonames:1", "town", "SY", "Homs") == HOMS
    assert provinces.province_of("geonames:1", "town", "GR", "Homs") is None


def test_a_province_where_somebody_only_spoke_is_not_shaded():
    assert shaded(inside("geonames:1", 0, (), n_spoken_at=4)) == {}


def test_days_are_counted_from_the_first_on_and_what_has_none_is_told():
    rows = [("geonames:1", "2018-09-05", 2), ("geonames:1", "2018-09-08", 1), ("geonames:2", "2018-09-03", 4)]
    counts = pd.DataFrame([*rows, ("geonames:2", None, 3)], columns=["gazetteer_id", "day", "n"])
    assert days.day_counts(counts) == {
        "first": "2018-09-03",
        "days": 6,
        "counts": {"geonames:1": [2, 2, 5, 1], "geonames:2": [0, 4]},
        "undated": 3,
    }


def test_where_nothing_is_dated_there_is_no_day_to_play():
    counts = pd.DataFrame([("geonames:2", None, 3)], columns=["gazetteer_id", "day", "n"])
    assert days.day_counts(counts) == {"first": None, "days": 0, "counts": {}, "undated": 3}


def unpacked(sent):
    """Return places as they were before `packed`; as static/map/unpack.mjs does it."""
    pool, columns = sent["pool"], sent["columns"]
    read = dict.fromkeys(packing.POOLED, pool.__getitem__) | {"feared": bool}
    read |= dict.fromkeys(packing.TAGS, lambda tags: [[*(pool[word] for word in tag[:-1]), tag[-1]] for tag in tags])
    return [
        {name: read.get(name, lambda value: value)(values[at]) for name, values in columns.items()}
        for at in range(len(sent["at"]))
    ]


def test_packing_loses_nothing_of_a_place_and_sends_a_word_once():
    places = marks.place_marks(pd.DataFrame([row(PORTO), row(SYRIA), row(PORTO, gazetteer_id="geonames:9")]))
    sent = json.loads(json.dumps(packing.packed(places)))
    assert unpacked(sent) == [f["properties"] for f in places["features"]]
    assert sent["at"] == [[23.7, 37.9], None, [23.7, 37.9]]
    assert len(sent["pool"]) == len(set(sent["pool"]))


def test_the_same_content_bears_the_same_mark_and_another_another():
    assert packing.part([1, "a"]).mark == packing.part([1, "a"]).mark
    assert packing.part([1, "a"]).mark != packing.part([1, "b"]).mark


def test_as_many_places_as_are_drawn_are_sent_in_less_than_a_quarter_of_a_megabyte():
    rows = [row(PORTO, gazetteer_id=f"geonames:{n}", name=f"Place {n}") for n in range(marks.MAX_PLACES + 1)]
    sent = packing.packed(marks.place_marks(pd.DataFrame(rows)))
    assert len(json.dumps(sent, separators=(",", ":"))) < 250_000
    assert sent["omitted"] == 1


@pytest.mark.parametrize(
    "said",
    [
        None,
        "table",
        {"see": "table"},  # no layers: not ours
        {"layers": "about"},
    ],
)
def test_a_choice_that_cannot_be_read_is_none(said):
    assert shown.heard(said) is None


def test_what_the_browser_chooses_is_taken_as_far_as_it_means_something():
    said = {
        "layers": ["arcs", "<b>", "about"],
        "see": "globe",
        "window": 3,
        "day": "2018-09-31",
        "pace": 9,
        "order": "-about",
    }
    assert shown.heard(said) == shown.Shown(layers=("about", "arcs"), window=3, order="-about")
    assert shown.heard(said | {"below": True}).below
    assert shown.heard(said | {"day": "2018-09-30"}).day == "2018-09-30"
    assert shown.heard(said | {"day": "2018-09-30", "window": 0}).day == ""


OURS = sorted(file for file in [*STATIC.glob("*.mjs"), *component.HERE.glob("*.js")] if "maplibre" not in file.name)


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.name)
def test_our_own_scripts_never_turn_text_into_markup_and_name_no_host(file):
    text = file.read_text(encoding="utf-8")
    sinks = ("innerHTML", "outerHTML", "insertAdjacentHTML", "setHTML", "eval(", "://")
    assert not [sink for sink in sinks if sink in text]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("vision", sorted(VISION))
def test_no_two_levels_look_alike_in_any_colour_vision(theme, vision):
    seen = [_lab(colour, VISION[vision]) for colour in marks.RAMP[theme]]
    assert min(math.dist(a, b) for a, b in combinations(seen, 2)) >= 15


def _lab(colour, matrix):
    """Return CIE L*a*b* of a colour as somebody with this vision sees it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    r, g, b = (min(1, max(0, sum(w * c for w, c in zip(weights, linear, strict=True)))) for weights in matrix)
    xyz = (
        (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047,
        0.2126729 * r + 0.7151522 * g + 0.072175 * b,
        (0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)
