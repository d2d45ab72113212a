"""The gazetteer as the pipeline sees it: `candidates(toponym)`, countries and demonyms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from pathlib import Path

from pipeline.errors import AssetError
from pipeline.gazetteer import packing
from pipeline.gazetteer.features import PRECISION, Feature
from pipeline.gazetteer.names import exact, fold, skeleton, without_article, without_type
from pipeline.gazetteer.packing import NO_ADMIN1, Packed, Row
from pipeline.records import Place

FILE_NAME = "gazetteer.bin"
# Of spellings in the dev corpora that share only their consonants with a place, those at or above this meant it
# (Hilmand, Zwara, Igdabya); below stood Britian for Burtunay, Prisi for Porkhov.
MIN_ALIKE = 0.7


class Match(IntEnum):
    """How a toponym met a name of a place, closest first."""

    NAME = 0  # the place's own name
    ALTERNATE = 1  # another of its names
    VARIANT = 2  # a name without its article or type word
    SKELETON = 3  # the consonants only; a guess, made only among context countries


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a toponym may mean."""

    place: Place
    feature: Feature
    population: int
    match: Match
    typed: bool = False  # the toponym's type word ("province") fits the feature


def alike(folded: str, name: str) -> bool:
    """Tell whether a folded toponym is near enough to a name of the same consonants: "hilmand", "Helmand"."""
    one, other = folded.replace(" ", ""), fold(name).replace(" ", "")
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= MIN_ALIKE


class Gazetteer:
    """A packed gazetteer, open for reading; safe to share among threads."""

    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        self._codes: list[str] = packed.header["codes"]
        self._countries: list[str] = packed.header["countries"]
        self._country_rows: dict[str, int] = packed.header["country_rows"]
        self._demonyms: dict[str, int] = packed.header["demonyms"]

    @classmethod
    def load(cls, path: Path) -> Gazetteer:
        """Open the gazetteer at a file, or in a folder.

        Raises:
            AssetError: the file is missing or damaged.
        """
        file = path / FILE_NAME if path.is_dir() else path
        packed = packing.read(file)
        try:
            return cls(packed)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise AssetError(
                str(file), f"gazetteer {file} is damaged ({error!r}); build it: python -m pipeline.gazetteer.build"
            ) from error

    @property
    def version(self) -> str:
        """What it was built from and when, e.g. "tocsin-gazetteer@2026.11"."""
        return str(self._packed.header["version"])

    def candidates(self, toponym: str, *, countries: Iterable[str] = ()) -> tuple[Candidate, ...]:
        """Return the places that a toponym may mean, closest name first, then the largest.

        `countries` are those the article speaks of (ISO codes): only among them a name is
        also compared by its consonants, when nothing else is found there.
        """
        folded = fold(toponym)
        if not folded:
            return ()
        found = self._abbreviated(toponym) or self._named(folded)
        context = frozenset(countries)
        if context and not any(candidate.place.country in context for candidate in found.values()):
            for index, candidate in self._similar(folded, context).items():
                found.setdefault(index, candidate)
        return tuple(sorted(found.values(), key=lambda c: (c.match, -c.population, c.place.gazetteer_id)))

    def look_further(self, toponym: str, *, countries: Iterable[str] = ()) -> tuple[Candidate, ...]:
        """Return the candidates, with those of a geocoding service where one is set and none are found offline."""
        return self.candidates(toponym, countries=countries)

    def may_know(self, toponym: str) -> bool:
        """Tell cheaply whether `candidates` may find anything: False is certain."""
        folded = fold(toponym)
        if next(iter(self._packed.find(folded)), None) is not None:
            return True
        return bool(exact(toponym) or without_type(folded) or without_article(folded, arabic=True))

    def abbreviates(self, toponym: str) -> bool:
        """Tell whether these letters, in this case, are short for a place: "US", not "us"."""
        return bool(self._abbreviated(toponym))

    def country(self, code: str) -> Place | None:
        """Return a country by its ISO 3166-1 alpha-2 code, with GeoNames' representative point."""
        index = self._country_rows.get(code.upper())
        return None if index is None else self._place(index, self._packed.row(index))

    def demonym(self, word: str) -> Candidate | None:
        """Return the country (or region) of "Syrian", "Iranians", "Frenchman" or "European", or None."""
        folded = fold(word)
        for form in (folded, folded.removesuffix("s"), folded.removesuffix("es")):
            if (index := self._demonyms.get(form)) is not None:
                return self._candidate(index, self._packed.row(index), Match.ALTERNATE)
        return None

    def _abbreviated(self, toponym: str) -> dict[int, Candidate]:
        found: dict[int, Candidate] = {}
        if key := exact(toponym.strip()):
            self._collect(found, key, Match.NAME)
        return found

    def _named(self, folded: str) -> dict[int, Candidate]:
        found: dict[int, Candidate] = {}
        self._collect(found, folded, Match.NAME)
        typed = without_type(folded)
        if typed:
            self._collect(found, typed.name, Match.VARIANT, only=typed.features)
        if bare := without_article(folded, arabic=True):
            self._collect(found, bare, Match.VARIANT)
        if typed and not found:
            self._collect(found, typed.name, Match.VARIANT)
            if bare := without_article(typed.name, arabic=True):
                self._collect(found, bare, Match.VARIANT, only=typed.features)
        return found

    def _similar(self, folded: str, context: frozenset[str]) -> dict[int, Candidate]:
        typed = without_type(folded)
        bones = skeleton(typed.name if typed else folded)
        found: dict[int, Candidate] = {}
        for link in self._packed.find(f"~{bones}") if bones else ():
            row = self._packed.row(link.row)
            if self._countries[row.country] in context and alike(folded, self._packed.name(link.row)):
                found[link.row] = self._candidate(link.row, row, Match.SKELETON)
        return found

    def _collect(
        self, found: dict[int, Candidate], name: str, floor: Match, *, only: frozenset[Feature] = frozenset()
    ) -> None:
        for link in self._packed.find(name):
            row = self._packed.row(link.row)
            if link.row in found or (only and Feature(row.feature) not in only):
                continue
            found[link.row] = self._candidate(link.row, row, max(Match(link.tier), floor), typed=bool(only))

    def _candidate(self, index: int, row: Row, match: Match, *, typed: bool = False) -> Candidate:
        return Candidate(self._place(index, row), Feature(row.feature), row.population, match, typed)

    def _place(self, index: int, row: Row) -> Place:
        feature = Feature(row.feature)
        identity = self._identity(row)
        return Place(
            name=self._packed.name(index),
            latitude=round(row.latitude, 5),
            longitude=round(row.longitude, 5),
            precision=PRECISION[feature],
            gazetteer_id=identity,
            country=self._countries[row.country] or None,
            admin1=self._admin1(row, feature),
            radius_km=float(row.radius_km),
        )

    def _identity(self, row: Row) -> str:
        if row.id > 0:
            return f"geonames:{row.id}"
        code = self._codes[-row.id]
        return code if ":" in code else f"geonames-admin2:{code}"

    def _admin1(self, row: Row, feature: Feature) -> str | None:
        if row.admin1 == NO_ADMIN1 or feature is Feature.COUNTRY:
            return None
        first: int = self._packed.header["first_admin1"]
        return self._packed.name(first + row.admin1)
