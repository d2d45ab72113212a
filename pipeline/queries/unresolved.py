"""Names of places that led to no entry of the gazetteer: counted and listed, never drawn."""

from __future__ import annotations

import pandas as pd
import sqlalchemy as sa

from pipeline.queries.filters import Filters
from pipeline.queries.matching import A, frame, matched_articles, raw_time
from pipeline.store import Store, schema

T = schema.toponyms.c


def unresolved(store: Store, filters: Filters, *, limit: int = 200) -> pd.DataFrame:
    """Return the unresolved names in the matching articles, those in most articles first.

    Columns: name: as written; n_articles: int, copies once; article_id: the newest article with it;
    n_names: int, how many names there are in all, the same in each row.
    """
    count = sa.func.count(sa.distinct(A.cluster)).label("n_articles")
    # A time is of one width, so that the greatest of these is the newest article's.
    newest = sa.func.max(sa.func.coalesce(raw_time(A.published_at), sa.literal(" " * 27)).concat(A.id))
    named = matched_articles(filters, T.text.label("name"), count, newest.label("newest"))
    named = named.add_columns(sa.func.count().over().label("n_names")).join(schema.toponyms, T.article_id == A.id)
    statement = named.where(T.gazetteer_id.is_(None)).group_by(T.text).order_by(count.desc(), T.text).limit(limit)
    with store.reading() as connection:
        table = frame(connection, statement)
    table["article_id"] = table.pop("newest").astype("object").str[27:]
    return table[["name", "n_articles", "article_id", "n_names"]]
