"""Names on the map: of what is drawn, the most spoken of first, then of what orients; none lies on another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.brief.pictures import letters
from pipeline.brief.pictures.drawing import INK, SOFT, Anchor, Disc, Look, Point, Words
from pipeline.brief.pictures.frame import Frame
from pipeline.brief.pictures.marks import Mark
from pipeline.brief.pictures.world import labels

_SIZE, _SMALL = 11.0, 9.0
_MAX_COUNTRIES, _MAX_CITIES = 24, 12
Box = tuple[float, float, float, float]  # left, top, right, bottom


class Names:
    """Finds room for names, one after another."""

    def __init__(self, frame: Frame, discs: Sequence[tuple[Point, float]]) -> None:
        self._frame = frame
        self._discs = [(x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8) for (x, y), r in discs]
        self._taken: list[Box] = []
        self._named: set[str] = set()

    def of_marks(self, marks: Sequence[Mark]) -> Iterator[Words]:
        """Yield the names of marks with how many quotes are about each."""
        for mark in sorted(marks, key=lambda mark: -mark.quotes):
            at = self._frame.at(mark.latitude, mark.longitude)
            reach = mark.radius if mark.kind == "point" else 0.0
            told = f"{letters.fitted(mark.name, _SIZE, 150, bold=True)} {mark.quotes:,}"
            for x, y, anchor in _around(at, reach, beside=mark.kind == "point"):
                if box := self._room(told, x, y, anchor, _SIZE, bold=True):
                    self._taken.append(box)
                    self._named.add(mark.name)
                    yield Words(x, y, told, _SIZE, INK, bold=True, anchor=anchor, halo=True)
                    break

    def that_orient(self) -> Iterator[Words | Disc]:
        """Yield names of countries, and of some cities, where there is room."""
        countries, cities = labels()
        seen = [label for label in countries if self._frame.holds(self._frame.at(label.latitude, label.longitude))]
        for label in sorted(seen, key=lambda label: label.rank)[:_MAX_COUNTRIES]:
            x, y = self._frame.at(label.latitude, label.longitude)
            told = label.name.upper()
            if label.name not in self._named and (
                box := self._room(told, x, y, "middle", _SMALL, spaced=1.4, clear=True)
            ):
                self._taken.append(box)
                yield Words(x, y, told, _SMALL, SOFT, anchor="middle", halo=True, spaced=1.4)
        drawn = 0
        for label in sorted(cities, key=lambda label: label.rank):
            x, y = self._frame.at(label.latitude, label.longitude)
            if drawn == _MAX_CITIES or not self._frame.holds((x, y), by=8) or label.name in self._named:
                continue
            if box := self._room(label.name, x + 4, y + 3, "start", _SMALL, clear=True):
                self._taken.append(box)
                drawn += 1
                yield Disc(x, y, 1.5, Look(fill=SOFT))
                yield Words(x + 4, y + 3, label.name, _SMALL, SOFT, halo=True)

    def _room(
        self, words: str, x: float, y: float, anchor: Anchor, size: float, *, bold: bool = False, spaced: float = 0.0,
        clear: bool = False,
    ) -> Box | None:  # fmt: skip
        """Return the box of words, or None where it lies on another, over the edge, or (`clear`) on a disc."""
        wide = letters.width(words, size, bold=bold, spaced=spaced)
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        box = (left - 2, y - size * 0.85, left + wide + 2, y + size * 0.3)
        inside = self._frame.holds((box[0], box[1]), by=3) and self._frame.holds((box[2], box[3]), by=3)
        if not inside or any(_overlap(box, other) for other in self._taken):
            return None
        hidden = sum(_overlap(box, disc) for disc in self._discs)
        return None if hidden > (0 if clear else 1) else box


def _around(at: Point, reach: float, *, beside: bool) -> Iterator[tuple[float, float, Anchor]]:
    """Yield where a name may stand: beside its disc, or in the middle of what it names."""
    x, y = at
    low = y + _SIZE * 0.36
    if not beside:
        yield x, low, "middle"
    yield x + reach + 4, low, "start"
    yield x - reach - 4, low, "end"
    yield x, y - reach - 4, "middle"
    yield x, y + reach + _SIZE, "middle"
    for up in (-1, 1):
        yield x + reach * 0.7 + 4, low + up * (reach * 0.7 + 5), "start"
        yield x - reach * 0.7 - 4, low + up * (reach * 0.7 + 5), "end"


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
