"""From filters to the SQL conditions that all queries share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

import pandas as pd
import sqlalchemy as sa

from pipeline.queries.filters import Filters
from pipeline.queries.search import says
from pipeline.store import schema

A = schema.articles.c
Q = schema.quotes.c

Condition = sa.ColumnElement[bool]
if TYPE_CHECKING:
    from sqlalchemy.sql.base import ReadOnlyColumnCollection

    Columns = ReadOnlyColumnCollection[str, Any]
    Select = sa.Select[*tuple[Any, ...]]
    Series = pd.Series[Any]
else:  # both are generic for the type checker alone
    Select, Series = sa.Select, pd.Series


def article_conditions(filters: Filters, *, undated: bool = False, of: Columns = A) -> list[Condition]:
    """Return what an article itself must meet: dates, outlets, languages; `of` may be quotes, which have them too.

    With `undated`, the dates are turned round: what they leave out for want of a date.
    """
    found: list[Condition] = []
    if undated:
        found.append(of.published_at.is_(None))
    elif filters.date_from:
        found.append(of.published_at >= datetime.combine(filters.date_from, time.min, UTC))
    if filters.date_to and not undated:
        found.append(of.published_at <= datetime.combine(filters.date_to, time.max, UTC))
    if filters.outlets:
        found.append(of.outlet.in_(filters.outlets))
    if filters.languages:
        found.append(of.language.in_(filters.languages))
    return found


def speaking_conditions(filters: Filters, *, of: Columns = Q) -> list[Condition]:
    """Return what a quote must meet in its own row, but for its words: who speaks, and how."""
    # Written out, for SQLite takes an index of shown quotes only where it reads that they are asked for.
    found: list[Condition] = [of.shown == sa.literal_column("1")]
    for column, values in (
        (of.speaker, filters.actors),
        (of.affiliation, filters.affiliations),
        (of.stance, filters.stances),
    ):
        if values:
            found.append(column.in_(values))
    return found


def quote_conditions(filters: Filters) -> list[Condition]:
    """Return what a quote itself must meet to be shown."""
    found = speaking_conditions(filters)
    if filters.risks or filters.modality:
        risks = schema.quote_risks.alias()
        found.append(sa.exists().where(*_of_quote(risks), *risk_conditions(risks, filters)))
    if filters.places:
        at = schema.quote_places.alias()
        found.append(sa.exists().where(*_of_quote(at), at.c.gazetteer_id.in_(filters.places)))
    if filters.text:
        found.append(says(filters.text, number=Q.number))
    return found


def risk_conditions(table: sa.FromClause, filters: Filters) -> list[Condition]:
    """Return what a row of quote_risks or sentence_risks must meet."""
    found: list[Condition] = []
    if filters.risks:
        found.append(table.c.label.in_(filters.risks))
    if filters.modality:
        found.append(table.c.modality == filters.modality)
    return found


def matched_quotes(filters: Filters, *columns: sa.ColumnElement[Any]) -> Select:
    """Select columns of the quotes (joined with their articles) that the filters ask for, copies once.

    Of quotes with the same words in near-duplicates, the first that matches stands for all.
    """
    found = _with_copies(filters, *columns)
    if filters == Filters():
        return found.where(Q.rank == 0)
    rank = sa.func.row_number().over(partition_by=Q.same_words, order_by=schema.ORIGINAL_FIRST)
    ranked = _with_copies(filters, Q.article_id, Q.quote, rank.label("rank")).where(Q.n_same > 1).subquery()
    firsts = sa.select(ranked.c.article_id, ranked.c.quote).where(ranked.c.rank == 1)
    return found.where((Q.n_same == 1) | sa.tuple_(Q.article_id, Q.quote).in_(firsts))


def _with_copies(filters: Filters, *columns: sa.ColumnElement[Any], undated: bool = False) -> Select:
    joined = schema.quotes.join(schema.articles, Q.article_id == A.id)
    conditions = [*article_conditions(filters, undated=undated), *quote_conditions(filters)]
    return sa.select(*columns).select_from(joined).where(*conditions)


def matched_articles(filters: Filters, *columns: sa.ColumnElement[Any], undated: bool = False) -> Select:
    """Select columns of the articles that the filters ask for.

    When they ask for what somebody said: articles with such a quote. Else the article's own
    words count too: a place named, a risk spoken of in any sentence.
    """
    conditions = article_conditions(filters, undated=undated)
    if filters.about_speech:
        conditions.append(A.id.in_(_with_copies(filters, Q.article_id, undated=undated)))
    else:
        conditions += _named_places(filters) + _spoken_of(filters)
    return sa.select(*columns).select_from(schema.articles).where(*conditions)


def _named_places(filters: Filters) -> list[Condition]:
    table = schema.toponyms.c
    if not filters.places:
        return []
    return [A.id.in_(sa.select(table.article_id).where(table.gazetteer_id.in_(filters.places)))]


def _spoken_of(filters: Filters) -> list[Condition]:
    if not (filters.risks or filters.modality):
        return []
    tables = (schema.sentence_risks, schema.quote_risks)
    found = [sa.select(table.c.article_id).where(*risk_conditions(table, filters)) for table in tables]
    return [A.id.in_(sa.union_all(*found))]


def _of_quote(table: sa.FromClause) -> tuple[Condition, Condition]:
    return table.c.article_id == Q.article_id, table.c.quote == Q.quote


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


def objects(values: Iterable[object]) -> Series:
    """Return a column of tuples and other values that a frame must not take apart."""
    return pd.Series(list(values), dtype="object")


def tally(rows: pd.DataFrame, key: str, labels: list[str]) -> dict[str, tuple[tuple[Any, ...], ...]]:
    """Sum the column n, for each key, by labels: `{key: ((label, …, n), …)}`, most first."""
    counted: dict[str, Counter[tuple[Any, ...]]] = {}
    for name, *label, n in zip(*(rows[column] for column in (key, *labels, "n")), strict=True):
        counted.setdefault(name, Counter())[tuple(label)] += n
    return {
        name: tuple((*label, n) for label, n in sorted(found.items(), key=lambda item: (-item[1], item[0])))
        for name, found in counted.items()
    }
