"""The people of one article: mentions that mean one person brought together, and linked to the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.actors.catalogue import Catalogue, Entry
from pipeline.actors.names import alike, person_key, same_person
from pipeline.actors.offices import Told
from pipeline.actors.vocabulary import COMMON
from pipeline.records import Span

# Distinct names that are compared with the whole catalogue, an article; more is no news text.
MAX_SPELLINGS = 2000


@dataclass(slots=True)
class Person:
    """Somebody named in the article, while the article is read. Mutable: grows mention by mention."""

    name: str  # the fullest form written
    key: tuple[str, ...]
    entry: Entry | None = None
    told: list[Told] = field(default_factory=list)
    mentions: list[Span] = field(default_factory=list)

    def add(self, name: str, key: tuple[str, ...], span: Span, told: Told) -> None:
        """Take another mention."""
        if len(key) > len(self.key):
            self.name, self.key = name, key
        self.mentions.append(span)
        if len(self.told) < MAX_TOLD:
            self.told.append(told)


MAX_TOLD = 8  # mentions whose surroundings are kept; the role stands at the first ones


@dataclass(slots=True)
class People:
    """The people found so far, by the last word of their names."""

    catalogue: Catalogue
    day: str | None
    states: frozenset[str]  # names of the states that the article names at all
    found: list[Person] = field(default_factory=list)
    _by_last: dict[str, list[Person]] = field(default_factory=dict)
    _by_first: dict[str, list[Person]] = field(default_factory=dict)
    _by_entry: dict[str, Person] = field(default_factory=dict)
    _spelled: dict[tuple[str, str | None], Entry | None] = field(default_factory=dict)

    def add(self, name: str, span: Span, told: Told, entry: Entry | None, owner: str | None) -> Person | None:
        """Give a mention to the person it means, a new one if to nobody known; None if the name has no letters."""
        key = person_key(name)
        if not key:
            return None
        if entry is None or told.head in COMMON or self._contradicts(entry, owner):
            entry = self._entry(name, key, told, owner)
        person = self._same(key, entry)
        if person is None:
            person = Person(name, key, entry)
            self.found.append(person)
            self._by_first.setdefault(key[0], []).append(person)
        elif entry and len(key) < len(person.key) and not self.catalogue.may_be(entry, person.key):
            entry = None  # "Traore" after "Moussa Traore, a carver" is not the president
        person.entry = person.entry or entry
        person.add(name, key, span, told)
        self._remember(person, key)
        return person

    def _remember(self, person: Person, key: tuple[str, ...]) -> None:
        bearers = self._by_last.setdefault(key[-1], [])
        if person in bearers[-3:]:
            bearers.remove(person)
        bearers.append(person)  # last meant, last
        if person.entry:
            self._by_entry.setdefault(person.entry.name, person)

    def _same(self, key: tuple[str, ...], entry: Entry | None) -> Person | None:
        """Return the person already found whom a name means, the last meant first."""
        if entry and entry.name in self._by_entry:
            return self._by_entry[entry.name]
        bearers = [
            person
            for person in reversed(self._by_last.get(key[-1], ())[-50:])
            if same_person(key, person.key) and not (entry and person.entry and person.entry is not entry)
        ]
        if bearers:
            # A bare family name means whom the article is about, not the wife named once; a full one the last meant.
            return max(bearers, key=lambda person: len(person.mentions)) if len(key) == 1 else bearers[0]
        if len(key) == 1:
            bearers = [p for p in self._by_first.get(key[0], ())[-50:] if len(p.key) > 1]
            return bearers[0] if len(bearers) == 1 else None
        return None

    def _entry(self, name: str, key: tuple[str, ...], told: Told, owner: str | None) -> Entry | None:
        if told.head in COMMON:
            return None
        asked = (" ".join(key), owner or told.head)
        if asked not in self._spelled and len(self._spelled) < MAX_SPELLINGS:
            self._spelled[asked] = self._link(name, key, told, owner)
        return self._spelled.get(asked)

    def _link(self, name: str, key: tuple[str, ...], told: Told, owner: str | None) -> Entry | None:
        found = self.catalogue.person(name)
        if found is not None:
            return None if self._contradicts(found, owner) else found
        bearers = self.catalogue.called(key[-1])
        family = [entry for entry in bearers if person_key(entry.name)[-len(key) :] == key]  # "Le Drian" is one
        if len(key) > 1 and not family:
            return _only([e for e in bearers if self._holds(e, told, owner) and _half_alike(e, key)])
        if self.catalogue.gender(name) and not told.role:
            return None  # a common first name alone
        exact = [entry for entry in family if told.gender in {None, entry.gender}]
        # Of several in office the upper row of the catalogue is meant: it is in order of prominence.
        fits = [e for e in exact if self._holds(e, told, owner)] or [
            e for e in exact if e.office_on(self.day) and e.affiliation_on(self.day) in self.states
        ]
        return fits[0] if fits else None

    def _contradicts(self, entry: Entry, owner: str | None) -> bool:
        """Tell whether the text gives somebody of a known name a state that the known one never served."""
        served = {office.affiliation for office in entry.offices}
        return (
            owner is not None
            and self.catalogue.state(owner) is not None
            and bool(served)
            and not served & {owner}
            and all(self.catalogue.state(name) for name in served)
        )

    def _holds(self, entry: Entry, told: Told, owner: str | None) -> bool:
        """Tell whether the text's role is the one that the catalogue has for the day."""
        office = entry.office_on(self.day)
        if office is None or told.head is None or told.head not in office.role:
            return False
        return owner is None or owner == office.affiliation


def _half_alike(entry: Entry, key: tuple[str, ...]) -> bool:
    """Tell whether a first name is a spelling of the known one's, read loosely: the office already fits."""
    known = person_key(entry.name)
    return known[0][:1] == key[0][:1] or known[0][1:] == key[0][1:] or alike(known[0], key[0])


def _only(entries: Sequence[Entry]) -> Entry | None:
    return entries[0] if len(entries) == 1 else None
