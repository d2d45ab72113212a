"""The live map: offline, keeps its view through updates, draws doubt.

clicked = live_map(data.places(filters), data.arcs(filters), key="map", selected=filters.place)
"""

from __future__ import annotations

from dashboard.map.component import live_map
from dashboard.map.marks import LAYERS

__all__ = ["LAYERS", "live_map"]
