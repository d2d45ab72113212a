"""Full-text search: the numbers of the quotes that have what is typed, or whose article's title has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sqlalchemy as sa

from pipeline.queries.wanted import in_fts5, in_tsquery, wanted
from pipeline.store.full_text import QUOTE_WORDS, HasWords

if TYPE_CHECKING:
    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


def search(connection: sa.Connection, text: str) -> Numbers:
    """Return quotes.number of each shown quote that a text finds (`wanted` says what it means), in no order.

    A text without a word finds nothing.
    """
    # One long text: 300,000 rows, made one by one, would take longer than finding them.
    number = sa.cast(QUOTE_WORDS.c.rowid, sa.Text)
    joined = sa.select(sa.func.aggregate_strings(number, ",")).where(_has(text))
    found = connection.execute(joined).scalar_one()
    return np.fromstring(found, dtype=np.int64, sep=",") if found else np.empty(0, dtype=np.int64)


def _has(text: str) -> sa.ColumnElement[bool]:
    asked = wanted(text)
    return HasWords(fts5=in_fts5(asked), tsquery=in_tsquery(asked)) if asked else sa.false()
