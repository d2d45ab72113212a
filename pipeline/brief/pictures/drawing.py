"""A picture as plain values: shapes from the back to the front. WIDTH units are as wide as the text of a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Point = tuple[float, float]  # right, down
Ring = tuple[Point, ...]
Pattern = Literal["stripes", "dots", "cross"]
Anchor = Literal["start", "middle", "end"]

WIDTH = 680.0  # 17 cm of A4: a letter of 11 units is one of 8 points
INK, SOFT, FAINT, PAPER = "#1e2226", "#565d64", "#c9c4b8", "#ffffff"
SMALL = 10.5  # of letters


@dataclass(frozen=True, slots=True)
class Look:
    """How a shape is filled and edged. A pattern of its colour lies on the fill."""

    fill: str | None = None
    edge: str | None = None
    width: float = 1.0
    dash: tuple[float, float] | None = None  # units drawn, units left out
    pattern: Pattern | None = None
    pattern_colour: str = INK


@dataclass(frozen=True, slots=True)
class Area:
    """One or more closed rings; a ring within another is a hole."""

    rings: tuple[Ring, ...]
    look: Look


@dataclass(frozen=True, slots=True)
class Line:
    """A line from point to point."""

    points: Ring
    look: Look


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle."""

    x: float
    y: float
    radius: float
    look: Look


@dataclass(frozen=True, slots=True)
class Words:
    """Words on their base line. A halo of paper keeps them readable on a map."""

    x: float
    y: float
    words: str
    size: float = SMALL
    colour: str = INK
    bold: bool = False
    anchor: Anchor = "start"
    halo: bool = False
    spaced: float = 0.0  # units between letters


Shape = Area | Line | Disc | Words


@dataclass(slots=True)
class Drawing:
    """Shapes in their order, with what they say to those who do not see them."""

    height: float
    alt: str
    caption: str
    shapes: list[Shape] = field(default_factory=list)

    def add(self, *shapes: Shape) -> None:
        """Draw shapes in front of those that are there."""
        self.shapes += shapes


def box(left: float, top: float, right: float, bottom: float, look: Look) -> Area:
    """Return an upright rectangle."""
    return Area((((left, top), (right, top), (right, bottom), (left, bottom)),), look)
