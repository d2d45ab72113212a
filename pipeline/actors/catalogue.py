"""The catalogue of known actors: what `assets/actors/` and the gazetteer's countries say, ready to be asked.

`open_catalogue` reads and checks; a `Catalogue` answers: who is called this, which known
names stand in this text, who bears this family name, what was their office on that day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from pathlib import Path

from pipeline.actors.names import (
    ARTICLES,
    WORD,
    Gender,
    alike,
    alike_among,
    fold,
    is_abbreviation,
    person_key,
    same_person,
    words,
)
from pipeline.records import ActorKind, Span


class Form(Enum):
    """How a name in the text means its actor."""

    NAME = "name"
    DEMONYM = "demonym"  # "Syrian": belongs to the state
    CAPITAL = "capital"  # "Damascus": the state only where it acts
    REGIME = "regime"  # "the Assad government"


@dataclass(frozen=True, slots=True)
class Office:
    """A role held for a time. Dates are ISO, cut to what is known ("2018-10"); empty: open."""

    role: str
    affiliation: str
    since: str
    until: str

    def held_on(self, day: str) -> bool:
        """Tell whether the office was held on a day, "2018-09-06"; both ends are inside."""
        return day[: len(self.since)] >= self.since and (not self.until or day[: len(self.until)] <= self.until)


@dataclass(frozen=True, slots=True)
class Entry:
    """An actor known beforehand."""

    name: str
    kind: ActorKind
    affiliation: str | None = None
    wikidata: str | None = None
    gender: Gender | None = None
    offices: tuple[Office, ...] = ()

    def office_on(self, day: str | None) -> Office | None:
        """Return the office held on a day, or None; with no day the only one ever held, if it is the only one."""
        if day is None:
            return self.offices[0] if len(self.offices) == 1 else None
        return next((office for office in reversed(self.offices) if office.held_on(day)), None)

    def affiliation_on(self, day: str | None) -> str | None:
        """Return whom the actor stood for on a day: by the office then held, else the last before, else the first."""
        if not self.offices:
            return self.affiliation
        if office := self.office_on(day):
            return office.affiliation
        begun = [office for office in self.offices if day is not None and office.since <= day]
        return (begun or self.offices)[-1 if begun else 0].affiliation


@dataclass(frozen=True, slots=True)
class Alias:
    """One way in which an actor is named."""

    written: str
    words: tuple[str, ...]  # folded
    entry: Entry
    form: Form
    abbreviation: bool  # right in capitals only
    capitalised: bool  # the first word begins with a capital


@dataclass(frozen=True, slots=True)
class Hit:
    """A known name found in a text."""

    span: Span
    entry: Entry
    form: Form


@dataclass(frozen=True)
class Catalogue:
    """Known actors by name. Made by `open_catalogue`."""

    entries: tuple[Entry, ...]
    aliases: Mapping[str, tuple[Alias, ...]]  # by first word; longest first
    family_names: Mapping[str, tuple[Entry, ...]]
    first_names: Mapping[str, Gender]
    demonyms: Mapping[str, str]  # by name of the state
    _people: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)  # keys of each person's names

    def find(self, name: str) -> Entry | None:
        """Return the actor of exactly this name or alias, demonyms and capitals aside."""
        alias = self._alias(name)
        return alias.entry if alias and alias.form in {Form.NAME, Form.REGIME} else None

    def state(self, name: str) -> Entry | None:
        """Return the state that a name, demonym or capital means, or None."""
        alias = self._alias(name)
        return alias.entry if alias and alias.entry.kind == "state" else None

    def demonym(self, state: Entry) -> str:
        """Return the adjective of a state, "Russian", or its name if it has none."""
        return self.demonyms.get(state.name, state.name)

    def _alias(self, name: str) -> Alias | None:
        found = words(name)
        if found and found[0] == "the":
            found, name = found[1:], name[4:]
        if not found:
            return None
        fits = (a for a in self.aliases.get(found[0], ()) if a.words == found)
        return next((a for a in fits if not a.abbreviation or is_abbreviation(name)), None)

    def scan(self, text: str) -> Iterator[Hit]:
        """Yield the known names that stand in a text, longest first at each place, in reading order."""
        tokens = [(match[0], match.start(), match.end()) for match in WORD.finditer(text)]
        folded = [fold(token[0]) for token in tokens]
        index = 0
        while index < len(tokens):
            alias = self._at(text, tokens, folded, index)
            if alias is None:
                index += 1
                continue
            last = index + len(alias.words) - 1
            end = tokens[last][2]
            dotted = alias.abbreviation and last > index and text[end : end + 1] == "."
            yield Hit(Span(tokens[index][1], end + dotted), alias.entry, alias.form)
            index = last + 1

    def _at(self, text: str, tokens: Sequence[tuple[str, int, int]], folded: Sequence[str], index: int) -> Alias | None:
        if not (offered := self.aliases.get(folded[index])) or _after_article(text, tokens, folded, index):
            return None
        for alias in offered:
            size = len(alias.words)
            if tuple(folded[index : index + size]) == alias.words and _fits(text, tokens[index : index + size], alias):
                return alias
        return None

    def called(self, family_name: str) -> tuple[Entry, ...]:
        """Return the people whose family name this is; "Zelenskiy" finds Zelensky."""
        key = person_key(family_name)
        if not key:
            return ()
        if found := self.family_names.get(key[-1]):
            return found
        alike_names = alike_among(key[-1], tuple(self.family_names))
        return tuple(entry for name in alike_names for entry in self.family_names[name])

    def person(self, name: str) -> Entry | None:
        """Return the person whom a full name means, spelling aside, or None.

        Family and first name must both be alike: a first name alone links nobody.
        """
        found = self.find(name)
        if found is not None:
            return found if found.kind == "person" else None
        key = person_key(name)
        if len(key) < 2:
            return None
        fits = [entry for entry in self.called(key[-1]) if self._spells(entry, key)]
        return fits[0] if len(fits) == 1 else None

    def may_be(self, entry: Entry, key: tuple[str, ...]) -> bool:
        """Tell whether the key of a name can be that of a known person: a name of theirs has it, or it has one."""
        return any(same_person(known, key) for known in self._people.get(entry.name, ()))

    def _spells(self, entry: Entry, key: tuple[str, ...]) -> bool:
        return any(
            len(known) > 1 and alike(known[0], key[0]) and alike(known[-1], key[-1]) and _middle(known, key)
            for known in self._people.get(entry.name, ())
        )

    def gender(self, name: str) -> Gender | None:
        """Return the gender that a first name tells, or None."""
        found = words(name)
        return self.first_names.get(found[0]) if found else None


def _middle(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether the words between first and last do not contradict: one has none, or they are the same."""
    middle, across = one[1:-1], other[1:-1]
    return not middle or not across or bool(set(middle) & set(across))


def _after_article(text: str, tokens: Sequence[tuple[str, int, int]], folded: Sequence[str], index: int) -> bool:
    """Tell whether a word is the rest of a family name: "Houthi" in "al-Houthi"."""
    joined = index > 0 and text[tokens[index - 1][2] : tokens[index][1]] == "-"
    return joined and folded[index - 1] in ARTICLES


def _fits(text: str, tokens: Sequence[tuple[str, int, int]], alias: Alias) -> bool:
    """Tell whether words stand close together and are written as a name is."""
    first = tokens[0][0]
    if alias.abbreviation:
        # "U-S" and "U S" are not "U.S."
        return all(t[0].isupper() or t[0].isdigit() for t in tokens) and all(
            text[a[2] : b[1]] == "." for a, b in pairwise(tokens)
        )
    if alias.capitalised and first[0].islower():
        return False
    return all(b[1] - a[2] <= 2 and "\n" not in text[a[2] : b[1]] for a, b in pairwise(tokens))


def open_catalogue(folder: Path) -> Catalogue:
    """Open the catalogue of a folder, with the countries of the gazetteer beside it.

    Raises:
        AssetError: a file is missing or not UTF-8, a row lacks what it needs, or two actors share an alias.
    """
    from pipeline.actors.tables import read_tables  # noqa: PLC0415 -- tables builds what is defined here

    return _assemble(*read_tables(folder))


def _assemble(entries: Sequence[Entry], aliases: Sequence[Alias], first_names: Mapping[str, Gender]) -> Catalogue:
    by_first: dict[str, list[Alias]] = {}
    families: dict[str, dict[str, Entry]] = {}
    people: dict[str, list[tuple[str, ...]]] = {}
    for alias in aliases:
        by_first.setdefault(alias.words[0], []).append(alias)
        if alias.entry.kind == "person":
            key = person_key(" ".join(alias.words))
            families.setdefault(key[-1], {})[alias.entry.name] = alias.entry
            people.setdefault(alias.entry.name, []).append(key)
    ordered = {first: tuple(sorted(found, key=lambda a: -len(a.words))) for first, found in by_first.items()}
    named = {family: tuple(found.values()) for family, found in families.items()}
    keys = {name: tuple(found) for name, found in people.items()}
    demonyms: dict[str, str] = {}
    for alias in aliases:
        if alias.form is Form.DEMONYM:
            demonyms.setdefault(alias.entry.name, alias.written)
    return Catalogue(tuple(entries), ordered, named, first_names, demonyms, keys)
