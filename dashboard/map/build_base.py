"""Build the base map: land, borders, water, admin-1 shapes and labels, as two TopoJSON files.

    npm install plotly.js@3.7.0 mapshaper@0.7.70 maplibre-gl@6.17.0     # in SOURCES
    apt-get download qgis-common && dpkg-deb -x qgis-common_*.deb SOURCES
    python -m dashboard.map.build_base SOURCES

Countries are the United Nations' and water Natural Earth's, both as plotly.js packs them;
admin-1 shapes are Natural Earth's. No country is taken from Natural Earth. Needs node; writes dashboard/static/map.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from babel.core import get_global

from dashboard.map import shapes
from pipeline.gazetteer import packing
from pipeline.gazetteer.build import CONFLICT
from pipeline.gazetteer.entries import table
from pipeline.gazetteer.features import SETTLED, Feature
from pipeline.gazetteer.index import Gazetteer
from pipeline.gazetteer.outlines import held
from pipeline.records import Place

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "dashboard" / "static" / "map"
GAZETTEER = ROOT / "assets" / "gazetteer"
WORLD = Path("usr/share/qgis/resources/data/world_map.gpkg")

# The United Nations' shapes carry alpha-3 codes; X codes are areas under dispute, which bear no name here.
ISO = {long: short[0] for long, short in get_global("territory_aliases").items() if len(long) == 3 and long.isalpha()}
# Borders that the United Nations draw as armistice lines or as not final, beside those of the X areas.
UNSETTLED = {("ISR", "PSE"), ("EGY", "PSE"), ("JOR", "PSE"), ("ESH", "MAR"), ("DZA", "ESH"), ("ESH", "MRT"),
             ("SDN", "SSD"), ("PRK", "KOR"), ("ISR", "SYR"), ("ISR", "LBN")}  # fmt: skip
# Lines of control that hold today and that no other layer has. Claims, and lines that war has wiped out, are left out.
KEPT_LINES = {("Georgian claim", "Georgia"), ("Moldovan claim", "Moldova"), ("South Sudanese claim", "Sudan")}
# Joined by hand, after a look at both: names that no rule finds alike. Keys are Natural Earth's FIPS codes.
BY_HAND = {
    "SY07": "geonames:170792",  # Dayr Az Zawr: Deir ez-Zor
    "LY61": "geonames:2210245",  # Tajura' wa an Nawahi al Arba, since 2007 Tripoli
    "IR33": "geonames:142549",  # East Azarbaijan
    "UP13": "geonames:703446",  # Kyiv Oblast: its middle lies in the city's own shape
    "SU56": "",  # North Kordofan: still holds half of West Kordofan, as South Kordofan's does the other half
}
# Cities that orient: capitals, and towns from this many people on (fewer where wars are reported from).
MIN_CITY, MIN_CITY_CONFLICT = 1_500_000, 150_000


def main(sources: Path) -> None:
    """Build both files and print their sizes."""
    gazetteer = Gazetteer.load(GAZETTEER)
    packed = packing.read(GAZETTEER / "gazetteer.bin")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        world = _world(sources, work)
        rows = _divisions(sources, world, gazetteer, packed)
        (work / "admin1.json").write_text(json.dumps(_collection(rows)), encoding="utf-8")
        (work / "lines.json").write_text(json.dumps(_collection(_lines(sources))), encoding="utf-8")
        _draw_base(sources, work)
        _draw_admin1(sources, work)
    labels = {
        "countries": list(_country_labels(world)),
        "cities": list(_city_labels(packed)),
        "codes": [[row["code"], row["name"]] for row in table(GAZETTEER / "countries.csv")],
    }
    _write(TARGET / "labels.json", labels)
    ids = {row["properties"]["g"] for row in rows if row["properties"]["g"]}
    _write(TARGET / "admin1_ids.json", named(ids, shapes.divisions(gazetteer, packed)))
    for file in sorted(TARGET.glob("*.json")):
        print(f"{file.name}: {file.stat().st_size:,} bytes", file=sys.stderr)


def named(ids: Collection[str], places: Sequence[Place]) -> dict[str, list[str]]:
    """Return gazetteer id → country and name, by which a town says what division it lies in."""
    found = {place.gazetteer_id: [place.country or "", place.name] for place in places if place.gazetteer_id in ids}
    return dict(sorted(found.items()))


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _world(sources: Path, work: Path) -> dict[str, list[shapes.Shape]]:
    """Unpack the United Nations' shapes as `un.json`; return them by ISO alpha-2 code, one part or more each."""
    script = (
        "globalThis.window = globalThis;"
        "const assets = require(process.argv[1]);"
        "process.stdout.write(JSON.stringify(assets.topojson.world_50m))"
    )
    assets = sources.resolve() / "node_modules" / "plotly.js" / "dist" / "plotly-geo-assets.js"
    with (work / "un.json").open("w") as file:
        subprocess.run(["node", "-e", script, str(assets)], check=True, stdout=file)  # noqa: S603, S607
    _mapshaper(
        sources, work / "un.json", "id-field=id", "-target", "countries",
        "-o", work / "countries.json", "format=geojson", "id-field=id",
        "-target", "lakes", "-filter", "this.area > 1.5e8", "-target", "rivers", "-dissolve",
        "-o", work / "water.json", "format=topojson", "target=lakes,rivers",
    )  # fmt: skip
    features = json.loads((work / "countries.json").read_text())["features"]
    found: dict[str, list[shapes.Shape]] = {}
    for feature in features:
        polygons = feature["geometry"]["coordinates"]
        whole = [[shapes.unbroken(ring) for ring in part] for part in _polygons(feature["geometry"]["type"], polygons)]
        code = ISO.get(feature["id"], "")
        feature["geometry"] = {"type": "MultiPolygon", "coordinates": whole}
        feature["properties"] = {"id": feature.pop("id"), "c": code}
        if code:
            found.setdefault(code, []).append(shapes.shape([code], shapes.rings_of(feature["geometry"])))
    (work / "countries.json").write_text(json.dumps(_collection(features)), encoding="utf-8")
    return found


def _polygons(kind: str, coordinates: list[Any]) -> list[Any]:
    return [coordinates] if kind == "Polygon" else coordinates


def _mapshaper(sources: Path, *arguments: object) -> None:
    command = sources / "node_modules" / ".bin" / "mapshaper"
    subprocess.run([command, *(str(argument) for argument in arguments)], check=True)  # noqa: S603


def _divisions(
    sources: Path, world: dict[str, list[shapes.Shape]], gazetteer: Gazetteer, packed: packing.Packed
) -> list[dict[str, Any]]:
    """Return the admin-1 shapes as features: `g` is the gazetteer's id or "", `c` the country that holds it."""
    rows = list(shapes.layer(sources / WORLD, "states_provinces"))
    outlines = [
        shapes.shape(shapes.spellings(row["name"], row["gn_name"], row["woe_name"]), shapes.rings_of(row["geometry"]))
        for row in rows
    ]
    places = shapes.divisions(gazetteer, packed)
    known = {place.gazetteer_id: place for place in places}
    towns = _towns(packed)
    joined = shapes.join(outlines, gazetteer, places)
    features = []
    for row, outline, place in zip(rows, outlines, joined, strict=True):
        chosen = known.get(BY_HAND[row["fips"]]) if row["fips"] in BY_HAND else place
        sure = chosen is not None and _mostly_in(outline, world.get(chosen.country or "", []))
        sure = sure and chosen is not None and _whole(outline, towns.get(chosen.gazetteer_id, []))
        properties = {"g": chosen.gazetteer_id if chosen and sure else "", "c": _country_of(outline, world)}
        features.append({"type": "Feature", "properties": properties, "geometry": row["geometry"]})
    return features


def _towns(packed: packing.Packed) -> dict[str, list[tuple[float, float]]]:
    """Return the longitudes and latitudes of the towns of each division, by its id."""
    found: dict[str, list[tuple[float, float]]] = {}
    for at in range(len(packed.rows) // packing.ROW.size):
        row = packed.row(at)
        if Feature(row.feature) in SETTLED and row.admin1 != packing.NO_ADMIN1:
            number = packed.row(packed.header["first_admin1"] + row.admin1).id
            identity = f"geonames:{number}" if number > 0 else packed.header["codes"][-number]
            found.setdefault(identity, []).append((row.longitude, row.latitude))
    return found


def _whole(outline: shapes.Shape, towns: Sequence[tuple[float, float]]) -> bool:
    """Tell whether a shape holds half of a division's towns: one of a part that has been merged since does not."""
    if not towns:
        return True
    longitudes, latitudes = np.array(towns).T
    return 2 * int(held(outline, longitudes, latitudes).sum()) >= len(towns)


def _sampled(outline: shapes.Shape) -> list[tuple[float, float]]:
    corners = [corner for ring in outline.rings for corner in ring]
    return corners[:: max(1, len(corners) // 24)]


def _mostly_in(outline: shapes.Shape, country: Sequence[shapes.Shape]) -> bool:
    corners = _sampled(outline)
    return sum(any(part.holds(*corner) for part in country) for corner in corners) * 3 >= len(corners)


def _country_of(outline: shapes.Shape, world: dict[str, list[shapes.Shape]]) -> str:
    """Return the country that holds most of an outline's corners, by the United Nations' shapes."""
    counts = {
        code: sum(any(part.holds(*corner) for part in parts) for corner in _sampled(outline))
        for code, parts in world.items()
        if any(_overlap(part.box, outline.box) for part in parts)
    }
    return max(counts, key=lambda code: counts[code], default="")


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _collection(features: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def _lines(sources: Path) -> list[dict[str, Any]]:
    return [
        {"type": "Feature", "properties": {}, "geometry": row["geometry"]}
        for row in shapes.layer(sources / WORLD, "disputed_borders")
        if (row["name"], row["adm0_left"]) in KEPT_LINES
    ]


def _draw_base(sources: Path, work: Path) -> None:
    """Simplify and cut the base map. Kept points were chosen by eye at zoom 6: coasts still look drawn."""
    pairs = json.dumps([list(pair) for pair in sorted(UNSETTLED)])
    unsettled = f"A.id[0]=='X' || B.id[0]=='X' || {pairs}.some(p => p.includes(A.id) && p.includes(B.id))"
    _mapshaper(
        sources, "-i", work / "countries.json", work / "water.json", work / "lines.json", "combine-files",
        "-target", "countries", "-filter", "id != 'ATA'", "-simplify", "92%", "weighted", "keep-shapes",
        "-innerlines", "+", "name=borders", "where=" + f"!({unsettled})",
        "-target", "countries", "-innerlines", "+", "name=unsettled", "where=" + unsettled,
        "-merge-layers", "target=unsettled,lines", "force", "name=disputed",
        "-target", "countries", "-dissolve", "c,id", "-filter-fields", "c",
        "-target", "lakes,rivers", "-filter-fields",
        "-o", TARGET / "base.json", "format=topojson", "target=countries,borders,disputed,lakes,rivers",
        "quantization=60000", "force",
    )  # fmt: skip


def _draw_admin1(sources: Path, work: Path) -> None:
    _mapshaper(
        sources, "-i", work / "admin1.json", "-clean", "-simplify", "38%", "weighted", "keep-shapes",
        "-innerlines", "+", "name=lines", f"where=A.c == B.c && !{json.dumps(SMALL)}.includes(A.c)",
        "-target", "admin1", "-filter", "g != ''", "-filter-fields", "g",
        "-o", TARGET / "admin1.json", "format=topojson", "target=*", "quantization=60000", "force",
    )  # fmt: skip


# Where Natural Earth's shapes are communes or counties, finer than the first level: their lines would be a thicket.
SMALL = ["SI", "LV", "MK", "MT", "GB", "AZ", "BF", "UG", "PH", "AL", "IE", "MD", "TN", "LI", "SM", "RW", "BI"]


def _country_labels(world: dict[str, list[shapes.Shape]]) -> Iterator[list[Any]]:
    """Yield name, latitude, longitude and rank (0: the largest) of every country with a shape."""
    for row in table(GAZETTEER / "countries.csv"):
        parts = world.get(row["code"])
        if parts and row["code"] != "AQ":
            size = max(shapes.area_km2(ring) for part in parts for ring in part.rings)
            rank = next((at for at, least in enumerate((2e6, 7e5, 1.5e5, 2e4)) if size >= least), 4)
            yield [row["name"], float(row["latitude"]), float(row["longitude"]), rank]


def _city_labels(packed: packing.Packed) -> Iterator[list[Any]]:
    """Yield name, latitude, longitude and rank (0: capital, 1, 2: large and smaller towns)."""
    for at in range(len(packed.rows) // packing.ROW.size):
        row = packed.row(at)
        if Feature(row.feature) not in SETTLED:
            continue
        least = MIN_CITY_CONFLICT if packed.header["countries"][row.country] in CONFLICT else MIN_CITY
        if row.feature == Feature.CAPITAL or row.population >= least:
            rank = 0 if row.feature == Feature.CAPITAL else 1 if row.population >= MIN_CITY else 2
            yield [packed.name(at), round(row.latitude, 3), round(row.longitude, 3), rank]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
