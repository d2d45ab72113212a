"""Passages: words of an article with all that citing them needs; and the newest example of what is counted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd
import sqlalchemy as sa

from pipeline.queries.filters import Filters
from pipeline.queries.matching import A, Condition, Q, matched_articles, matched_quotes, risk_conditions
from pipeline.queries.quotes import with_keys
from pipeline.records import Span
from pipeline.store import Store, schema

MAX_CHARS = 300
NEWEST = 200  # quotes at a place of which the gravest is looked for

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
    """Return the gravest of the newest matching quotes about a place (gazetteer id), else one spoken at it, or None.

    The newest NEWEST are looked at.
    """
    at = schema.quote_places.c
    # No plain column: SQLite would go through all quotes by date, for the few at this place.
    newest = (sa.func.coalesce(Q.published_at, sa.null()).desc().nulls_last(), Q.article_id, Q.quote)
    with store.reading() as connection:
        for part in ("about", "spoken_at"):
            there = sa.select(at.article_id, at.quote).where(at.gazetteer_id == place, at.part == part)
            found_there = sa.tuple_(Q.article_id, Q.quote).in_(there)
            asked = matched_quotes(filters, Q.article_id, Q.quote).where(found_there).order_by(*newest).limit(NEWEST)
            keys = [(article_id, int(quote)) for article_id, quote in connection.execute(asked)]
            if keys:
                found = with_keys(connection, [_gravest(connection, keys)])
                return passage_of(next(found.itertuples(index=False)))
    return None


def _gravest(connection: sa.Connection, keys: Sequence[tuple[str, int]]) -> tuple[str, int]:
    """Return the quote with the highest score of a risk that is not denied; the first of those alike, newest first."""
    risks = schema.quote_risks.c
    asked = sa.select(risks.article_id, risks.quote, sa.func.max(risks.score)).where(
        risks.article_id.in_({article_id for article_id, _ in keys}), risks.modality != "denied"
    )
    grouped = connection.execute(asked.group_by(risks.article_id, risks.quote))
    scores = {(article_id, int(quote)): float(score) for article_id, quote, score in grouped}
    return max(keys, key=lambda key: scores.get(key, -1.0))


def newest_article(store: Store, filters: Filters) -> Passage | None:
    """Return the first sentence of the newest matching article, or None."""
    with store.reading() as connection:
        article_id = _newest(connection, filters)
        if article_id is None:
            return None
        kept = connection.execute(sa.select(A.body, A.annotation).where(A.id == article_id)).one()
        sentences = json.loads(kept.annotation)["sentences"]
        first = [(sentences[0]["start"], sentences[0]["end"])] if sentences else json.loads(kept.body)[:1]
        return _passage(connection, article_id, [Span(*pair) for pair in first])


def newest_risk(store: Store, filters: Filters, modality: str) -> Passage | None:
    """Return the newest sentence of a matching article that speaks of a risk in this way, or None.

    For filters on what was said, which no sentence alone meets, ask `quotes` instead.
    """
    told = [_S.modality == modality, *risk_conditions(schema.sentence_risks, filters)]
    return _first(store, filters, schema.sentence_risks, told, by=_S.sentence)


def newest_toponym(store: Store, filters: Filters, *, place: str | None = None) -> Passage | None:
    """Return the newest resolved name of a place, or of this one (gazetteer id), in a matching article, or None."""
    which = _T.gazetteer_id == place if place else _T.gazetteer_id.is_not(None)
    return _first(store, filters, schema.toponyms, [which], by=_T.toponym)


def first_day(store: Store) -> date | None:
    """Return the day (UTC) of the oldest dated article in the store."""
    with store.reading() as connection:
        oldest = connection.execute(sa.select(sa.func.min(A.published_at))).scalar_one()
    return oldest.date() if oldest else None


def _first(
    store: Store, filters: Filters, table: sa.Table, conditions: Sequence[Condition], *, by: sa.ColumnElement[int]
) -> Passage | None:
    """Return the first span of a table that meets the conditions, in the newest article that has one."""
    has_one = sa.exists().where(table.c.article_id == A.id, *conditions).correlate(schema.articles)
    with store.reading() as connection:
        article_id = _newest(connection, filters, has_one)
        if article_id is None:
            return None
        spans = sa.select(table.c.span_start, table.c.span_end).where(table.c.article_id == article_id, *conditions)
        return _passage(connection, article_id, [Span(*connection.execute(spans.order_by(by).limit(1)).one())])


def _newest(connection: sa.Connection, filters: Filters, *conditions: Condition) -> str | None:
    """Return the newest matching article; going by the index of dates, it stops at the first."""
    statement = matched_articles(filters, A.id).where(*conditions)
    return connection.execute(
        statement.order_by(A.published_at.desc().nulls_last(), A.id).limit(1)
    ).scalar_one_or_none()


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
