"""Whom a quote can be directed at: the candidates among which the model chooses a stance's target.

Syntax-light evidence, strongest first: the object of the cue ("urged Russia to", "accused him of"),
then whoever the content names, its subject first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.actors.antecedents import Antecedents
from pipeline.records import Article, Quote, Span

# Between a cue and its object: articles, adjectives, titles; no verb and no "that".
_GAP = re.compile(r" (?:on |for |to |at |with |against )?(?:the |its |his |her |their |both )?(?:[\w'’.-]+ ){0,3}?")
_OBJECT_CHARS = 60
_PRONOUN = re.compile(r" (?:on |to |for |at )?(him|her|them|it)\b(?! (?:was|would|had|is|will|could))")
# Cues whose object is whom the words are said to, not about: plain saying has none.
_WITHOUT_OBJECT = frozenset({"said", "says", "say", "added", "adds", "noted", "explained", "according"})


def candidates(article: Article, quote: Quote) -> tuple[str, ...]:
    """Return the ids of the actors that a quote may be directed at, the likeliest first; never its speaker.

    The speaker's own state or body comes only where nobody else does.
    """
    return candidates_among(Antecedents(article), quote)


def candidates_among(known: Antecedents, quote: Quote) -> tuple[str, ...]:
    """Do `candidates` for an article that has been prepared already."""
    found = list(dict.fromkeys([*_objects(known, quote), *_in_content(known, quote)]))
    others = [actor for actor in found if actor != quote.speaker and actor in known.actors]
    speaker = known.actors.get(quote.speaker) if quote.speaker else None
    foreign = [actor for actor in others if speaker is None or known.actors[actor].name != speaker.affiliation]
    return tuple(foreign or others)


def _objects(known: Antecedents, quote: Quote) -> Iterator[str]:
    """Yield who stands right behind the cue."""
    text, cue = known.article.text, quote.cue
    if cue is None or cue.of(text).casefold().split()[0] in _WITHOUT_OBJECT:
        return
    if (pronoun := _PRONOUN.match(text, cue.end)) is not None:
        meant = known.pronoun(pronoun[1], cue.start)
        if meant and meant != quote.speaker:
            yield meant
        return
    for mark in known.marks_in(Span(cue.end, min(len(text), cue.end + _OBJECT_CHARS))):
        if mark.start > cue.end and _GAP.fullmatch(text, cue.end, mark.start):
            yield mark.actor
            yield from _joined(known, mark.end)
        return


def _joined(known: Antecedents, end: int) -> Iterator[str]:
    """Yield the other members of a list: "Russia and Iran"."""
    for mark in known.marks_in(Span(end, min(len(known.article.text), end + _OBJECT_CHARS))):
        if not re.fullmatch(r",? (?:and |or )?(?:the )?", known.article.text[end : mark.start]):
            return
        yield mark.actor
        end = mark.end


def _in_content(known: Antecedents, quote: Quote) -> Iterator[str]:
    for span in quote.content:
        for mark in known.marks_in(span):
            yield mark.actor
