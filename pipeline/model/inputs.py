"""What the reader is given: word pieces of a sentence, and beside each the shape of its word.

The encoder's vocabulary has no capitals; the shape gives them back: how the word is
written, and whether it stands in quotation marks (which may have opened sentences ago).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pipeline.records import Span

# Sentences longer than this are read in windows: the links grow with the square of the length.
MAX_PIECES = 192

LOWER, TITLE, UPPER, MIXED, DIGITS, MARK = range(1, 7)
IN_MARKS = 6  # added to a shape inside quotation marks
SHAPES = 1 + 2 * IN_MARKS  # 0: the special pieces

_WORD = re.compile(r"(\w+)(?:['’]\w{1,2}\b)?")


class Tokenizer(Protocol):
    """What is used of a fast tokenizer of transformers."""

    cls_token_id: int
    sep_token_id: int

    def __call__(self, text: list[str], **options: Any) -> Any: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Pieces:
    """A sentence's word pieces: vocabulary ids, spans in the article's text, and the shapes of their words.

    starts_word: the piece begins a word. endings: the piece belongs to an ending behind an apostrophe ("'s").
    """

    ids: tuple[int, ...]
    spans: tuple[Span, ...]
    shapes: tuple[int, ...]
    starts_word: tuple[bool, ...]
    endings: tuple[bool, ...]

    def window(self, start: int, end: int) -> Pieces:
        """Return some of the pieces."""
        return Pieces(
            self.ids[start:end],
            self.spans[start:end],
            self.shapes[start:end],
            self.starts_word[start:end],
            self.endings[start:end],
        )


def cut(tokenizer: Tokenizer, text: str, sentences: Sequence[Span], quotations: Sequence[Span]) -> list[Pieces]:
    """Cut the sentences of a text into pieces; `quotations` are the spans of the text inside marks, in order."""
    if not sentences:
        return []
    encoded = tokenizer(
        [span.of(text) for span in sentences],
        add_special_tokens=False,
        return_offsets_mapping=True,
        return_attention_mask=False,
        return_token_type_ids=False,
        verbose=False,
    )
    found = zip(sentences, encoded["input_ids"], encoded["offset_mapping"], strict=True)
    return [_pieces(text, span, ids, offsets, quotations) for span, ids, offsets in found]


def _pieces(
    text: str, sentence: Span, ids: Sequence[int], offsets: Sequence[tuple[int, int]], quotations: Sequence[Span]
) -> Pieces:
    words: dict[int, tuple[int, int, int]] = {}  # character → (start of its word, end of its stem, shape)
    for match in _WORD.finditer(text, sentence.start, sentence.end):
        word = (match.start(), match.end(1), word_shape(match[1]))
        words.update(dict.fromkeys(range(match.start(), match.end()), word))
    inside = [span for span in quotations if span.touches(sentence)]
    spans = tuple(Span(sentence.start + start, sentence.start + end) for start, end in offsets)
    told = [words.get(span.start, (span.start, span.end, MARK)) for span in spans]
    quoted = [any(other.start <= span.start < other.end for other in inside) for span in spans]
    return Pieces(
        tuple(ids),
        spans,
        tuple(shape + IN_MARKS * within for (_, _, shape), within in zip(told, quoted, strict=True)),
        tuple(start == span.start for (start, _, _), span in zip(told, spans, strict=True)),
        tuple(span.start >= stem for (_, stem, _), span in zip(told, spans, strict=True)),
    )


def word_shape(word: str) -> int:
    """Tell how a word is written."""
    if not any(map(str.isalpha, word)):
        return DIGITS
    if word.islower() or not word[0].isupper():
        return LOWER if word == word.lower() else MIXED
    if len(word) > 1 and word.isupper():
        return UPPER
    return TITLE if word[1:] == word[1:].lower() else MIXED
