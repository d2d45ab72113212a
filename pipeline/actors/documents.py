"""Whose a document is: "its website", "a report by the bank", "the statement" speak for who issued them."""

from __future__ import annotations

import re

from pipeline.actors.antecedents import Antecedents
from pipeline.actors.kinds import kind_of
from pipeline.actors.phrases import POSSESSIVE, Phrase
from pipeline.actors.vocabulary import DOCUMENTS
from pipeline.records import Span

SENTENCES_BACK = 8  # in which "the statement" finds the one that was issued
MAX_TAIL_CHARS = 90  # behind the noun, in which its issuer stands
_ISSUED = re.compile(r" (?:[\w-]+ed )?(?:by|from|of) (?:the )?")
_LOOSE = re.compile(r"-(?:affiliated|linked|backed|aligned|run|based|led)\b")
# Of these another one than the last can be meant; the reader's "the report" need not be the last speaker's.
_OF_THE_LAST = frozenset({"statement", "letter", "tweet", "post", "communique"})
_OF_MEDIA = frozenset({"story", "article", "editorial", "report"})
_GIVES = re.compile(r" (?:\w+ly )?(?:issued|released|provided|sent|gave|published|posted|wrote) (?:\w+ ){0,4}?$")


def issuer(known: Antecedents, phrase: Phrase, source: Span) -> str | None:
    """Return the actor for whom a document speaks, if the text says whose it is; None if it is no document."""
    if phrase.head not in DOCUMENTS:
        return None
    if phrase.determiner in POSSESSIVE:
        return known.pronoun(phrase.determiner or "", phrase.span.start)
    text = known.article.text
    inside = [mark for mark in known.marks_in(phrase.span) if not _LOOSE.match(text, mark.end)]
    if inside:
        return inside[-1].actor
    behind = _ISSUED.match(text, phrase.span.end, max(source.end, min(len(text), phrase.span.end + MAX_TAIL_CHARS)))
    named = next(known.marks_in(Span(behind.end(), behind.end() + MAX_TAIL_CHARS)), None) if behind else None
    if behind and named and named.start <= behind.end() + len("the "):
        return named.actor
    return _last_issuer(known, phrase) if phrase.definite else None


def _last_issuer(known: Antecedents, phrase: Phrase) -> str | None:
    """Return who spoke, or is named first, where the document was spoken of before: "X said in a statement"."""
    index = known.sentence_of(phrase.span.start)
    noun = re.compile(rf"\b(?:an?|in a|its|his|her|their) (?:\w+ ){{0,2}}?{re.escape(phrase.head)}\b")
    for back in range(index - 1, max(-1, index - SENTENCES_BACK - 1), -1):
        span = known.sentence(back)
        if found := noun.search(known.article.text, *span):
            giver = next(known.back_from(found.start(), MAX_TAIL_CHARS), None)
            if giver and not known.owns(giver) and _GIVES.match(known.article.text, giver.end, found.start()):
                return giver.actor
            spoke = next(reversed(known.speakers.get(back, [])), None)
            return spoke or known.subject_before(found.start())
    if phrase.head in _OF_THE_LAST | _OF_MEDIA:
        lately = (actor for i in range(index, max(-1, index - 3), -1) for actor in reversed(known.speakers.get(i, [])))
        return next((actor for actor in lately if phrase.head in _OF_THE_LAST or _is_media(known, actor)), None)
    return None


def _is_media(known: Antecedents, actor: str) -> bool:
    return known.actors[actor].kind == "media" or kind_of(known.actors[actor].name) == "media"
