"""The place that an article is mainly about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.records import Precision, Toponym

_WIDE = frozenset({Precision.COUNTRY, Precision.AREA})


def main_place(places: Sequence[Toponym]) -> str | None:
    """Return the place that an article names most, countries only where nothing finer is named twice."""
    counts = Counter(t.place.gazetteer_id for t in places if t.place and t.role != "actor")
    finer = Counter(
        t.place.gazetteer_id for t in places if t.place and t.role != "actor" and t.place.precision not in _WIDE
    )
    for counter, least in ((finer, 2), (counts, 1)):
        if counter and counter.most_common(1)[0][1] >= least:
            return counter.most_common(1)[0][0]
    return None
