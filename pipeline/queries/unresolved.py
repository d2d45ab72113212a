"""Names of places that led to no entry of the gazetteer: counted and listed, never drawn."""

from __future__ import annotations

import pandas as pd

from pipeline.queries.chosen import choosing
from pipeline.queries.counting import counted, first_by, objects
from pipeline.queries.filters import Filters
from pipeline.store import Store
from pipeline.store.columns.codes import NONE


def unresolved(store: Store, filters: Filters, *, limit: int = 200) -> pd.DataFrame:
    """Return the unresolved names in the matching articles, those in most articles first.

    Columns: name: as written; n_articles: int, copies once; article_id: the newest article with it;
    n_names: int, how many names there are in all, the same in each row.
    """
    with choosing(store, filters) as chosen:
        columns, toponyms = chosen.columns, chosen.columns.toponyms
        rows = chosen.named[toponyms.unresolved[chosen.named] >= 0]
        name, article = toponyms.unresolved[rows], toponyms.article[rows]
        names = columns.words.unresolved
        newest = first_by(name, article, size=names.size, missing=NONE)
        (found, _), _ = counted(name, columns.cluster[article])
        (found,), n = counted(found)
        most = sorted(zip((-n).tolist(), names.named(found.tolist()), found.tolist(), strict=True))[:limit]
        return pd.DataFrame(
            {
                "name": objects(words for _, words, _ in most),
                "n_articles": pd.Series([-less for less, _, _ in most], dtype="int64"),
                "article_id": objects(columns.articles.id[newest[code]] for _, _, code in most),
                "n_names": pd.Series([len(found)] * len(most), dtype="int64"),
            }
        )
