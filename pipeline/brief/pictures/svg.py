"""A drawing as SVG: small, sharp at any size. Built as a tree, so that a name can be nothing but words."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from pipeline.brief.phrases import clean
from pipeline.brief.pictures.drawing import PAPER, WIDTH, Area, Disc, Drawing, Look, Pattern, Shape, Words
from pipeline.brief.pictures.letters import width

_FONTS = "Inter, 'Noto Sans Arabic', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
_TILE = 5.0  # units after which a pattern comes again
# What a tile shows: a path for lines, a circle for dots.
_PATHS: dict[Pattern, str] = {"stripes": "M-1,1 l2,-2 M0,5 l5,-5 M4,6 l2,-2", "cross": "M0,0 l5,5 M5,0 l-5,5"}


def svg(drawing: Drawing) -> bytes:
    """Return a drawing as an SVG file in UTF-8."""
    size = f"0 0 {WIDTH:g} {drawing.height:g}"
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": size, "font-family": _FONTS})
    root.set("width", f"{WIDTH:g}")
    root.set("height", f"{drawing.height:g}")
    ET.SubElement(root, "title").text = clean(drawing.alt)
    root.append(_patterns(drawing.shapes))
    ET.SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": PAPER})
    for shape in drawing.shapes:
        root.extend(_drawn(shape))
    return ET.tostring(root, encoding="unicode").encode()


def _patterns(shapes: Iterable[Shape]) -> ET.Element:
    looks = [shape.look for shape in shapes if not isinstance(shape, Words)]
    known = dict.fromkeys((look.pattern, look.pattern_colour) for look in looks if look.pattern)
    found = ET.Element("defs")
    for pattern, colour in known:
        if pattern:
            found.append(_pattern(pattern, colour))
    return found


def _pattern(pattern: Pattern, colour: str) -> ET.Element:
    tile = f"{_TILE:g}"
    found = ET.Element("pattern", {"id": _name(pattern, colour), "width": tile, "height": tile})
    found.set("patternUnits", "userSpaceOnUse")
    if pattern == "dots":
        ET.SubElement(found, "circle", {"cx": "2.5", "cy": "2.5", "r": "0.75", "fill": colour})
    else:
        ET.SubElement(found, "path", {"d": _PATHS[pattern], "stroke": colour, "stroke-width": "1.1"})
    return found


def _name(pattern: str, colour: str) -> str:
    return f"{pattern}-{colour.lstrip('#')}"


def _drawn(shape: Shape) -> list[ET.Element]:
    if isinstance(shape, Words):
        return [_words(shape)]
    if isinstance(shape, Disc):
        where = {"cx": _n(shape.x), "cy": _n(shape.y), "r": _n(shape.radius)}
        return [ET.Element("circle", where | look) for look in _looks(shape.look)]
    if isinstance(shape, Area):
        path = "".join(f"M{_points(ring)}Z" for ring in shape.rings)
        return [ET.Element("path", {"d": path, "fill-rule": "evenodd"} | look) for look in _looks(shape.look)]
    return [ET.Element("path", {"d": f"M{_points(shape.points)}"} | _edge(shape.look) | {"fill": "none"})]


def _looks(look: Look) -> list[dict[str, str]]:
    """Return the attributes of the fill with the edge; beneath them, where there is a pattern, those of its ground."""
    top = _edge(look)
    if not look.pattern:
        return [{"fill": look.fill or "none"} | top]
    return [{"fill": look.fill or "none"}, {"fill": f"url(#{_name(look.pattern, look.pattern_colour)})"} | top]


def _edge(look: Look) -> dict[str, str]:
    if not look.edge:
        return {}
    found = {"stroke": look.edge, "stroke-width": _n(look.width), "stroke-linejoin": "round"}
    return found | ({"stroke-dasharray": " ".join(map(_n, look.dash))} if look.dash else {})


def _words(shape: Words) -> ET.Element:
    found = ET.Element("text", {"x": _n(shape.x), "y": _n(shape.y), "font-size": _n(shape.size), "fill": shape.colour})
    found.text = clean(shape.words)
    # As wide as it was measured, in whatever font the reader's machine has.
    wide = width(shape.words, shape.size, bold=shape.bold, spaced=shape.spaced)
    found.set("textLength", _n(wide - shape.spaced))
    found.set("lengthAdjust", "spacingAndGlyphs")
    if shape.bold:
        found.set("font-weight", "600")
    if shape.anchor != "start":
        found.set("text-anchor", shape.anchor)
    if shape.spaced:
        found.set("letter-spacing", _n(shape.spaced))
    if shape.halo:
        halo = {"stroke": PAPER, "stroke-width": "3", "stroke-linejoin": "round", "paint-order": "stroke"}
        for name, value in halo.items():
            found.set(name, value)
    return found


def _points(points: Iterable[tuple[float, float]]) -> str:
    return "L".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
