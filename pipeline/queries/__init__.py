"""What the dashboard and `export` ask of a store: read-only, filters in, frames out.

filters, dropped = from_query({"actor": ["Sergei Lavrov"], "from": "2018-09-01"})
quotes(store, filters)
"""

from pipeline.queries.actors import Called, Profile, SpokenOf, WeekOfStance, profile
from pipeline.queries.agreement import Meeting, Meetings, meetings
from pipeline.queries.changes import Change, Changes, changed_quotes, changes, taken_out
from pipeline.queries.compare import (
    Comparison,
    RiskShare,
    Side,
    SideFigures,
    SideKind,
    StanceShare,
    Subject,
    compare,
    side_quotes,
)
from pipeline.queries.coverage import Coverage, FailedStage, coverage
from pipeline.queries.figures import KeyFigures, Options, actors, key_figures, options, timeline
from pipeline.queries.filters import MODALITIES, PARAMETERS, RISKS, STANCES, Filters, from_query
from pipeline.queries.independent import independent_outlets
from pipeline.queries.lanes import lanes
from pipeline.queries.matrix import Cell, StanceMatrix, cell_quotes, stance_matrix
from pipeline.queries.novelty import First, novel_quotes
from pipeline.queries.outlets import outlets
from pipeline.queries.passages import (
    Passage,
    first_day,
    gravest_at,
    newest_article,
    newest_risk,
    newest_toponym,
    passage_of,
)
from pipeline.queries.peaks import Peak, peaks
from pipeline.queries.periods import Compared, compared, days_before
from pipeline.queries.places import arcs, place_names, places
from pipeline.queries.places_by_day import places_by_day
from pipeline.queries.quotes import Sort, quote_pages, quotes
from pipeline.queries.search import search
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
from pipeline.queries.speaking import Speaking, speaking
from pipeline.queries.tone import CAMPS, ChangedTone, ChangedTones, Tone, changed_tones
from pipeline.queries.unresolved import unresolved

__all__ = [
    "CAMPS",
    "MODALITIES",
    "PARAMETERS",
    "RISKS",
    "STANCES",
    "Called",
    "Cell",
    "Change",
    "ChangedTone",
    "ChangedTones",
    "Changes",
    "Compared",
    "Comparison",
    "Copy",
    "Coverage",
    "FailedStage",
    "Filters",
    "First",
    "KeptFailure",
    "KeyFigures",
    "Meeting",
    "Meetings",
    "Options",
    "Passage",
    "Peak",
    "Profile",
    "Revision",
    "RiskShare",
    "Side",
    "SideFigures",
    "SideKind",
    "Sort",
    "Speaking",
    "SpokenOf",
    "StanceMatrix",
    "StanceShare",
    "Status",
    "StoredArticle",
    "Subject",
    "Tone",
    "WeekOfStance",
    "actors",
    "annotation_lines",
    "arcs",
    "article",
    "cell_quotes",
    "changed_quotes",
    "changed_tones",
    "changes",
    "compare",
    "compared",
    "coverage",
    "days_before",
    "first_day",
    "from_query",
    "gravest_at",
    "independent_outlets",
    "key_figures",
    "lanes",
    "meetings",
    "models",
    "newest_article",
    "newest_risk",
    "newest_toponym",
    "novel_quotes",
    "options",
    "outlets",
    "passage_of",
    "peaks",
    "place_names",
    "places",
    "places_by_day",
    "profile",
    "quote_pages",
    "quotes",
    "search",
    "side_quotes",
    "speaking",
    "stance_matrix",
    "status",
    "taken_out",
    "timeline",
    "unresolved",
    "version",
]
