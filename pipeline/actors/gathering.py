"""The names of an article that may be actors, each character claimed once.

They come from the reader, from the catalogue, and from phrases like "Russia's defence ministry".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.actors.acting import acting
from pipeline.actors.catalogue import Catalogue, Entry, Form, Hit
from pipeline.actors.names import HONORIFICS, RANKS
from pipeline.actors.vocabulary import HEADS, MODIFIERS
from pipeline.records import Article, Mention, Span

Sort = Literal["person", "body", "state"]

_POSSESSIVE = re.compile(r"['’]s?$")
_EDGES = ' \t\r\n,;:()[]"“”‘.-–—'
# What belongs to a state and speaks for itself.
_TITLE = (
    r"((?:(?:[Ff]oreign|[Dd]efen[cs]e|[Ii]nterior|[Hh]ealth|[Ii]nformation|[Ff]inance|[Jj]ustice|[Oo]il|[Ee]nergy|"
    r"[Tt]ransport|[Ee]ducation|[Ee]nvironment|[Hh]ome|[Ee]conomy) (?:[Mm]inistry|[Oo]ffice|"
    r"[Dd]epartment)|[Mm]inistry of "
    r"(?:[A-Z]\w+)(?: and [A-Z]\w+| [A-Z]\w+)?|[Aa]rmy|[Mm]ilitary|[Aa]rmed [Ff]orces|"
    r"[Aa]ir [Ff]orce|[Nn]avy|[Cc]oast ?[Gg]uard|"
    r"[Pp]arliament|[Ss]enate|[Pp]olice|[Cc]abinet|[Pp]residency|[Mm]ission|[Ee]mbassy|"
    r"[Ss]upreme [Cc]ourt|[Cc]entral [Bb]ank|"
    r"[Ss]tate (?:media|television|TV|news agency|radio)|[Cc]ivil [Dd]efen[cs]e|[Rr]ed [Cc]rescent))\b"
    r"(?!['’]s? (?:spokes\w+|ministers?|chiefs?)| (?:spokes\w+|ministers?|chiefs?|officials?|"
    r"officers?|sources?|commanders?|"
    r"vehicles|bases?|convoys?|positions?|jets|warplanes|intelligence|spokesperson|statement|operations?|offensive|campaign)\b)"
)
_INSTITUTION = re.compile(rf"(?:['’]s?)? {_TITLE}")
_BARE_INSTITUTION = re.compile(rf"\b([Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er) {_TITLE}")
_DATELINE = re.compile(r"[^\n.!?—]{0,40}(?:—|–|--|:| - )")
_GOVERNMENT = re.compile(
    r"(?:['’]s?)? (?:[Gg]overnment|[Rr]egime|[Aa]uthorities)\b(?! (?:spokes\w+|officials?|ministers?|"
    r"forces|troops|sources?)\b)"
)
_SEATED = re.compile(r" in (?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the text that may be an actor."""

    span: Span
    sort: Sort
    entry: Entry | None = None
    acts: bool = True  # a state that is only a place does not
    title: str | None = None  # what a body without an entry is called: "foreign ministry"
    state: Entry | None = None  # the state that a body belongs to


@dataclass(frozen=True)
class Names:
    """The names of one article in reading order; finds those in a span without looking at the others."""

    items: tuple[Named, ...]
    starts: tuple[int, ...]

    def inside(self, span: Span) -> Iterator[Named]:
        """Yield the names that lie in a span."""
        for index in range(bisect_left(self.starts, span.start), len(self.items)):
            item = self.items[index]
            if item.span.start >= span.end:
                return
            if item.span.end <= span.end:
                yield item

    def before(self, position: int, *, reach: int) -> Iterator[Named]:
        """Yield the names that begin before a position, nearest first, `reach` characters back at most."""
        for index in range(bisect_left(self.starts, position) - 1, -1, -1):
            if self.items[index].span.start < position - reach:
                return
            yield self.items[index]


def gather(article: Article, catalogue: Catalogue) -> Names:
    """Return the names of an article."""
    hits = [hit for hit in catalogue.scan(article.text) if _in_body(article, hit.span)]
    bodies = list(_institutions(article.text, hits))
    mentions = list(_mentions(article, catalogue))
    known = list(_known(article.text, hits))
    # Earlier in this list wins where two claim the same characters; among equals the longer.
    items = _claim([*bodies, *mentions, *known])
    return index_of(items)


def index_of(items: Iterable[Named]) -> Names:
    """Return names in reading order."""
    ordered = tuple(sorted(items, key=lambda item: item.span))
    return Names(ordered, tuple(item.span.start for item in ordered))


def _in_body(article: Article, span: Span) -> bool:
    return not article.body or any(part.contains(span) for part in article.body)


def _known(text: str, hits: Sequence[Hit]) -> Iterator[Named]:
    states = [hit for hit in hits if hit.entry.kind == "state"]
    for hit, acts in zip(states, acting(text, states), strict=True):
        government = _GOVERNMENT.match(text, hit.span.end)
        yield Named(Span(hit.span.start, government.end() if government else hit.span.end), "state", hit.entry, acts)
    for hit in hits:
        if hit.entry.kind != "state":
            yield Named(hit.span, "person" if hit.entry.kind == "person" else "body", hit.entry)


def _institutions(text: str, hits: Sequence[Hit]) -> Iterator[Named]:
    for hit in hits:
        found = _INSTITUTION.match(text, hit.span.end) if hit.entry.kind == "state" else None
        if found:
            yield Named(Span(hit.span.start, found.end(1)), "body", title=found[1], state=hit.entry)
    yield from _bare_institutions(text, [hit for hit in hits if hit.entry.kind == "state"])


def _bare_institutions(text: str, states: Sequence[Hit]) -> Iterator[Named]:
    """Yield "its defence ministry", "the army": the state is named before, or behind "in", or not at all."""
    starts = [hit.span.start for hit in states]
    for found in _BARE_INSTITUTION.finditer(text):
        seat = _SEATED.match(text, found.end())
        after = bisect_left(starts, seat.end()) if seat else len(states)
        state = None
        if seat and after < len(states) and starts[after] == seat.end():
            state = states[after].entry
        elif found[1].casefold() != "the":
            state = _subject_before(text, states, bisect_left(starts, found.start()), found.start())
        else:
            state = _placed_before(text, states, bisect_left(starts, found.start()), found.start()) or _dateline(
                text, states
            )
        yield Named(Span(*found.span(2)), "body", title=found[2], state=state, acts=state is not None)


def _placed_before(text: str, states: Sequence[Hit], index: int, position: int) -> Entry | None:
    """Return the state of a capital right before: "In Moscow, the defence ministry"."""
    hit = states[index - 1] if index else None
    placed = (
        hit is not None
        and text[hit.span.end : position].strip(" ,") == ""
        and text[: hit.span.start].endswith(("In ", "in "))
    )
    return hit.entry if hit and placed else None


def _dateline(text: str, states: Sequence[Hit]) -> Entry | None:
    """Return the state whose capital the text is sent from: "MOSCOW — The defence ministry said"."""
    hit = states[0] if states else None
    sent = hit is not None and hit.form is Form.CAPITAL and hit.span.start == 0 and _DATELINE.match(text, hit.span.end)
    return hit.entry if hit and sent else None


def _subject_before(text: str, states: Sequence[Hit], index: int, position: int) -> Entry | None:
    """Return the first state of the sentence, else the last one before it."""
    begin = max(text.rfind(". ", 0, position), text.rfind("\n", 0, position), position - 400)
    inside = [hit for hit in states[max(0, index - 8) : index] if hit.span.start > begin]
    return inside[0].entry if inside else states[index - 1].entry if index else None


def _mentions(article: Article, catalogue: Catalogue) -> Iterator[Named]:
    """Yield the people and bodies that the reader found."""
    for reading in article.readings:
        for mention in reading.mentions:
            span = trimmed(article.text, mention)
            name = span.of(article.text)
            if mention.kind not in {"person", "organisation"} or not name or not _in_body(article, span):
                continue
            if mention.kind == "person" and not name[0].islower() and not catalogue.state(name):
                yield Named(span, "person", None)
            elif mention.kind == "organisation" and name != article.outlet and not catalogue.state(name):
                entry = catalogue.find(name)
                if entry or not _only_words_of_office(name):
                    yield Named(span, "person" if _is_somebody(name, entry, catalogue) else "body", entry)


def _is_somebody(name: str, entry: Entry | None, catalogue: Catalogue) -> bool:
    """Tell whether what the reader took for a body is a person: it is a known one, or a first name."""
    if entry:
        return entry.kind == "person"
    return " " not in name and catalogue.gender(name) is not None


def _only_words_of_office(name: str) -> bool:
    """Tell whether a name is a piece of somebody's title: "Defence" in "Defence Minister"."""
    return all(word in MODIFIERS or word in HEADS for word in name.casefold().split())


def trimmed(text: str, mention: Mention) -> Span:
    """Return a mention without what is not the name: titles before, a possessive and punctuation behind."""
    start, end = mention.span
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES.replace(".", ""):
        end -= 1
    end -= len(found[0]) if (found := _POSSESSIVE.search(text[start:end])) else 0
    while (word := re.match(r"(\S+)\s+", text[start:end])) and word[
        1
    ].casefold() in HONORIFICS.keys() | RANKS | _TITLES:
        start += word.end()
    return Span(start, max(start, end))


_TITLES = frozenset(
    {"president", "minister", "the", "king", "prince", "chancellor", "premier", "senator", "ambassador"}
) - {"king"}


def _claim(items: Sequence[Named]) -> list[Named]:
    """Keep the items whose characters nobody before them claims more of.

    A name inside a longer one is part of it ("Syrian" in "Syrian Observatory for Human Rights"), but a person
    named inside a regime's name is both.
    """
    kept: list[Named] = []
    starts: list[int] = []
    for item in sorted(items, key=lambda item: (item.span.start - item.span.end, item.entry is None)):
        clash = _clashes(kept, starts, item)
        if clash is None or (clash.sort == "state" and item.sort == "person" and clash.span != item.span):
            at = bisect_left(starts, item.span.start)
            starts.insert(at, item.span.start)
            kept.insert(at, item)
        elif clash.span == item.span and clash.sort == item.sort and clash.entry is None and item.entry:
            kept[kept.index(clash)] = replace(clash, entry=item.entry)
    return kept


def _clashes(kept: Sequence[Named], starts: Sequence[int], item: Named) -> Named | None:
    """Return a kept item that shares characters; kept ones overlap nowhere but a person in a regime's name."""
    at = bisect_left(starts, item.span.end)
    return next((other for other in kept[max(0, at - 2) : at][::-1] if other.span.touches(item.span)), None)
