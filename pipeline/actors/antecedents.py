"""Who is meant at this point of an article by a name or a pronoun.

The rules are those of practice for news: a subject stands first in its sentence, the last
speaker speaks on, nobody of the other known gender is meant (codebook, section 1).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.actors.descriptions import index_standing
from pipeline.actors.marks import Mark, Marks
from pipeline.actors.names import HONORIFICS, Gender
from pipeline.actors.offices import gender_of_role, head_of
from pipeline.actors.phrases import PRONOUNS, RELATIVES, Phrase, parse
from pipeline.actors.vocabulary import FEMALE, GOVERNING, HEADS, MALE, MODIFIERS
from pipeline.records import Actor, Span

SENTENCES_BACK = 6  # how far a pronoun reaches; in our sample the farthest is 3
MAX_HEAD_WORDS = 7  # a longer head has swallowed a clause
_TITLES = MODIFIERS | HEADS | HONORIFICS.keys() | {"the"}
_BEFORE_NAME = re.compile(
    r"\b(?:for|to|of|from|with|by|near|than|about|against|between|in|at|inside|outside) (?:the )?(?P<rest>[^,;]{0,60})$"
)
# Behind a name these say that somebody else is meant: "Clinton spokesman Brian Fallon".
_SERVANT = re.compile(
    r" (?:spokes\w+|aides?|advis[eo]rs?|lawyers?|campaign|administration|supporters?|allies|officials?|government)\b"
)
_SECOND_HAND = re.compile(
    r"\b(?:spokes\w+|aides?|advis[eo]rs?|lawyers?|relatives?|ally|allies|friends?|officials?|supporters?|office|critics?|"
    r"members?|sources?|brother|statement|loyalists?)\b"
)
MAX_GAP_CHARS = 60
_APPOSED = re.compile(r",(?: from| of| an?| the)? ?")
_NAMELESS = re.compile(
    r"(?:In [\w.'’-]{2,30},? )?((?:[Aa]n?|[Tt]he|[Hh]is|[Hh]er) (?:[\w’'-]+ ){0,3}?"
    rf"(?:{'|'.join(sorted(HEADS | FEMALE | MALE))})(?: teacher| officer| minister)?)\b(?!['’-])"
)


class Antecedents(Marks):
    """The marks of an article, with the questions that a source, a cue's object or a pronoun puts to them."""

    def __post_init__(self) -> None:
        """Index the article, and the nouns that stand for bodies in it."""
        super().__post_init__()
        index_standing(self)

    def named(self, span: Span) -> str | None:
        """Return the actor whom a source names: a person at its head, else the body or state that the head is."""
        person = (mark for mark in self.marks_in(span) if self.is_person(mark.actor) and self._heads_phrase(span, mark))
        return next((mark.actor for mark in person), None) or self._body_in(parse(self.article.text, span))

    def _heads_phrase(self, span: Span, mark: Mark) -> bool:
        """Tell whether a name is who speaks, unlike in "a spokesman for President Assad", "fighters near Ali"."""
        if self.owns(mark) or _SERVANT.match(self.article.text, mark.end, span.end):
            return False
        before = self.article.text[span.start : mark.start]
        found = _BEFORE_NAME.search(before)
        if not found or not all(word.casefold() in _TITLES for word in found["rest"].split()):
            return True
        return not (not found["rest"].split() or _SECOND_HAND.search(before) or not head_of(before))

    def _body_in(self, phrase: Phrase) -> str | None:
        bodies = [mark for mark in self.marks_in(phrase.span) if not self.is_person(mark.actor)]
        at_head = [mark for mark in bodies if mark.end >= phrase.span.end - 2]
        if not at_head and phrase.head in GOVERNING:
            at_head = [mark for mark in bodies if self.actors[mark.actor].kind == "state"]
            if not at_head and (state := self._state_of_a_person(phrase)):
                return state
        if not at_head and len(phrase.words) > MAX_HEAD_WORDS:  # its subject stands first
            at_head = [mark for mark in bodies[:1] if mark.start - phrase.span.start <= len("the ")]
        if not at_head:  # "its television channel, al-Masirah"
            behind = self.marks_in(Span(phrase.span.end, phrase.span.end + 60))
            apposed = next((mark for mark in behind if not self.is_person(mark.actor)), None)
            at_head = (
                [apposed] if apposed and self.article.text[phrase.span.end : apposed.start] in {", ", ", the "} else []
            )
        return at_head[0].actor if at_head else None

    def _state_of_a_person(self, phrase: Phrase) -> str | None:
        """Return the state meant by "Erdogan's government"."""
        served = {self.actors[mark.actor].affiliation for mark in self.marks_in(phrase.span)} - {None}
        return next(
            (actor.id for actor in self.actors.values() if actor.kind == "state" and actor.name in served), None
        )

    def pronoun(self, word: str, at: int) -> str | None:
        """Return the actor whom a pronoun means at a position, or None."""
        low = word.casefold()
        if low not in PRONOUNS:
            return None
        if low in RELATIVES:
            return next((mark.actor for mark in self.back_from(at, 80)), None)
        fits = self._fits(low)
        found = self._first(self.sentence_before(at), fits) or self._in_sentences_before(at, fits)
        if found is not None and PRONOUNS[low] and self.genders.get(found) is None:
            self.genders[found] = PRONOUNS[low]
        return found

    def _fits(self, low: str) -> Callable[[str], bool]:
        """Return the test whom a pronoun can mean by number and gender."""
        gender = PRONOUNS[low]
        if gender:
            return lambda actor: self.is_single(actor) and self.genders.get(actor) in {gender, None}
        if low in {"it", "its", "itself"}:
            return lambda actor: not self.is_person(actor)
        return lambda actor: not self.is_single(actor) or self.genders.get(actor) is None

    def _in_sentences_before(self, at: int, fits: Callable[[str], bool]) -> str | None:
        """Return the last speaker, or the first fitting actor, of the nearest sentence before that has one."""
        index = self.sentence_of(at)
        for back in range(index, max(-1, index - SENTENCES_BACK - 1), -1):
            spoke = next((speaker for speaker in reversed(self.speakers.get(back, [])) if fits(speaker)), None)
            found = spoke or (self._first(self.sentence(back), fits) if back < index else None)
            if found:
                return found
        return None

    def _first(self, span: Span, fits: Callable[[str], bool]) -> str | None:
        """Return the first fitting actor of a span: a subject stands first."""
        marks = (m for m in self.marks_in(span) if fits(m.actor) and not self.owns(m) and not self.quoted(m))
        return next((mark.actor for mark in marks), None)

    def apposed(self, source: Span, cue: Span | None) -> str | None:
        """Return the person whose apposition a source is, where the source is cut short of the name.

        "[p|Mahmoud], a baker": the source says "a baker"; "the new adviser on Syria, [p|James Jeffrey], said": it
        ends before "Syria".
        """
        text = self.article.text
        before = next(self.back_from(source.start, 60), None)
        if before and self.actors[before.actor].kind == "person" and not self.owns(before):
            gap = text[before.end : source.start]
            if _APPOSED.fullmatch(gap):
                return before.actor
        if cue is None or not 0 < cue.start - source.end <= MAX_GAP_CHARS:
            return None
        for mark in self.marks_in(Span(source.end, cue.start)):
            names = self.actors[mark.actor].kind == "person" and not self.owns(mark)
            if names and text[mark.end : cue.start].strip(" ,") == "" and text[mark.start - 2 : mark.start] == ", ":
                return mark.actor
        return None

    def subject_before(self, at: int) -> str | None:
        """Return the first actor of the sentence before a position, quoted words aside."""
        return self._first(self.sentence_before(at), lambda _: True)

    def last_several(self, at: int) -> Actor | None:
        """Return the unnamed group last spoken of before a position: "relief workers"."""
        return next((self.actors[mark.actor] for mark in self.back_from(at, 600) if mark.actor in self.plural), None)

    def nameless_subject(self, at: int, gender: Gender | None) -> Span | None:
        """Return the subject of the sentence of a position, or the one before, that nobody names.

        "A midwife listened to the radio. … she said": the midwife, if nobody else has spoken or is named there.
        """
        index = self.sentence_of(at)
        for back in range(index, max(-1, index - 2), -1):
            start, end = self.sentence(back)
            span = Span(start, min(end, at))
            if self.speakers.get(back) or any(self.is_person(mark.actor) for mark in self.marks_in(span)):
                return None
            found = _NAMELESS.match(self.article.text, *span)
            if found and gender_of_role(found[1]) in {gender, None}:
                subject = Span(*found.span(1))
                return None if next(self.marks_in(subject), None) else subject
        return None
