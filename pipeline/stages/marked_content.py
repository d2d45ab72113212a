"""Pure: what quotation marks say about a content that the reader found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.quotation_marks import find_quotations
from pipeline.records import Article, QuoteType, Span

# Letters outside the marks that a content may have and still stand in marks as a whole: "and", a stray word.
MAX_OUTSIDE = 0.12
MIN_INSIDE = 0.3  # of a quotation, that makes it a part of a content
MAX_NAME_WORDS = 6

Chain = tuple[Span, ...]
_PARTICLES = frozenset("al and bin da de del den der di el for in la le of the to van von with".split())  # noqa: SIM905
_CLOSING = frozenset("”\"»“’'›«")


@dataclass(frozen=True, slots=True)
class Marked:
    """The quotations of an article; one over several paragraphs is one chain."""

    text: str
    chains: tuple[Chain, ...]

    @classmethod
    def of(cls, article: Article) -> Marked:
        """Find an article's quotations."""
        spans = [span for part in article.body for span in find_quotations(article.text, part)]
        return cls(article.text, tuple(_chains(article.text, spans)))

    def outside(self, parts: Sequence[Span]) -> Marked:
        """Return the same without the quotations that touch some parts of the text, which do not overlap."""
        starts = sorted(part.start for part in parts)
        ends = sorted(part.end for part in parts)  # parts do not overlap: as many end before a span as lie before it
        touched = (any(bisect_left(starts, s.end) > bisect_right(ends, s.start) for s in c) for c in self.chains)
        return replace(self, chains=tuple(c for c, is_in in zip(self.chains, touched, strict=True) if not is_in))

    def snap(self, run: Span) -> tuple[tuple[Span, ...], QuoteType]:
        """Return a content with what the marks make of it.

        Wholly in marks: everything between them, to the end of the chain. Partly: widened to whole quotations
        with their marks. Else as it is.
        """
        touched = [chain for chain in self.chains if any(span.touches(run) for span in chain)]
        inside = sum(_letters(self.text, _common(span, run)) for chain in touched for span in chain)
        total = _letters(self.text, run)
        held = [chain for chain in touched if self._holds(chain, run)]
        if held and total - inside <= max(3, MAX_OUTSIDE * total):
            return tuple(span for chain in held for span in chain), "direct"
        if not held:
            return (self._outside(run, touched),), "indirect"
        wide = [Span(chain[0].start - 1, min(chain[-1].end + 1, len(self.text))) for chain in held]
        whole = Span(min(run.start, *(w.start for w in wide)), max(run.end, *(w.end for w in wide)))
        named = all(is_name(span.of(self.text)) for chain in held for span in chain)
        return (whole,), "indirect" if named else "mixed"

    def _holds(self, chain: Chain, run: Span) -> bool:
        shared = sum(_letters(self.text, _common(span, run)) for span in chain)
        first = _letters(self.text, next(span for span in chain if span.touches(run)))
        return shared >= MIN_INSIDE * max(1, min(first, _letters(self.text, run)))

    def _outside(self, run: Span, touched: Sequence[Chain]) -> Span:
        """Cut off the ends of quotations that a content only brushes."""
        start, end = run
        for chain in touched:
            for span in chain:
                if span.start < start < span.end:
                    start = min(span.end + 1, end)
                elif start < span.start < end <= span.end + 1:
                    end = max(span.start - 1, start)
        return Span(start, end)


def _chains(text: str, spans: Sequence[Span]) -> Iterator[Chain]:
    """Join each quotation that is not closed to the next paragraph's first."""
    chain: list[Span] = []
    for span in spans:
        chain.append(span)
        if span.end < len(text) and text[span.end] in _CLOSING:
            yield tuple(chain)
            chain = []
    if chain:
        yield tuple(chain)


def _common(one: Span, other: Span) -> Span:
    start = max(one.start, other.start)
    return Span(start, max(start, min(one.end, other.end)))


def _letters(text: str, span: Span) -> int:
    return sum(map(str.isalnum, span.of(text)))


def is_name(words: str) -> bool:
    """Tell whether marked words are a name, which marks do not make a quotation."""
    parts = words.split()
    if not 0 < len(parts) <= MAX_NAME_WORDS or not parts[0][0].isupper():
        return False
    return all(part[0].isupper() or part.lower() in _PARTICLES for part in parts)
