"""Stage `roles`: the part each place plays (codebook, section 4), and the places of each quote.

Rules over the words around a mention, in order: dateline, venue of a statement, a name
that stands for an actor, the past, and else what the article is about. Every pattern
looks at a bounded window and has no nested repetition: articles are untrusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.records import Article, PlaceRole, Precision, Span, Toponym
from pipeline.stage import PerArticle
from pipeline.stages import role_patterns as say
from pipeline.stages.passing import is_passing
from pipeline.stages.quote_places import link_quote_places

WINDOW = 90  # characters looked at on either side of a mention
DISPATCH_CHARS = 160  # a dispatch says where it comes from before its first sentence
DATELINE_CHARS = 60  # a dateline begins its paragraph and is no longer than this

# Of a list, the part that is told of one of its names holds for all; the earlier stands here, the surer it is.
_SURER: tuple[PlaceRole, ...] = ("actor", "spoken_at", "background", "about")
_FINEST_FIRST = tuple(Precision)
_ACTORS = frozenset({Precision.COUNTRY, Precision.AREA})


def stage() -> PerArticle:
    """Return the stage."""
    requires = frozenset({"places", "quotes", "sentences", "actors"})
    return PerArticle("roles", enrich, requires, frozenset({"places", "quotes"}))


def enrich(article: Article) -> Article:
    """Give each place its role and each quote its places."""
    return link_quote_places(assign_roles(article))


def assign_roles(article: Article) -> Article:
    """Return the article with a role on each mention of a place."""
    roles = [_role(article, toponym) for toponym in article.places]
    for group in _lists(article):
        shared = min((roles[index] for index in group), key=_SURER.index)
        for index in group:
            roles[index] = shared
    for index in _containers(article, roles):
        roles[index] = roles[index - 1]
    places = tuple(replace(toponym, role=role) for toponym, role in zip(article.places, roles, strict=True))
    return replace(article, places=places)


def _lists(article: Article) -> Iterator[list[int]]:
    """Yield the runs of names that the text lists as peers: "Homs, Aleppo and Ghouta"; a demonym is no peer."""
    group: list[int] = []
    for index, toponym in enumerate(article.places):
        last = article.places[group[-1]] if group else None
        gap = article.text[last.span.end : toponym.span.start] if last else ""
        if last and toponym.role != "actor" and say.PEER_GAP.fullmatch(gap) and _peers(last, toponym):
            group.append(index)
            continue
        if len(group) > 1:
            yield group
        group = [] if toponym.role == "actor" else [index]
    if len(group) > 1:
        yield group


def _containers(article: Article, roles: Sequence[PlaceRole]) -> Iterator[int]:
    """Yield the names that only say where the one before them lies: the second of "Athens, Greece"."""
    for index, (finer, wider) in enumerate(pairwise(article.places), start=1):
        if finer.place is None or wider.place is None or "actor" in (finer.role, wider.role):
            continue
        gap = article.text[finer.span.end : wider.span.start]
        inside = _FINEST_FIRST.index(finer.place.precision) < _FINEST_FIRST.index(wider.place.precision)
        if gap == ", " and inside and roles[index] != "actor":
            yield index


def _peers(one: Toponym, other: Toponym) -> bool:
    """Tell whether two places are of a kind, so that "Athens, Greece" is no list."""
    if one.place is None or other.place is None:
        return False
    return (one.place.precision in _ACTORS) == (other.place.precision in _ACTORS)


def _role(article: Article, toponym: Toponym) -> PlaceRole:
    if toponym.role == "actor":  # a demonym
        return "actor"
    text, span = article.text, toponym.span
    before, after = text[max(0, span.start - WINDOW) : span.start], text[span.end : span.end + WINDOW]
    if is_dateline(text, span) or _heads_dispatch(text, span) or _is_venue(article, span, before):
        return "spoken_at"
    if _stands_for_actor(toponym, before, after) or _acts(article, span):
        return "actor"
    if text[span.end - 1] in "-–" or say.BASED.search(span.of(text)):
        return "actor"  # "the U.S.-" of "the U.S.-based group"
    if any(quote.source and quote.source.contains(span) for quote in article.quotes):
        return _place_of_speaker(before)
    return "background" if is_passing(article, toponym) else "about"


def _is_venue(article: Article, span: Span, before: str) -> bool:
    """Tell whether somebody is said to speak or meet at a place."""
    if any(cue.search(before) for cue in (say.VENUE, say.MEETING, say.SAID_IN, say.WITNESS)):
        return True
    sentence = _sentence_of(article, span)
    return bool(sentence and say.DAY_IN.search(before) and say.MET.search(article.text[sentence.start : span.start]))


def _place_of_speaker(before: str) -> PlaceRole:
    """Tell what a place in a source is: "a fisherman in Latakia" speaks there, "a man from Aleppo" came from there."""
    if say.SPEAKER_AT.search(before):
        return "spoken_at"
    return "background" if re.search(r"\bfrom (?:the )?$", before) else "about"


def _acts(article: Article, span: Span) -> bool:
    """Tell whether the actors' stage took these words for somebody who acts.

    A person or a body of no known kind that is called just like the place is the place, misread.
    """
    return any(
        mention.contains(span) and (mention != span or actor.kind not in ("person", "other"))
        for actor in article.actors
        for mention in actor.mentions
    )


def is_dateline(text: str, span: Span) -> bool:
    """Tell whether a mention stands in a dateline: "ATHENS, Greece (Agency) —", "Geneva:"."""
    line = text.rfind("\n", 0, span.start) + 1
    if span.end - line > DATELINE_CHARS or not say.DATELINE_WORD.fullmatch(text[line : span.start]):
        return False
    head = text[line : span.start].strip(" ,/(")
    if head and not head[0].isupper():
        return False
    rest = say.DATELINE.match(text[span.end : span.end + WINDOW])
    words = [*rest[0].split(), *head.split()] if rest else []
    return bool(rest) and all(word[0].isupper() or not word[0].isalpha() for word in words)


def _heads_dispatch(text: str, span: Span) -> bool:
    """Tell whether a place heads a transcript or a dispatch: before the clock, or alone in capitals at the top."""
    if say.CLOCK.match(text, span.end):
        return True
    top = span.start < DISPATCH_CHARS and say.CAPITALS.fullmatch(span.of(text)) is not None
    return top and re.match(r" [A-Z][a-z]* | \(", text[span.end : span.end + 20]) is not None


def _stands_for_actor(toponym: Toponym, before: str, after: str) -> bool:
    """Tell whether a name stands for those who govern there: "Moscow said", "Russia's ministry"."""
    if any(cue.match(after) for cue in (say.COMPOUND, say.OWNER, say.ATTRIBUTE)):
        return True
    if any(cue.search(before) for cue in (say.OFFICE, say.FOR_CAPITAL)):
        return True
    located = say.LOCATED.search(before)
    if not located and say.SUBJECT.match(after):
        return True
    broad = toponym.place is not None and toponym.place.precision in _ACTORS
    return broad and (bool(say.TOWARDS.search(before)) or (not located and _country_acts(before, after)))


def _country_acts(before: str, after: str) -> bool:
    """Tell whether the words around a country's name speak of its state: "U.S. policy", "the U.S.-Israel group"."""
    following = (say.BROAD_SUBJECT, say.BROAD_ATTRIBUTE, say.PAIR_AFTER)
    if any(cue.match(after) for cue in following) or say.PAIR_BEFORE.search(before):
        return True
    owns = say.POSSESSIVE.match(after) and not say.CONDITION.match(after)
    return bool(owns) and not say.LANDED.search(before)


def _sentence_of(article: Article, span: Span) -> Span | None:
    return next((s.span for s in article.sentences if s.span.start <= span.start < s.span.end), None)
