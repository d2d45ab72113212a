"""Exports hold what the filters ask for, open in other tools, and run no formula."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from pipeline.annotation import to_annotation
from pipeline.errors import ConfigError
from pipeline.export import export as export_to
from pipeline.export import safe
from pipeline.gazetteer.sphere import distance_km
from pipeline.queries import Filters
from pipeline.store import Entry, Store
from tests.pipeline.test_store import clock
from tests.stored import THREAT, WARNING, article

ENDINGS = (".jsonl", ".csv", ".geojson", ".xlsx")


@pytest.fixture
def store(tmp_path):
    opened = Store.open(f"sqlite:///{tmp_path / 'store.db'}", clock=clock())
    copied = Entry(article("copy", outlet="Southern Mirror", date="2018-09-07"), copy_of="one")
    opened.upsert([article("undated", date=None), article("one"), copied])
    return opened


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_jsonl_holds_the_annotation_of_each_article_in_the_order_of_time(store, tmp_path):
    path = tmp_path / "out.jsonl"
    assert export_to(store, path, Filters()) == 3
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["one", "copy", "undated"]
    assert lines[0] == json.loads(json.dumps(to_annotation(article("one"))))


def test_csv_has_one_row_a_quote_and_counts_copies_as_outlets(store, tmp_path):
    path = tmp_path / "out.csv"
    assert export_to(store, path, Filters()) == 4
    names, first, *_ = table(path)
    row = dict(zip(names, first, strict=True))
    assert (row["words"], row["speaker"], row["stance"]) == (WARNING, "Anna Lind", "warn")
    assert (row["published_at"], row["about"], row["spoken_at"]) == ("2018-09-06T00:00:00Z", "Harin", "Porto Vell")
    assert (row["outlets"], row["n_outlets"]) == ("Northern Wire; Southern Mirror", "2")
    assert row["risks"] == "catastrophe (feared); escalation (feared)"


def test_filters_narrow_an_export(store, tmp_path):
    path = tmp_path / "out.csv"
    assert export_to(store, path, Filters(actors=("Omar Rashid",))) == 2
    assert {row[5] for row in table(path)[1:]} == {THREAT}


def features(store, tmp_path):
    export_to(store, tmp_path / "out.geojson", Filters())
    collection = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    return {feature["properties"]["name"]: feature for feature in collection["features"]}


def test_geojson_has_a_point_for_a_town_alone_with_longitude_first(store, tmp_path):
    found = features(store, tmp_path)
    assert len(found) == 3
    assert found["Porto Vell"]["geometry"] == {"type": "Point", "coordinates": [23.7, 37.9]}
    assert [name for name, feature in found.items() if (feature["geometry"] or {}).get("type") == "Point"] == [
        "Porto Vell"
    ]


def test_geojson_draws_a_province_as_the_circle_it_lies_in_and_says_so(store, tmp_path):
    harin = features(store, tmp_path)["Harin"]
    assert harin["geometry"]["type"] == "Polygon"
    (ring,) = harin["geometry"]["coordinates"]
    assert all(abs(distance_km((35.9, 36.6), (north, east)) - 55.0) < 0.01 for east, north in ring)
    assert (harin["properties"]["precision"], harin["properties"]["radius_km"]) == ("region", 55.0)
    assert "circle of 55 km" in harin["properties"]["geometry_note"]


def test_a_country_has_neither_geometry_nor_coordinates_in_a_table(store, tmp_path):
    syria = features(store, tmp_path)["Syria"]
    assert syria["geometry"] is None
    assert "no geometry" in syria["properties"]["geometry_note"]
    export_to(store, tmp_path / "out.xlsx", Filters())
    names, *rows = load_workbook(tmp_path / "out.xlsx")["places"].values
    where = {row[1]: (row[names.index("latitude")], row[names.index("longitude")]) for row in rows}
    assert where == {"Harin": (35.9, 36.6), "Porto Vell": (37.9, 23.7), "Syria": (None, None)}


def test_a_place_carries_its_precision_in_the_codes_of_three_data_sets(store, tmp_path):
    schemes = ("ucdp_where_prec", "acled_geo_precision", "plover_resolution")
    found = {
        f["properties"]["name"]: tuple(f["properties"][s] for s in schemes) for f in features(store, tmp_path).values()
    }
    assert found == {"Harin": (4, 3, 2), "Porto Vell": (1, 1, 4), "Syria": (6, 3, 1)}


def test_a_quote_carries_the_precision_of_each_place_it_is_about_in_the_order_of_their_ids(store, tmp_path):
    whole = article("more")
    first = replace(whole.quotes[0], about=(2, 3, 1, 0))  # the first of them is unresolved
    store.upsert([replace(whole, quotes=(first, *whole.quotes[1:]))])
    export_to(store, tmp_path / "out.csv", Filters())
    names, *rows = table(tmp_path / "out.csv")
    row = next(dict(zip(names, row, strict=True)) for row in rows if row[0] == "more")
    assert row["about_ids"] == "geonames:2; geonames:1; geonames:3"
    assert row["about_precision"] == "town; region; country"
    assert row["about_ucdp_where_prec"] == "1; 4; 6"
    assert row["about_acled_geo_precision"] == "1; 3; 3"
    assert row["about_plover_resolution"] == "4; 2; 1"


def test_xlsx_has_a_sheet_each_for_quotes_places_and_risks(store, tmp_path):
    path = tmp_path / "out.xlsx"
    export_to(store, path, Filters())
    book = load_workbook(path)
    assert book.sheetnames == ["quotes", "places", "risks"]
    assert [sheet.max_row for sheet in book] == [1 + 4, 1 + 3, 1 + 6]
    assert book["quotes"]["F2"].value == WARNING


def test_the_tag_row_names_every_column_in_hxl(store, tmp_path):
    export_to(store, tmp_path / "out.csv", Filters(), hxl=True)
    names, tags, *_ = table(tmp_path / "out.csv")
    assert all(tag.startswith("#") for tag in tags)
    assert len(set(tags)) == len(names)
    assert tags[names.index("published_at")] == "#date+published"
    export_to(store, tmp_path / "out.xlsx", Filters(), hxl=True)
    places = load_workbook(tmp_path / "out.xlsx")["places"]
    assert [cell.value for cell in places[2]][:3] == ["#loc+code", "#loc+name", "#country+code+v_iso2"]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "＝1+1"])
def test_no_cell_is_run_as_a_formula(store, tmp_path, start):
    store.upsert([article("evil", title=start, outlet=start)])
    export_to(store, tmp_path / "out.csv", Filters())
    export_to(store, tmp_path / "out.xlsx", Filters())
    cells = [cell for row in table(tmp_path / "out.csv") for cell in row]
    book = load_workbook(tmp_path / "out.xlsx")
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "f" not in {cell.data_type for sheet in book for row in sheet for cell in row}
    assert f"'{start}" in cells


@pytest.mark.parametrize("unseen", [" ", "\ufeff", "\u200b ", "\u00a0"])
def test_a_formula_behind_what_nobody_sees_is_no_formula(unseen):
    assert safe(f"{unseen}=1+1") == f"'{unseen}=1+1"
    assert safe(f"{unseen}words") == f"{unseen}words"


def test_numbers_stay_numbers():
    assert (safe(-1.5), safe(None), safe(True)) == (-1.5, None, True)


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_script_and_very_long_words_survive(store, tmp_path, ending):
    arabic = replace(article("ar", title="تحذير من هجوم 😀 \x0b"), outlet="وكالة" * 9000)
    store.upsert([arabic])
    path = tmp_path / f"out{ending}"
    export_to(store, path, Filters())
    if ending == ".xlsx":
        assert any("تحذير" in str(row[20]) for row in load_workbook(path)["quotes"].values)
    elif ending == ".csv":
        assert any("تحذير" in row[20] for row in table(path))
    assert path.stat().st_size > 0


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".geojson"])
def test_the_same_store_gives_the_same_file(store, tmp_path, ending):
    for name in ("a", "b"):
        export_to(store, tmp_path / f"{name}{ending}", Filters())
    assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_found_gives_a_valid_empty_file(store, tmp_path, ending):
    path = tmp_path / f"out{ending}"
    assert export_to(store, path, Filters(outlets=("The Moon",))) == 0
    if ending == ".geojson":
        assert json.loads(path.read_text())["features"] == []
    if ending == ".xlsx":
        assert [sheet.max_row for sheet in load_workbook(path)] == [1, 1, 1]


def test_an_unknown_ending_is_told_the_known_ones(store, tmp_path):
    with pytest.raises(ConfigError, match=r"\.jsonl, \.csv, \.geojson, \.xlsx"):
        export_to(store, tmp_path / "out.doc", Filters())


def test_tags_are_refused_where_there_is_no_row_for_them(store, tmp_path):
    with pytest.raises(ConfigError, match="HXL"):
        export_to(store, tmp_path / "out.geojson", Filters(), hxl=True)


def test_a_file_that_cannot_be_written_is_named_and_nothing_is_left_behind(store, tmp_path):
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ConfigError, match="cannot write"):
        export_to(store, tmp_path / "missing" / "out.csv", Filters())
    assert sorted(tmp_path.iterdir()) == before
