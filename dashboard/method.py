"""How each view's figures were worked out and where they fail; the words stand in `pipeline.method`."""

from pipeline.method import METHOD, sections

__all__ = ["METHOD", "sections"]
