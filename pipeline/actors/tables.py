"""The catalogue's tables: CSV files in, checked entries and aliases out.

`people.csv` and `roles.csv` (one row an office), `organisations.csv`, `states.csv` (what a
government is called beside its country's names, which the gazetteer's `countries.csv` has)
and `first_names.csv`. Lists inside a field are parted by "|".
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast, get_args

from pipeline.actors.catalogue import Alias, Entry, Form, Office
from pipeline.actors.names import Gender, fold, is_abbreviation, words
from pipeline.errors import AssetError
from pipeline.records import ActorKind

COLUMNS = {
    "people.csv": ("name", "gender", "aliases", "wikidata"),
    "roles.csv": ("person", "role", "affiliation", "from", "to"),
    "organisations.csv": ("name", "kind", "affiliation", "aliases", "wikidata"),
    "states.csv": ("code", "capitals", "aliases", "wikidata"),
    "first_names.csv": ("name", "gender"),
    "countries.csv": ("code", "name", "demonyms", "aliases"),
}
_DATE = re.compile(r"(?:\d{4}(?:-\d\d){0,2})?")
_WIKIDATA = re.compile(r"(?:Q[1-9]\d{0,9})?")
Row = tuple[str, dict[str, str]]  # "file:line" and the fields


def read_tables(folder: Path) -> tuple[list[Entry], list[Alias], dict[str, Gender]]:
    """Return all entries, all aliases and the gender of first names.

    Raises:
        AssetError: a table is missing, malformed, or two actors share an alias; names the rows.
    """
    rows = {name: list(_rows(folder / name)) for name in COLUMNS if name != "countries.csv"}
    countries = list(_rows(folder.parent / "gazetteer" / "countries.csv"))
    named = [
        *_people(rows["people.csv"], rows["roles.csv"]),
        *_organisations(rows["organisations.csv"]),
        *_states(countries, rows["states.csv"]),
    ]
    entries = [entry for _, entry, _ in named]
    _check_affiliations(named)
    genders = {fold(row["name"]): _gender(where, row["gender"]) for where, row in rows["first_names.csv"]}
    return entries, _aliases(named), {name: gender for name, gender in genders.items() if gender}


Named = tuple[str, Entry, list[tuple[str, Form]]]


def _rows(path: Path) -> Iterator[Row]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = set(COLUMNS[path.name]) - set(reader.fieldnames or ())
            if missing:
                raise AssetError(str(path), f"{path} has no column {', '.join(sorted(missing))}; restore the file")
            for row in reader:
                if None in row or None in row.values():
                    raise AssetError(
                        str(path), f"{path}:{reader.line_num} has not as many fields as columns; fix the row"
                    )
                yield f"{path.name}:{reader.line_num}", row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise AssetError(
            str(path), f"{path} cannot be read as a table ({error}); restore it from the repository"
        ) from error


def _people(people: Sequence[Row], roles: Sequence[Row]) -> Iterator[Named]:
    offices: dict[str, list[Office]] = {}
    for where, row in roles:
        if not all(_DATE.fullmatch(row[end]) for end in ("from", "to")) or not row["from"]:
            raise _wrong(where, "wants dates like 2018, 2018-10 or 2018-10-20, and a first one")
        offices.setdefault(row["person"], []).append(Office(row["role"], row["affiliation"], row["from"], row["to"]))
    for where, row in people:
        held = tuple(sorted(offices.pop(row["name"], ()), key=lambda office: office.since))
        entry = Entry(row["name"], "person", None, _id(where, row), _gender(where, row["gender"]), held)
        yield where, entry, [(name, Form.NAME) for name in (row["name"], *_list(row["aliases"]))]
    if offices:
        raise _wrong("roles.csv", f"names people that people.csv has not: {', '.join(sorted(offices))}")


def _organisations(rows: Sequence[Row]) -> Iterator[Named]:
    for where, row in rows:
        if row["kind"] not in get_args(ActorKind):
            raise _wrong(where, f"has the kind {row['kind']!r}; choose from {', '.join(get_args(ActorKind))}")
        kind = cast("ActorKind", row["kind"])
        entry = Entry(row["name"], kind, row["affiliation"] or None, _id(where, row))
        yield where, entry, [(name, Form.NAME) for name in (row["name"], *_list(row["aliases"]))]


def _states(countries: Sequence[Row], states: Sequence[Row]) -> Iterator[Named]:
    extra = {row["code"]: (where, row) for where, row in states}
    # A demonym that two countries share means the one whose government is listed, else neither: "Congolese".
    shared = Counter(name for _, row in countries for name in {*_list(row["demonyms"]), *_list(row["aliases"])})
    for where, row in countries:
        listed = extra.pop(row["code"], None)
        keep = {name for name, count in shared.items() if count == 1 or listed}
        forms = [(row["name"], Form.NAME)]
        forms += [(name, Form.NAME) for name in _list(row["aliases"]) if name in keep and name[0].isupper()]
        forms += [(name, Form.DEMONYM) for name in _list(row["demonyms"]) if name in keep]
        forms += [(f"{name}s", Form.DEMONYM) for name in _list(row["demonyms"]) if name in keep and name.endswith("n")]
        if listed:
            forms += [(name, Form.CAPITAL) for name in _list(listed[1]["capitals"])]
            forms += [(name, Form.REGIME) for name in _list(listed[1]["aliases"])]
        entry = Entry(row["name"], "state", None, _id(*listed) if listed else None)
        yield listed[0] if listed else where, entry, forms
    if extra:
        raise _wrong("states.csv", f"has codes of no country: {', '.join(sorted(extra))}")


def _check_affiliations(named: Iterable[Named]) -> None:
    """Check that everybody whom somebody serves has a row too.

    Raises:
        AssetError: one has none.
    """
    rows = list(named)
    names = {entry.name for _, entry, _ in rows}
    for where, entry, _ in rows:
        served = {office.affiliation for office in entry.offices} | (
            {entry.affiliation} if entry.affiliation else set()
        )
        if strange := served - names:
            raise _wrong(
                where, f"serves {', '.join(sorted(strange))}, who has no row; add one or use the name of a row"
            )


def _aliases(named: Iterable[Named]) -> list[Alias]:
    """Return one alias for each distinct spelling.

    Raises:
        AssetError: two actors share one.
    """
    seen: dict[tuple[tuple[str, ...], bool], tuple[str, Entry]] = {}
    found: list[Alias] = []
    for where, entry, forms in named:
        for name, form in forms:
            alias = Alias(
                name, words(name), entry, form, is_abbreviation(name), name[0].isupper() and not name.startswith("Al-")
            )
            if not alias.words:
                raise _wrong(where, f"has the alias {name!r}, which has no letters")
            key = (alias.words, alias.abbreviation)
            other = seen.setdefault(key, (where, entry))
            if other[1] is not entry and not _countries_only(other[0], where):
                raise _wrong(
                    where, f"shares the alias {name!r} with {other[0]} ({other[1].name}); keep it in one of them"
                )
            if other[1] is entry:
                found.append(alias)
    return found


def _countries_only(*places: str) -> bool:
    # The gazetteer's countries may share a name ("Congo"); the first one keeps it.
    return all(place.startswith(("countries.csv", "states.csv")) for place in places)


def _list(field: str) -> list[str]:
    return [name for name in field.split("|") if name]


def _id(where: str, row: Mapping[str, str]) -> str | None:
    if not _WIKIDATA.fullmatch(row["wikidata"]):
        raise _wrong(where, f"has the Wikidata id {row['wikidata']!r}; it wants Q and a number, or nothing")
    return row["wikidata"] or None


def _gender(where: str, value: str) -> Gender | None:
    if value not in {"m", "f", ""}:
        raise _wrong(where, f"has the gender {value!r}; it wants m, f or nothing")
    return cast("Gender", value) if value else None


def _wrong(where: str, what: str) -> AssetError:
    return AssetError(where, f"assets/actors, {where}: {what}")
