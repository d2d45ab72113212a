"""What stands in quotation marks: paired by direction, across paragraphs, and never by counting to even.

An apostrophe opens nothing, a mark without its partner covers nothing, and a quotation
over several paragraphs (opening marks on each, closing on the last) is found whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.records import Span

# Opening mark → the marks that close it.
_PAIRS = {
    "“": '”"“',
    "”": '”"',
    '"': '"”',
    "«": "»",
    "„": '“”"',
    "‘": "’",
    "'": "'",
    "‹": "›",
    "»": "«»",
    "「": "」",
}
_SINGLE = frozenset("‘'")
_DOUBLE = frozenset('“”"')  # within these, “ and ” mark a quotation within
_MARKS = frozenset("“”\"«»„‘’'‹›「」")
_MARK = re.compile(f"[{''.join(_MARKS)}]")
_PARAGRAPH = re.compile(r"[^\n]+")
# A single mark closes a short quotation or none: an apostrophe further on is likelier than a longer one.
MAX_SINGLE_CHARS = 600


def find_quotations(text: str, part: Span) -> tuple[Span, ...]:
    """Return what stands between each pair of marks inside a part of a text, without the marks, in order.

    Marks within marks belong to the outer pair. A paragraph whose quotation is not closed counts to its end
    only if the next paragraph opens with the same mark again.
    """
    found: list[Span] = []
    paragraphs = [Span(*match.span()) for match in _PARAGRAPH.finditer(text, part.start, part.end)]
    for number, paragraph in enumerate(paragraphs):
        follows = _first_mark(text, paragraphs[number + 1]) if number + 1 < len(paragraphs) else ""
        found += _in_paragraph(text, paragraph, follows)
    return tuple(found)


def _first_mark(text: str, paragraph: Span) -> str:
    """Return the double mark that a paragraph opens with, or nothing."""
    first = paragraph.of(text).lstrip()[:1]
    return first if first in _PAIRS and first not in _SINGLE else ""


def _resumes(opening: str, following: str) -> bool:
    """Tell whether the mark that opens a paragraph goes on with a quotation: the same, in French also the closing one.

    A writer who quotes a text in "…" and its speech in “…” keeps the two apart.
    """
    return bool(following) and (following == opening or {opening, following} == {"«", "»"})


def _in_paragraph(text: str, paragraph: Span, following: str) -> Iterator[Span]:
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
        elif _resumes(mark[0], following):
            yield Span(mark.end(), paragraph.end)
            return


def _opens(text: str, at: int, paragraph: Span) -> bool:
    """Tell whether a mark stands where one opens: behind a gap, before a word."""
    mark = text[at]
    if mark not in _PAIRS or at + 1 >= paragraph.end:
        return False
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1]
    if mark == "”":  # the wrong way round, or the Swedish way: only where nothing else can be meant
        return not text[paragraph.start : at].strip() and after.isalnum()
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
        if mark[0] == "“" and opening in _DOUBLE and not _stands_last(text, mark.start()):
            depth += 1  # the outer one was forgotten, or this is a quotation within
        elif mark[0] in _PAIRS[opening] and _closes(text, mark.start(), opening):
            if depth == 0 or mark[0] != "”":
                return mark.start()
            depth -= 1
    return _last_resort(text, opened, limit) if depth and opening == "“" else None


def _stands_last(text: str, at: int) -> bool:
    """Tell whether an opening mark is used to close: "… is 51 percent.“"."""
    return not text[at - 1].isspace() and text[at - 1] not in _MARKS and not text[at + 1 : at + 2].isalnum()


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
