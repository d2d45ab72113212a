"""Who is meant at this point of an article by a name or a pronoun.

The rules are those of practice for news: a subject stands first in its sentence, the last
speaker speaks on, nobody of the other known gender is meant (codebook, section 1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.actors.descriptions import index_standing
from pipeline.actors.marks import Mark, Marks
from pipeline.actors.names import HONORIFICS, Gender
from pipeline.actors.offices import gender_of_role, head_of
from pipeline.actors.phrases import PRONOUNS, RELATIVES, Phrase, parse
from pipeline.actors.vocabulary import FEMALE, GOVERNING, HEADS, MALE, MODIFIERS, MUTE, PERSONAL, STANDS_FOR, STOPS
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
    r"(?! (?:for|of|at) )"
)
_SECOND_HAND = re.compile(
    r"\b(?:spokes\w+|aides?|advis[eo]rs?|lawyers?|relatives?|ally|allies|friends?|officials?|supporters?|office|critics?|"
    r"members?|sources?|brother|statement|loyalists?)\b"
)
MAX_GAP_CHARS = 60
_BEFORE_SUBJECT = _TITLES | PERSONAL | {"a", "an", "and", "but", "while", "when", "as", "later", "meanwhile", "however"}
SPEAKERS_BACK = 3  # sentences in which the last speaker speaks on, whoever is named in between
MAX_CLAUSE = 2000  # characters of its own sentence before a pronoun
MAX_BEFORE_SUBJECT = 45  # characters of title and adverbs before a sentence's subject
_SEVERAL = re.compile(
    r"(?:(?:The|These|Many|Some|Several|Most|Few|Both|Two|Three) )?(?:[\w’-]+ ){0,2}?([\w’-]*[^\Ws]s)\b"
)
_KILLED = re.compile(
    r",?(?: [\w,]+){0,4}? (?:was|were|has been|had been) (?:\w+ )?(?:killed|shot|hanged|murdered|executed)\b"
)
_APPOSED = re.compile(r",(?: from| of| an?| the)? ?|, an? [\w-]+ | \([A-Z]{2,8}\),? (?:an? )?")
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
        found = next((mark.actor for mark in person), None)
        return found or self._body_in(parse(self.article.text, span))

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
            return lambda actor: self._may_be(actor, gender)
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

    def speaking(self, word: str, at: int, said: Sequence[Span]) -> str | None:
        """Return the actor whom a pronoun means that is the subject of saying: the last speaker goes before others.

        Of whom is only spoken, in the words `said` or as an object, comes last; things and the dead do not speak.
        """
        low = word.casefold()
        gender = PRONOUNS.get(low)
        if not gender:
            return self.pronoun(low, at)
        start, _ = self.sentence_before(at)
        line = Span(max(start, self.article.text.rfind("\n", start, at) + 1), at)
        found = self._subject_of(line, gender, said, MAX_CLAUSE) or self.last_person(gender, at, said)
        found = found or self.pronoun(low, at)
        if found is not None and self.genders.get(found) is None:
            self.genders[found] = gender
        return found

    def last_person(self, gender: Gender | None, at: int, said: Sequence[Span] = ()) -> str | None:
        """Return the person who spoke, or did something, last before a position; then who is named of that gender."""
        index, weak = self.sentence_of(at), None
        nearest = range(index, max(-1, index - SPEAKERS_BACK - 1), -1)
        for back in nearest:
            spoke = (a for a in reversed(self.speakers.get(back, [])) if self._may_be(a, gender))
            if found := next(spoke, None):
                return found
            subject = self._subject_of(self.sentence(back), gender, said) if back < index else None
            if subject and (self.genders.get(subject) == gender or gender is None):
                return subject
            weak = weak or subject
        for back in nearest:
            marks = self.marks_in(self.sentence(back)) if back < index else ()
            surely = (m.actor for m in marks if gender and self.genders.get(m.actor) == gender and not self.owns(m))
            if found := next(surely, None):
                return found
        return weak

    def _may_be(self, actor: str, gender: Gender | None) -> bool:
        fits = not gender or self.genders.get(actor) in {gender, None}
        return fits and self.is_single(actor) and not self.mute(actor)

    def _subject_of(
        self, span: Span, gender: Gender | None, said: Sequence[Span], reach: int = MAX_BEFORE_SUBJECT
    ) -> str | None:
        """Return the person named at the beginning of a sentence who is not said to have been killed there."""
        for mark in self.marks_in(span):
            place = Span(mark.start, mark.end)
            if any(words.contains(place) for words in said) or self.quoted(mark) or self.owns(mark):
                continue
            if not self._may_be(mark.actor, gender):
                continue
            first = mark.start - span.start <= reach and (reach > MAX_BEFORE_SUBJECT or self._begins(span, mark))
            return mark.actor if first and not _KILLED.match(self.article.text, mark.end) else None
        return None

    def _begins(self, span: Span, mark: Mark) -> bool:
        """Tell whether only a title, or an aside closed by a comma, stands between a sentence's start and a name."""
        words = self.article.text[span.start : mark.start].rsplit(", ", 1)[-1].strip("“\"'").split()
        return all(
            word.casefold() in _BEFORE_SUBJECT or (index and word[0].isupper()) for index, word in enumerate(words)
        )

    def mute(self, actor: str) -> bool:
        """Tell whether a name is a thing's or an animal's: "the gorilla Bongo"."""
        for span in self.actors[actor].mentions[:20]:
            before = self.article.text[max(0, span.start - 24) : span.start].casefold().replace(" named ", " ").split()
            if before and before[-1] in MUTE:
                return True
        return False

    def apposed(self, source: Span, cue: Span | None) -> str | None:
        """Return the person or body whose apposition a source is, where the source is cut short of the name.

        "[p|Mahmoud], a baker": the source says "a baker"; "the new adviser on Syria, [p|James Jeffrey], said": it
        ends before "Syria".
        """
        text = self.article.text
        before = next(self.back_from(source.start, 60), None)
        if before and not self.owns(before) and self._takes_apposition(before.actor, source):
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

    def _takes_apposition(self, actor: str, source: Span) -> bool:
        """Tell whether a source can say what an actor is: anything of a person, "a newspaper" of a body."""
        if self.actors[actor].kind == "person":
            return True
        phrase = parse(self.article.text, source)
        return not self.is_person(actor) and phrase.determiner in {"a", "an"} and phrase.head in STANDS_FOR

    def subject_before(self, at: int) -> str | None:
        """Return the first actor of the sentence before a position, quoted words aside."""
        return self._first(self.sentence_before(at), lambda _: True)

    def last_several(self, at: int) -> Actor | None:
        """Return the unnamed group last spoken of before a position: "relief workers"."""
        return next((self.actors[mark.actor] for mark in self.back_from(at, 600) if mark.actor in self.plural), None)

    def plural_subject(self, at: int) -> Span | None:
        """Return the subject of the sentence of a position if it is several without a name: "Many rebels"."""
        found = _SEVERAL.match(self.article.text, *self.sentence_before(at))
        if found is None or found[1].casefold() in STOPS:
            return None
        span = Span(*found.span())
        named = any(not self.is_person(mark.actor) for mark in self.marks_in(span))
        return None if named or not parse(self.article.text, span).plural else span

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
