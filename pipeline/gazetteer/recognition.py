"""Which words of an article are toponyms: the reader's names, what they hold, and what a scan adds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.gazetteer import parts
from pipeline.gazetteer.index import Gazetteer, Match
from pipeline.gazetteer.names import exact, fold
from pipeline.gazetteer.scanning import Scan, unmistakable
from pipeline.gazetteer.toponyms import Name, context_countries, look_up
from pipeline.gazetteer.words import BARE_WORDS, COMMON_WORDS
from pipeline.records import Article, Mention, Span

SCANNED_SCORE = 0.85  # how often a name found by the scan alone is a toponym (dev corpora)
# On LGL and GeoWebNews: of names read as places under 0.3, fewer than half are; from 0.3 on three in four and more.
MIN_MENTION = 0.3
# There one in five persons and organisations under 0.7 is a place after all, above 0.8 one in thirty: leave those be.
SURE_MENTION = 0.7
_READ_LANGUAGES = frozenset({"en", None})  # what the reader was taught; elsewhere the scan decides

_ABBREVIATION = re.compile(r"(?:[A-Z]\.){2,}|[A-Z]{2,4}")
# "of Hodeidah" is Hodeidah; "Western states" are many.
_LOW_HEAD = re.compile(r"(?:(?:of|in|the|from|to|near|at) )+")
_SIDES = re.compile(r"(?:North|South|East|West)\w* (?:states|countries|nations|powers|regions|provinces|parts)")
MAX_NEIGHBOUR = 24  # characters
_BEFORE = re.compile(r"\b[A-Z][^\W\d_]+[ -]$")
_BEHIND = re.compile(r"([ -](?:[A-Z][^\W\d_]+|i-[A-Z][^\W\d_]+))([ -][A-Z][^\W\d_]+)?")
# "Lassa fever" and "Reston ebolavirus" are diseases, "US$5" is money.
_NO_PLACE_BEFORE = re.compile(r"[ -](?:virus|fever|ebolavirus|flu|influenza|disease|syndrome)\b|\$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A name in the text and how surely it is a toponym."""

    name: Name
    score: float


@dataclass(frozen=True, slots=True)
class Recognition:
    """Finds the toponyms of articles with an open gazetteer."""

    gazetteer: Gazetteer

    def find(self, article: Article) -> list[Found]:
        """Return the toponyms of an article in reading order; no two share a character."""
        mentions = [mention for reading in article.readings for mention in reading.mentions]
        read = _apart([found for mention in mentions if (found := self._read(mention, article.text))])
        read = [found for found in read if found.name.candidates or not _is_actor(article, found.name.span)]
        taken = [mention.span for mention in mentions if mention.kind != "other" and mention.score >= SURE_MENTION]
        taken += [found.name.span for found in read]
        scanned = self._scan(article, taken, context_countries([item.name for item in read]))
        return sorted(read + [Found(name, SCANNED_SCORE) for name in scanned], key=lambda item: item.name.span)

    def _scan(self, article: Article, taken: Sequence[Span], countries: frozenset[str]) -> list[Name]:
        """Scan twice where the first time found a country: it is context for the second."""
        within = [sentence.span for sentence in article.sentences]
        trusted = article.language in _READ_LANGUAGES
        names = list(self._scanned(Scan(self.gazetteer, article.text, countries, trusted), within, taken))
        if more := context_countries(names) - countries:
            names = list(self._scanned(Scan(self.gazetteer, article.text, countries | more, trusted), within, taken))
        return names

    def _scanned(self, scan: Scan, within: Sequence[Span], taken: Sequence[Span]) -> Iterator[Name]:
        return (name for name in scan.find(within, taken) if not _NO_PLACE_BEFORE.match(scan.text, name.span.end))

    def _read(self, mention: Mention, text: str) -> Found | None:
        alone = mention.kind == "organisation" and self._is_place(mention.span.of(text))
        if mention.kind == "organisation" and mention.score >= SURE_MENTION and not alone:
            return self._within_body(mention, text)
        if (mention.kind not in ("place", "demonym") and not alone) or mention.score < MIN_MENTION:
            return None
        span = self._whole(mention.span, text)
        written = span.of(text)
        if self._names_nothing(written) or _NO_PLACE_BEFORE.match(text, span.end):
            return None
        first, _, rest = written.partition(" ")
        name = first if rest.islower() else written  # "Syrian" of "Syrian province"
        if people := self.gazetteer.demonym(name):
            return Found(Name(Span(span.start, span.start + len(name)), name, (people,), demonym=True), mention.score)
        if mention.kind == "demonym":
            return None  # a people without a country: Kurdish, Sunni
        return Found(self._named(span, text), mention.score)

    def _is_place(self, name: str) -> bool:
        """Tell whether a lone word read as an organisation is a place of one country: "Idlib", "Omdurman"."""
        if not name.isalpha() or name.isupper() or fold(name) in COMMON_WORDS:
            return False
        return unmistakable([c for c in self.gazetteer.candidates(name) if c.match <= Match.ALTERNATE])

    def _names_nothing(self, written: str) -> bool:
        if written.islower() or fold(written) in BARE_WORDS or _SIDES.fullmatch(written):
            return True  # "of", "the south": every script that has capitals writes names with one
        # "U.N." is no town in India
        return bool(_ABBREVIATION.fullmatch(written)) and not self.gazetteer.abbreviates(written)

    def _whole(self, span: Span, text: str) -> Span:
        """Take in what belongs to the name but was left out: the stop of "Calif.", the "North" of "North Korea"."""
        low = _LOW_HEAD.match(span.of(text))
        span = Span(span.start + (low.end() if low else 0), span.end)
        longer = Span(span.start, span.end + 1)
        dotted = longer.of(text)
        if dotted.endswith(".") and exact(dotted) and self.gazetteer.abbreviates(dotted):
            return span if self.gazetteer.candidates(span.of(text)) else longer
        return next((wider for wider in _wider(span, text) if self._bears(wider.of(text))), span)

    def _bears(self, name: str) -> bool:
        """Tell whether a place is called just that: no type word, no dropped article."""
        return any(c.match <= Match.ALTERNATE and not c.typed for c in self.gazetteer.candidates(name))

    def _named(self, span: Span, text: str) -> Name:
        """Return the name with its candidates: those of its beginning where nothing bears the whole."""
        written = span.of(text)
        candidates = look_up(self.gazetteer, written)
        head = None if candidates else parts.leading(self.gazetteer, written)
        if head is None:
            return Name(span, written, candidates)
        return Name(Span(span.start, span.start + len(head)), head, self.gazetteer.candidates(head))

    def _within_body(self, mention: Mention, text: str) -> Found | None:
        head = parts.of_body(self.gazetteer, mention.span.of(text))
        if head is None:
            return None
        span = Span(mention.span.start, mention.span.start + len(head))
        if people := self.gazetteer.demonym(head):
            return Found(Name(span, head, (people,), demonym=True), mention.score)
        return Found(Name(span, head, self.gazetteer.candidates(head)), mention.score)


def _is_actor(article: Article, span: Span) -> bool:
    """Tell whether the actors' stage took these words for somebody: "Houthi", "Hezbollah"."""
    return any(mention.contains(span) for actor in article.actors for mention in actor.mentions)


def _apart(found: Sequence[Found]) -> list[Found]:
    """Keep the longer of two names that share a character: "Khan" and "Younis" both widen to "Khan Younis"."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda item: item.name.span.start - item.name.span.end):
        if not any(item.name.span.touches(other.name.span) for other in kept):
            kept.append(item)
    return kept


def _wider(span: Span, text: str) -> Iterator[Span]:
    """Yield the span with a capitalised word before it, one or two behind it, or both, longest first."""
    before, behind = _BEFORE.search(text, max(0, span.start - MAX_NEIGHBOUR), span.start), _BEHIND.match(text, span.end)
    start = before.start() if before else span.start
    ends = [behind.end(number) for number in (2, 1) if behind and behind[number]]
    yield from (Span(first, end) for first in dict.fromkeys((start, span.start)) for end in ends)
    if before:
        yield Span(start, span.end)
