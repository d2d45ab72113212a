"""What the reader learns from: a sentence in pieces, with whatever a data set says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.model.inputs import MAX_PIECES, Pieces
from pipeline.model.labels import NAME_KINDS, begins
from pipeline.records import NameKind, Span

UNKNOWN = -100  # a target that the loss leaves out
NOT_NAMED = -1  # known to be neither a place nor a demonym, and nothing else known
PRESENT = 4  # a risk that is spoken of, in an unknown modality


@dataclass(frozen=True, slots=True)
class Link:
    """An attribution: the piece its cue begins at, and the pieces of its source and content."""

    cue: int
    source: tuple[int, ...]
    content: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and its targets; an empty target is not learned from.

    names: a tag of `labels` a piece, UNKNOWN or NOT_NAMED. cues: a cue tag a piece. risks: for each
    risk the index of its state, PRESENT or UNKNOWN. stances: the labels that would be right. source, target:
    the pieces of who makes the sentence's statement and of whom it is directed at; () nobody, None not told.
    """

    pieces: Pieces
    origin: str  # data set, for sampling and reports
    names: tuple[int, ...] = ()
    cues: tuple[int, ...] = ()
    links: tuple[Link, ...] = ()
    risks: tuple[int, ...] = ()
    stances: tuple[int, ...] = ()
    source: tuple[int, ...] | None = None
    target: tuple[int, ...] | None = None
    key: str = field(default="", compare=False)  # document, for splits


def name_tags(pieces: Pieces, names: Sequence[tuple[Span, NameKind]], *, default: int = 0) -> tuple[int, ...]:
    """Return a tag a piece; pieces outside all names get `default`."""
    tags = []
    for span in pieces.spans:
        held = next(((name, kind) for name, kind in names if name.touches(span)), None)
        if held is None:
            tags.append(default)
            continue
        name, kind = held
        first = span.start <= name.start or not any(
            other.touches(name) for other in pieces.spans if other.start < span.start
        )
        tags.append(begins(NAME_KINDS.index(kind)) + (not first))
    return tuple(tags)


def covered(pieces: Pieces, spans: Sequence[Span]) -> tuple[int, ...]:
    """Return the indexes of the pieces that the spans cover."""
    return tuple(i for i, piece in enumerate(pieces.spans) if any(span.touches(piece) for span in spans))


def fits(pieces: Pieces) -> bool:
    """Tell whether a sentence is short enough to learn from whole."""
    return 0 < len(pieces.ids) <= MAX_PIECES - 2
