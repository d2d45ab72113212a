"""What the dashboard and `export` ask of a store: read-only, filters in, frames out.

filters, dropped = from_query({"actor": ["Sergei Lavrov"], "from": "2018-09-01"})
quotes(store, filters)
"""

from pipeline.queries.figures import KeyFigures, Options, actors, key_figures, options, timeline
from pipeline.queries.filters import MODALITIES, PARAMETERS, RISKS, STANCES, Filters, from_query
from pipeline.queries.places import arcs, places
from pipeline.queries.quotes import Sort, lanes, quote_pages, quotes
from pipeline.queries.single import (
    Copy,
    KeptFailure,
    Revision,
    Status,
    StoredArticle,
    annotation_lines,
    article,
    models,
    status,
    version,
)

__all__ = [
    "MODALITIES",
    "PARAMETERS",
    "RISKS",
    "STANCES",
    "Copy",
    "Filters",
    "KeptFailure",
    "KeyFigures",
    "Options",
    "Revision",
    "Sort",
    "Status",
    "StoredArticle",
    "actors",
    "annotation_lines",
    "arcs",
    "article",
    "from_query",
    "key_figures",
    "lanes",
    "models",
    "options",
    "places",
    "quote_pages",
    "quotes",
    "status",
    "timeline",
    "version",
]
