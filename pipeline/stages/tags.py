"""Stage `tags`: the risks of each sentence; the stance, its target and the risks of each quote."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Protocol

from pipeline.actors.antecedents import Antecedents
from pipeline.actors.newcomers import Newcomers
from pipeline.model.heads import Parts, Tags
from pipeline.records import Article, Quote, Reading, Risk, Sentence, Span, Stance, StanceTag
from pipeline.stage import PerArticle
from pipeline.stages.targets import candidates_among, described, pointed_at

# Directed at nobody, by definition or more often than not (codebook, section 2).
_UNDIRECTED: frozenset[Stance] = frozenset({"report", "justify"})


class Tagger(Protocol):
    """What the stage uses of a Reader."""

    def tags(self, readings: Sequence[Reading], parts: Parts, target: Span | None = None) -> Tags: ...  # noqa: D102

    def risks(self, reading: Reading) -> tuple[Risk, ...]: ...  # noqa: D102


class Chosen(Protocol):
    """What the stage uses of a model that was chosen in place of the reader. revision: as annotations name both."""

    @property
    def revision(self) -> str: ...  # noqa: D102

    def over(self, article: Article, said: Sequence[Parts]) -> Tagger: ...  # noqa: D102


def stage(tagger: Tagger, chosen: Chosen | None = None) -> PerArticle:
    """Return the stage over an open reader, or over a model chosen in its place for stance and risks.

    It drops the readings: nothing behind it needs them.
    """
    requires = frozenset({"readings", "sentences", "quotes", "actors"})
    return PerArticle("tags", _Tag(tagger, chosen).enrich, requires, frozenset({"sentences", "quotes", "actors"}))


@dataclass(frozen=True, slots=True)
class _Tag:
    tagger: Tagger
    chosen: Chosen | None = None

    def enrich(self, article: Article) -> Article:
        tagger, models = self.tagger, article.models
        if self.chosen is not None:
            said = [_parts(quote) for quote in article.quotes if quote.type != "scare"] if article.readings else []
            tagger = self.chosen.over(article, said)
            models = MappingProxyType({**models, "tagger": self.chosen.revision})
        risks = {reading.sentence: tagger.risks(reading) for reading in article.readings}
        sentences = tuple(Sentence(s.span, risks.get(s.span, ())) for s in article.sentences)
        newcomers = Newcomers(Antecedents(article))
        quotes = tuple(_tagged(tagger, newcomers, quote) for quote in article.quotes)
        actors = tuple(newcomers.known.actors.values())
        return replace(article, sentences=sentences, quotes=quotes, actors=actors, readings=(), models=models)


def _tagged(tagger: Tagger, newcomers: Newcomers, quote: Quote) -> Quote:
    if quote.type == "scare":
        return quote
    readings = _touched(newcomers.known.article.readings, [*quote.content, *([quote.cue] if quote.cue else [])])
    if not readings:
        return quote
    found = tagger.tags(readings, _parts(quote))
    if found.stance is None:
        return replace(quote, risks=found.risks)
    stance = StanceTag(found.stance, found.stance_scores[found.stance], _target(newcomers, quote, found))
    return replace(quote, stance=stance, risks=found.risks)


def _parts(quote: Quote) -> Parts:
    # Words in marks speak for themselves: a plain "said" beside them only blurs what they do.
    return Parts(quote.content, None if quote.type == "direct" else quote.cue, quote.source)


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


def _target(newcomers: Newcomers, quote: Quote, found: Tags) -> str | None:
    """Return the actor that a statement is directed at: whom the reader points at, else the likeliest by its words."""
    if found.stance in _UNDIRECTED:
        return None
    known = newcomers.known
    return (
        pointed_at(known, quote, found)
        or described(newcomers, quote, found)
        or next(iter(candidates_among(known, quote)), None)
    )
