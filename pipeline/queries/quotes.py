"""Quotes: cards, and how many copies of a wire text carry the same words."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any, Literal

import numpy as np
import pandas as pd
import sqlalchemy as sa

from pipeline.queries.chosen import Chosen, choosing
from pipeline.queries.counting import Series, objects
from pipeline.queries.filters import Filters
from pipeline.queries.frames import A, Q, frame, raw_time
from pipeline.store import Store, schema
from pipeline.store.columns import Columns
from pipeline.store.columns.tables import Ints

Sort = Literal["newest", "oldest", "gravest"]
Key = tuple[str, int]  # article_id and quote


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
    with choosing(store, filters) as chosen:
        return page_of(chosen, chosen.quotes, limit=limit, offset=offset, sort=sort)


def quote_pages(store: Store, filters: Filters, *, size: int = 2000) -> Iterator[pd.DataFrame]:
    """Yield all quotes that match in one state of the store, in frames like `quotes`; oldest first, undated last.

    The time is linear in the quotes, the memory hardly grows.
    """
    with choosing(store, filters) as chosen:
        rows = in_order(chosen.columns, chosen.quotes, "oldest")
        for start in range(0, len(rows), size):
            yield whole(chosen, rows[start : start + size])


def page_of(chosen: Chosen, rows: Ints, *, limit: int, offset: int = 0, sort: Sort = "newest") -> pd.DataFrame:
    """Return a page of some rows of quotes, in the columns of `quotes`. Nothing but the page is read."""
    return whole(chosen, in_order(chosen.columns, rows, sort, limit=limit, offset=offset))


def in_order(columns: Columns, rows: Ints, sort: Sort, *, limit: int | None = None, offset: int = 0) -> Ints:
    """Return rows of quotes, given in the order of the index, in another order: all, or `limit` of them."""
    end = len(rows) if limit is None else min(len(rows), offset + limit)
    if sort == "newest":
        return rows[offset:end]
    place = (columns.oldest_first if sort == "oldest" else columns.gravest_first)[rows]
    first = np.argpartition(place, end - 1)[:end] if 0 < end < len(rows) else np.arange(end)
    return rows[first[np.argsort(place[first])]][offset:]


def with_keys(chosen: Chosen, keys: Collection[Key]) -> pd.DataFrame:
    """Return the quotes of these keys, newest first, in the columns of `quotes`, whatever is chosen."""
    return whole(chosen, np.unique(chosen.columns.rows(keys)))


def whole(chosen: Chosen, rows: Ints) -> pd.DataFrame:
    """Return quotes in the columns of `quotes`, in the order in which their rows of the index are given."""
    connection = chosen.connection
    keys = [chosen.columns.key(row) for row in rows.tolist()]
    joined = schema.quotes.join(schema.articles, Q.article_id == A.id)
    among = sa.tuple_(Q.article_id, Q.quote).in_(keys)
    page = frame(connection, sa.select(*_columns()).select_from(joined).where(among), times=["published_at"])
    place = {key: number for number, key in enumerate(keys)}
    order = [place[key] for key in zip(page["article_id"], page["quote"], strict=True)]
    page = page.iloc[np.argsort(order)].reset_index(drop=True)
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


def _columns() -> list[sa.ColumnElement[Any]]:
    inner = {"shown", "folded", "spoken_at", "n_same", "rank", "published_at", "outlet", "language"}
    inner |= {"added_at", "revised_at", "number"}
    return [
        *(column for column in schema.quotes.c if column.name not in inner),
        *(A.title, A.outlet, A.url, A.language, A.published_precision, A.is_sample),
        raw_time(A.published_at).label("published_at"),
    ]


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
    statement = sa.select(Q.same_words, Q.outlet, Q.article_id).where(Q.same_words.in_(same_words), Q.shown == 1)
    outlets: dict[str, set[str]] = {words: set() for words in same_words}
    articles: dict[str, set[str]] = {words: set() for words in same_words}
    for words, outlet, article_id in connection.execute(statement):
        articles[words].add(article_id)
        if outlet:
            outlets[words].add(outlet)
    return {words: (tuple(sorted(outlets[words])), len(articles[words])) for words in same_words}
