"""The map of a brief: what quotes are about, each place as finely as it is known, told apart without colour."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd

from pipeline.brief.pictures import key
from pipeline.brief.pictures.drawing import FAINT, INK, PAPER, WIDTH, Area, Disc, Drawing, Line, Look, Shape, box
from pipeline.brief.pictures.frame import KM_A_DEGREE, Box, Frame, framed, spread
from pipeline.brief.pictures.marks import Mark, mark_of
from pipeline.brief.pictures.naming import Names
from pipeline.brief.pictures.world import World, world

HEIGHT = 400.0  # of the map; the key stands below it
MAX_DRAWN = 60
# A frame that holds this share of what is said is enough, if the rest would make it the whole world.
_ENOUGH = 0.85
_STRIP, _WORTH = 0.1, 0.06  # of the frame: how wide a strip is, and what must be won by leaving it out
_SMALL = 40.0  # square degrees: a frame that wants no shrinking
LAND, SEA = "#f6f3ec", "#e3e9ec"


def draw_map(places: pd.DataFrame) -> Drawing | None:
    """Draw what quotes are about (`queries.places`); None: nothing is about a place that can be drawn.

    A town is a disc; a province its outline, or as what is known less finely, a circle that it lies
    in; a country is shaded, never a point. What lies far from nearly all else is named, not drawn.
    """
    marks = [mark for row in places[places["n_about"] > 0].itertuples() if (mark := mark_of(row))][:MAX_DRAWN]
    if not marks:
        return None
    base = world()
    shown, outside = _chosen([(mark, _box(mark, base)) for mark in marks])
    frame = framed([bounds for _, bounds in shown], left=0, top=0, width=WIDTH, height=HEIGHT)
    within = [mark for mark, _ in shown]
    drawing = Drawing(HEIGHT + key.height(within), _alt(within, outside), key.caption(places, outside, len(marks)))
    drawing.add(*_ground(frame, base, within), *_wide(frame, base, within), *_discs(frame, within))
    names = Names(frame, [(frame.at(m.latitude, m.longitude), m.radius) for m in within if m.kind == "point"])
    drawing.add(*names.of_marks(within), *names.that_orient())
    drawing.add(*_margin(), *key.scale(frame))
    drawing.add(*key.legend(HEIGHT, within))
    return drawing


def _box(mark: Mark, base: World) -> Box:
    """Return the degrees that a mark needs to be seen."""
    if mark.kind == "outline":
        rings = base.outlines[mark.id]
        low = [min(float(ring[:, axis].min()) for ring in rings) for axis in (0, 1)]
        high = [max(float(ring[:, axis].max()) for ring in rings) for axis in (0, 1)]
        return low[0], low[1], high[0], high[1]
    reach = mark.radius_km if mark.kind == "circle" else 25.0 if mark.kind == "point" else mark.radius_km * 0.7
    up = reach / KM_A_DEGREE
    across = up / max(0.2, math.cos(math.radians(mark.latitude)))
    return mark.longitude - across, mark.latitude - up, mark.longitude + across, mark.latitude + up


def _chosen(marks: Sequence[tuple[Mark, Box]]) -> tuple[list[tuple[Mark, Box]], list[Mark]]:
    """Choose what the frame holds: all, or where few quotes make it much wider, all but what those are about.

    What lies farthest out is left out, one strip after another, as long as the frame shrinks by it.
    """
    exact = [pair for pair in marks if pair[0].kind != "country"] or marks
    centre = max(exact, key=lambda pair: pair[0].quotes)[0].longitude
    kept = [(mark, _turned(bounds, centre)) for mark, bounds in exact]
    spare = (1 - _ENOUGH) * _quotes(kept)
    while strip := _outermost(kept, spare):
        spare -= _quotes(strip)
        kept = [pair for pair in kept if pair not in strip]
    inside = {mark.id for mark, _ in kept}
    far = [mark for mark, _ in exact if mark.id not in inside]
    # A country shades what of it is within; it does not widen the frame.
    wide = [(mark, kept[0][1]) for mark, _ in marks if exact is not marks and mark.kind == "country"]
    return [*kept, *wide], far


def _quotes(pairs: Sequence[tuple[Mark, Box]]) -> int:
    return sum(mark.quotes for mark, _ in pairs)


def _outermost(kept: Sequence[tuple[Mark, Box]], spare: float) -> list[tuple[Mark, Box]]:
    """Return the strip along an edge that widens the frame most for its quotes; empty: none widens it much.

    `spare` is how many quotes may be left out.
    """
    whole = spread([bounds for _, bounds in kept])
    won: list[tuple[float, list[tuple[Mark, Box]]]] = []
    for side in range(4) if whole > _SMALL else ():
        edges = sorted(bounds[side] for _, bounds in kept)
        reach = _STRIP * (edges[-1] - edges[0])
        limit = edges[0] + reach if side < 2 else edges[-1] - reach
        strip = [pair for pair in kept if (pair[1][side] <= limit if side < 2 else pair[1][side] >= limit)]
        rest = [bounds for pair in kept if pair not in strip for bounds in [pair[1]]]
        shrunk = 1 - spread(rest) / whole if rest else 0.0
        if shrunk >= _WORTH and _quotes(strip) <= spare:
            won.append((shrunk / _quotes(strip), strip))
    return max(won, key=lambda pair: pair[0])[1] if won else []


def _turned(bounds: Box, centre: float) -> Box:
    """Return a box with its longitudes on the near side of the world."""
    west, south, east, north = bounds
    middle = (west + east) / 2
    shift = centre + (middle - centre + 180) % 360 - 180 - middle
    return west + shift, south, east + shift, north


def _ground(frame: Frame, base: World, marks: Sequence[Mark]) -> Iterator[Shape]:
    """Yield sea, land, water and borders; the countries that are spoken of as a whole are shaded."""
    yield box(frame.left, frame.top, frame.left + frame.width, frame.top + frame.height, Look(fill=SEA))
    spoken_of = {mark.country for mark in marks if mark.kind == "country"}
    for code, rings in base.countries:
        if cut := frame.rings(rings):
            shaded = Look(fill=LAND, edge="#9aa0a0", width=0.4, pattern="dots", pattern_colour="#a39c8c")
            yield Area(cut, shaded if code in spoken_of else Look(fill=LAND, edge="#9aa0a0", width=0.4))
    for line in frame.lines(base.divisions) if frame.units_a_km > 0.25 else ():
        yield Line(line, Look(edge="#d9d3c6", width=0.6))
    for lake in base.lakes:
        if cut := frame.rings([lake]):
            yield Area(cut, Look(fill=SEA, edge="#b9c4ca", width=0.4))
    for line in frame.lines(base.rivers) if frame.units_a_km > 0.1 else ():
        yield Line(line, Look(edge="#b9c8d0", width=0.7))
    for line in frame.lines(base.borders):
        yield Line(line, Look(edge="#7d8285", width=0.9))
    for line in frame.lines(base.disputed):
        yield Line(line, Look(edge="#7d8285", width=0.9, dash=(3, 2.5)))


def _wide(frame: Frame, base: World, marks: Sequence[Mark]) -> Iterator[Shape]:
    """Yield what is known to a province or to a circle only, the widest first."""
    for mark in sorted(marks, key=lambda mark: -mark.radius_km):
        look = mark.look
        colour = look.pattern_colour if look.pattern else INK if mark.risk == "none" else str(look.fill)
        if mark.kind == "outline":
            yield Area(frame.rings(base.outlines[mark.id]), replace(look, fill=None, edge=colour, width=1.8))
        elif mark.kind == "circle":
            x, y = frame.at(mark.latitude, mark.longitude)
            yield Disc(x, y, max(4.0, mark.radius_km * frame.units_a_km), Look(edge=colour, width=1.3, dash=(4, 3)))


def _discs(frame: Frame, marks: Sequence[Mark]) -> Iterator[Disc]:
    for mark in sorted(marks, key=lambda mark: -mark.quotes):
        if mark.kind == "point":
            yield Disc(*frame.at(mark.latitude, mark.longitude), mark.radius, mark.look)


def _margin() -> Iterator[Shape]:
    """Cover what reaches over the edge with paper, and draw the edge."""
    far = 80.0
    paper = Look(fill=PAPER)
    yield box(-far, -far, WIDTH + far, 0, paper)
    yield box(-far, HEIGHT, WIDTH + far, HEIGHT + far, paper)
    yield box(-far, -far, 0, HEIGHT + far, paper)
    yield box(WIDTH, -far, WIDTH + far, HEIGHT + far, paper)
    yield box(0.5, 0.5, WIDTH - 0.5, HEIGHT - 0.5, Look(edge=FAINT, width=1))


def _alt(shown: Sequence[Mark], outside: Sequence[Mark]) -> str:
    first = sorted(shown, key=lambda mark: -mark.quotes)[:12]
    told = [f"{mark.name} ({key.KNOWN[mark.kind]}, {mark.quotes:,}, {key.RISKS[mark.risk].lower()})" for mark in first]
    more = f" and {len(shown) - 12:,} more" if len(shown) > 12 else ""
    beyond = f" Outside the frame: {', '.join(mark.name for mark in outside[:6])}." if outside else ""
    return f"Map of the places that quotes are about, with how many are: {'; '.join(told)}{more}.{beyond}"
