"""The map and the timeline of a brief: doubt is drawn, no colour stands alone, nothing runs, nothing is loaded."""

from __future__ import annotations

import io
import math
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from PIL import Image, ImageColor

from pipeline.brief.page import to_html
from pipeline.brief.pictures import letters, pictures
from pipeline.brief.pictures.drawing import WIDTH, Area, Disc, Drawing, Line, Look, Words, box
from pipeline.brief.pictures.frame import KM_A_DEGREE, framed
from pipeline.brief.pictures.key import SOURCE
from pipeline.brief.pictures.marks import LOOKS as FILLS
from pipeline.brief.pictures.places import HEIGHT, draw_map
from pipeline.brief.pictures.png import png
from pipeline.brief.pictures.svg import svg
from pipeline.brief.pictures.timeline import LOOKS, draw_timeline
from pipeline.brief.pictures.world import world
from pipeline.export import export
from pipeline.queries import Filters
from tests.pipeline.briefs import EVIL, made, opened

SVG = "{http://www.w3.org/2000/svg}"
IDLIB, DAMASCUS = (35.93, 36.63), (33.51, 36.29)


@pytest.fixture
def store(tmp_path):
    yield from opened(tmp_path)


def places(*rows) -> pd.DataFrame:
    """Rows of name, precision, latitude, longitude, quotes about it and more by name, as `queries.places` has them."""
    known = {"country": "SY", "radius_km": 5.0, "risks": (("escalation", "reported", 2),)}
    columns = ("name", "precision", "latitude", "longitude", "n_about")
    found = [
        {"gazetteer_id": f"geonames:{at}", **known, **dict(zip(columns, row[:5], strict=True)), **(row[5:] or ({},))[0]}
        for at, row in enumerate(rows, start=1)
    ]
    return pd.DataFrame(found, columns=["gazetteer_id", *columns, *known])


def counts(*rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["date", "modality", "n"]).assign(label="escalation")
    return frame.assign(date=pd.to_datetime(frame["date"]))


def said(drawing: Drawing) -> list[str]:
    return [shape.words for shape in drawing.shapes if isinstance(shape, Words)]


def discs(drawing: Drawing) -> list[Disc]:
    """The discs on the map itself, that have a fill of the map's."""
    fills = {look.fill for look in FILLS.values()}
    return [s for s in drawing.shapes if isinstance(s, Disc) and s.y < HEIGHT - 1 and s.look.fill in fills]


# The map


def test_a_town_is_a_disc_as_large_as_its_quotes_are_many():
    drawing = draw_map(places(("Idlib", "town", *IDLIB, 40), ("Damascus", "town", *DAMASCUS, 10)))
    large, small = sorted(discs(drawing), key=lambda disc: -disc.radius)
    assert large.radius / small.radius == pytest.approx(2)
    assert {"Idlib 40", "Damascus 10"} <= set(said(drawing))


def test_a_country_is_shaded_and_never_a_point():
    drawing = draw_map(places(("Syria", "country", 35.0, 38.0, 9, {"radius_km": 243.0})))
    assert not discs(drawing)
    shaded = [s for s in drawing.shapes if isinstance(s, Area) and s.look.pattern == "dots"]
    assert len(shaded) == 2  # the country, and its sign in the key
    assert "country as a whole" in said(drawing)


def test_what_is_known_to_a_district_is_the_circle_that_it_lies_in_to_scale():
    rows = (("Idlib", "town", *IDLIB, 4), ("Mhardeh", "district", 35.2, 36.6, 3, {"radius_km": 40.0}))
    drawing = draw_map(places(*rows))
    (circle,) = [s for s in drawing.shapes if isinstance(s, Disc) and s.look.dash and s.y < HEIGHT]
    bar = [shape for shape in drawing.shapes if isinstance(shape, Line)][-1]
    told = next(float(words.split()[0].replace(",", "")) for words in said(drawing) if words.endswith(" km"))
    assert circle.radius / (bar.points[2][0] - bar.points[1][0]) == pytest.approx(40.0 / told, rel=1e-6)


def test_a_province_has_its_outline_and_no_disc():
    province = next(iter(world().outlines))
    ring = world().outlines[province][0]
    where = (float(ring[:, 1].mean()), float(ring[:, 0].mean()))
    drawing = draw_map(places(("Its name", "region", *where, 3, {"gazetteer_id": province})))
    assert not discs(drawing)
    assert "province, known no finer" in said(drawing)


def test_a_wide_area_is_left_out_and_that_is_said():
    rows = (("Idlib", "town", *IDLIB, 4), ("Mediterranean", "area", 35.0, 18.0, 3, {"radius_km": 200.0}))
    drawing = draw_map(places(*rows))
    assert "1 more, with fewer quotes or too wide to be drawn, are left out." in drawing.caption
    assert not any("Mediterranean" in words for words in said(drawing))


def test_what_is_far_from_nearly_all_is_named_outside_the_frame():
    rows = (("Idlib", "town", *IDLIB, 40), ("Damascus", "town", *DAMASCUS, 10), ("Lima", "town", -12.0, -77.0, 2))
    drawing = draw_map(places(*rows))
    assert "Outside this frame: Lima (2)." in drawing.caption
    assert "Outside the frame: Lima." in drawing.alt
    assert len(discs(drawing)) == 2


def test_two_places_that_are_spoken_of_alike_are_both_in_the_frame():
    drawing = draw_map(places(("Idlib", "town", *IDLIB, 10), ("Lima", "town", -12.0, -77.0, 9)))
    assert len(discs(drawing)) == 2
    assert "Outside" not in drawing.caption


def test_places_on_both_sides_of_longitude_180_stand_together():
    drawing = draw_map(places(("West", "town", -17.0, 179.0, 2), ("East", "town", -17.0, -179.0, 2)))
    left, right = sorted(disc.x for disc in discs(drawing))
    assert 0 < left < right < WIDTH
    assert 0.3 < (right - left) / WIDTH < 0.9


@pytest.mark.parametrize(
    ("risks", "look"),
    [
        ((("health", "reported", 2), ("escalation", "feared", 1)), "reported"),
        ((("health", "reported", 1), ("escalation", "feared", 2)), "feared"),
        ((("health", "denied", 9),), "none"),
        ((), "none"),
    ],
)
def test_a_disc_says_whether_more_is_reported_or_feared(risks, look):
    (disc,) = discs(draw_map(places(("Idlib", "town", *IDLIB, 4, {"risks": risks}))))
    assert disc.look == FILLS[look]


def test_where_nothing_is_spoken_about_there_is_no_map():
    assert draw_map(places()) is None
    assert draw_map(places(("Geneva", "town", 46.2, 6.1, 0))) is None


def test_names_on_the_map_do_not_lie_on_each_other():
    rows = [(f"Town {at}", "town", 35.9 + at * 0.02, 36.6 + at * 0.03, 9 - at) for at in range(9)]
    drawing = draw_map(places(*rows))
    names = [s for s in drawing.shapes if isinstance(s, Words) and s.bold]
    assert len(names) > 3
    boxes = []
    for name in names:
        wide = letters.width(name.words, name.size, bold=True)
        left = name.x - {"start": 0, "middle": wide / 2, "end": wide}[name.anchor]
        boxes.append((left, name.y - name.size * 0.8, left + wide, name.y + 2))
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_the_map_names_its_source_and_its_licence():
    drawing = draw_map(places(("Idlib", "town", *IDLIB, 4)))
    assert SOURCE in " ".join(said(drawing))
    assert all(words in SOURCE for words in ("United Nations", "Natural Earth", "GeoNames", "CC BY 4.0"))


def test_a_kilometre_is_as_long_on_the_paper_to_the_north_as_to_the_east():
    frame = framed([(36.0, 33.0, 38.0, 37.0)], left=0, top=0, width=680, height=400)
    (x, y), (_, north) = frame.at(frame.middle, 36.0), frame.at(frame.middle + 100 / KM_A_DEGREE, 36.0)
    east, _ = frame.at(frame.middle, 36.0 + 100 / KM_A_DEGREE / math.cos(math.radians(frame.middle)))
    assert y - north == pytest.approx(100 * frame.units_a_km)
    assert east - x == pytest.approx(100 * frame.units_a_km, rel=1e-3)


# The timeline


def test_bars_stand_for_days_and_stack_what_is_reported_feared_and_denied():
    drawing = draw_timeline(
        counts(("2018-09-01", "reported", 3), ("2018-09-01", "feared", 1), ("2018-09-03", "denied", 1))
    )
    bars = {
        name: [s for s in drawing.shapes if isinstance(s, Area) and s.look == look] for name, look in LOOKS.values()
    }
    assert {name: len(found) for name, found in bars.items()} == {
        name: 2 for name, _ in LOOKS.values()
    }  # one in the key
    assert "Most: 4 (3 reported, 1 feared), 1 Sep 2018." in drawing.alt
    assert "4" in said(drawing)


def test_a_long_time_is_put_together_by_sevens_and_nothing_is_lost():
    first = date(2018, 1, 1)
    rows = [(first + timedelta(days=at), "reported", 1) for at in range(400)]
    drawing = draw_timeline(counts(*rows))
    bars = [s for s in drawing.shapes if isinstance(s, Area) and s.look == LOOKS["reported"][1]][:-1]
    assert len(bars) == math.ceil(400 / 7)
    assert "in 7 days" in drawing.caption
    assert "Most: 7 (7 reported), 1 Jan 2018 to 7 Jan 2018." in drawing.alt


def test_what_has_no_date_is_said_and_not_drawn():
    drawing = draw_timeline(counts(("2018-09-01", "reported", 3), (None, "feared", 2)))
    assert "2 without a date are not drawn" in drawing.caption
    assert draw_timeline(counts((None, "feared", 2))) is None
    assert draw_timeline(counts()) is None


# In print


@pytest.mark.parametrize("looks", [FILLS, dict(LOOKS.values())], ids=["map", "timeline"])
def test_what_is_told_by_colour_is_told_in_grey_as_well(looks):
    def grey(look: Look) -> tuple[str | None, int]:
        red, green, blue = ImageColor.getrgb(str(look.fill))[:3]
        return look.pattern, round((0.2126 * red + 0.7152 * green + 0.0722 * blue) / 80)

    assert len({grey(look) for look in looks.values()}) == len(looks)


def test_an_svg_runs_nothing_and_loads_nothing_whatever_a_place_is_called():
    data = svg(draw_map(places((EVIL, "town", *IDLIB, 4))))
    root = ET.fromstring(data)  # noqa: S314 -- our own
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "defs", "pattern", "rect", "path", "circle", "text"}
    assert all(not name.startswith("on") and "href" not in name for e in root.iter() for name in e.attrib)
    assert b"<script" not in data
    assert any((text.text or "").startswith('"><img') for text in root.iter(f"{SVG}text"))


def test_a_png_is_seventeen_centimetres_wide_and_shows_what_the_drawing_does():
    drawing = Drawing(100.0, "A box", "")
    drawing.add(box(10, 10, 60, 60, Look(fill="#ff0000")), Disc(120, 50, 20, Look(fill="#0000ff")))
    image = Image.open(io.BytesIO(png(drawing)))
    assert image.width / image.info["dpi"][0] * 2.54 == pytest.approx(17.0, abs=0.02)
    scale = image.width / WIDTH
    assert image.getpixel((35 * scale, 35 * scale)) == (255, 0, 0)
    assert image.getpixel((120 * scale, 50 * scale)) == (0, 0, 255)
    assert image.getpixel((300 * scale, 50 * scale)) == (255, 255, 255)


def test_a_hole_in_an_area_is_left_empty():
    drawing = Drawing(100.0, "A ring", "")
    rings = (((10, 10), (90, 10), (90, 90), (10, 90)), ((30, 30), (70, 30), (70, 70), (30, 70)))
    drawing.add(Area(rings, Look(fill="#000000")))
    image = Image.open(io.BytesIO(png(drawing)))
    scale = image.width / WIDTH
    assert image.getpixel((20 * scale, 20 * scale)) == (0, 0, 0)
    assert image.getpixel((50 * scale, 50 * scale)) == (255, 255, 255)


@pytest.mark.parametrize("words", ["Idlib", "إدلب", "Слов'янськ", "Diyarbakır", "Al Ḩasakah", "平壤"])
def test_a_name_of_any_script_is_written(words):
    drawing = Drawing(40.0, "A name", "")
    drawing.add(Words(10, 25, words, 14))
    image = Image.open(io.BytesIO(png(drawing))).convert("L")
    dark = sum(image.histogram()[:128])
    assert dark > 300
    assert letters.width(words, 14) > 10


def test_each_letter_is_written_in_a_font_that_has_it():
    assert list(letters.runs("Ḩama إدلب Ки")) == [
        ("extended", "Ḩ"),
        ("latin", "ama "),
        ("arabic", "إدلب "),
        ("cyrillic", "Ки"),
    ]


# In the brief


def test_a_brief_shows_its_pictures_with_their_words(store, tmp_path):
    path = tmp_path / "brief.html"
    export(store, path, Filters())
    page = path.read_text()
    assert page.count("data:image/svg+xml;base64,") == 2
    assert 'alt="Map of the places that quotes are about' in page
    assert 'alt="Bars of independent articles a day' in page
    assert "<h2>Map and charts</h2>" in page


def test_only_the_pictures_asked_for_are_made():
    there = places(("Idlib", "town", *IDLIB, 4)), counts(("2018-09-01", "reported", 3))
    assert [picture.alt[:3] for picture in pictures(*there, kind="svg")] == ["Map", "Bar"]
    (timeline,) = pictures(*there, kind="png", which=["timeline"])
    assert timeline.kind == "png"
    assert pictures(places(), counts(), kind="svg") == ()


def test_pictures_stand_in_the_page_in_their_order(store):
    drawn = pictures(places(("Idlib", "town", *IDLIB, 4)), counts(("2018-09-01", "reported", 3)), kind="svg")
    page = to_html(made(store, pictures=drawn))
    assert page.index("Map of the places") < page.index("Bars of independent")
