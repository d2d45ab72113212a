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
from pipeline.actors.descriptions import by_description, last_body
from pipeline.actors.documents import issuer
from pipeline.actors.newcomers import Newcomers
from pipeline.actors.personal import introduced_later, personal
from pipeline.actors.phrases import PRONOUNS, RELATIVES, parse
from pipeline.actors.presiding import presiding
from pipeline.actors.sources import first_of_joint, mended, phrase_before
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
MAX_INTERRUPTED = 4  # paragraphs, captions mostly, between the parts of one quotation
_CITING = frozenset({"cited", "cites", "citing", "quoted", "quotes", "quoting"})
MAX_CITED_CHARS = 40
_FINDING = frozenset({"found", "shows", "showed"})  # documents do so; of people it is no saying
_SECOND_HAND = re.compile(
    r"((?:[Tt]he |[Aa]n? )?(?:[\w'’-]+ ){1,8}?)"
    r"(said|stated|says|reported|warned|announced|found|shows|showed) (?:that )?(?=\w)"
)
# A long source that begins with a name and says what its bearer is has swallowed nothing.
_NAMED_FIRST = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,4}, (?:an?|the|who|whose) ")
_CREDITED = re.compile(r"[A-Z]{2,}/.{0,60} (?:I|[Ww]e)$")  # a photographer's credit, run on: "REUTERS/Ann Lee I"
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
        if not reads(self.known.article):
            return self._by_name(quote.source) if quote.source else self._without_source(quote)
        source = mended(self.known, quote)
        source = self._cited(quote) or source
        if handed_on := self._handed_on(quote):
            return self._heard(handed_on, quote)
        speaker = self._by_source(source, quote) if source else self._without_source(quote)
        return self._heard(speaker, quote)

    def _heard(self, speaker: str | None, quote: Quote) -> str | None:
        """Remember who has spoken."""
        if speaker is not None:
            self.known.speaks(speaker, (quote.cue or quote.source or quote.content[0]).start)
        self.previous = replace(quote, speaker=speaker)
        return speaker

    def _handed_on(self, quote: Quote) -> str | None:
        """Return whose words a quote reports at second hand: "the brigade's report stated that …, according to X"."""
        text = self.known.article.text
        found = _SECOND_HAND.match(text, *quote.content[0]) if quote.type != "direct" and quote.content else None
        if not found:
            return None
        phrase = parse(text, Span(*found.span(1)))
        document = issuer(self.known, phrase, phrase.span)
        if document or found[2] in _FINDING:
            return document
        marks = self.known.marks_in(phrase.span)
        return next((m.actor for m in marks if phrase.span.end - m.end <= 1 and m.start - phrase.span.start <= 4), None)

    def _cited(self, quote: Quote) -> Span | None:
        """Return who is quoted by another source: "Reuters cited the governor"."""
        text, cue = self.known.article.text, quote.cue
        if cue is None or cue.of(text).casefold() not in _CITING:
            return None
        mark = next(self.known.marks_in(Span(cue.end, min(len(text), cue.end + MAX_CITED_CHARS))), None)
        return Span(mark.start, mark.end) if mark and text[cue.end : mark.start] in {" ", " the "} else None

    def _by_name(self, source: Span) -> str | None:
        """Return the actor of a source in a language of which names alone are understood."""
        outer = _outer(self.known.article.text, source)
        return self.known.named(outer) or self.newcomers.state(outer)

    def _by_source(self, source: Span, quote: Quote) -> str | None:
        text = self.known.article.text
        source = _without_leading(text, source)
        words = source.of(text).strip().casefold()
        if words in _SPEAKING_SELF or _CREDITED.match(text, *source):
            return self.previous.speaker if self.previous else None
        if president := presiding(self.known, source):
            return self.newcomers.listed(president, source)
        inner = _inner(text, source)
        if inner is not None and (found := look_up(self.known, inner, at=inner.start)):
            return found
        outer = Span(source.start, inner.start) if inner is not None else source
        if words in RELATIVES:
            outer = self._before_relative(outer) or outer
        elif words in PRONOUNS:
            return self._by_pronoun(outer, words, quote)
        first = first_of_joint(text, outer)
        if first and (found := self._among_known(first, quote.cue)):
            return found
        return self._among_known(outer, quote.cue) or self._new(outer)

    def _by_pronoun(self, source: Span, words: str, quote: Quote) -> str | None:
        if words in {"he", "she"} and (found := self.newcomers.nameless(source, PRONOUNS[words])):
            return found
        if words == "they" and (several := self.known.plural_subject(source.start)):
            return self._among_known(several, None) or self._new(several)
        return self.known.speaking(words, source.start, quote.content)

    def _before_relative(self, source: Span) -> Span | None:
        """Return whom "who" means where nobody named stands right before it: "animal lovers who say"."""
        text = self.known.article.text
        end = source.start
        while end > 0 and text[end - 1] in " ,":
            end -= 1
        near = next(self.known.back_from(source.start, 80), None)
        found = None if near and near.end >= end else phrase_before(self.known.article.text, end)
        return found if found and found.of(self.known.article.text).islower() else None

    def _among_known(self, source: Span, cue: Span | None) -> str | None:
        """Return the actor of the article whom a source names or describes."""
        known, phrase = self.known, parse(self.known.article.text, source)
        if found := issuer(known, phrase, source):
            return found
        if found := last_body(known, phrase, source.start):
            return found
        if found := known.named(source) or known.apposed(source, cue):
            self.newcomers.describe(found, source)
            return found
        return (
            self.newcomers.one_of_several(source)
            or look_up(known, source, at=source.start)
            or personal(known, phrase, source.start)
        )

    def _new(self, source: Span) -> str | None:
        phrase = parse(self.known.article.text, source)
        return introduced_later(self.known, phrase, source.start) or self.newcomers.introduced(source)

    def _without_source(self, quote: Quote) -> str | None:
        """Return the subject of the cue's sentence ("Zakharova defended …, saying"), else the last speaker if near."""
        before = self.previous
        if before and before.speaker and quote.cue and _speaks_on(self.known, before, quote.cue):
            return before.speaker
        if quote.cue is not None and (subject := self.known.subject_before(quote.cue.start)):
            return subject
        if before is None or before.speaker is None:
            return None
        between = self.known.article.text[_end(before) : _start(quote)]
        reach = MAX_INTERRUPTED if _left_open(self.known.article.text, before) else 1
        return before.speaker if len(_PARAGRAPH.findall(between)) <= reach else None


def _left_open(text: str, quote: Quote) -> bool:
    """Tell whether a quotation is not closed: it goes on in another paragraph, past what stands in between."""
    last = quote.content[-1]
    words = text[max(0, last.start - 1) : last.end + 1]
    return words.count("“") > words.count("”") or words.count('"') % 2 == 1


def _speaks_on(known: Antecedents, before: Quote, cue: Span) -> bool:
    """Tell whether a cue without source goes on where somebody has just spoken: "…, he said, adding that"."""
    same = known.sentence_of(_end(before)) == known.sentence_of(cue.start) or _end(before) >= cue.start
    return same and cue.of(known.article.text).casefold().endswith("ing") and _start(before) < cue.start


def _outer(text: str, source: Span) -> Span:
    source = _without_leading(text, source)
    inner = _inner(text, source)
    return Span(source.start, inner.start) if inner is not None else source


def _without_leading(text: str, source: Span) -> Span:
    """Return a source without what stands before its noun phrase: "In Berlin, the minister"."""
    for pattern in (_LEADING, _PLACED):
        found = pattern.match(text, source.start, source.end)
        source = Span(found.end(), source.end) if found and found.end() < source.end else source
    swallowed = source.end - source.start > MAX_NOUN_PHRASE_CHARS and not _NAMED_FIRST.match(text, *source)
    if _ADVERBIAL.match(text, source.start, source.end) or swallowed:
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
