"""From rows of the database to frames: for what is read by key, once the index has told which."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd
import sqlalchemy as sa

from pipeline.queries.counting import Series, objects
from pipeline.store import schema

A = schema.articles.c
Q = schema.quotes.c

if TYPE_CHECKING:
    Select = sa.Select[*tuple[Any, ...]]  # generic for the type checker alone
else:
    Select = sa.Select


def raw_time(column: sa.ColumnElement[datetime]) -> sa.ColumnElement[str]:
    """Return a time as the text it is kept as: a frame turns a whole column at once."""
    return sa.type_coerce(column, sa.Text)


def frame(connection: sa.Connection, statement: Select, *, times: Sequence[str] = ()) -> pd.DataFrame:
    """Run a select; return its rows, with the columns in `times` as times in UTC (NaT: undated)."""
    result = connection.execute(statement)
    types = [column.type for column in statement.selected_columns]
    values = list(zip(*result.fetchall(), strict=True)) or [()] * len(types)
    columns = map(_column, values, types)
    table = pd.DataFrame(dict(zip(result.keys(), columns, strict=True)))
    for name in times:
        table[name] = pd.to_datetime(table[name], utc=True, format="ISO8601").astype("datetime64[us, UTC]")
    return table


def _column(values: Sequence[Any], kind: sa.types.TypeEngine[Any]) -> Series:
    """Return a column typed as in the database; words stay objects, for a missing one is None: NaN would be shown."""
    if isinstance(kind, sa.Integer):
        return pd.Series(values, dtype="int64")
    return pd.Series(values, dtype="float64") if isinstance(kind, sa.Float) else objects(values)
