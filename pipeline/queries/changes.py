"""Since you last looked: what came, what was revised, what was withdrawn, among what the filters ask for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Literal

import numpy as np
import pandas as pd
import sqlalchemy as sa

from pipeline.queries.chosen import Chosen, choosing, marked, moment
from pipeline.queries.filters import Filters
from pipeline.queries.frames import A, Q, Select, raw_time
from pipeline.queries.quotes import Sort, page_of
from pipeline.queries.wanted import is_in, wanted
from pipeline.store import Store, schema
from pipeline.store.columns.tables import Ints, Mask

Change = Literal["new", "revised", "withdrawn"]
_GONE = schema.withdrawn_quotes.c
_ASKED = (_GONE.risks, _GONE.places, _GONE.folded, A.title_folded)  # what filters ask of and no table shows
_WITHDRAWN = schema.withdrawals.c


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
    with choosing(store, filters) as chosen:
        known = _Known(chosen, since)
        gone = sum(1 for _ in _taken_out(chosen, since))
        return Changes(
            since=since,
            new_articles=known.n_articles("new"),
            revised_articles=known.n_articles("revised"),
            withdrawn_articles=known.n_articles("withdrawn"),
            new_quotes=len(known.quotes("new")),
            revised_quotes=len(known.quotes("revised")),
            withdrawn_quotes=len(known.quotes("withdrawn")) + gone,
        )


def changed_quotes(
    store: Store, filters: Filters, since: datetime, change: Change = "new", *, limit: int = 50, sort: Sort = "newest"
) -> pd.DataFrame:
    """Return the quotes that are new, revised, or withdrawn with their article, since a moment (columns: `quotes`).

    Quotes that a revision took out of an article that stays: `taken_out`.
    """
    with choosing(store, filters) as chosen:
        return page_of(chosen, _Known(chosen, since).quotes(change), limit=limit, sort=sort)


def taken_out(store: Store, filters: Filters, since: datetime, *, limit: int = 50) -> pd.DataFrame:
    """Return the quotes that a revision took out of an article since a moment, last taken out first.

    Columns: article_id, content_hash (with it the key: of the revision that still has the words), quote,
    withdrawn_at, speaker, affiliation, stance, words, content: tuple of (start, end), characters of that
    revision's text; title, outlet, url, language, published_at, published_precision, is_sample (the article's).
    """
    with choosing(store, filters) as chosen:
        rows = list(islice(_taken_out(chosen, since), limit))
    names = [column.name for column in _columns()]
    table = pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype="object") for name in names})
    for name in ("published_at", "withdrawn_at"):
        table[name] = pd.to_datetime(table[name], utc=True, format="ISO8601").astype("datetime64[us, UTC]")
    table["content"] = pd.Series([tuple(map(tuple, json.loads(row["content"]))) for row in rows], dtype="object")
    table["is_sample"] = table["is_sample"].astype(bool)
    return table.drop(columns=[column.name for column in _ASKED])


class _Known:
    """What was known of the chosen articles and quotes at a moment, and what became of it since."""

    def __init__(self, chosen: Chosen, since: datetime) -> None:
        self.chosen = chosen
        self._since = since
        self._seen: Mask = chosen.columns.articles.first_seen <= moment(since)
        self._gone = self._articles(sa.select(_WITHDRAWN.article_id))

    def n_articles(self, change: Change) -> int:
        """Count the chosen articles that changed in this way."""
        return int(np.count_nonzero(self.chosen.articles & self._changed(change)))

    def quotes(self, change: Change) -> Ints:
        """Return the rows of the chosen quotes that changed in this way."""
        article = self.chosen.columns.quotes.article
        if change == "withdrawn":
            return np.flatnonzero(self.chosen.once & self._changed("withdrawn")[article])
        stays = (self._seen & ~self._gone)[article]
        if change == "new":
            changed = self._changed("new")[article] | (stays & self._quotes(Q.added_at > self._since))
        else:
            was_there = Q.added_at.is_(None) | (Q.added_at <= self._since)
            changed = stays & self._quotes(Q.revised_at > self._since, was_there)
        return np.flatnonzero(self.chosen.once & changed)

    def _changed(self, change: Change) -> Mask:
        if change == "new":
            return ~self._seen & ~self._gone
        if change == "withdrawn":
            withdrawn = sa.select(_WITHDRAWN.article_id).where(_WITHDRAWN.withdrawn_at > self._since)
            return self._seen & self._articles(withdrawn)
        revised = schema.revisions.c
        corrected = sa.select(revised.article_id).where(revised.replaced_at > self._since)
        return self._seen & ~self._gone & self._articles(corrected)

    def _articles(self, ids: Select) -> Mask:
        columns = self.chosen.columns
        rows = [columns.row_of[article_id] for article_id in self.chosen.connection.scalars(ids)]
        return marked(len(columns.articles), np.array(rows, np.int64))

    def _quotes(self, *conditions: sa.ColumnElement[bool]) -> Mask:
        keys = self.chosen.connection.execute(sa.select(Q.article_id, Q.quote).where(Q.shown == 1, *conditions))
        columns = self.chosen.columns
        return marked(len(columns.quotes), columns.rows((row[0], row[1]) for row in keys))


def _columns() -> list[sa.ColumnElement[Any]]:
    kept = (_GONE.article_id, _GONE.content_hash, _GONE.quote, _GONE.speaker, _GONE.affiliation, _GONE.stance)
    return [
        *kept,
        *(_GONE.words, _GONE.content, *_ASKED),
        raw_time(_GONE.at).label("withdrawn_at"),
        *(A.title, A.outlet, A.url, A.language, A.published_precision, A.is_sample),
        raw_time(A.published_at).label("published_at"),
    ]


def _taken_out(chosen: Chosen, since: datetime) -> Iterator[Any]:
    """Yield the quotes that a revision took out since, as far as they match."""
    joined = schema.withdrawn_quotes.join(schema.articles, _GONE.article_id == A.id)
    found = (_GONE.at > since, A.first_seen_at <= since)
    statement = sa.select(*_columns()).select_from(joined).where(*found)
    order = (_GONE.at.desc(), _GONE.article_id, _GONE.content_hash, _GONE.quote)
    filters, row_of = chosen.filters, chosen.columns.row_of
    for row in chosen.connection.execute(statement.order_by(*order)).mappings():
        published = chosen.published[row_of[row["article_id"]]]
        speaks_of, is_at = json.loads(row["risks"]), json.loads(row["places"])
        if published and _is_said(filters, row) and _speaks_of(filters, speaks_of) and _is_at(filters, is_at):
            yield row


def _is_said(filters: Filters, row: Any) -> bool:
    """Tell whether a quote meets what is asked of its speaker, stance and words."""
    asked = ((filters.actors, "speaker"), (filters.affiliations, "affiliation"), (filters.stances, "stance"))
    words = wanted(filters.text)
    has_words = not filters.text or any(is_in(words, row[folded]) for folded in ("folded", "title_folded"))
    return has_words and all(not values or row[name] in values for values, name in asked)


def _speaks_of(filters: Filters, risks: list[list[str]]) -> bool:
    """Tell whether one and the same risk meets the filters, as is asked of a stored one."""
    if not (filters.risks or filters.modality):
        return True
    labels = [label for label, modality in risks if filters.modality in {None, modality}]
    return any(not filters.risks or label in filters.risks for label in labels)


def _is_at(filters: Filters, places: list[str]) -> bool:
    return not filters.places or not set(filters.places).isdisjoint(places)
