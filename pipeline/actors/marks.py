"""Where in an article which actor is named, and what is known of each: asked by position, grown by the stage."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pipeline.actors.catalogue import Catalogue
from pipeline.actors.names import HONORIFICS, Gender
from pipeline.actors.offices import gender_of_role
from pipeline.actors.phrases import parse
from pipeline.actors.vocabulary import STANDS_FOR
from pipeline.records import Actor, Article, Span

REACH = 6000  # characters back in which a role or "the ministry" finds whom it means
SENTENCE_CHARS = 2000  # of a longer sentence only the part nearest to a word is looked at
MAX_SPEAKERS = 8  # of one sentence that are remembered


class Mark(NamedTuple):
    """A mention of an actor."""

    start: int
    end: int
    actor: str


@dataclass
class Marks:
    """The mentions of an article in reading order, and who has spoken. Grows by `speaks`, `introduce`, `mention`.

    Look-ups are by bisection and reach back a bounded way: asking costs the same in long articles.
    """

    article: Article
    catalogue: Catalogue | None = None
    actors: dict[str, Actor] = field(init=False)
    plural: set[str] = field(default_factory=set)  # unnamed actors who are several
    genders: dict[str, Gender | None] = field(init=False)
    marks: list[Mark] = field(init=False)
    speakers: dict[int, list[str]] = field(default_factory=dict)  # by sentence, the last one last
    _heads: dict[str, str] = field(default_factory=dict)  # of unnamed actors
    _sentences: list[int] = field(init=False)
    _quoted: list[Span] = field(init=False)  # words in marks: who is named there is only spoken of

    def __post_init__(self) -> None:
        """Index the article's mentions, sentences and quotations."""
        self.actors = {actor.id: actor for actor in self.article.actors}
        self._heads = {actor.id: _unnamed_head(actor) for actor in self.article.actors if actor.kind == "other"}
        self.marks = sorted(Mark(*span, actor.id) for actor in self.article.actors for span in actor.mentions)
        self.genders = {actor.id: self._gender(actor) for actor in self.article.actors}
        self._sentences = [sentence.span.start for sentence in self.article.sentences]
        in_marks = (quote for quote in self.article.quotes if quote.type in {"direct", "scare"})
        self._quoted = sorted(span for quote in in_marks for span in quote.content)

    def _gender(self, actor: Actor) -> Gender | None:
        if actor.kind != "person":
            return None
        entry = self.catalogue.find(actor.name) if self.catalogue else None
        told = gender_of_role(actor.role) if actor.role else None
        first = self.catalogue.gender(actor.name) if self.catalogue else None
        return (entry.gender if entry else None) or told or self._titled(actor) or first

    def _titled(self, actor: Actor) -> Gender | None:
        """Return the gender that a title before a mention tells: "Ms Haley"."""
        for span in actor.mentions[:20]:
            before = self.article.text[max(0, span.start - 12) : span.start].split()
            if before and (gender := HONORIFICS.get(before[-1].casefold())):
                return gender
        return None

    # What is known of an actor

    def is_person(self, actor: str) -> bool:
        """Tell whether an actor is somebody, named or not, rather than a body or state."""
        return self.actors[actor].kind == "person" or bool(self.unnamed_head(actor))

    def is_single(self, actor: str) -> bool:
        """Tell whether an actor is one person."""
        return self.is_person(actor) and actor not in self.plural

    def unnamed_head(self, actor: str) -> str:
        """Return the noun of a source without a name: "officials" of "Turkish officials"; empty for all others."""
        return self._heads.get(actor, "")

    # Where things are

    def sentence_of(self, position: int) -> int:
        """Return the index of the sentence that a position lies in or behind; -1 before the first."""
        return bisect_right(self._sentences, position) - 1

    def sentence_before(self, position: int) -> Span:
        """Return the part of the sentence of a position that stands before it."""
        index = self.sentence_of(position)
        start = self._sentences[index] if index >= 0 else 0
        return Span(max(start, position - SENTENCE_CHARS), position)

    def sentence(self, index: int) -> Span:
        """Return a sentence, cut to its last `SENTENCE_CHARS`."""
        start, end = self.article.sentences[index].span
        return Span(max(start, end - SENTENCE_CHARS), end)

    def marks_in(self, span: Span) -> Iterator[Mark]:
        """Yield the mentions that share characters with a span, in reading order."""
        for index in range(max(0, bisect_left(self.marks, (span.start,)) - 2), len(self.marks)):
            mark = self.marks[index]
            if mark.start >= span.end:
                return
            if mark.end > span.start:
                yield mark

    def back_from(self, position: int, reach: int = REACH) -> Iterator[Mark]:
        """Yield the mentions that begin before a position, nearest first."""
        for index in range(bisect_left(self.marks, (position,)) - 1, -1, -1):
            if self.marks[index].start < position - reach:
                return
            yield self.marks[index]

    def owns(self, mark: Mark) -> bool:
        """Tell whether a mention is a possessive: "Erdogan's spokesman" is not Erdogan."""
        return self.article.text[mark.end : mark.end + 2] in {"'s", "’s", "' ", "’ "}

    def quoted(self, mark: Mark) -> bool:
        """Tell whether a mention stands in quotation marks."""
        index = bisect_right(self._quoted, (mark.start, len(self.article.text) + 1)) - 1
        return index >= 0 and self._quoted[index].start <= mark.start < self._quoted[index].end

    # What the stage tells

    def speaks(self, actor: str, at: int) -> None:
        """Remember that somebody speaks in the sentence of a position."""
        said = self.speakers.setdefault(self.sentence_of(at), [])
        said.append(actor)
        del said[:-MAX_SPEAKERS]

    def introduce(self, actor: Actor, *, plural: bool) -> None:
        """Add an actor who stands in no list of names."""
        self.actors[actor.id] = actor
        if actor.kind == "other":
            self._heads[actor.id] = _unnamed_head(actor)
        self.genders[actor.id] = self._gender(actor) if actor.kind == "person" else gender_of_role(actor.name)
        if plural:
            self.plural.add(actor.id)
        for span in actor.mentions:
            insort(self.marks, Mark(*span, actor.id))

    def mention(self, actor: str, span: Span) -> None:
        """Add a mention to an actor that has others."""
        known = self.actors[actor]
        if span not in known.mentions[-50:]:
            self.actors[actor] = replace(known, mentions=(*known.mentions, span))
            insort(self.marks, Mark(*span, actor))


def _unnamed_head(actor: Actor) -> str:
    """Return the noun of an unnamed actor; names end in a capital, and "coalition" stands for a body."""
    phrase = parse(actor.name, Span(0, len(actor.name)))
    person = bool(phrase.words) and phrase.words[-1][0].islower() and phrase.head not in STANDS_FOR
    return phrase.head if person else ""
