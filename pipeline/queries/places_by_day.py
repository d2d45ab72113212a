"""When each place was spoken about: counts by day, for whoever plays the map through time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.queries.chosen import choosing
from pipeline.queries.counting import counted, day_of, objects
from pipeline.queries.filters import Filters
from pipeline.store import Store


def places_by_day(store: Store, filters: Filters, *, most: int = 2_000) -> pd.DataFrame:
    """Return how many matching quotes are about each place on each day, of the `most` places spoken about most.

    Columns: gazetteer_id: str; day: of publication in UTC, as `2018-09-03`, None for undated
    quotes; n: int, copies once. Days without a quote have no row, so there are at most as many
    rows as places times days. In order of places (most quotes first), then days.
    """
    with choosing(store, filters) as chosen:
        columns, at = chosen.columns, chosen.columns.quote_places
        about = chosen.placed[at.about[chosen.placed]]
        day = columns.day_number[columns.quotes.article[at.quote[about]]]
        (place, day), n = counted(at.place[about], day)
        ids = columns.words.places.named(range(columns.words.places.size))
        n_all = np.bincount(place, weights=n, minlength=len(ids))
        most_first = sorted(np.flatnonzero(n_all).tolist(), key=lambda one: (-n_all[one], ids[one]))[:most]
        rank = np.full(len(ids), -1, np.int64)
        rank[most_first] = np.arange(len(most_first))
        kept = np.flatnonzero(rank[place] >= 0)
        kept = kept[np.argsort(rank[place[kept]], kind="stable")]
        days = [found.isoformat() if (found := day_of(one)) else None for one in columns.days.tolist()]
        return pd.DataFrame(
            {
                "gazetteer_id": objects(ids[one] for one in place[kept].tolist()),
                "day": objects(days[one] for one in day[kept].tolist()),
                "n": n[kept],
            }
        )
