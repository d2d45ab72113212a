"""When each place was spoken about: counts by day, for whoever plays the map through time."""

from __future__ import annotations

import pandas as pd
import sqlalchemy as sa

from pipeline.queries.filters import Filters
from pipeline.queries.matching import Q, frame, raw_time
from pipeline.queries.spoken import spoken
from pipeline.store import Store, schema

AT = schema.quote_places.c


def places_by_day(store: Store, filters: Filters, *, most: int = 2_000) -> pd.DataFrame:
    """Return how many matching quotes are about each place on each day, of the `most` places spoken about most.

    Columns: gazetteer_id: str; day: of publication in UTC, as `2018-09-03`, None for undated
    quotes; n: int, copies once. Days without a quote have no row, so there are at most as many
    rows as places times days. In order of places (most quotes first), then days.
    """
    day = sa.func.substr(raw_time(Q.published_at), 1, 10)
    same_quote = (AT.article_id == Q.article_id) & (AT.quote == Q.quote)
    about = spoken(filters, AT.gazetteer_id, day.label("day"), sa.func.count().label("n")).join(
        schema.quote_places, same_quote
    )
    statement = about.where(AT.part == "about", AT.gazetteer_id.is_not(None)).group_by(AT.gazetteer_id, day)
    with store.reading() as connection:
        table = frame(connection, statement)
    table["all"] = table.groupby("gazetteer_id")["n"].transform("sum")
    table = table.sort_values(["all", "gazetteer_id", "day"], ascending=[False, True, True], ignore_index=True)
    first = table["gazetteer_id"].drop_duplicates().head(most)
    return table[table["gazetteer_id"].isin(first)].drop(columns="all").reset_index(drop=True)
