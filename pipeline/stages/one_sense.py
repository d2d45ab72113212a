"""Pure: a name means one kind of thing throughout an article, the kind that the surest of its mentions have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.records import Mention, NameKind, Reading


def one_sense(text: str, readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Return the readings with every mention of a name given the kind that has the most weight in the article.

    A lone "Idlib" taken for a person where three others are a place becomes a place (one sense per discourse:
    Gale, Church and Yarowsky 1992). Demonyms keep their kind: "German" beside "Germany" is no rival of it.
    """
    weights: dict[str, dict[NameKind, float]] = defaultdict(lambda: defaultdict(float))
    for reading in readings:
        for mention in reading.mentions:
            weights[_key(text, mention)][mention.kind] += mention.score
    return tuple(
        replace(reading, mentions=tuple(_settled(text, mention, weights) for mention in reading.mentions))
        for reading in readings
    )


def _settled(text: str, mention: Mention, weights: dict[str, dict[NameKind, float]]) -> Mention:
    rivals = weights[_key(text, mention)]
    best = max(rivals, key=lambda kind: rivals[kind])
    return mention if best == mention.kind else replace(mention, kind=best, score=rivals[best] / sum(rivals.values()))


def _key(text: str, mention: Mention) -> str:
    return mention.span.of(text).casefold()
