"""A drawing as PNG, for Word: 300 dots an inch, drawn larger and made smaller, so that edges are smooth."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw

from pipeline.brief.pictures import letters
from pipeline.brief.pictures.drawing import PAPER, WIDTH, Area, Disc, Drawing, Line, Look, Point, Shape, Words

_PIXELS = 3  # of the file, a unit
_FINER = 2  # drawn pixels, one of the file
_SCALE = _PIXELS * _FINER
_DPI = WIDTH * _PIXELS / (17 / 2.54)
_TILE = 5 * _SCALE


def png(drawing: Drawing) -> bytes:
    """Return a drawing as a PNG file."""
    size = round(WIDTH * _SCALE), round(drawing.height * _SCALE)
    image = Image.new("RGB", size, PAPER)
    for shape in drawing.shapes:
        _draw(image, shape)
    file = io.BytesIO()
    small = image.resize((size[0] // _FINER, size[1] // _FINER), Image.Resampling.BOX)
    small.save(file, "PNG", dpi=(_DPI, _DPI), compress_level=7)
    return file.getvalue()


def _draw(image: Image.Image, shape: Shape) -> None:
    if isinstance(shape, Words):
        _write(image, shape)
    elif isinstance(shape, Line):
        _line(ImageDraw.Draw(image), _scaled(shape.points), shape.look)
    else:
        _fill(image, shape)
        for ring in _rings(shape):
            _line(ImageDraw.Draw(image), [*ring, ring[0]], shape.look)


def _rings(shape: Area | Disc) -> list[list[Point]]:
    if isinstance(shape, Area):
        return [_scaled(ring) for ring in shape.rings]
    turns = [2 * math.pi * n / 96 for n in range(96)]
    round_ = [(shape.x + shape.radius * math.cos(t), shape.y + shape.radius * math.sin(t)) for t in turns]
    return [_scaled(round_)]


def _scaled(points: Sequence[Point]) -> list[Point]:
    return [(x * _SCALE, y * _SCALE) for x, y in points]


def _fill(image: Image.Image, shape: Area | Disc) -> None:
    """Fill what an odd number of rings holds."""
    look, rings = shape.look, _rings(shape)
    if not (look.fill or look.pattern) or not rings:
        return
    left, top, right, bottom = _bounds([point for ring in rings for point in ring], image.size)
    if right <= left or bottom <= top:
        return
    mask = Image.new("1", (right - left, bottom - top))
    for ring in rings:
        _turn(mask, [(x - left, y - top) for x, y in ring], first=ring is rings[0])
    if look.fill:
        image.paste(look.fill, (left, top), mask)
    if look.pattern:
        image.paste(look.pattern_colour, (left, top), ImageChops.logical_and(mask, _patterned(look, mask.size)))


def _turn(mask: Image.Image, ring: Sequence[Point], *, first: bool) -> None:
    """Turn what a ring holds from empty to filled, or back."""
    if first:
        ImageDraw.Draw(mask).polygon(ring, fill=1)
        return
    left, top, right, bottom = _bounds(ring, mask.size)
    if right > left and bottom > top:
        one = Image.new("1", (right - left, bottom - top))
        ImageDraw.Draw(one).polygon([(x - left, y - top) for x, y in ring], fill=1)
        mask.paste(ImageChops.logical_xor(mask.crop((left, top, right, bottom)), one), (left, top))


def _bounds(points: Sequence[Point], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom of points, in whole pixels of an image."""
    left, top = (max(0, math.floor(min(point[axis] for point in points))) for axis in (0, 1))
    right, bottom = (min(size[axis], math.ceil(max(point[axis] for point in points)) + 1) for axis in (0, 1))
    return left, top, right, bottom


def _patterned(look: Look, size: tuple[int, int]) -> Image.Image:
    found = Image.new("1", size)
    draw, width = ImageDraw.Draw(found), round(1.1 * _SCALE)
    if look.pattern == "dots":
        for x in range(0, size[0], _TILE):
            for y in range(0, size[1], _TILE):
                draw.circle((x + _TILE / 2, y + _TILE / 2), 0.75 * _SCALE, fill=1)
        return found
    for start in range(-size[1], size[0] + size[1], _TILE):
        draw.line([(start, size[1]), (start + size[1], 0)], fill=1, width=width)
        if look.pattern == "cross":
            draw.line([(start, 0), (start + size[1], size[1])], fill=1, width=width)
    return found


def _line(draw: ImageDraw.ImageDraw, points: Sequence[Point], look: Look) -> None:
    if not look.edge:
        return
    width = max(1, round(look.width * _SCALE))
    for part in _dashes(points, look.dash) if look.dash else [points]:
        draw.line(list(part), fill=look.edge, width=width, joint="curve")


def _dashes(points: Sequence[Point], dash: tuple[float, float]) -> Iterator[list[Point]]:
    """Yield the pieces of a line that are drawn."""
    lengths = [length * _SCALE for length in dash]
    at, left = 0, lengths[0]
    piece = [points[0]]
    for (x, y), (to_x, to_y) in pairwise(points):
        whole = math.hypot(to_x - x, to_y - y)
        done = 0.0
        while whole - done > left:
            done += left
            cut = (x + (to_x - x) * done / whole, y + (to_y - y) * done / whole)
            if at == 0:
                yield [*piece, cut]
            piece, at = [cut], 1 - at
            left = lengths[at]
        left -= whole - done
        piece.append((to_x, to_y))
    if at == 0 and len(piece) > 1:
        yield piece


def _write(image: Image.Image, shape: Words) -> None:
    draw = ImageDraw.Draw(image)
    whole = letters.width(shape.words, shape.size, bold=shape.bold, spaced=shape.spaced)
    x = shape.x - {"start": 0.0, "middle": whole / 2, "end": whole}[shape.anchor]
    pieces = list(letters.runs(shape.words))
    if shape.spaced:
        pieces = [(name, letter) for name, held in pieces for letter in held]
    for stroke in (3.0, 0.0) if shape.halo else (0.0,):
        at = x
        for name, held in pieces:
            font = letters.font(name, shape.size * _SCALE, bold=shape.bold)
            colour = PAPER if stroke else shape.colour
            draw.text((at * _SCALE, shape.y * _SCALE), held, colour, font, anchor="ls",
                      stroke_width=stroke * _SCALE / 2)  # fmt: skip
            at += font.getlength(held) / _SCALE + shape.spaced
