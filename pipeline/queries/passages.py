"""Passages: words of an article with all that citing them needs; and the newest example of what is counted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from pipeline.queries.chosen import Chosen, choosing
from pipeline.queries.filters import Filters
from pipeline.queries.frames import A
from pipeline.queries.quotes import page_of
from pipeline.records import Span
from pipeline.store import Store, schema
from pipeline.store.columns.tables import Ints

MAX_CHARS = 300
_NOWHERE = -2  # the code of no place

_T = schema.toponyms.c
_S = schema.sentence_risks.c
_ARTICLE = (A.title, A.outlet, A.url, A.language, A.published_at, A.published_precision, A.is_sample)


@dataclass(frozen=True, slots=True)
class Passage:
    """Where words stand. `words` are those of the spans, in one line; long ones are cut short by " …".

    `quote` is its number in the article. Words that are only in an earlier version of their article
    (`is_replaced`) have spans in that one.
    """

    article_id: str
    spans: tuple[Span, ...]
    words: str
    title: str | None
    outlet: str | None
    url: str | None
    language: str | None
    published_at: datetime | None
    published_precision: str | None
    is_sample: bool
    withdrawn_at: datetime | None = None
    quote: int | None = None
    is_replaced: bool = False


def passage_of(quote: Any) -> Passage:
    """Return the passage of a row of `quotes`, or of `taken_out`."""
    is_replaced = hasattr(quote, "content_hash")
    return Passage(
        article_id=quote.article_id,
        spans=tuple(Span(*pair) for pair in quote.content),
        words=quote.words,
        title=quote.title,
        outlet=quote.outlet,
        url=quote.url,
        language=quote.language,
        published_at=_moment(quote.published_at),
        published_precision=quote.published_precision,
        is_sample=bool(quote.is_sample),
        withdrawn_at=_moment(quote.withdrawn_at),
        quote=None if is_replaced else int(quote.quote),
        is_replaced=is_replaced,
    )


def gravest_at(store: Store, filters: Filters, place: str) -> Passage | None:
    """Return the gravest matching quote about a place (gazetteer id), else one spoken at it, or None."""
    with choosing(store, filters) as chosen:
        at = chosen.columns.quote_places
        there = chosen.placed[at.place[chosen.placed] == chosen.columns.words.places.get(place, _NOWHERE)]
        for rows in (there[at.about[there]], there[~at.about[there]]):
            page = page_of(chosen, np.unique(at.quote[rows]), sort="gravest", limit=1)
            if not page.empty:
                return passage_of(next(page.itertuples(index=False)))
    return None


def newest_article(store: Store, filters: Filters) -> Passage | None:
    """Return the first sentence of the newest matching article, or None."""
    with choosing(store, filters) as chosen:
        article_id = _newest(chosen, np.flatnonzero(chosen.articles))
        if article_id is None:
            return None
        kept = chosen.connection.execute(sa.select(A.body, A.annotation).where(A.id == article_id)).one()
        sentences = json.loads(kept.annotation)["sentences"]
        first = [(sentences[0]["start"], sentences[0]["end"])] if sentences else json.loads(kept.body)[:1]
        return _passage(chosen.connection, article_id, [Span(*pair) for pair in first])


def newest_risk(store: Store, filters: Filters, modality: str) -> Passage | None:
    """Return the newest sentence of a matching article that speaks of a risk in this way, or None.

    For filters on what was said, which no sentence alone meets, ask `quotes` instead.
    """
    told = [_S.modality == modality, *([_S.label.in_(filters.risks)] if filters.risks else [])]
    with choosing(store, filters) as chosen:
        risks = chosen.columns.article_risks
        this = [way == modality for _, way in chosen.columns.words.risks.values_by_code]
        rows = chosen.written_of[np.array(this, np.bool_)[risks.risk[chosen.written_of]]]
        article_id = _newest(chosen, risks.article[rows])
        return _first(chosen.connection, article_id, schema.sentence_risks, told, by=_S.sentence)


def newest_toponym(store: Store, filters: Filters, *, place: str | None = None) -> Passage | None:
    """Return the newest resolved name of a place, or of this one (gazetteer id), in a matching article, or None."""
    which = _T.gazetteer_id == place if place else _T.gazetteer_id.is_not(None)
    with choosing(store, filters) as chosen:
        toponyms = chosen.columns.toponyms
        named = toponyms.place[chosen.named]
        is_it = named == chosen.columns.words.places.get(place, _NOWHERE) if place else named >= 0
        article_id = _newest(chosen, toponyms.article[chosen.named[is_it]])
        return _first(chosen.connection, article_id, schema.toponyms, [which], by=_T.toponym)


def first_day(store: Store) -> date | None:
    """Return the day (UTC) of the oldest dated article in the store."""
    with store.reading() as connection:
        oldest = connection.execute(sa.select(sa.func.min(A.published_at))).scalar_one()
    return oldest.date() if oldest else None


def _newest(chosen: Chosen, articles: Ints) -> str | None:
    """Return the id of the newest of some articles, given in the order of the index."""
    return str(chosen.columns.articles.id[articles[0]]) if len(articles) else None


def _first(
    connection: sa.Connection,
    article_id: str | None,
    table: sa.Table,
    conditions: Sequence[sa.ColumnElement[bool]],
    *,
    by: sa.ColumnElement[int],
) -> Passage | None:
    """Return the first span of a table in an article that meets the conditions."""
    if article_id is None:
        return None
    spans = sa.select(table.c.span_start, table.c.span_end).where(table.c.article_id == article_id, *conditions)
    return _passage(connection, article_id, [Span(*connection.execute(spans.order_by(by).limit(1)).one())])


def _passage(connection: sa.Connection, article_id: str, spans: Sequence[Span]) -> Passage:
    gone = schema.withdrawals.c
    row = connection.execute(sa.select(*_ARTICLE).where(A.id == article_id)).one()
    withdrawn = connection.execute(sa.select(gone.withdrawn_at).where(gone.article_id == article_id))
    return Passage(
        article_id=article_id,
        spans=tuple(spans),
        words=" … ".join(_words(connection, article_id, span) for span in spans),
        title=row.title,
        outlet=row.outlet,
        url=row.url,
        language=row.language,
        published_at=row.published_at,
        published_precision=row.published_precision,
        is_sample=bool(row.is_sample),
        withdrawn_at=withdrawn.scalar_one_or_none(),
    )


def _words(connection: sa.Connection, article_id: str, span: Span) -> str:
    """Return the words of a span, cut short; both databases count characters as we do."""
    length = min(span.end - span.start, MAX_CHARS)
    found = sa.select(sa.func.substr(A.text, span.start + 1, length)).where(A.id == article_id)
    words = " ".join(str(connection.execute(found).scalar_one()).split())
    return words if length == span.end - span.start else f"{words.rstrip()} …"


def _moment(value: Any) -> datetime | None:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).to_pydatetime()
