"""Credit lines that news texts carry: the agency's tag behind a text, the byline before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.records import Span

# Content systems leave the agency behind the text: "[source]Reuters[/source]", "[source_without_link]…[/…]".
_TAG = re.compile(r"\[(source\w{0,20})\]([^\[\]\n]{1,80})\[/\1\]\s*\Z")
_BYLINE = re.compile(r"\A\s*(?:By|BY|Par|PAR)[ \t]+([^\n]{2,100})\n")
# A byline names people; it does not end like a sentence.
_SENTENCE_END = (".", "!", "?", "”", '"')


@dataclass(frozen=True, slots=True)
class Credits:
    """What the credit lines say, and which part of the text is the article."""

    body: Span
    agency: str | None = None
    byline: str | None = None


def find_credits(text: str) -> Credits:
    """Find a trailing agency tag and a leading byline; the body is what lies between, trimmed."""
    start, end = 0, len(text)
    agency = byline = None
    # The tag stands at the very end: looking at the tail keeps this linear on any text.
    tail = max(0, end - 300)
    if tag := _TAG.search(text[tail:]):
        agency, end = tag.group(2).strip() or None, tail + tag.start()
    head = _BYLINE.match(text)
    if head and not head.group(1).rstrip().endswith(_SENTENCE_END) and head.end() < end:
        byline, start = head.group(1).strip(), head.end()
    return Credits(_trim(text, start, end), agency, byline)


def _trim(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end)
