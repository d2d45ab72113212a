"""States and bodies of one article: ministries, armies, armed groups, organisations, media."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.actors.catalogue import Catalogue, Entry
from pipeline.actors.gathering import Named
from pipeline.actors.kinds import kind_of
from pipeline.actors.names import words
from pipeline.records import ActorKind, Span


@dataclass(slots=True)
class Body:
    """A state or body named in the article, while the article is read."""

    name: str
    kind: ActorKind
    entry: Entry | None
    affiliation: str | None
    mentions: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Bodies:
    """The bodies found so far, by what they are called."""

    catalogue: Catalogue
    found: dict[str, Body] = field(default_factory=dict)
    _by_last: dict[str, Body] = field(default_factory=dict)
    _short: dict[str, str] = field(default_factory=dict)  # "WFP" → key of "World Food Programme"

    def add(self, item: Named, written: str) -> Body | None:
        """Give a mention to the body it means, a new one if to none known; None if the name has no letters."""
        entry = item.entry or self._titled(item)
        key = entry.name if entry else " ".join(words(written.removeprefix("the ").removeprefix("The ")))
        if not key:
            return None
        if not entry:
            key = self._short.get(written, key)
        body = (
            self.found.get(key) or (None if entry else self._longer(item, key)) or self._new(key, entry, item, written)
        )
        body.mentions.append(item.span)
        for last in _lasts(written):
            self._by_last[last] = body
        return body

    def _longer(self, item: Named, key: str) -> Body | None:
        """Return the body last met whose name ends like a short one: "the Council" after "the Security Council"."""
        last = key.rsplit(" ", 1)[-1]
        body = self._by_last.get(last) or self._by_last.get(last.removesuffix("s"))
        if body is None or item.state or len(key.split(" ")) > 2:
            return None
        return body if f" {key.removesuffix('s')}" in f" {' '.join(words(body.name))}" else None

    def _titled(self, item: Named) -> Entry | None:
        """Return the catalogue's entry for "Syria's army", if it has one."""
        if not (item.title and item.state):
            return None
        return self.catalogue.find(self._name(item, ""))

    def _name(self, item: Named, written: str) -> str:
        """Return one name for a state's body however it is written: "Russia's Defense Ministry" or in lower case."""
        if not (item.title and item.state):
            return written.removeprefix("the ").removeprefix("The ")
        title = re.sub(r"^ministry of (.+)$", r"\1 ministry", item.title.casefold())
        title = title.replace("defense", "defence").replace("foreign affairs", "foreign")
        return f"{self.catalogue.demonym(item.state)} {title}"

    def _new(self, key: str, entry: Entry | None, item: Named, written: str) -> Body:
        if entry:
            body = Body(entry.name, entry.kind, entry, entry.affiliation)
        else:
            name = self._name(item, written)
            state = item.state.name if item.state else self._state_in(name)
            body = Body(name, kind_of(name), None, state)
            key = " ".join(words(name))
            if key in self.found:
                return self.found[key]
            if short := initials(name):
                self._short.setdefault(short, key)
        self.found[key] = body
        return body

    def _state_in(self, name: str) -> str | None:
        """Return the state that a body's own name names: "Iranian Students' News Agency"."""
        hit = next((hit for hit in self.catalogue.scan(name) if hit.entry.kind == "state"), None)
        return hit.entry.name if hit else None


def _lasts(written: str) -> set[str]:
    """Return the words under which a short form can stand: the last, and the last before "for" or "of"."""
    found = words(written)
    head = next((i for i, word in enumerate(found) if word in {"for", "of"} and i), len(found))
    return {found[-1], found[head - 1]}


def initials(name: str) -> str | None:
    """Return the abbreviation that a long name leads one to expect: "Joint Incidents Assessment Team" → "JIAT"."""
    capitals = [word[0] for word in name.split() if word[0].isupper()]
    return "".join(capitals) if len(capitals) >= 3 else None
