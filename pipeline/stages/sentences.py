"""Stage `sentences`: where each sentence of the article's body begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import sentencex

from pipeline.records import Article, Sentence, Span
from pipeline.stage import PerArticle

# A line shorter than this without an end mark is a heading or a list item, not a line broken by a width.
HEADING_CHARS = 70
# The splitter's rules; for a language it does not know it falls back to end marks of many scripts.
DEFAULT_LANGUAGE = "en"

_LINE = re.compile(r"[^\n]+")
_END_MARKS = tuple(".!?:;…؟。\"'”’»)]")


def stage() -> PerArticle:
    """Return the stage."""
    return PerArticle("sentences", enrich, frozenset({"text", "body", "language"}), frozenset({"sentences"}))


def enrich(article: Article) -> Article:
    """Return the article with its sentences, in order, without the white space around them."""
    language = article.language or DEFAULT_LANGUAGE
    spans = [span for part in article.body for span in find_sentences(article.text, part, language)]
    return replace(article, sentences=tuple(Sentence(span) for span in spans))


def find_sentences(text: str, part: Span, language: str) -> Iterator[Span]:
    """Yield the sentences of a part of a text. What stands inside one pair of marks and its cue stays together."""
    for block in _blocks(text, part):
        words = block.of(text)
        for found in sentencex.get_sentence_boundaries(language, words):
            span = _trimmed(text, block.start + found["start_index"], block.start + found["end_index"])
            if span.end > span.start:
                yield span


def _blocks(text: str, part: Span) -> Iterator[Span]:
    """Yield runs of lines that may hold running text: a heading ends its run, a wrapped line does not."""
    start: int | None = None
    for line in _LINE.finditer(text, part.start, part.end):
        if start is None:
            start = line.start()
        if _ends_run(text, line, part.end):
            yield Span(start, line.end())
            start = None
    if start is not None:
        yield Span(start, part.end)


def _ends_run(text: str, line: re.Match[str], end: int) -> bool:
    after = text[line.end() : min(end, line.end() + 200)].lstrip(" \t\n")
    if not after or text.startswith("\n\n", line.end()) or line[0].rstrip().endswith(_END_MARKS):
        return True
    return len(line[0]) < HEADING_CHARS and not after[0].islower()


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
