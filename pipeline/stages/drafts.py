"""Pure: quotes in the making, and what their words show."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.records import QuoteType, Span
from pipeline.stages.marked_content import Chain, is_name

SENTENCE_WORDS = 5  # marked words without an end mark are somebody's sentence from here on, a scare quote below
_ENDS = (".", "!", "?", "…", ",")
_EDGES = " \t\n,;:.—–-"
_OPENERS = ("that ", "as ", "how ")
# "GENEVA, 6 Sept. (Agency) — ": where a dispatch was sent from is nobody's words. Agencies write the place in capitals.
_DATELINE = re.compile(
    r"(?=[A-Z'’.]{4}|[A-Z]+ [A-Z])[A-Z][A-Z'’.-]+(?: [A-Z][A-Z'’.-]+){0,3}"
    r"(?:,? (?:[A-Z0-9][\w.]{0,20}|\([^()\n]{1,30}\))){0,5} ?(?:—|–|--| -) +"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A quote in the making."""

    type: QuoteType
    content: tuple[Span, ...]
    source: Span | None = None
    cue: Span | None = None
    score: float = 1.0

    @property
    def start(self) -> int:
        """Where the first of its words stands."""
        return min(span.start for span in (*self.content, *filter(None, (self.source, self.cue))))

    @property
    def end(self) -> int:
        """Where the last of its words ends."""
        return max(span.end for span in (*self.content, *filter(None, (self.source, self.cue))))

    def covers(self, span: Span) -> bool:
        """Tell whether its content shares a character with a span."""
        return any(part.touches(span) for part in self.content)


def trimmed(text: str, span: Span) -> Span:
    """Cut punctuation off both ends."""
    start, end = span
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    while start < end and text[start] in _EDGES:
        start += 1
    return Span(start, end)


def tidied(text: str, span: Span) -> Span:
    """Cut punctuation off both ends, a dateline, and the word that opens a reported clause."""
    start, end = trimmed(text, span)
    sent = _DATELINE.match(text, text.rfind("\n", 0, start) + 1, end)
    start = max(start, sent.end()) if sent else start
    for opener in _OPENERS:
        if text.startswith(opener, start) and end - start > len(opener):
            start += len(opener)
    return Span(start, end)


def is_sentence(text: str, chain: Chain) -> bool:
    """Tell whether marked words are a statement, not a word held at arm's length nor the name of a programme.

    An end mark proves nothing by itself: American typesetters put the sentence's own inside ("on the up and up.").
    """
    words = " ".join(span.of(text) for span in chain).strip()
    n_words = len(words.split())
    if len(chain) == 1 and is_name(words.rstrip(".,")):
        return False
    starts = words[:1].isupper() or not words[:1].isalpha() or _begins_clause(text, chain[0])
    return starts and ((words.endswith(_ENDS) and n_words >= 2) or n_words >= SENTENCE_WORDS)


def _begins_clause(text: str, span: Span) -> bool:
    """Tell whether marks open where a sentence or a line begins, or behind a comma or a colon."""
    before = text[max(0, span.start - 30) : span.start - 1]
    return not before.strip() or before.endswith("\n") or before.rstrip()[-1:] in tuple(".,:;!?…—")
