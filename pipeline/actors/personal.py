"""Who is meant by what somebody is, without an office: "the actress", "the 76-year-old", "Neal's sister"."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.actors.antecedents import Antecedents
from pipeline.actors.offices import gender_of_role
from pipeline.actors.phrases import POSSESSIVE, Phrase
from pipeline.actors.vocabulary import FEMALE, HEADS, MALE, PERSONAL, SAME_PERSON
from pipeline.records import Span

SENTENCES_AHEAD = 4  # in which the name follows a description
CHARS_AHEAD = 1500
_AGED = re.compile(r"(\d{1,3})-year-old")
_SAYS = r"(?:said|says|told|tells|added|wrote|explained|insisted|warned|recalled|stated|announced|admitted|described)"
_SPEAKS = re.compile(rf"(?:,[^.\n]{{1,90}},)? (?:has |had |also |later |today )?{_SAYS}\b")
_SAID_BY = re.compile(rf"\b{_SAYS} (?:the |[A-Z][\w-]+ )?$")


def personal(known: Antecedents, phrase: Phrase, at: int) -> str | None:
    """Return the person whom a personal description means at a position: so called, of that age, or the last meant."""
    aged = _AGED.fullmatch(phrase.head)
    if not aged and phrase.head not in PERSONAL:
        return None
    if phrase.plural or not (phrase.definite and phrase.determiner not in POSSESSIVE):
        return None
    described = _described(phrase.head, aged[1] if aged else None)
    people = [mark for mark in known.back_from(at) if known.actors[mark.actor].kind == "person"]
    found = next((mark.actor for mark in people if described(known.article.text, Span(mark.start, mark.end))), None)
    if found:
        return found
    return known.last_person(gender_of_role(phrase.head), at)


def introduced_later(known: Antecedents, phrase: Phrase, at: int) -> str | None:
    """Return the person who speaks by name soon after a description that fits nobody named.

    "The director of the zoo has insisted the fence was safe. … Jo Hall said": whose first mention
    follows, who speaks there, and of whom the text tells no other role.
    """
    head = phrase.head
    if phrase.plural or head not in HEADS | PERSONAL | FEMALE | MALE:
        return None
    if found := _named_behind(known, phrase):
        return found
    if not _is_of_one(phrase):
        return None
    last = min(known.sentence_of(at) + SENTENCES_AHEAD, len(known.article.sentences) - 1)
    end = min(at + CHARS_AHEAD, known.article.sentences[last].span.end) if last >= 0 else at
    for mark in known.marks_in(Span(phrase.span.end, end)):
        somebody = known.actors[mark.actor]
        if somebody.kind != "person" or somebody.mentions[0].start < phrase.span.start:
            continue
        if not _speaks(known, Span(mark.start, mark.end)):
            continue
        known_one = known.catalogue is not None and known.catalogue.find(somebody.name) is not None
        gender = gender_of_role(head)
        fits = (
            not somebody.role and not known_one and not (gender and known.genders.get(mark.actor) not in {gender, None})
        )
        return mark.actor if fits else None
    return None


def _named_behind(known: Antecedents, phrase: Phrase) -> str | None:
    """Return the person who is named first behind the same noun: "a spokeswoman for … the spokeswoman, Anna Lind"."""
    text, end = known.article.text, phrase.span.end
    behind = re.compile(rf"\b[Tt]he {re.escape(phrase.head)},? $")
    for mark in known.marks_in(Span(end, end + CHARS_AHEAD)):
        somebody = known.actors[mark.actor]
        first = somebody.kind == "person" and somebody.mentions[0].start >= end
        if first and behind.search(text, max(0, mark.start - 30), mark.start):
            return mark.actor
    return None


def _is_of_one(phrase: Phrase) -> bool:
    """Tell whether a description fits one person alone: "the director of Riverside Zoo", "Anna's sister"."""
    owned = any(word.endswith(("'s", "’s")) for word in phrase.words)
    return owned or (phrase.definite and any(word[0].isupper() for word in phrase.name.split()))


def _speaks(known: Antecedents, name: Span) -> bool:
    text = known.article.text
    return bool(_SPEAKS.match(text, name.end) or _SAID_BY.search(text, max(0, name.start - 40), name.start))


def _described(head: str, age: str | None) -> Callable[[str, Span], bool]:
    """Return the test whether a mention has the noun before it ("mum Michelle"), or the noun or age behind it."""
    words = next((same for same in SAME_PERSON if head in same), frozenset({head}))
    nouns = "|".join(sorted(map(re.escape, words)))
    before = re.compile(rf"\b(?:{nouns}),? $")
    behind = re.compile(rf", (?:{age}|aged {age})\b" if age else rf", (?:an?|the) (?:[\w’'-]+ ){{0,3}}?(?:{nouns})\b")

    def test(text: str, name: Span) -> bool:
        return bool(before.search(text, max(0, name.start - 30), name.start) or behind.match(text, name.end))

    return test
