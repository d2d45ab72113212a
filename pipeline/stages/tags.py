"""Stage `tags`: the risks of each sentence; the stance, its target and the risks of each quote."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pipeline.actors.antecedents import Antecedents
from pipeline.model.heads import Tags
from pipeline.records import Article, Quote, Reading, Risk, Sentence, Span, Stance, StanceTag
from pipeline.stage import PerArticle
from pipeline.stages.targets import candidates_among

# Directed at nobody, by definition or more often than not (codebook, section 2).
_UNDIRECTED: frozenset[Stance] = frozenset({"report", "justify"})


class Tagger(Protocol):
    """What the stage uses of a Reader."""

    def tags(self, readings: Sequence[Reading], content: Sequence[Span], cue: Span | None) -> Tags: ...  # noqa: D102

    def risks(self, reading: Reading) -> tuple[Risk, ...]: ...  # noqa: D102


def stage(tagger: Tagger) -> PerArticle:
    """Return the stage over an open reader. It drops the readings: nothing behind it needs them."""
    requires = frozenset({"readings", "sentences", "quotes", "actors"})
    return PerArticle("tags", _Tag(tagger).enrich, requires, frozenset({"sentences", "quotes"}))


@dataclass(frozen=True, slots=True)
class _Tag:
    tagger: Tagger

    def enrich(self, article: Article) -> Article:
        risks = {reading.sentence: self.tagger.risks(reading) for reading in article.readings}
        sentences = tuple(Sentence(s.span, risks.get(s.span, ())) for s in article.sentences)
        known = Antecedents(article)
        quotes = tuple(self._tagged(known, quote) for quote in article.quotes)
        return replace(article, sentences=sentences, quotes=quotes, readings=())

    def _tagged(self, known: Antecedents, quote: Quote) -> Quote:
        if quote.type == "scare":
            return quote
        readings = _touched(known.article.readings, [*quote.content, *([quote.cue] if quote.cue else [])])
        if not readings:
            return quote
        # Words in marks speak for themselves: a plain "said" beside them only blurs what they do.
        cue = None if quote.type == "direct" else quote.cue
        found = self.tagger.tags(readings, quote.content, cue)
        stance = StanceTag(found.stance, found.stance_scores[found.stance], _target(known, quote, found.stance))
        return replace(quote, stance=stance, risks=found.risks)


def _touched(readings: Sequence[Reading], parts: Sequence[Span]) -> list[Reading]:
    """Return the readings, which are in order, whose sentences the parts touch."""
    found: dict[int, Reading] = {}
    for part in parts:
        index = bisect_right(readings, part.start, key=lambda reading: reading.sentence.end)
        while index < len(readings) and readings[index].sentence.start < part.end:
            if readings[index].tokens:
                found[index] = readings[index]
            index += 1
    return [found[index] for index in sorted(found)]


def _target(known: Antecedents, quote: Quote, stance: Stance) -> str | None:
    """Return the actor that a statement is most plausibly directed at."""
    if stance in _UNDIRECTED:
        return None
    return next(iter(candidates_among(known, quote)), None)
