"""Stage `speakers`: the actor behind each quote's source (codebook, section 1).

A name, else a role, a pronoun or a word like "the ministry"; sources that nobody names
("a resident", "Turkish officials") become actors of their own. A quotation without source
and cue belongs to whoever was quoted last, if that is near.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.actors.antecedents import Antecedents
from pipeline.actors.catalogue import Catalogue
from pipeline.actors.descriptions import by_description
from pipeline.actors.newcomers import Newcomers
from pipeline.actors.phrases import PRONOUNS, RELATIVES, parse
from pipeline.records import Article, Quote, Span
from pipeline.stage import PerArticle

_PARAGRAPH = re.compile(r"\n\s*")
# A source that holds another one: "state media said the minister"; what is behind speaks.
_NESTED = re.compile(
    r"\b(?:said|says|reported|reports|quoted|cited|citing|quoting|told \w+|announced)(?: that| on \w+day)? "
)
# What stands before the noun phrase: "according to", "In Berlin, ".
_LEADING = re.compile(r"(?:according to|as|and|but|while|quoting|citing) ", re.IGNORECASE)
_PLACED = re.compile(r"(?:In|At|From) (?:the )?[A-Z][\w.'’-]{1,30}(?: [A-Z][\w.'’-]{1,30})?,? (?=\S)")
_ADVERBIAL = re.compile(
    r"(?:After|Before|During|In|On|At|Asked|Speaking|Writing|Addressing|Following|With|For|While|Although|As) "
)
MAX_NOUN_PHRASE_CHARS = 110  # longer, a source has swallowed a clause; its end is nearest to the cue
_SUBJECTS = frozenset({"he", "she", "they", "it"})
# A clause was swallowed, or an adverb stands before: "in the speech, he".
_LAST_PRONOUN = re.compile(r"(?:,|\b(?:and|but|though|which|that|while)) (he|she|they|it)$")
_SPEAKING_SELF = frozenset({"i", "we", "if i", "so i", "and i"})


def stage(catalogue: Catalogue) -> PerArticle:
    """Return the stage over an open catalogue."""
    wanted = frozenset({"quotes", "actors"})
    return PerArticle("speakers", lambda article: assign_speakers(article, catalogue), wanted, wanted)


def assign_speakers(article: Article, catalogue: Catalogue) -> Article:
    """Return the article with a speaker on each quote that has one, and actors for those without a name."""
    known = Antecedents(article, catalogue)
    speakers = _Speakers(known, Newcomers(known))
    quotes = list(article.quotes)
    for index in sorted(range(len(quotes)), key=lambda index: _start(quotes[index])):
        quotes[index] = replace(quotes[index], speaker=speakers.of(quotes[index]))
    return replace(article, quotes=tuple(quotes), actors=tuple(known.actors.values()))


def resolve(article: Article, span: Span, *, at: int, catalogue: Catalogue | None = None) -> str | None:
    """Return the actor whom words of an article mean at a position: "Russia", "him", "the regime"; None if unclear.

    Knows the article's actors only; the catalogue, if given, adds what it knows of gender and demonyms.
    """
    return look_up(Antecedents(article, catalogue), span, at=at)


def look_up(known: Antecedents, span: Span, *, at: int) -> str | None:
    """Do `resolve` for an article that has been prepared already: for many questions to one article."""
    words = span.of(known.article.text).strip().casefold()
    first, last = words.split(" ", 1)[0], _LAST_PRONOUN.search(words)
    if first in PRONOUNS and (first == words or first in _SUBJECTS or first in RELATIVES):
        return known.pronoun(first, at)
    if last:
        return known.pronoun(last[1], at)
    return known.named(span) or by_description(known, parse(known.article.text, span), at)


def reads(article: Article) -> bool:
    """Tell whether pronouns, roles and noun phrases of the article's language are understood; names always are."""
    return article.language in {"en", None}


def _start(quote: Quote) -> int:
    return min(span.start for span in _parts(quote))


def _end(quote: Quote) -> int:
    return max(span.end for span in _parts(quote))


def _parts(quote: Quote) -> tuple[Span, ...]:
    return (*quote.content, *(span for span in (quote.source, quote.cue) if span is not None)) or (Span(0, 0),)


@dataclass(slots=True)
class _Speakers:
    known: Antecedents
    newcomers: Newcomers
    previous: Quote | None = field(default=None)  # with its speaker

    def of(self, quote: Quote) -> str | None:
        """Return the speaker of a quote; quotes come in reading order."""
        if quote.type == "scare" and quote.source is None:
            return None
        speaker = self._by_source(quote.source, quote.cue) if quote.source else self._without_source(quote)
        if speaker is not None:
            self.known.speaks(speaker, (quote.cue or quote.source or quote.content[0]).start)
        self.previous = replace(quote, speaker=speaker)
        return speaker

    def _by_source(self, source: Span, cue: Span | None) -> str | None:
        text = self.known.article.text
        source = _without_leading(text, source)
        words = source.of(text).strip().casefold()
        if words in _SPEAKING_SELF:
            return self.previous.speaker if self.previous else None
        inner = _inner(text, source)
        if inner is not None and (found := look_up(self.known, inner, at=inner.start)):
            return found
        outer = Span(source.start, inner.start) if inner is not None else source
        if not reads(self.known.article):
            return self.known.named(outer) or self.newcomers.state(outer)
        if somebody := self.known.named(outer) or self.known.apposed(outer, cue):
            self.newcomers.describe(somebody, outer)
            return somebody
        return (
            self.newcomers.one_of_several(outer)
            or (self.newcomers.nameless(outer, PRONOUNS[words]) if words in {"he", "she"} else None)
            or look_up(self.known, outer, at=outer.start)
            or self.newcomers.introduced(outer)
        )

    def _without_source(self, quote: Quote) -> str | None:
        """Return the subject of the cue's sentence ("Zakharova defended …, saying"), else the last speaker if near."""
        if quote.cue is not None and (subject := self.known.subject_before(quote.cue.start)):
            return subject
        before = self.previous
        if before is None or before.speaker is None:
            return None
        between = self.known.article.text[_end(before) : _start(quote)]
        return before.speaker if len(_PARAGRAPH.findall(between)) <= 1 else None


def _without_leading(text: str, source: Span) -> Span:
    """Return a source without what stands before its noun phrase: "In Berlin, the minister"."""
    for pattern in (_LEADING, _PLACED):
        found = pattern.match(text, source.start, source.end)
        source = Span(found.end(), source.end) if found and found.end() < source.end else source
    if _ADVERBIAL.match(text, source.start, source.end) or source.end - source.start > MAX_NOUN_PHRASE_CHARS:
        comma = text.rfind(", ", source.start, source.end)
        if comma >= 0 and comma + 2 < source.end:
            return Span(comma + 2, source.end)
    return source


def _inner(text: str, source: Span) -> Span | None:
    """Return the part of a source behind the last verb of saying in it, or None."""
    verbs = list(_NESTED.finditer(text, source.start, min(source.end, source.start + 400)))
    if not verbs or verbs[-1].start() == source.start or verbs[-1].end() >= source.end:
        return None
    return Span(verbs[-1].end(), source.end)
