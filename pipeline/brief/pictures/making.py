"""From what the store says to the pictures of a brief."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from pipeline.brief.model import Picture, PictureKind
from pipeline.brief.pictures.places import draw_map
from pipeline.brief.pictures.png import png
from pipeline.brief.pictures.svg import svg
from pipeline.brief.pictures.timeline import draw_timeline

PICTURES = ("map", "timeline")


def pictures(
    places: pd.DataFrame, counts: pd.DataFrame, *, kind: PictureKind, which: Collection[str] = PICTURES
) -> tuple[Picture, ...]:
    """Return map and timeline, those of them that have something to show.

    `places` as of `queries.places`, `counts` as of `queries.timeline` by risk. A page takes SVG, Word PNG.
    """
    drawings = (
        draw_map(places) if "map" in which else None,
        draw_timeline(counts) if "timeline" in which else None,
    )
    write = svg if kind == "svg" else png
    return tuple(Picture(write(drawing), drawing.alt, drawing.caption) for drawing in drawings if drawing)
