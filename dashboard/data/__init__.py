"""What the store says. The only package that asks queries; each page has its module, `asking` keeps the answers."""

from dashboard.data.asking import PAGE, begin_run, version
from dashboard.data.placed import map_arcs, map_days, map_places, map_unresolved
from dashboard.data.situation import (
    article,
    key_figures,
    lanes,
    model_versions,
    options,
    places,
    quotes,
    status,
    timeline,
)

__all__ = [
    "PAGE",
    "article",
    "begin_run",
    "key_figures",
    "lanes",
    "map_arcs",
    "map_days",
    "map_places",
    "map_unresolved",
    "model_versions",
    "options",
    "places",
    "quotes",
    "status",
    "timeline",
    "version",
]
