"""Pure: from the reader's scores for one sentence to the names and attributions in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.model.inputs import Pieces
from pipeline.model.labels import NAME_KINDS
from pipeline.records import Attribution, Mention, Span

# A cue that begins with less than this is none; from PolNeAR dev, where F1 is flat between 0.35 and 0.55.
MIN_CUE = 0.4
MIN_LINK = 0.5
# Holes in a content of up to this many pieces are a comma or a word the link missed.
MAX_HOLE = 2

Array = Any


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model gave for one sentence, without the special pieces.

    names: (pieces, tags), cues: (pieces, 3), links: (pieces, pieces, 2), all unnormalised.
    """

    names: Array
    cues: Array
    links: Array


def softmax(scores: Array) -> Array:
    """Return probabilities over the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def sigmoid(scores: Array) -> Array:
    """Return the logistic function."""
    return 1 / (1 + np.exp(-np.clip(scores, -30, 30)))


def mentions(pieces: Pieces, names: Array) -> Iterator[Mention]:
    """Yield the names of a sentence in order; a word is never cut."""
    chances = softmax(names)
    tags = _whole_words(pieces, chances.argmax(-1))
    start = 0
    while start < len(tags):
        kind = (tags[start] - 1) // 2
        if tags[start] == 0:
            start += 1
            continue
        end = start + 1
        while end < len(tags) and tags[end] == 2 * kind + 2:
            end += 1
        both = chances[start:end, 2 * kind + 1] + chances[start:end, 2 * kind + 2]
        yield Mention(Span(pieces.spans[start].start, pieces.spans[end - 1].end), NAME_KINDS[kind], float(both.mean()))
        start = end


def _whole_words(pieces: Pieces, tags: Array) -> list[int]:
    """Return the tags with every piece inside a word following the word's first."""
    whole = [int(tag) for tag in tags]
    for index in range(1, len(whole)):
        glued = pieces.spans[index].start == pieces.spans[index - 1].end and not pieces.starts_word[index]
        if glued and pieces.shapes[index] == pieces.shapes[index - 1] and whole[index - 1]:
            whole[index] = whole[index - 1] + whole[index - 1] % 2 if _letters(pieces, index) else whole[index]
        elif glued and not whole[index - 1] and _letters(pieces, index):
            whole[index] = 0
    return whole


def _letters(pieces: Pieces, index: int) -> bool:
    """Tell whether a piece goes on with its word's letters, not with an apostrophe's ending."""
    return pieces.spans[index].end - pieces.spans[index].start > 0 and not pieces.endings[index]


def attributions(pieces: Pieces, scores: Scores) -> Iterator[Attribution]:
    """Yield each cue of a sentence with the source and content that are linked to it."""
    chances = softmax(scores.cues)
    for start, end in _cues(pieces, chances):
        linked = sigmoid(scores.links[start])
        linked[start:end] = 0
        source = max(_runs(linked[:, 0]), key=lambda run: float(linked[slice(*run), 0].sum()), default=None)
        content = tuple(_span(pieces, run) for run in _content(linked[:, 1]))
        yield Attribution(
            _span(pieces, (start, end)),
            _span(pieces, source) if source else None,
            content,
            float(chances[start, 1:].sum()),
        )


def _cues(pieces: Pieces, chances: Array) -> Iterator[tuple[int, int]]:
    inside = 1 - chances[:, 0]
    index = 0
    while index < len(inside):
        begins = chances[index, 1] >= MIN_CUE or (inside[index] >= 0.5 and (index == 0 or inside[index - 1] < 0.5))
        if not begins or not pieces.starts_word[index]:
            index += 1
            continue
        end = index + 1
        while end < len(inside) and (chances[end, 2] >= 0.5 or not pieces.starts_word[end]):
            end += 1
        yield index, end
        index = end


def _runs(chances: Array) -> Iterator[tuple[int, int]]:
    start = None
    for index, linked in enumerate([*(chances >= MIN_LINK), False]):
        if linked and start is None:
            start = index
        elif not linked and start is not None:
            yield start, index
            start = None


def _content(chances: Array) -> list[tuple[int, int]]:
    """Return the runs of a content, small holes filled, stray pieces dropped."""
    merged: list[tuple[int, int]] = []
    for start, end in _runs(chances):
        if merged and start - merged[-1][1] <= MAX_HOLE:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    longest = max((end - start for start, end in merged), default=0)
    return [(start, end) for start, end in merged if end - start >= min(3, longest)]


def _span(pieces: Pieces, run: Sequence[int]) -> Span:
    """Return the characters of a run of pieces, widened to whole words."""
    first, last = run[0], run[1] - 1
    while first > 0 and not pieces.starts_word[first]:
        first -= 1
    while last + 1 < len(pieces.ids) and not pieces.starts_word[last + 1] and not pieces.endings[last + 1]:
        last += 1
    return Span(pieces.spans[first].start, pieces.spans[last].end)
