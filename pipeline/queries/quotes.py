"""Quotes: cards, swimlanes, and how many copies of a wire text carry the same words."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, Literal

import pandas as pd
import sqlalchemy as sa

from pipeline.queries.filters import Filters
from pipeline.queries.matching import A, Q, Select, Series, frame, matched_quotes, objects, raw_time
from pipeline.store import Store, schema

Sort = Literal["newest", "oldest", "gravest"]
Key = tuple[str, int]  # article_id and quote
EXCERPT_CHARS = 160
_KEY = ["article_id", "quote"]


def quotes(store: Store, filters: Filters, *, limit: int = 50, offset: int = 0, sort: Sort = "newest") -> pd.DataFrame:
    """Return one row a quote; copies of it in near-duplicate articles are one row, that of the first article.

    Columns:
        article_id: str, quote: int (together the key; index into the annotation's quotes).
        type: direct, indirect or mixed. words: str, parts joined by " … ".
        content: tuple of (start, end), characters of the article's text.
        source_words, cue_words: str or None, as written.
        speaker, speaker_kind, speaker_role, affiliation: str or None.
        stance: str or None, stance_score: float, target: name or None.
        risks: tuple of (label, modality, score), highest score first.
        about: tuple of (gazetteer_id or None, name as resolved, else as written).
        about_known: for each of about how it is known: (precision, country, radius_km), or None if unresolved.
        spoken_at: the same pair, or None.
        title, outlet, url, language: str or None. published_at: time in UTC, NaT if undated.
        published_precision: "day", "time" or None.
        outlets: tuple of all outlets that carry these words, n_outlets: their number;
        n_articles: int, articles that carry them. is_sample: bool.
        withdrawn_at: when the outlet was found to have taken the article back, in UTC; NaT: it did not.
    """
    with store.reading() as connection:
        return whole_page(connection, _page(filters, limit=limit, offset=offset, sort=sort))


def quote_pages(store: Store, filters: Filters, *, size: int = 2000) -> Iterator[pd.DataFrame]:
    """Yield all quotes that match in one state of the store, in frames like `quotes`; oldest first, undated last.

    What matches is sorted once, by keys alone: the time is linear in the quotes, the memory hardly grows.
    """
    keys = matched_quotes(filters, Q.article_id, Q.quote).order_by(*_order("oldest"))
    joined = schema.quotes.join(schema.articles, Q.article_id == A.id)
    with store.reading() as connection:
        for part in connection.execute(keys, execution_options={"yield_per": size}).partitions():
            among = sa.tuple_(Q.article_id, Q.quote).in_([tuple(key) for key in part])
            page = sa.select(*_columns()).select_from(joined).where(among).order_by(*_order("oldest"))
            yield whole_page(connection, page)


def lanes(store: Store, filters: Filters, *, limit: int = 50_000) -> pd.DataFrame:
    """Return points for the actors' swimlanes, one a quote with a known speaker, newest first, undated last.

    Columns: article_id, quote, published_at (NaT: undated), actor, affiliation, stance (or None),
    excerpt (at most 160 characters of the words).
    """
    columns = (
        *(Q.article_id, Q.quote),
        raw_time(A.published_at).label("published_at"),
        *(Q.speaker.label("actor"), Q.affiliation, Q.stance),
        sa.func.substr(Q.words, 1, EXCERPT_CHARS).label("excerpt"),
    )
    statement = matched_quotes(filters, *columns).where(Q.speaker.is_not(None)).order_by(*_order("newest")).limit(limit)
    with store.reading() as connection:
        return frame(connection, statement, times=["published_at"])


def page_of(
    connection: sa.Connection, chosen: Select, *, limit: int, offset: int = 0, sort: Sort = "newest"
) -> pd.DataFrame:
    """Return a page of what a select finds in the table quotes, in the columns of `quotes`.

    The page is chosen before anything else of it is read.
    """
    keys = chosen.with_only_columns(Q.article_id, Q.quote).order_by(*_order(sort, Q.published_at))
    page = keys.limit(limit).offset(offset).subquery()
    mine = (Q.article_id == page.c.article_id) & (Q.quote == page.c.quote)
    joined = page.join(schema.quotes, mine).join(schema.articles, A.id == Q.article_id)
    return whole_page(connection, sa.select(*_columns()).select_from(joined).order_by(*_order(sort)))


def with_keys(connection: sa.Connection, keys: Collection[Key]) -> pd.DataFrame:
    """Return the quotes of these keys, newest first, in the columns of `quotes`."""
    named = sa.tuple_(Q.article_id, Q.quote).in_(list(keys))
    return page_of(connection, sa.select().select_from(schema.quotes).where(named), limit=len(keys))


def whole_page(connection: sa.Connection, statement: Select) -> pd.DataFrame:
    """Return the selected quotes with their risks, places and outlets."""
    page = frame(connection, statement, times=["published_at"])
    page["content"] = objects(tuple(map(tuple, json.loads(spans))) for spans in page["content"])
    page["is_sample"] = page["is_sample"].astype(bool)
    ids = sorted(set(page["article_id"]))
    _attach(page, "risks", _risks(connection, ids))
    places = _places(connection, ids)
    _attach(page, "about", places[places["part"] == "about"])
    _attach(page, "spoken_at", places[places["part"] == "spoken_at"])
    page["about_known"] = objects(tuple(known for _, known in found) for found in page["about"])
    page["about"] = objects(tuple(pair for pair, _ in found) for found in page["about"])
    page["spoken_at"] = objects(found[0][0] if found else None for found in page["spoken_at"])
    page["withdrawn_at"] = _withdrawn(connection, page["article_id"])
    carriers = _carriers(connection, sorted(set(page["same_words"])))
    page["outlets"] = objects(carriers[words][0] for words in page["same_words"])
    page["n_outlets"] = page["outlets"].map(len).astype("int64")
    page["n_articles"] = page["same_words"].map(lambda words: carriers[words][1]).astype("int64")
    return page.drop(columns="same_words")


def _page(filters: Filters, *, limit: int, offset: int, sort: Sort) -> Select:
    return ordered(filters, sort).limit(limit).offset(offset)


def ordered(filters: Filters, sort: Sort) -> Select:
    """Select what `whole_page` needs of the quotes that match, in order."""
    return matched_quotes(filters, *_columns()).order_by(*_order(sort))


def _columns() -> list[sa.ColumnElement[Any]]:
    inner = {"shown", "folded", "spoken_at", "n_same", "rank", "published_at", "outlet", "language"}
    inner |= {"added_at", "revised_at", "number"}
    return [
        *(column for column in schema.quotes.c if column.name not in inner),
        *(A.title, A.outlet, A.url, A.language, A.published_precision, A.is_sample),
        raw_time(A.published_at).label("published_at"),
    ]


def _order(sort: Sort, at: sa.ColumnElement[datetime] = A.published_at) -> tuple[sa.ColumnElement[Any], ...]:
    by_time = at.asc() if sort == "oldest" else at.desc()
    order: tuple[sa.ColumnElement[Any], ...] = (by_time.nulls_last(), Q.article_id, Q.quote)
    if sort == "gravest":
        risks = schema.quote_risks.c
        same_quote = (risks.article_id == Q.article_id, risks.quote == Q.quote, risks.modality != "denied")
        gravest = sa.select(sa.func.max(risks.score)).where(*same_quote).correlate(schema.quotes).scalar_subquery()
        return gravest.desc().nulls_last(), *order
    return order


def _risks(connection: sa.Connection, ids: list[str]) -> pd.DataFrame:
    table = schema.quote_risks.c
    statement = sa.select(table.article_id, table.quote, table.label, table.modality, table.score)
    found = frame(connection, statement.where(table.article_id.in_(ids)).order_by(table.score.desc(), table.label))
    found["value"] = list(zip(found["label"], found["modality"], found["score"], strict=True))
    return found


def _places(connection: sa.Connection, ids: list[str]) -> pd.DataFrame:
    at, toponym = schema.quote_places.c, schema.toponyms.c
    same = (at.article_id == toponym.article_id) & (at.toponym == toponym.toponym)
    name = sa.func.coalesce(toponym.name, toponym.text).label("name")
    known = (toponym.precision, toponym.country, toponym.radius_km)
    statement = sa.select(at.article_id, at.quote, at.part, at.gazetteer_id, name, *known).join_from(
        schema.quote_places, schema.toponyms, same
    )
    found = frame(connection, statement.where(at.article_id.in_(ids)).order_by(at.article_id, at.quote, at.toponym))
    found["value"] = objects(_place(row) for row in found.itertuples(index=False))
    return found


def _place(row: Any) -> tuple[tuple[str | None, str], tuple[str, str | None, float] | None]:
    """Return a place as (gazetteer_id, name) and how it is known; both are None where it is unresolved."""
    if pd.isna(row.gazetteer_id):
        return (None, row.name), None
    country = None if pd.isna(row.country) else row.country
    return (row.gazetteer_id, row.name), (row.precision, country, float(row.radius_km))


def _withdrawn(connection: sa.Connection, article_ids: Series) -> Series:
    """Return when each article was withdrawn; NaT: it was not."""
    table = schema.withdrawals.c
    times = sa.select(table.article_id, raw_time(table.withdrawn_at)).where(table.article_id.in_(set(article_ids)))
    found: dict[str, str] = {row[0]: row[1] for row in connection.execute(times)}
    return pd.to_datetime(article_ids.map(found), utc=True, format="ISO8601").astype("datetime64[us, UTC]")


def _attach(page: pd.DataFrame, name: str, values: pd.DataFrame) -> None:
    """Add a column of tuples: the values that belong to each quote, each once."""
    by_key: dict[tuple[str, int], dict[object, None]] = {}
    for article_id, quote, value in zip(values["article_id"], values["quote"], values["value"], strict=True):
        by_key.setdefault((article_id, quote), {})[value] = None
    keys = zip(page["article_id"], page["quote"], strict=True)
    page[name] = objects(tuple(by_key.get(key, ())) for key in keys)


def _carriers(connection: sa.Connection, same_words: list[str]) -> dict[str, tuple[tuple[str, ...], int]]:
    """Return, for each group of same words, the outlets and the number of articles that carry them."""
    statement = (
        sa.select(Q.same_words, A.outlet, A.id)
        .select_from(schema.quotes.join(schema.articles, Q.article_id == A.id))
        .where(Q.same_words.in_(same_words), Q.shown == 1)
    )
    outlets: dict[str, set[str]] = {words: set() for words in same_words}
    articles: dict[str, set[str]] = {words: set() for words in same_words}
    for words, outlet, article_id in connection.execute(statement):
        articles[words].add(article_id)
        if outlet:
            outlets[words].add(outlet)
    return {words: (tuple(sorted(outlets[words])), len(articles[words])) for words in same_words}
