"""Places told by their distance from another lie where the words say, as vaguely as they say it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.gazetteer.distances import DEGREES, compass, kilometres, number
from pipeline.gazetteer.relative import MAX_KM, relative
from pipeline.gazetteer.sphere import away, bearing, distance_km
from pipeline.records import Place, Precision, Span, Toponym

ALEPPO = Place("Aleppo", 36.2, 37.16, Precision.TOWN, "geonames:170063", "SY", "Aleppo", 15.0)
VILLAGE = replace(ALEPPO, gazetteer_id="geonames:9", radius_km=2.0)
HOMS = Place("Homs", 34.73, 36.71, Precision.TOWN, "geonames:169577", "SY", "Homs", 8.0)
HAMA = Place("Hama", 35.13, 36.75, Precision.TOWN, "geonames:170017", "SY", "Hama", 8.0)


def told(words: str, place: Place = ALEPPO, *, after: str = "", name: str = "Aleppo") -> Place | None:
    """Return what the words make of a name that follows them."""
    return relative(words + name + after, Span(len(words), len(words + name)), place)


def moved(place: Place, anchor: Place = ALEPPO) -> tuple[float, float]:
    """Return how far and in which direction a place lies from its anchor."""
    here, there = (anchor.latitude, anchor.longitude), (place.latitude, place.longitude)
    return distance_km(here, there), bearing(here, there)


@pytest.mark.parametrize(
    ("words", "km", "point"),
    [
        ("Fighting was reported 30 km north of ", 30, "N"),
        ("The convoy was hit about 12 miles (19 km) south-east of the city of ", 19.3, "SE"),
        ("a few kilometres east of ", 3, "E"),
        ("Thirty-five kilometers northwest of ", 35, "NW"),
        ("a dozen miles west of ", 19.3, "W"),
        ("two hundred and fifty km east of ", 250, "E"),
        ("a hundred kilometres south of ", 100, "S"),
        ("30-40 km north of ", 35, "N"),
        ("30 to 40 km north of ", 35, "N"),
        ("between 30 and 40 km north of ", 35, "N"),
        ("1,200 metres south of ", 1.2, "S"),
        ("12.5km north-north-east of ", 12.5, "NNE"),
        ("500 m south of ", 0.5, "S"),
        ("20 nautical miles WSW of ", 37, "WSW"),
        ("30 km to the north-east of ", 30, "NE"),
        ("30 km due north of ", 30, "N"),
        ("12 miles, or 19 km, east of ", 19.3, "E"),
        ("12 miles/19 km east of ", 19.3, "E"),
        ("30 km north of the rebel-held town of ", 30, "N"),
        ("30 km north of the Syrian city ", 30, "N"),
        ("more than 30 km north\nof ", 30, "N"),  # a wrapped line
        ("ALEPPO (Reuters) 30 KM NORTH OF ", 30, "N"),
    ],
)
def test_a_distance_and_a_bearing_give_a_point(words, km, point):
    place = told(words)
    far, direction = moved(place)
    assert far == pytest.approx(km, rel=0.01)
    assert (direction - DEGREES[point] + 180) % 360 - 180 == pytest.approx(0, abs=1)
    assert place.gazetteer_id == f"geonames:170063+{km:g}km-{point}"


@pytest.mark.parametrize(
    ("words", "radius_km", "identity"),
    [
        ("some 40 kilometres from ", 40, "geonames:170063+40km"),
        ("40 km away from ", 40, "geonames:170063+40km"),
        ("30 km (19 miles) outside ", 30, "geonames:170063+30km"),
        ("20 km off the coast of ", 20, "geonames:170063+20km"),
        ("within 20 km of ", 20, "geonames:170063+20km"),
        ("2 km from ", 15, "geonames:170063+2km"),  # no nearer than the town itself is known
        ("just outside ", 20, "geonames:170063+outside"),
        ("right outside the city of ", 20, "geonames:170063+outside"),
    ],
)
def test_without_a_bearing_the_place_is_a_circle_around_its_anchor(words, radius_km, identity):
    place = told(words)
    assert (place.latitude, place.longitude) == (ALEPPO.latitude, ALEPPO.longitude)
    assert (place.radius_km, place.gazetteer_id) == (radius_km, identity)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "north of ",  # how far?
        "near the border with ",
        "30 km from the border with ",
        "600 km north of ",
        "0 km north of ",
        "30 km north-south of ",
        "10 km of road in ",
        "10 km of ",  # of pipeline, of front line
        "five thousand metres east of ",
        "two and a half kilometres east of ",
        "version 1.2.30 km north of ",
        "30\n\nkm north of ",  # another paragraph
        "30 km north of Idlib and ",
        "dozens of kilometres from ",
        "He ran 30 km. North of ",
    ],
)
def test_what_says_no_place_is_left_alone(words):
    assert told(words) is None


def test_a_journey_is_no_place():
    assert told("They walked 40 km from ", after=" to Idlib.") is None
    assert told("They walked 40 km from ", after=".") is not None


@pytest.mark.parametrize("precision", [Precision.COUNTRY, Precision.AREA])
def test_a_country_or_an_area_is_no_anchor(precision):
    assert told("30 km north of ", replace(ALEPPO, precision=precision)) is None


def test_the_name_is_as_written_from_the_number_on():
    assert told("About 30 km  north\nof the city of ").name == "30 km north of the city of Aleppo"
    assert told("fled within 10 km of ").name == "within 10 km of Aleppo"
    assert told("It fell just outside ").name == "just outside Aleppo"


def test_the_country_stays_and_the_division_only_close_by():
    near, far = told("3 km north of ", VILLAGE), told("30 km north of ", VILLAGE)
    assert (near.country, near.admin1) == ("SY", "Aleppo")
    assert (far.country, far.admin1) == ("SY", None)


def test_the_radius_follows_the_formula():
    reach, sector = 33.0, math.radians(22.5)
    doubt = math.hypot(reach * math.sin(sector), reach * math.cos(sector) - 30)
    assert told("30 km north of ").radius_km == round(15 + doubt, 1)


@pytest.mark.parametrize(
    ("vaguer", "sharper"),
    [
        ("about 30 km north of ", "30 km north of "),
        ("30 km north of ", "30 km north-north-east of "),
        ("20-40 km north of ", "30 km north of "),
        ("a few km north of ", "3 km north of "),
        ("a dozen km north of ", "12 km north of "),
        ("60 km north of ", "30 km north of "),
    ],
)
def test_vaguer_words_give_a_wider_circle(vaguer, sharper):
    assert told(vaguer).radius_km > told(sharper).radius_km


@pytest.mark.parametrize(
    ("words", "anchor", "expected"),
    [
        ("3 km north of ", Precision.SITE, Precision.DISTRICT),
        ("30 km north of ", Precision.TOWN, Precision.DISTRICT),
        ("3 km north of ", Precision.REGION, Precision.REGION),
        ("200 km north of ", Precision.TOWN, Precision.REGION),
        ("500 km from ", Precision.TOWN, Precision.AREA),
    ],
)
def test_precision_is_never_finer_than_a_district_or_the_anchor(words, anchor, expected):
    assert told(words, replace(ALEPPO, precision=anchor)).precision == expected


def between(words: str, *, other: Place | None = HAMA, joint: str = " and ") -> Place | None:
    text = f"{words}Homs{joint}Hama."
    first, second = text.index("Homs"), text.index("Hama")
    others = (
        Toponym(Span(first, first + 4), "about", 0.9, HOMS),
        Toponym(Span(second, second + 4), "about", 0.9, other),
    )
    return relative(text, Span(first, first + 4), HOMS, others=others)


@pytest.mark.parametrize("words", ["halfway between ", "It lies half-way between the city of ", "midway between "])
def test_halfway_between_two_places_is_their_middle(words):
    middle = between(words)
    here, there = moved(middle, HOMS)[0], moved(middle, HAMA)[0]
    assert here == pytest.approx(there, rel=0.01)
    assert here + there == pytest.approx(moved(HOMS, HAMA)[0], rel=0.01)
    assert middle.gazetteer_id == "geonames:169577+half-geonames:170017"
    assert middle.name.endswith("Homs and Hama")


def test_halfway_needs_two_known_places_joined_by_and():
    assert between("halfway between ", other=None) is None
    assert between("halfway between ", joint=", ") is None
    assert between("halfway between ", other=replace(HAMA, precision=Precision.COUNTRY)) is None
    assert between("between ") is None


def test_halfway_across_a_border_is_in_neither_country():
    assert between("halfway between ", other=replace(HAMA, country="LB")).country is None


def test_a_long_text_before_changes_nothing():
    assert told("30 km north of " * 10_000) == told("30 km north of ")
    assert told("a" * 100_000 + " 30 km north of ").name == "30 km north of Aleppo"
    assert told("30 km north of " + "the " * 30_000) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [("a few", 3), ("Twenty-one", 21), ("hundred", 100), ("three hundred", 300), ("two hundred and five", 205),
     ("12.5", 12.5), ("1,5", 1.5), ("1,500", 1500), ("1\u202f500", 1500), ("٣٠", 30), ("many", None)],
)  # fmt: skip
def test_numbers_are_read_in_digits_and_words(words, expected):
    assert number(words) == expected


def test_units_and_points_are_read_in_every_spelling():
    assert [kilometres(1, unit) for unit in ("km", "KM", "miles", "nautical mile", "metres", "m")] == [
        1.0, 1.0, 1.609344, 1.852, 0.001, 0.001]  # fmt: skip
    assert [compass(w) for w in ("NORTH", "north east", "east-southeast", "SSW", "south-north")] == [
        "N", "NE", "ESE", "SSW", None]  # fmt: skip
    assert len(DEGREES) == 16


# At the poles a bearing is no direction.
anchors = st.builds(
    Place,
    name=st.text(max_size=5),
    latitude=st.floats(-80, 80),
    longitude=st.floats(-180, 180),
    precision=st.sampled_from([Precision.SITE, Precision.TOWN, Precision.DISTRICT, Precision.REGION]),
    gazetteer_id=st.just("geonames:1"),
    radius_km=st.floats(0, 100),
)


@given(anchors, st.integers(1, int(MAX_KM)), st.sampled_from(sorted(DEGREES)))
def test_the_point_lies_as_far_and_in_the_direction_told(anchor, km, point):
    place = told(f"{km} km {point} of ", anchor)
    far, direction = moved(place, anchor)
    assert far == pytest.approx(km, rel=0.01)
    assert abs((direction - DEGREES[point] + 180) % 360 - 180) < 1
    assert -90 <= place.latitude <= 90
    assert -180 <= place.longitude < 180
    assert place.radius_km >= anchor.radius_km - 0.05
    assert place.precision not in {Precision.SITE, Precision.TOWN, Precision.COUNTRY}


@given(anchors, st.floats(1, 500), st.floats(0, 360))
def test_going_away_and_looking_back_agree(anchor, km, towards):
    here = (anchor.latitude, anchor.longitude)
    there = away(here, km=km, towards=towards)
    assert distance_km(here, there) == pytest.approx(km, rel=1e-6)
    assert abs((bearing(here, there) - towards + 180) % 360 - 180) < 0.01


bits = st.sampled_from(
    ("30", "1,200", "9999999", "0", "٣٠", "a few", "half a", "a dozen", "hundred", "and", "twenty", "-", "–", "to",
     "or", "km", "miles", "m", "K", "(", ")", "/", ",", ".", "of", "from", "outside", "the city", "north", "NE",
     "ſouth", "just", "halfway", "between", "within", "about", "ſix", "\n", "\n\n", "\u00a0")
)  # fmt: skip
texts = st.lists(bits | st.text(max_size=4), max_size=20).map(" ".join)


@given(texts, st.integers(0, 60), st.integers(0, 60), st.builds(replace, anchors, latitude=st.floats()))
def test_no_text_and_no_span_breaks_it(text, start, length, anchor):
    given_span = Span(start, start + length)
    other = Toponym(Span(start + length + 5, start + length + 9), "about", 0.5, anchor)
    place = relative(text, given_span, anchor, others=(other,))
    assert given_span == Span(start, start + length)
    assert place is None or (math.isfinite(place.radius_km) and place.gazetteer_id.startswith("geonames:1+"))
