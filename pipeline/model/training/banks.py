"""Names to put in place of others: places of countries at war, people, organisations, elections.

A corpus of American and British news teaches which names are places; another name in the same sentence
teaches what makes a name a place. Places come from the gazetteer, weighted by the root of their population;
people and organisations from `assets/actors`; parties, fronts and elections are put together from parts.
"""

from __future__ import annotations

import csv
import math
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from pipeline.gazetteer import packing
from pipeline.gazetteer.index import FILE_NAME
from pipeline.records import NameKind

# Where the conflicts named in the project's sources are or were, and their neighbours (ISO 3166-1).
_COUNTRIES = (
    "SY IQ YE LB PS IL JO IR TR AF PK UA RU MD GE AM AZ SD SS ET ER SO DJ KE UG LY TN EG ML BF NE NG TD CM CF CD "
    "RW BI MZ MM LK HT RS XK BA"
)
COUNTRIES = frozenset(_COUNTRIES.split())
LEAST_POPULATION = 2000
# Half of all places are drawn from those that news of these countries writes most: our own lists and each country's
# largest. From all 18,000 by size alone, one town comes once in an epoch ("Idlib": 8 of 100,000 draws).
NEWS, LARGEST = 0.5, 25
_LATIN = re.compile(r"[A-Z][A-Za-zÀ-ž'’ -]{2,40}\Z")

_HEADS = ("Party", "Movement", "Front", "Union", "Alliance", "Coalition", "Congress", "Council", "Bloc", "League")
_BODIES = ("Ministry", "Committee", "Commission", "Centre", "Center", "Association", "Institute", "Federation")
_SIDES = (
    "Democratic", "National", "Socialist", "Liberal", "People's", "Popular", "Islamic", "Progressive", "Christian",
    "Conservative", "Republican", "Workers'", "Patriotic", "Revolutionary", "Green", "Social Democratic",
)  # fmt: skip
_AIMS = (
    "Justice", "Development", "Freedom", "Peace", "Reform", "Unity", "Change", "Human Rights", "Democracy", "Labour",
    "Defence", "Foreign Affairs", "International Cooperation", "Culture", "the Liberation of the South", "the Future",
)  # fmt: skip
_VOTES = ("general", "presidential", "parliamentary", "local", "regional", "federal", "legislative", "municipal")
_MONTHS = ("January", "February", "April", "May", "June", "September", "October", "November")


@dataclass(frozen=True)
class Bank:
    """Names by kind, places with cumulative weights; `surnames` for people named by one word, `news` places."""

    names: Mapping[NameKind, Sequence[str]]
    weights: Sequence[float]
    surnames: Sequence[str]
    news: Sequence[str]

    def draw(self, kind: NameKind, chooser: random.Random, *, words: int = 2) -> str:
        """Return a name of a kind; a person is a surname alone where the name replaced has one of `words`."""
        if kind == "person" and words == 1:
            return chooser.choice(self.surnames)
        if kind == "other":
            return election(chooser, self.names["demonym"], self.names["place"])
        if kind == "organisation" and chooser.random() < 0.5:
            return organisation(chooser, self.names["place"])
        if kind == "place":
            return self._place(chooser)
        return chooser.choice(self.names[kind])

    def _place(self, chooser: random.Random) -> str:
        if chooser.random() < NEWS:
            return chooser.choice(self.news)
        return chooser.choices(self.names["place"], cum_weights=self.weights)[0]


def load_bank(assets: Path) -> Bank:
    """Return the bank of the project's assets."""
    places = list(_places(assets / "gazetteer" / FILE_NAME))
    people = sorted(_people(assets / "actors" / "people.csv"))
    surnames = sorted({name.split(" ", 1)[1] for name in people if " " in name})
    first = sorted(row["name"] for row in _rows(assets / "actors" / "first_names.csv"))
    mixed = [f"{name} {surnames[index % len(surnames)]}" for index, name in enumerate(first * 2)]
    names: dict[NameKind, Sequence[str]] = {
        "place": [name for name, _, _ in places],
        "person": [*people, *mixed],
        "organisation": sorted(_aliased(assets / "actors" / "organisations.csv")),
        "demonym": sorted(_demonyms(assets / "gazetteer" / "countries.csv")),
    }
    weights = list(accumulate(math.sqrt(population) for _, population, _ in places))
    return Bank(names, weights, surnames, sorted({*_listed(assets / "gazetteer"), *_largest(places)}))


def organisation(chooser: random.Random, places: Sequence[str]) -> str:
    """Return a made-up party, front or office: long names, whose "of", "for" and "and" belong to them."""
    head, side, aim = chooser.choice(_HEADS + _BODIES), chooser.choice(_SIDES), chooser.choice(_AIMS)
    tail = chooser.choice(("", f" for {aim}", f" of {aim}", f" for {aim} and {chooser.choice(_AIMS)}",
                           f" of {chooser.choice(places)}"))  # fmt: skip
    return f"{side} {head}{tail}" if not tail or chooser.random() < 0.5 else f"{head}{tail}"


def election(chooser: random.Random, demonyms: Sequence[str], places: Sequence[str]) -> str:
    """Return a made-up election; its year, its people and where it was held belong to its name."""
    month = f"{chooser.choice(_MONTHS)} " if chooser.random() < 0.15 else ""
    year = f"{chooser.randint(1900, 2026)} " if chooser.random() < 0.9 else ""
    vote = f"{chooser.choice(_VOTES)} {chooser.choice(('election', 'election', 'election', 'elections'))}"
    where = f" in {chooser.choice(places)}" if chooser.random() < 0.2 else ""
    whose = f"{chooser.choice(demonyms if chooser.random() < 0.6 else places)} "
    return f"{month}{year}{whose}{vote}{where}"


def _places(file: Path) -> Iterator[tuple[str, int, str]]:
    """Yield name, population and country of the places that count."""
    packed = packing.read(file)
    countries: Sequence[str] = packed.header["countries"]
    for index in range(len(packed.rows) // packing.ROW.size):
        found, name = packed.row(index), packed.name(index)
        country = countries[found.country]
        if found.population >= LEAST_POPULATION and country in COUNTRIES and _LATIN.match(name):
            yield name, found.population, country


def _largest(places: Sequence[tuple[str, int, str]]) -> Iterator[str]:
    for country in sorted(COUNTRIES):
        inside = sorted((-population, name) for name, population, where in places if where == country)
        yield from (name for _, name in inside[:LARGEST])


def _listed(folder: Path) -> Iterator[str]:
    for file, column in (("extra_names.csv", "names"), ("supplement.csv", "alternates")):
        for row in _rows(folder / file):
            yield from filter(_LATIN.match, (row.get("name", ""), *row[column].split("|")))


def _people(file: Path) -> Iterator[str]:
    for name in _aliased(file):
        if 2 <= len(name.split()) <= 4:
            yield name


def _demonyms(file: Path) -> set[str]:
    return {word for row in _rows(file) for word in row["demonyms"].split("|") if _LATIN.match(word)}


def _aliased(file: Path) -> set[str]:
    return {
        name
        for row in _rows(file)
        for name in (row["name"], *row["aliases"].split("|"))
        if _LATIN.match(name) and name[-1].isalpha()
    }


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
