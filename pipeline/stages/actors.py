"""Stage `actors`: who is named in an article, each once, with role, affiliation and all mentions.

Names come from the reader and from the catalogue; people are merged by their names, states
count only where they act (codebook, section 5). What the text says of somebody goes before
what the catalogue knows for the article's day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

from pipeline.actors.bodies import Bodies, Body
from pipeline.actors.catalogue import Catalogue
from pipeline.actors.gathering import Named, Names, gather
from pipeline.actors.offices import Told, told
from pipeline.actors.people import People, Person
from pipeline.actors.repeats import repeated
from pipeline.records import Actor, Article, Span
from pipeline.stage import PerArticle

OWNER_REACH = 600  # characters back in which "its spokesman" finds its owner
_PRONOUNS = frozenset({"its", "his", "her", "their"})


def stage(catalogue: Catalogue) -> PerArticle:
    """Return the stage over an open catalogue."""

    def enrich(article: Article) -> Article:
        return replace(article, actors=_Finder(article, catalogue).actors())

    return PerArticle("actors", enrich, frozenset({"readings", "sentences"}), frozenset({"actors"}))


def day_of(article: Article) -> str | None:
    """Return the article's day as an ISO date, None if it has no date."""
    return article.published_at.date().isoformat() if article.published_at else None


@dataclass(frozen=True, slots=True)
class _Finder:
    article: Article
    catalogue: Catalogue

    def actors(self) -> tuple[Actor, ...]:
        """Return the article's actors in order of their first mention."""
        names = gather(self.article, self.catalogue)
        names = repeated(self.article, names)
        bodies, owners = self._bodies(names)
        people, served = self._people(names, owners)
        made = [self._body(body) for body in bodies.found.values()]
        made += [self._person(person, served) for person in people.found]
        made.sort(key=lambda actor: actor.mentions[0])
        return tuple(replace(actor, id=f"a{number}") for number, actor in zip(count(1), made, strict=False))

    def _bodies(self, names: Names) -> tuple[Bodies, dict[Span, Body]]:
        """Return the bodies that act, and for every name of a body or state the one it means."""
        bodies, owners = Bodies(self.catalogue), {}
        idle = Bodies(self.catalogue)  # states that do not act can still be served: "the French minister"
        for item in names.items:
            if item.sort == "person":
                continue
            body = (bodies if item.acts else idle).add(item, item.span.of(self.article.text))
            if body:
                owners[item.span] = body
        return bodies, owners

    def _people(self, names: Names, owners: dict[Span, Body]) -> tuple[People, dict[str, str]]:
        named = frozenset(name for body in owners.values() for name in (body.name, body.affiliation) if name)
        people = People(self.catalogue, day_of(self.article), named)
        starts = [sentence.span.start for sentence in self.article.sentences]
        before: Person | None = None
        served: dict[str, str] = {}
        for item in names.items:
            if item.sort != "person":
                continue
            said = self._told(item, names, starts, before)
            owner = self._owner(said, names, owners)
            name = item.entry.name if item.entry else item.span.of(self.article.text)
            person = people.add(name, item.span, said, item.entry, owner)
            if person and owner:
                served.setdefault(person.name, owner)
            before = person or before
        return people, {person.name: owner for person in people.found if (owner := served.get(person.name))}

    def _told(self, item: Named, names: Names, starts: Sequence[int], before: Person | None) -> Told:
        if self.article.language not in {"en", None}:
            return Told()  # titles of other languages are not read
        sentence = self._sentence(item.span, starts)
        said = told(self.article.text, item.span, sentence, lambda span: _owners(names, span))
        if said.role and said.role.casefold().endswith("counterpart"):
            role = next((t.role for t in before.told if t.role), None) if before else None
            return replace(said, role=role)
        return said

    def _sentence(self, span: Span, starts: Sequence[int]) -> Span:
        at = bisect_right(starts, span.start) - 1
        if at >= 0 and self.article.sentences[at].span.contains(span):
            return self.article.sentences[at].span
        return Span(max(0, span.start - 200), min(len(self.article.text), span.end + 200))

    def _owner(self, said: Told, names: Names, owners: dict[Span, Body]) -> str | None:
        """Return the name of the state or body that a person's role serves."""
        if said.owner is None:
            return None
        body = owners.get(said.owner)
        if body is None and said.owner.of(self.article.text).casefold() in _PRONOUNS:
            body = self._antecedent(said.owner, names, owners)
        if body is None:
            return None
        return body.affiliation if body.kind == "government_body" and body.affiliation else body.name

    def _antecedent(self, pronoun: Span, names: Names, owners: dict[Span, Body]) -> Body | None:
        """Return whom "its" means: the first body of the sentence, else of the one before it that has one."""
        back = [item for item in names.before(pronoun.start, reach=OWNER_REACH) if item.span in owners and item.acts]
        if not back:
            return None
        starts = [sentence.span.start for sentence in self.article.sentences]
        begin = max(self._sentence(item.span, starts).start for item in back)
        return owners[next(item for item in reversed(back) if item.span.start >= begin).span]

    def _body(self, body: Body) -> Actor:
        wikidata = body.entry.wikidata if body.entry else None
        own = body.name if body.kind == "state" else None  # who asks for what Russia's people say asks for Russia, too
        return Actor("", body.name, body.kind, None, body.affiliation or own, wikidata, tuple(body.mentions))

    def _person(self, person: Person, served: dict[str, str]) -> Actor:
        day = day_of(self.article)
        office = person.entry.office_on(day) if person.entry else None
        role = next((said.role for said in person.told if said.role), None) or (office.role if office else None)
        known = person.entry.affiliation_on(day) if person.entry else None
        name = person.entry.name if person.entry else person.name
        wikidata = person.entry.wikidata if person.entry else None
        return Actor("", name, "person", role, served.get(person.name) or known, wikidata, tuple(person.mentions))


def _owners(names: Names, span: Span) -> list[Span]:
    return [item.span for item in names.inside(span) if item.sort != "person"]
