"""What stands in quotation marks: paired by direction, across paragraphs, and never by counting to even.

An apostrophe opens nothing, a mark without its partner covers nothing, and a quotation
over several paragraphs (opening marks on each, closing on the last) is found whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.records import Span

# Opening mark → the marks that close it.
_PAIRS = {"“": '”“"', '"': '"”', "«": "»", "„": '“”"', "‘": "’", "'": "'", "‹": "›", "»": "«", "「": "」"}
_SINGLE = frozenset("‘'")
_MARK = re.compile("[“”\"«»„‘’'‹›「」]")
_PARAGRAPH = re.compile(r"[^\n]+")
# A single mark closes a short quotation or none: an apostrophe further on is likelier than a longer one.
MAX_SINGLE_CHARS = 600


def find_quotations(text: str, part: Span) -> tuple[Span, ...]:
    """Return what stands between each pair of marks inside a part of a text, without the marks, in order.

    Marks within marks belong to the outer pair. A paragraph whose quotation is not closed counts to its end
    only if the next paragraph opens with a mark again.
    """
    found: list[Span] = []
    paragraphs = [Span(*match.span()) for match in _PARAGRAPH.finditer(text, part.start, part.end)]
    for number, paragraph in enumerate(paragraphs):
        follows = number + 1 < len(paragraphs) and _opens_paragraph(text, paragraphs[number + 1])
        found += _in_paragraph(text, paragraph, goes_on=follows)
    return tuple(found)


def _opens_paragraph(text: str, paragraph: Span) -> bool:
    first = paragraph.of(text).lstrip()[:1]
    return first in _PAIRS and first not in _SINGLE


def _in_paragraph(text: str, paragraph: Span, *, goes_on: bool) -> Iterator[Span]:
    at = paragraph.start
    while mark := _MARK.search(text, at, paragraph.end):
        at = mark.end()
        if not _opens(text, mark.start(), paragraph):
            continue
        close = _close(text, mark.start(), paragraph.end)
        if close is not None:
            if close > mark.end():
                yield Span(mark.end(), close)
            at = close + 1
        elif goes_on and mark[0] not in _SINGLE:
            yield Span(mark.end(), paragraph.end)
            return


def _opens(text: str, at: int, paragraph: Span) -> bool:
    """Tell whether a mark stands where one opens: behind a gap, before a word."""
    mark = text[at]
    if mark not in _PAIRS or at + 1 >= paragraph.end:
        return False
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1]
    if mark == "»":  # opens only where that is the custom: »so«
        return not before.isalnum() and after.isalpha()
    if mark in _SINGLE or mark == '"':
        return not before.isalnum() and before not in ".,!?" and not after.isspace()
    return not before.isalnum() or not after.isspace()


def _close(text: str, opened: int, end: int) -> int | None:
    """Return where the mark that closes the one at `opened` stands, if it does."""
    opening = text[opened]
    limit = min(end, opened + MAX_SINGLE_CHARS) if opening in _SINGLE else end
    depth = 0
    for mark in _MARK.finditer(text, opened + 1, limit):
        if mark[0] == "“" and opening == "“":
            depth += 1  # the outer one was forgotten, or this is a quotation within
        elif mark[0] in _PAIRS[opening] and _closes(text, mark.start(), opening):
            if depth == 0 or mark[0] != "”":
                return mark.start()
            depth -= 1
    return _last_resort(text, opened, limit) if depth else None


def _last_resort(text: str, opened: int, limit: int) -> int | None:
    """Return the first closing mark of an opening that a later opening hid."""
    close = text.find("”", opened + 1, limit)
    return close if close >= 0 else None


def _closes(text: str, at: int, opening: str) -> bool:
    before, after = text[at - 1], text[at + 1 : at + 2]
    if opening in _SINGLE:
        return not before.isspace() and not after.isalnum()
    if text[at] == '"':
        return not before.isspace() or not after.isalnum()
    return True
