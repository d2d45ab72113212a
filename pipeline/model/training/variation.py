"""The same sentences, otherwise: other names in them, other capitals.

All work is on word pieces, so that names, cues and links keep their places; chance comes from
the caller's chooser, so that an epoch is the same however often it is begun.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from pipeline.model.inputs import IN_MARKS, LOWER, MIXED, TITLE, UPPER, Pieces, Tokenizer, cut
from pipeline.model.labels import NAME_KINDS
from pipeline.model.training.banks import Bank
from pipeline.model.training.examples import Example, fits
from pipeline.records import NameKind, Span

# Shares of sentences, and of the names in them by kind. Organisations keep most of theirs: what they are called
# tells more of them than where they stand. Sentences made from our templates always get new names.
SENTENCES = 0.4
NAMES: dict[NameKind, float] = {"place": 0.8, "person": 0.7, "organisation": 0.3, "demonym": 0.5}
TEMPLATES = "templates"
# Headlines: all words capitalised, all in capitals; and the careless, without any.
TITLED, SHOUTED, LOWERED = 0.04, 0.03, 0.02

Run = tuple[int, int, NameKind]


class Variation:
    """Gives examples other names from a bank, cut by a tokenizer."""

    def __init__(self, bank: Bank, tokenizer: Tokenizer) -> None:
        self._bank, self._tokenizer = bank, tokenizer

    def __call__(self, example: Example, chooser: random.Random) -> Example:
        """Return the example as it is or varied; targets stay with their words."""
        if not example.names or example.links:
            return example
        ours = example.origin == TEMPLATES
        varied = example
        if ours or chooser.random() < SENTENCES:
            varied = self._renamed(example, chooser, ours=ours)
        return recased(varied if fits(varied.pieces) else example, chooser)

    def _renamed(self, example: Example, chooser: random.Random, *, ours: bool) -> Example:
        replaced = {}
        for start, end, kind in runs(example.names):
            if chooser.random() < (1.0 if ours else NAMES.get(kind, 0.0)):
                words = sum(example.pieces.starts_word[start:end])
                replaced[start, end] = self._name(self._bank.draw(kind, chooser, words=words))
        return spliced(example, replaced)

    def _name(self, name: str) -> Pieces:
        return cut(self._tokenizer, name, [Span(0, len(name))], [])[0]


def runs(names: Sequence[int]) -> Iterator[Run]:
    """Yield the pieces of each name: first, one behind the last, kind."""
    start = 0
    while start < len(names):
        end = start + 1
        if names[start] > 0:
            inside = names[start] + names[start] % 2
            while end < len(names) and names[end] == inside:
                end += 1
            yield start, end, NAME_KINDS[(names[start] - 1) // 2]
        start = end


def spliced(example: Example, replaced: dict[tuple[int, int], Pieces]) -> Example:
    """Return an example with the pieces of other names in place of some of its names; spans are no longer of a text."""
    parts, names, at = [], [], 0
    for (start, end), name in sorted(replaced.items()):
        tag = example.names[start] - (example.names[start] + 1) % 2  # of the beginning
        parts += [example.pieces.window(at, start), _quoted_like(name, example.pieces, start)]
        names += [example.names[at:start], (tag,) + (tag + 1,) * (len(name.ids) - 1)]
        at = end
    parts.append(example.pieces.window(at, len(example.pieces.ids)))
    names.append(example.names[at:])
    return replace(example, pieces=_joined(parts), names=tuple(chain.from_iterable(names)), cues=())


def _quoted_like(name: Pieces, pieces: Pieces, at: int) -> Pieces:
    within = IN_MARKS * (pieces.shapes[at] > IN_MARKS)
    return replace(name, shapes=tuple(shape + within for shape in name.shapes))


def _joined(parts: Sequence[Pieces]) -> Pieces:
    fields = ("ids", "spans", "shapes", "starts_word", "endings")
    return Pieces(*(tuple(chain.from_iterable(getattr(part, field) for part in parts)) for field in fields))


def recased(example: Example, chooser: random.Random) -> Example:
    """Return an example as a headline would write it, now and then; the pieces have no capitals, only shapes."""
    drawn = chooser.random()
    if drawn > TITLED + SHOUTED + LOWERED:
        return example
    shape = TITLE if drawn < TITLED else UPPER if drawn < TITLED + SHOUTED else LOWER
    shapes = tuple(_as(shape, given) for given in example.pieces.shapes)
    return replace(example, pieces=replace(example.pieces, shapes=shapes))


def _as(shape: int, given: int) -> int:
    within = IN_MARKS * (given > IN_MARKS)
    written = given - within
    if written not in (LOWER, TITLE, UPPER, MIXED) or (shape == TITLE and written != LOWER):
        return given
    return shape + within
