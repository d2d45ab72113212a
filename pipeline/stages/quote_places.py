"""Which places a statement is about, and where it was made. Used by the stage `roles`, which comes first.

A place that nothing near the statement names is not claimed: an empty answer beats a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.records import Article, PlaceRole, Precision, Quote, Span
from pipeline.stages.main_place import main_place

# "the town was empty": the place named last before the words, if it is fine enough to be meant.
_THE_PLACE = re.compile(
    r"\b(?:the|this|our|that) (?:\w+ )?"
    r"(?:city|town|village|province|region|area|district|neighbou?rhood|camp|island)\b",
    re.IGNORECASE,
)
_TOO_WIDE = frozenset({Precision.COUNTRY, Precision.AREA})


def link_quote_places(article: Article) -> Article:
    """Fill each quote's `about` and `spoken_at`.

    About: the places in its content, else those in its sentences, else the one that "the city" in it
    stands for, else the article's main place where the sentence before names it, else none. Spoken at:
    a venue in its sentences, else where the same speaker speaks elsewhere in the article.
    """
    linker = _Linker(article)
    quotes = [linker.linked(quote) for quote in article.quotes]
    venues = {quote.speaker: quote.spoken_at for quote in reversed(quotes) if quote.spoken_at is not None}
    quotes = [
        quote if quote.spoken_at is not None or quote.speaker is None
        else replace(quote, spoken_at=venues.get(quote.speaker))
        for quote in quotes
    ]  # fmt: skip
    return replace(article, quotes=tuple(quotes))


@dataclass(frozen=True, slots=True)
class _Linker:
    article: Article

    def linked(self, quote: Quote) -> Quote:
        around = [s.span for s in self.article.sentences if any(s.span.touches(part) for part in _parts(quote))]
        about = (
            self._among(quote.content, {"about", "background"})
            or self._among(around, {"about"})
            or self._described(quote.content)
            or self._main_beside(around)
        )
        return replace(quote, about=about, spoken_at=next(iter(self._among(around, {"spoken_at"})), None))

    def _among(self, spans: Iterable[Span], roles: set[PlaceRole]) -> tuple[int, ...]:
        """Return the places with such a role inside the spans, each place once."""
        spans = tuple(spans)
        found: dict[str, int] = {}
        for index, toponym in enumerate(self.article.places):
            if toponym.role in roles and any(span.contains(toponym.span) for span in spans):
                found.setdefault(toponym.place.gazetteer_id if toponym.place else f"#{index}", index)
        return tuple(found.values())

    def _main_beside(self, around: Sequence[Span]) -> tuple[int, ...]:
        """Return the place that the article names most, if the sentence before those of the quote names it."""
        first = min((span.start for span in around), default=0)
        last = max((s.span for s in self.article.sentences if s.span.end <= first), default=Span(0, 0))
        main = main_place([toponym for toponym in self.article.places if toponym.role == "about"])
        return tuple(i for i in self._among([last], {"about"}) if self._id(i) == main)

    def _id(self, index: int) -> str | None:
        place = self.article.places[index].place
        return place.gazetteer_id if place and place.precision not in _TOO_WIDE else None

    def _described(self, content: Sequence[Span]) -> tuple[int, ...]:
        """Return the place that words like "the city" stand for: the last one named before them."""
        if not any(_THE_PLACE.search(part.of(self.article.text)) for part in content):
            return ()
        before = [
            index
            for index, toponym in enumerate(self.article.places)
            if toponym.role in {"about", "spoken_at"}
            and toponym.place is not None
            and toponym.place.precision not in _TOO_WIDE
            and toponym.span.end <= content[0].start
        ]
        return tuple(before[-1:])


def _parts(quote: Quote) -> tuple[Span, ...]:
    return (*quote.content, *(span for span in (quote.source, quote.cue) if span is not None))
