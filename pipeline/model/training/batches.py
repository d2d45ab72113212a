"""Examples in batches of like length, as tensors with their targets."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import torch
from torch import Tensor

from pipeline.model.labels import LINKS, RISKS, STANCES
from pipeline.model.training.examples import UNKNOWN, Example

POOL = 60  # batches' worth of examples sorted by length together: like lengths, unlike order


class Special(NamedTuple):
    """The ids of the pieces before and behind a sentence, and of the one that stands for a hidden piece."""

    begin: int
    end: int
    hidden: int


@dataclass(frozen=True)
class Batch:
    """Inputs and targets as tensors.

    ids, mask, shapes, names, cues: (batch, pieces). links: (cues, pieces, 2) with NaN for padding, beside
    `link_at`: (cues, 2), the row and piece of each cue. risks: (batch, risks). stances: (batch, stances) of
    0 and 1, all 0 where unknown. sources, targets: (batch, pieces) of 0 and 1, rows of NaN where unknown.
    """

    ids: Tensor
    mask: Tensor
    shapes: Tensor
    names: Tensor
    cues: Tensor
    link_at: Tensor
    links: Tensor
    risks: Tensor
    stances: Tensor
    sources: Tensor
    targets: Tensor


def batches(examples: Sequence[Example], *, pieces: int, seed: int) -> Iterator[list[Example]]:
    """Yield all examples once, in an order that depends on the seed; a batch has about `pieces` word pieces."""
    order = list(range(len(examples)))
    random.Random(seed).shuffle(order)  # noqa: S311 -- an order, not a secret
    chunks = []
    size = POOL * max(1, pieces // 32)
    for start in range(0, len(order), size):
        near = sorted(order[start : start + size], key=lambda i: len(examples[i].pieces.ids))
        chunks += list(_chunks(near, examples, pieces))
    random.Random(seed + 1).shuffle(chunks)  # noqa: S311
    for chunk in chunks:
        yield [examples[i] for i in chunk]


def _chunks(order: Sequence[int], examples: Sequence[Example], pieces: int) -> Iterator[list[int]]:
    chunk: list[int] = []
    for index in order:
        if chunk and (len(chunk) + 1) * (len(examples[index].pieces.ids) + 2) > pieces:
            yield chunk
            chunk = []
        chunk.append(index)
    if chunk:
        yield chunk


def collate(examples: Sequence[Example], special: Special) -> Batch:
    """Return examples as one batch."""
    length = max(len(example.pieces.ids) for example in examples) + 2
    shape = (len(examples), length)
    ids, mask, shapes = torch.zeros(shape, dtype=torch.long), torch.zeros(shape), torch.zeros(shape, dtype=torch.long)
    names, cues = torch.full(shape, UNKNOWN), torch.full(shape, UNKNOWN)
    at, links = [], []
    for row, example in enumerate(examples):
        count = len(example.pieces.ids)
        ids[row, : count + 2] = torch.tensor([special.begin, *example.pieces.ids, special.end])
        mask[row, : count + 2] = 1
        shapes[row, 1 : count + 1] = torch.tensor(example.pieces.shapes)
        if example.names:
            names[row, 1 : count + 1] = torch.tensor(example.names)
        if example.cues:
            cues[row, 1 : count + 1] = torch.tensor(example.cues)
        for link in example.links:
            target = torch.full((length, len(LINKS)), float("nan"))
            target[1 : count + 1] = 0
            for column, indexes in enumerate((link.source, link.content)):
                target[[i + 1 for i in indexes], column] = 1
            at.append((row, link.cue + 1))
            links.append(target)
    return Batch(
        ids,
        mask,
        shapes,
        names,
        cues,
        torch.tensor(at, dtype=torch.long).view(-1, 2),
        torch.stack(links) if links else torch.zeros((0, length, len(LINKS))),
        torch.stack([_risks(example) for example in examples]),
        torch.stack([_stances(example) for example in examples]),
        torch.stack([_marked(example.source, length) for example in examples]),
        torch.stack([_marked(example.target, length) for example in examples]),
    )


def _marked(indexes: Sequence[int] | None, length: int) -> Tensor:
    """Return 1 at the pieces of these indexes; NaN everywhere where none are told."""
    if indexes is None:
        return torch.full((length,), float("nan"))
    marked = torch.zeros(length)
    marked[[index + 1 for index in indexes]] = 1
    return marked


def _risks(example: Example) -> Tensor:
    return torch.tensor(example.risks) if example.risks else torch.full((len(RISKS),), UNKNOWN)


def _stances(example: Example) -> Tensor:
    target = torch.zeros(len(STANCES))
    target[list(example.stances)] = 1
    return target


def hide(batch: Batch, share: float, *, special: Special, seed: int) -> Batch:
    """Return a batch with a share of its pieces hidden, so that the rest of the sentence has to tell what they were."""
    drawn = torch.rand(batch.ids.shape, generator=torch.Generator().manual_seed(seed))
    free = (batch.mask > 0) & (batch.ids != special.begin) & (batch.ids != special.end)
    return replace(batch, ids=batch.ids.masked_fill((drawn < share) & free, special.hidden))
