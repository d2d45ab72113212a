"""Pure: from the reader's scores for one sentence to the names and attributions in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.model.inputs import Pieces
from pipeline.model.labels import NAME_KINDS
from pipeline.records import Attribution, Mention, Span

# A cue that begins with less than this is none. From PolNeAR dev and 39 articles of real news: F1 moves by 0.002
# between 0.25 and 0.45 on the first (.818 to .820), by 0.01 on the second; 0.3 still reads the seed article whole.
MIN_CUE = 0.3
# A stretch counts from the first and goes on while the second holds (PolNeAR dev: F1 .632 for .630 at 0.8).
MIN_LINK, LOW_LINK = 0.5, 0.3
MIN_SOURCE, LOW_SOURCE = 0.4, 0.3
MIN_RUN = 5
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
    """Yield the names of a sentence in order; a word is never cut.

    Where a name begins and ends is told over all kinds together; its kind is the one with the most weight in it.
    """
    chances = softmax(names)
    marks = _marks(pieces, chances)
    start = 0
    while start < len(marks):
        end = start + 1
        if marks[start]:
            while end < len(marks) and marks[end] == _INSIDE:
                end += 1
            weights = chances[start:end, 1::2].sum(0) + chances[start:end, 2::2].sum(0)
            kind = int(weights.argmax())
            span = Span(pieces.spans[start].start, pieces.spans[end - 1].end)
            yield Mention(span, NAME_KINDS[kind], float(weights[kind]) / (end - start))
        start = end


_OUTSIDE, _BEGINS, _INSIDE = range(3)


def _marks(pieces: Pieces, chances: Array) -> list[int]:
    """Tell of each piece whether it is outside all names, begins one or goes on with one."""
    shares = np.stack([chances[:, 0], chances[:, 1::2].sum(-1), chances[:, 2::2].sum(-1)], axis=-1)
    marks = [int(mark) for mark in shares.argmax(-1)]
    for index in range(len(marks)):
        before = marks[index - 1] if index else _OUTSIDE
        if not pieces.starts_word[index] and not pieces.endings[index]:
            marks[index] = _INSIDE if before else _OUTSIDE  # with the word it belongs to
        elif marks[index] == _INSIDE and not before:
            marks[index] = _BEGINS
    return marks


def attributions(pieces: Pieces, scores: Scores) -> Iterator[Attribution]:
    """Yield each cue of a sentence with the source and content that are linked to it."""
    chances = softmax(scores.cues)
    for start, end in _cues(pieces, chances):
        linked = sigmoid(scores.links[start])
        linked[start:end] = 0
        source = max(
            _runs(linked[:, 0], MIN_SOURCE, lowest=LOW_SOURCE),
            key=lambda run: float(linked[slice(*run), 0].sum()),
            default=None,
        )
        taken = {*range(start, end), *(range(*source) if source else ())}
        content = tuple(_span(pieces, run) for run in _content(linked[:, 1], taken))
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


def _runs(chances: Array, least: float, *, lowest: float) -> Iterator[tuple[int, int]]:
    """Yield the stretches that hold a piece of at least `least` and none under `lowest`."""
    start = None
    for index, linked in enumerate([*(chances >= lowest), False]):
        if linked and start is None:
            start = index
        elif not linked and start is not None:
            if chances[start:index].max() >= least:
                yield start, index
            start = None


def _content(chances: Array, taken: AbstractSet[int]) -> list[tuple[int, int]]:
    """Return the runs of a content, small holes filled, stray pieces dropped; never over what is cue or source."""
    free = np.array([0.0 if index in taken else chance for index, chance in enumerate(chances)])
    merged: list[tuple[int, int]] = []
    for start, end in _runs(free, MIN_LINK, lowest=LOW_LINK):
        hole = range(merged[-1][1], start) if merged else range(0)
        if merged and len(hole) <= MAX_HOLE and taken.isdisjoint(hole):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    longest = max((end - start for start, end in merged), default=0)
    return [(start, end) for start, end in merged if end - start >= min(MIN_RUN, longest)]


def _span(pieces: Pieces, run: Sequence[int]) -> Span:
    """Return the characters of a run of pieces, widened to whole words."""
    first, last = run[0], run[1] - 1
    while first > 0 and not pieces.starts_word[first]:
        first -= 1
    while last + 1 < len(pieces.ids) and not pieces.starts_word[last + 1] and not pieces.endings[last + 1]:
        last += 1
    return Span(pieces.spans[first].start, pieces.spans[last].end)
