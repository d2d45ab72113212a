"""What stands round the map: scale, key, source line; and how its marks are said in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from pipeline.brief.pictures import letters
from pipeline.brief.pictures.drawing import INK, PAPER, SMALL, SOFT, WIDTH, Disc, Line, Look, Shape, Words, box
from pipeline.brief.pictures.frame import MAX_SCALED, Frame
from pipeline.brief.pictures.marks import LOOKS, Mark, disc_radius

KNOWN = {"point": "point", "outline": "province", "circle": "within a circle", "country": "whole country"}
RISKS = {"reported": "Risk reported", "feared": "Risk feared", "none": "No risk named"}
# Dashed borders, too, are the sources'.
SOURCE = (
    "Base map: United Nations geodata (packed by plotly.js, MIT) and Natural Earth (public domain); places © GeoNames, "
    "CC BY 4.0. Boundaries and names imply no endorsement; dashed ones are not settled."
)
_LENGTHS_KM = (10, 20, 50, 100, 200, 500, 1000, 2000)


def scale(frame: Frame) -> Iterator[Shape]:
    """Yield a scale bar, where one is right for the whole frame."""
    if frame.bounds[3] - frame.bounds[1] > MAX_SCALED:
        return
    km = max((km for km in _LENGTHS_KM if km * frame.units_a_km <= frame.width * 0.22), default=_LENGTHS_KM[0])
    right, y = frame.left + frame.width - 12, frame.top + frame.height - 12
    left = right - km * frame.units_a_km
    told = f"{km:,} km"
    yield box(left - letters.width(told, SMALL) - 14, y - 13, right + 6, y + 6, Look(fill=PAPER))
    yield Line(((left, y - 5), (left, y), (right, y), (right, y - 5)), Look(edge=INK, width=1.1))
    yield Words(left - 6, y + 1, told, anchor="end")


def height(marks: Sequence[Mark]) -> float:
    """Return how high the key of these marks is."""
    return _row(marks) + (38.0 if _signs(marks) else 16.0) + 28.0


def _row(marks: Sequence[Mark]) -> float:
    """Return how far below the map the middle of the first row is: as far as its largest disc wants."""
    return 8.0 + max(8.0, max((disc_radius(quotes) for quotes in _examples(marks)), default=0.0))


def legend(top: float, marks: Sequence[Mark]) -> Iterator[Shape]:
    """Yield the key: what fills mean, how large is how many, how finely a place is known."""
    x, y = 0.0, top + _row(marks)
    for risk, look in LOOKS.items():
        name = RISKS[risk]
        yield Disc(x + 7, y, 6.5, look)
        yield Words(x + 19, y + 4, name)
        x += 19 + letters.width(name, SMALL) + 16
    yield from _sizes(x + 12, y, _examples(marks))
    yield from _kinds(y + 24, _signs(marks))
    below = top + height(marks) - 16
    for number, line in enumerate(letters.lines(SOURCE, 8.5, WIDTH)):
        yield Words(0, below + 11 * number, line, 8.5, SOFT)


def _examples(marks: Sequence[Mark]) -> list[int]:
    """Return numbers of quotes whose discs are shown: one, the most on the map, and one between."""
    most = max((mark.quotes for mark in marks if mark.kind == "point"), default=0)
    return sorted({quotes for quotes in (1, most // 5, most) if quotes})


def _sizes(x: float, top: float, examples: Sequence[int]) -> Iterator[Shape]:
    for quotes in examples:
        radius = disc_radius(quotes)
        yield Disc(x + radius, top, radius, Look(edge=INK, width=0.8))
        told = f"{quotes:,}" if quotes > 1 else "1 quote about it"
        yield Words(x + 2 * radius + 4, top + 4, told)
        x += 2 * radius + letters.width(told, SMALL) + 14


def _signs(marks: Sequence[Mark]) -> dict[str, tuple[str, Look]]:
    """Return the kinds of precision that are on this map, beside points."""
    shaded = Look(fill="#f6f3ec", edge="#9aa0a0", pattern="dots", pattern_colour="#a39c8c")
    signs = {
        "outline": ("province, known no finer", Look(edge=INK, width=1.8)),
        "circle": ("somewhere in this circle", Look(edge=INK, width=1.3, dash=(4, 3))),
        "country": ("country as a whole", shaded),
    }
    return {kind: sign for kind, sign in signs.items() if any(mark.kind == kind for mark in marks)}


def _kinds(y: float, signs: Mapping[str, tuple[str, Look]]) -> Iterator[Shape]:
    x = 0.0
    for kind, (name, look) in signs.items():
        yield Disc(x + 7, y, 6.5, look) if kind == "circle" else box(x, y - 6, x + 14, y + 6, look)
        yield Words(x + 19, y + 4, name)
        x += 19 + letters.width(name, SMALL) + 16


def caption(places: pd.DataFrame, outside: Sequence[Mark], drawn: int) -> str:
    """Say what the map counts, and what is not on it."""
    said = int((places["n_about"] > 0).sum())
    words = "Places that matching quotes are about; an area tells how many. Where things were said is not drawn."
    if outside:
        named = ", ".join(f"{mark.name} ({mark.quotes:,})" for mark in outside[:5])
        more = f" and {len(outside) - 5:,} more" if len(outside) > 5 else ""
        words += f" Outside this frame: {named}{more}."
    if said > drawn:
        words += f" {said - drawn:,} more, with fewer quotes or too wide to be drawn, are left out."
    return words
