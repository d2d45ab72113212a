"""The map and the timeline of a brief as pictures that need no browser: drawn here, as SVG and as PNG.

pictures(places(store, filters), timeline(store, filters, by="risk"), kind="svg")

They are made to be printed in grey: what a colour says, a pattern says too.
"""

from pipeline.brief.pictures.making import PICTURES, pictures

__all__ = ["PICTURES", "pictures"]
