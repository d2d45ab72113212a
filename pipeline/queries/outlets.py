"""How old what we have of each outlet is."""

from __future__ import annotations

import pandas as pd
import sqlalchemy as sa

from pipeline.queries.frames import A, frame, raw_time
from pipeline.store import Store, schema


def outlets(store: Store) -> pd.DataFrame:
    """Return one row an outlet, the one we have heard of last first.

    Columns: outlet: str; n_articles: int; published_at: time of its newest article, NaT if all are
    undated; seen_at: when its last new article came in; read_at: when articles of it were last read
    to the end, new or not (a feed that is read every hour and brings nothing new has a young read_at
    and an old seen_at), NaT if that was never noted. Times are in UTC.
    """
    reads = schema.outlet_reads.c
    newest, seen = sa.func.max(A.published_at), sa.func.max(A.first_seen_at)
    read = sa.select(raw_time(reads.read_at)).where(reads.outlet == A.outlet).scalar_subquery()
    statement = (
        sa.select(
            A.outlet,
            sa.func.count().label("n_articles"),
            raw_time(newest).label("published_at"),
            raw_time(seen).label("seen_at"),
            read.label("read_at"),
        )
        .where(A.outlet.is_not(None))
        .group_by(A.outlet)
        .order_by(seen.desc(), A.outlet)
    )
    with store.reading() as connection:
        return frame(connection, statement, times=["published_at", "seen_at", "read_at"])
