"""From the words that say so to who says what, by rules of clauses and marks: no parser, nothing learned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.records import Span

MIN_QUOTED_WORDS = 3  # in marks; fewer are a word at arm's length
# Between a cue and the marks it belongs to stand at most a source, an addressee or a day.
MAX_GAP_WORDS = 8
MAX_TAIL_WORDS = 4  # behind a cue that closes its sentence: "the minister said on Friday."
_TRIM = " \t\n\xa0,;:–—―-"
_MARKS = "\"'“”‘’«»"
_BOUNDARY = re.compile(r"[,;:–—―]|[\"“”«»]|\b(?:that|but|while|as|because|which|and|when|after|if)\b", re.IGNORECASE)
# What may stand between a cue and its clause: an addressee, a day, "that".
_TELLS = re.compile(r"\s*(?:(?:reporters|journalists|us|me|him|her|them|(?:on )?\w+day)\s+)*(?:that\b)?", re.IGNORECASE)
_ACCORDING = re.compile(r"\baccording to\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said, by whom, and the words that say so; source and cue may be missing."""

    content: tuple[Span, ...]
    source: Span | None = None
    cue: Span | None = None


def find_saying(text: str, sentence: Span, cue: Span, quotations: Sequence[Span]) -> Saying | None:
    """Return what hangs on a cue of a sentence, or None where nothing does.

    `quotations` are the spans of the text inside marks. Where marks stand next to the cue their words are the
    content; else it is the clause before a cue that closes the sentence, or the one behind it.
    """
    marked = [span for span in quotations if span.touches(sentence) and _words(text, span) >= MIN_QUOTED_WORDS]
    if any(span.touches(cue) for span in marked):
        marked = []  # a cue within a quotation reports something else
    before = [span for span in marked if span.end <= cue.start]
    behind = [span for span in marked if span.start >= cue.end]
    if _ACCORDING.search(cue.of(text)):
        return _according(text, sentence, cue)
    if before and _words(text, Span(before[-1].end, cue.start)) <= MAX_GAP_WORDS:
        return Saying(tuple(marked), _source(text, Span(before[-1].end, cue.start), cue, sentence.end), cue)
    if behind and _leads_to(text, Span(cue.end, behind[0].start)):
        return Saying(tuple(behind), _source(text, Span(sentence.start, cue.start), cue, sentence.end), cue)
    return _clause(text, sentence, cue)


def _leads_to(text: str, gap: Span) -> bool:
    """Tell whether a cue is followed by its quotation: nothing between, or an addressee and a comma or colon."""
    words = gap.of(text).rstrip(_MARKS + " ")
    return not words or (words[-1] in ",:" and _words(text, gap) <= MAX_GAP_WORDS)


def _according(text: str, sentence: Span, cue: Span) -> Saying | None:
    """Return the saying of "according to": its source follows, what is said is the rest of the sentence."""
    comma = text.find(",", cue.end, sentence.end)
    source = _trimmed(text, Span(cue.end, comma if comma >= 0 else sentence.end))
    first = not _trimmed(text, Span(sentence.start, cue.start))
    content = _trimmed(text, Span(comma + 1, sentence.end) if first else Span(sentence.start, cue.start))
    return Saying((content,), source, cue) if content and (comma >= 0 or not first) else None


def _clause(text: str, sentence: Span, cue: Span) -> Saying | None:
    head, tail = Span(sentence.start, cue.start), Span(cue.end, sentence.end)
    comma = text.rfind(",", head.start, head.end)
    closes = _words(text, tail) <= MAX_TAIL_WORDS or (comma >= 0 and not _trimmed(text, Span(comma, cue.start)))
    if closes and comma >= 0:
        content = _trimmed(text, Span(head.start, comma))
        source = _source(text, Span(comma, cue.start), cue, sentence.end)
    else:
        told = _TELLS.match(text, tail.start, tail.end)
        content = _trimmed(text, Span(told.end() if told else tail.start, tail.end))
        source = _source(text, head, cue, tail.start)
    return Saying((content,), source, cue) if content else None


def _source(text: str, head: Span, cue: Span, end: int) -> Span | None:
    """Return the words between the last boundary before a cue and the cue; if none, those behind it ("said Lind")."""
    start = max((found.end() for found in _BOUNDARY.finditer(text, head.start, head.end)), default=head.start)
    if found := _trimmed(text, Span(start, head.end)):
        return found
    stop = _BOUNDARY.search(text, cue.end, end)
    return _trimmed(text, Span(cue.end, stop.start() if stop else end))


def _trimmed(text: str, span: Span) -> Span | None:
    """Return a span without the gaps and punctuation around it, or None where no word is left."""
    start, end = span
    while start < end and text[start] in _TRIM + _MARKS:
        start += 1
    while end > start and text[end - 1] in _TRIM + _MARKS + ".!?":
        end -= 1
    return Span(start, end) if any(map(str.isalnum, text[start:end])) else None


def _words(text: str, span: Span) -> int:
    return len(re.findall(r"\w+(?:['’]\w+)?", span.of(text)))
