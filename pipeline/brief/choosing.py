"""Which quotes a brief prints: the gravest, those that say something first, those that are new; each in one list."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from pipeline import queries
from pipeline.brief.model import Part
from pipeline.queries import Filters
from pipeline.store import Store

MAX_QUOTES = 12  # in each of the two lists: what fits on two pages
MAX_NEWS = 6
MIN_WORDS = 4  # of a quote that is printed; all are counted
_MAX_FIRSTS = 200  # quotes that say something first: those shown, and those that mark a grave one


@dataclass(frozen=True, slots=True)
class Chosen:
    """The quotes that are printed (columns: `queries.quotes`), and all that say something first."""

    gravest: pd.DataFrame
    novel: pd.DataFrame
    new: pd.DataFrame
    firsts: pd.DataFrame


def choose(store: Store, filters: Filters, since: datetime, parts: Collection[Part]) -> Chosen:
    """Choose the quotes; each stands in one list only."""
    gravest = _whole(queries.quotes(store, filters, limit=3 * MAX_QUOTES, sort="gravest"))
    gravest = gravest.head(MAX_QUOTES if "gravest" in parts else 0)
    firsts = _whole(queries.novel_quotes(store, filters, limit=_MAX_FIRSTS))
    novel = _others(firsts, gravest).head(MAX_QUOTES if "novel" in parts else 0)
    new = _whole(queries.changed_quotes(store, filters, since, limit=3 * MAX_NEWS + 2 * MAX_QUOTES))
    return Chosen(gravest, novel, _others(_others(new, gravest), novel).head(MAX_NEWS), firsts)


def _whole(quotes: pd.DataFrame) -> pd.DataFrame:
    """Leave out fragments, which nobody understands without the sentence that they stand in."""
    return quotes[quotes["words"].map(lambda words: len(words.split())) >= MIN_WORDS]


def _others(quotes: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """Leave out quotes that are shown already."""
    known = set(zip(shown["article_id"], shown["quote"], strict=True))
    keys = zip(quotes["article_id"], quotes["quote"], strict=True)
    return quotes[pd.Series([key not in known for key in keys], index=quotes.index, dtype="bool")]
