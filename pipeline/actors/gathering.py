"""The names of an article that may be actors, each character claimed once.

They come from the reader, from the catalogue, and from phrases like "Russia's defence ministry".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.actors.acting import acting
from pipeline.actors.catalogue import Catalogue, Entry, Form, Hit
from pipeline.actors.institutions import Institution, institutions
from pipeline.actors.kinds import kind_of
from pipeline.actors.names import ARTICLES, HONORIFICS, RANKS, fold
from pipeline.actors.vocabulary import HEADS, MODIFIERS
from pipeline.records import Article, Mention, NameKind, Span

Sort = Literal["person", "body", "state"]

_POSSESSIVE = re.compile(r"['’]s?$")
_EDGES = ' \t\r\n,;:()[]"“”‘.-–—'
MAX_PERSON_WORDS = 4
MIN_SHOUTED, MIN_SHOUTED_WORD = 3, 5  # letters; shorter capitals are abbreviations
_SHOUTED_BEFORE = re.compile(r"\b[A-Z]{4,} $")
_SHOUTED_BEHIND = re.compile(r"^ [A-Z]{4,}\b")
_WHO = frozenset({"person", "organisation"})
_DATELINE = re.compile(r"[^\n.!?—]{0,60}(?:—|–|--|:| - )")
_TAG = re.compile(r"\) ?(?:—|–|--|-)")
_TITLES = frozenset({"president", "minister", "the", "chancellor", "premier", "senator", "ambassador"})
_CREDIT = re.compile(r"[A-Z]{2,}/$")  # "REUTERS/Ann Lee"
_SHORTENED = re.compile(r" \([A-Z]\w{0,4}([A-Z])\)")
_BODY_BEFORE = re.compile(r"\b(?:newspaper|daily|broadcaster|law firm|news agency|magazine) $")
_GOVERNMENT = re.compile(
    r"(?:['’]s?)? (?:[Gg]overnment|[Rr]egime|[Aa]uthorities)\b(?! (?:spokes\w+|officials?|ministers?|"
    r"forces|troops|sources?)\b)"
)


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
    leaders = [leader for hit in hits if hit.form is Form.REGIME for leader in _leaders(article.text, hit, catalogue)]
    bodies = [_institution(found) for found in institutions(article.text, hits)]
    mentions = list(_mentions(article, catalogue))
    known = list(_known(article.text, hits))
    # Earlier in this list wins where two claim the same characters; among equals the longer.
    items = _claim([*bodies, *mentions, *known, *leaders])
    return index_of(items)


def _leaders(text: str, hit: Hit, catalogue: Catalogue) -> Iterator[Named]:
    """Yield the person in the name of a regime: "the regime of Bashar al-Assad"."""
    start = text.find(" ", *hit.span) + 1
    for inner in catalogue.scan(text[start : hit.span.end]) if start else ():
        if inner.entry.kind == "person":
            yield Named(Span(start + inner.span.start, start + inner.span.end), "person", inner.entry)


def index_of(items: Iterable[Named]) -> Names:
    """Return names in reading order."""
    ordered = tuple(sorted(items, key=lambda item: item.span))
    return Names(ordered, tuple(item.span.start for item in ordered))


def _in_body(article: Article, span: Span) -> bool:
    return not article.body or any(part.contains(span) for part in article.body)


def _institution(found: Institution) -> Named:
    acts = found.state is not None
    return Named(found.span, "body", title=found.title, state=found.state, acts=acts)


def _known(text: str, hits: Sequence[Hit]) -> Iterator[Named]:
    states = [hit for hit in hits if hit.entry.kind == "state"]
    for hit, acts in zip(states, acting(text, states), strict=True):
        government = _GOVERNMENT.match(text, hit.span.end)
        yield Named(Span(hit.span.start, government.end() if government else hit.span.end), "state", hit.entry, acts)
    for hit in hits:
        if hit.entry.kind != "state":
            yield Named(hit.span, "person" if hit.entry.kind == "person" else "body", hit.entry)


def _mentions(article: Article, catalogue: Catalogue) -> Iterator[Named]:
    """Yield the people and bodies that the reader found."""
    text = article.text
    mentions = _whole(text, [mention for reading in article.readings for mention in reading.mentions])
    places = Counter(fold(span.of(text)) for span, kind in mentions if kind == "place")
    others = Counter(fold(span.of(text)) for span, kind in mentions if kind in _WHO)
    for span, kind in mentions:
        name = span.of(text)
        if kind not in _WHO or not _in_body(article, span) or not _may_name(article, span) or catalogue.state(name):
            continue
        entry = catalogue.find(name)
        if entry is None and places[fold(name)] >= others[fold(name)]:
            continue  # the reader took a town for a person once
        if kind == "person" and _is_no_name(text, span):
            continue
        called_body = _BODY_BEFORE.search(text, max(0, span.start - 20), span.start)
        named_person = kind == "person" and not called_body
        person = named_person or (not called_body and _is_somebody(name, entry, catalogue))
        yield Named(span, "person" if person else "body", None if named_person else entry)


def _is_no_name(text: str, span: Span) -> bool:
    """Tell whether what the reader took for a person is a photographer's credit, or a word shortened behind it."""
    if _CREDIT.search(text, max(0, span.start - 12), span.start):
        return True
    short = _SHORTENED.match(text, span.end)
    return bool(short) and " " not in span.of(text) and span.of(text).startswith(short[1] if short else "")


def _whole(text: str, mentions: Iterable[Mention]) -> list[tuple[Span, NameKind]]:
    """Return the mentions trimmed, the halves of one name put together: "James", "Comey"."""
    found: list[tuple[Span, NameKind]] = []
    for mention in sorted(mentions, key=lambda mention: mention.span):
        span = trimmed(text, mention)
        before, kind = found[-1] if found else (Span(0, 0), "other")
        alike = before.of(text).isupper() == span.of(text).isupper()  # not a caption's "GETTY" and a name
        if kind == mention.kind == "person" and alike and text[before.end : span.start] == " ":
            found[-1] = (Span(before.start, span.end), "person")
        else:
            found.append((span, mention.kind))
    return found


def _may_name(article: Article, span: Span) -> bool:
    """Tell whether words can name anybody: no piece of a title, no dateline, not the outlet itself."""
    name, text = span.of(article.text), article.text
    words = [word for word in name.casefold().replace(".", "").split() if word not in HONORIFICS and word not in RANKS]
    if not words or name[0].islower() or all(word in MODIFIERS or word in HEADS for word in words):
        return False
    if _is_shouted(text, span):
        return False
    outlet = article.outlet or ""
    if name in {outlet, "".join(word[0] for word in outlet.split())}:
        return False
    begins = span.start == 0 or text[span.start - 1] == "\n"
    sent = _DATELINE.match(text, span.end)
    return not (begins and name.isupper() and sent) and not (
        text[max(0, span.start - 1)] == "(" and _TAG.match(text, span.end)
    )


def _is_shouted(text: str, span: Span) -> bool:
    """Tell whether a name stands in a run of capitals: a piece of a headline or a photographer's credit."""
    name = span.of(text)
    if not name.isupper() or len(name) < MIN_SHOUTED:
        return False
    around = [*_SHOUTED_BEFORE.findall(text[max(0, span.start - 30) : span.start])]
    around += _SHOUTED_BEHIND.findall(text[span.end : span.end + 30])
    return bool(around) or (" " in name and max(map(len, name.split())) >= MIN_SHOUTED_WORD)


def _is_somebody(name: str, entry: Entry | None, catalogue: Catalogue) -> bool:
    """Tell whether what the reader took for a body is a person: it is a known one, or a first name."""
    if entry:
        return entry.kind == "person"
    known = catalogue.gender(name) is not None or name.split(" ", maxsplit=1)[0].casefold() in {"abu", "umm", "um"}
    return known and kind_of(name) == "other" and len(name.split(" ")) <= MAX_PERSON_WORDS


def trimmed(text: str, mention: Mention) -> Span:
    """Return a mention without what is not the name: titles before, a possessive and punctuation behind."""
    start, end = mention.span
    while start > 0 and end - start > 1 and (text[start - 1].isalnum() or _joins(text, start - 1)):
        start -= 1  # the reader cut a word: "Shughur" of "al-Shughur"
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


def _joins(text: str, at: int) -> bool:
    """Tell whether a hyphen joins two parts of one name: "al-Shughur"."""
    return text[at] == "-" and fold(re.split(r"\W", text[max(0, at - 4) : at])[-1]) in ARTICLES


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
            kept[bisect_left(starts, clash.span.start)] = replace(clash, entry=item.entry)
    return kept


def _clashes(kept: Sequence[Named], starts: Sequence[int], item: Named) -> Named | None:
    """Return a kept item that shares characters; kept ones overlap nowhere but a person in a regime's name."""
    at = bisect_left(starts, item.span.end)
    return next((other for other in kept[max(0, at - 2) : at][::-1] if other.span.touches(item.span)), None)
