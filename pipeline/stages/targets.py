"""Whom a quote can be directed at: the candidates among which the model chooses a stance's target.

Syntax-light evidence, strongest first: the object of the cue ("urged Russia to", "accused him of"),
then whoever the content names, its subject first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.actors.antecedents import Antecedents
from pipeline.actors.newcomers import Newcomers
from pipeline.model.heads import Tags
from pipeline.records import Article, Quote, Span
from pipeline.stages.speakers import look_up

# Between a cue and its object: articles, adjectives, titles; no verb and no "that".
_GAP = re.compile(r" (?:on |for |to |at |with |against )?(?:the |its |his |her |their |both )?(?:[\w'’.-]+ ){0,3}?")
_OBJECT_CHARS = 60
_PRONOUN = re.compile(r" (?:on |to |for |at )?(him|her|them|it)\b(?! (?:was|would|had|is|will|could))")
_MEANT = frozenset({"him", "her", "them", "it", "they", "he", "she"})
# Least chance of a name to be the target.
MIN_TARGET = 0.3
# Least chance of words without a name in them.
MIN_WORDS = 0.5
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


def pointed_at(known: Antecedents, quote: Quote, found: Tags) -> str | None:
    """Return the actor whose name, or a pronoun for whom, the reader takes for the target, if any."""
    sentences = Span(found.tokens[0].start, found.tokens[-1].end) if found.tokens else Span(0, 0)
    named = [(found.aim(Span(mark.start, mark.end)), mark.actor) for mark in known.marks_in(sentences)]
    meant = [(found.aim(span), known.pronoun(word, span.start)) for word, span in _pronouns(known, found)]
    others = known.actors.keys() - {quote.speaker}
    fit = [(aim, actor) for aim, actor in (*named, *meant) if actor in others]
    aim, actor = max(fit, key=lambda pair: pair[0], default=(0.0, None))
    return actor if aim >= MIN_TARGET else None


def described(newcomers: Newcomers, quote: Quote, found: Tags) -> str | None:
    """Return the actor for words that the reader points at and that are no name: "the rebels", "foreign donors"."""
    span = _pointed_words(newcomers.known.article.text, found)
    if span is None or (quote.source is not None and quote.source.touches(span)):
        return None
    actor = look_up(newcomers.known, span, at=span.start) or newcomers.introduced(span)
    return actor if actor != quote.speaker else None


_DETERMINER = re.compile(r"\b(?:the|an?|these|those|all|some|his|her|its|their|our|my|your) \Z", re.IGNORECASE)


def _pointed_words(text: str, found: Tags) -> Span | None:
    """Return the run of words round the piece that is likeliest to be the target; None where none is likely."""
    best = max(range(len(found.aims)), key=lambda index: found.aims[index], default=None)
    if best is None or found.aims[best] < MIN_WORDS:
        return None
    first = last = best
    while first > 0 and _belongs(found, first - 1, found.tokens[first - 1].end == found.tokens[first].start):
        first -= 1
    while last + 1 < len(found.aims) and _belongs(
        found, last + 1, found.tokens[last].end == found.tokens[last + 1].start
    ):
        last += 1
    start = found.tokens[first].start
    before = _DETERMINER.search(text, max(0, start - 6), start)
    return Span(before.start() if before else start, found.tokens[last].end)


def _belongs(found: Tags, index: int, same_word: bool) -> bool:
    return same_word or found.aims[index] >= MIN_TARGET


def _pronouns(known: Antecedents, found: Tags) -> Iterator[tuple[str, Span]]:
    for token, aim in zip(found.tokens, found.aims, strict=True):
        word = token.of(known.article.text)
        if aim >= MIN_TARGET and word.casefold() in _MEANT:
            yield word, token


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
