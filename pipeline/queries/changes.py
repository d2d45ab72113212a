"""Since you last looked: what came, what was revised, what was withdrawn, among what the filters ask for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import pandas as pd
import sqlalchemy as sa

from pipeline.queries.filters import Filters
from pipeline.queries.matching import (
    A,
    Condition,
    Q,
    article_conditions,
    matched_articles,
    matched_quotes,
    raw_time,
)
from pipeline.queries.quotes import Sort, ordered, whole_page
from pipeline.queries.wanted import is_in, wanted
from pipeline.store import Store, schema

Change = Literal["new", "revised", "withdrawn"]
_GONE = schema.withdrawn_quotes.c
_ASKED = (_GONE.risks, _GONE.places, _GONE.folded, A.title_folded)  # what filters ask of and no table shows


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a moment, in numbers. Times are those of the store: when we learned of it.

    new: seen for the first time since. revised: seen before, and its outlet changed it since (for
    quotes: their words or their speaker). withdrawn: seen before, and taken back or out since. An
    article that came and went in between is none of these; a quote of a revised article is new if
    it was not in it. Copies count once among quotes.
    """

    since: datetime
    new_articles: int
    revised_articles: int
    withdrawn_articles: int
    new_quotes: int
    revised_quotes: int
    withdrawn_quotes: int

    @property
    def any(self) -> bool:
        """Tell whether anything changed."""
        return any(getattr(self, name) for name in self.__slots__ if name != "since")


def changes(store: Store, filters: Filters, since: datetime) -> Changes:
    """Count what changed since a moment (aware)."""
    count = sa.func.count()
    with store.reading() as connection:

        def articles(change: Change) -> int:
            statement = matched_articles(filters, count).where(*_article(change, since))
            return int(connection.execute(statement).scalar_one())

        def quotes(change: Change) -> int:
            parts = [matched_quotes(filters, count).where(*part) for part in _quote(change, since)]
            return sum(int(connection.execute(part).scalar_one()) for part in parts)

        gone = sum(1 for _ in _taken_out(connection, filters, since))
        return Changes(
            since=since,
            new_articles=articles("new"),
            revised_articles=articles("revised"),
            withdrawn_articles=articles("withdrawn"),
            new_quotes=quotes("new"),
            revised_quotes=quotes("revised"),
            withdrawn_quotes=quotes("withdrawn") + gone,
        )


def changed_quotes(
    store: Store, filters: Filters, since: datetime, change: Change = "new", *, limit: int = 50, sort: Sort = "newest"
) -> pd.DataFrame:
    """Return the quotes that are new, revised, or withdrawn with their article, since a moment (columns: `quotes`).

    Quotes that a revision took out of an article that stays: `taken_out`.
    """
    matched = sa.or_(*(sa.and_(*part) for part in _quote(change, since)))
    with store.reading() as connection:
        return whole_page(connection, ordered(filters, sort).where(matched).limit(limit))


def taken_out(store: Store, filters: Filters, since: datetime, *, limit: int = 50) -> pd.DataFrame:
    """Return the quotes that a revision took out of an article since a moment, last taken out first.

    Columns: article_id, content_hash (with it the key: of the revision that still has the words), quote,
    withdrawn_at, speaker, affiliation, stance, words, content: tuple of (start, end), characters of that
    revision's text; title, outlet, url, language, published_at, published_precision, is_sample (the article's).
    """
    with store.reading() as connection:
        rows = [row for _, row in zip(range(limit), _taken_out(connection, filters, since), strict=False)]
    names = [column.name for column in _columns()]
    table = pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype="object") for name in names})
    for name in ("published_at", "withdrawn_at"):
        table[name] = pd.to_datetime(table[name], utc=True, format="ISO8601").astype("datetime64[us, UTC]")
    table["content"] = pd.Series([tuple(map(tuple, json.loads(row["content"]))) for row in rows], dtype="object")
    table["is_sample"] = table["is_sample"].astype(bool)
    return table.drop(columns=[column.name for column in _ASKED])


def _article(change: Change, since: datetime) -> list[Condition]:
    gone = schema.withdrawals.c
    withdrawn = sa.select(gone.article_id)
    if change == "new":
        return [A.first_seen_at > since, A.id.not_in(withdrawn)]
    seen = A.first_seen_at <= since
    if change == "withdrawn":
        return [seen, A.id.in_(withdrawn.where(gone.withdrawn_at > since))]
    revised = schema.revisions.c
    return [seen, A.id.in_(sa.select(revised.article_id).where(revised.replaced_at > since)), A.id.not_in(withdrawn)]


def _quote(change: Change, since: datetime) -> list[list[Condition]]:
    """Return the conditions on a quote, in parts that exclude each other, each with an index of its own."""
    withdrawn = sa.select(schema.withdrawals.c.article_id)
    if change == "withdrawn":
        return [_article("withdrawn", since)]
    seen = [A.first_seen_at <= since, A.id.not_in(withdrawn)]
    if change == "new":
        # Asked for by article, as SQLite would otherwise go through all quotes for the few of new articles.
        new = schema.articles.alias().c
        ids = sa.select(new.id).where(new.first_seen_at > since, new.id.not_in(withdrawn))
        return [[Q.article_id.in_(ids)], [*seen, Q.added_at > since]]
    return [[*seen, Q.revised_at > since, Q.added_at.is_(None) | (Q.added_at <= since)]]


def _columns() -> list[sa.ColumnElement[Any]]:
    kept = (_GONE.article_id, _GONE.content_hash, _GONE.quote, _GONE.speaker, _GONE.affiliation, _GONE.stance)
    return [
        *kept,
        *(_GONE.words, _GONE.content, *_ASKED),
        raw_time(_GONE.at).label("withdrawn_at"),
        *(A.title, A.outlet, A.url, A.language, A.published_precision, A.is_sample),
        raw_time(A.published_at).label("published_at"),
    ]


def _taken_out(connection: sa.Connection, filters: Filters, since: datetime) -> Iterator[Any]:
    """Yield the quotes that a revision took out since, as far as they match."""
    found = [_GONE.at > since, A.first_seen_at <= since, *article_conditions(filters)]
    for column, values in (
        (_GONE.speaker, filters.actors),
        (_GONE.affiliation, filters.affiliations),
        (_GONE.stance, filters.stances),
    ):
        if values:
            found.append(column.in_(values))
    asked = wanted(filters.text)
    joined = schema.withdrawn_quotes.join(schema.articles, _GONE.article_id == A.id)
    statement = sa.select(*_columns()).select_from(joined).where(*found)
    order = (_GONE.at.desc(), _GONE.article_id, _GONE.content_hash, _GONE.quote)
    for row in connection.execute(statement.order_by(*order)).mappings():
        said = not filters.text or any(is_in(asked, row[folded]) for folded in ("folded", "title_folded"))
        if said and _speaks_of(filters, json.loads(row["risks"])) and _is_at(filters, json.loads(row["places"])):
            yield row


def _speaks_of(filters: Filters, risks: list[list[str]]) -> bool:
    """Tell whether one and the same risk meets the filters, as `risk_conditions` asks of a stored one."""
    if not (filters.risks or filters.modality):
        return True
    labels = [label for label, modality in risks if filters.modality in {None, modality}]
    return any(not filters.risks or label in filters.risks for label in labels)


def _is_at(filters: Filters, places: list[str]) -> bool:
    return not filters.places or not set(filters.places).isdisjoint(places)
