"""Places: what is said and written about each, and who speaks where about what."""

from __future__ import annotations

from typing import Any

import pandas as pd
import sqlalchemy as sa

from pipeline.queries.filters import Filters
from pipeline.queries.matching import (
    A,
    Condition,
    Q,
    Series,
    frame,
    matched_articles,
    matched_quotes,
    objects,
    tally,
)
from pipeline.store import Store, schema

T = schema.toponyms.c
AT = schema.quote_places.c
_PLACE = [T.gazetteer_id, T.name, T.country, T.admin1, T.latitude, T.longitude, T.precision, T.radius_km]


def places(store: Store, filters: Filters) -> pd.DataFrame:
    """Return one row a resolved place that the matching quotes and articles name, most quoted first.

    Filters on what was said leave only the places that matching quotes are about or were
    spoken at. A country is a row as well: never draw it as a point. Copies count once.

    Columns:
        gazetteer_id, name, country (ISO 3166-1 alpha-2), admin1: str (the last two or None).
        latitude, longitude: degrees, WGS 84. precision: str. radius_km: float.
        n_quotes: int, matching quotes about it or spoken at it; n_articles: int, articles naming it.
        n_about, n_spoken_at: int, matching quotes by part. n_background: int, articles naming it in passing.
        top_risk: label spoken of most in the quotes about it, or None.
        risks: tuple of (label, modality, quotes), most first. stances: tuple of (label, quotes), most first.
    """
    with store.reading() as connection:
        spoken = _spoken(connection, filters)
        named = _named(connection, filters, spoken)
        ids = sorted({*spoken["gazetteer_id"], *named["gazetteer_id"]})
        about = _entries(connection, ids)
        risks = _risks(connection, filters)
    table = about.drop_duplicates("gazetteer_id", ignore_index=True)
    key = table["gazetteer_id"]
    for column, part in (("n_quotes", None), ("n_about", "about"), ("n_spoken_at", "spoken_at")):
        rows = spoken if part is None else spoken[spoken["part"] == part]
        table[column] = _distinct(rows, key, "same_words")
    table["n_articles"] = _distinct(named, key, "cluster")
    table["n_background"] = _distinct(named[named["role"] == "background"], key, "cluster")
    said = tally(spoken[(spoken["part"] == "about") & spoken["stance"].notna()], "gazetteer_id", ["stance"])
    table["stances"] = objects(said.get(place, ()) for place in key)
    feared = tally(risks, "gazetteer_id", ["label", "modality"])
    table["risks"] = objects(feared.get(place, ()) for place in key)
    table["top_risk"] = objects(found[0][0] if found else None for found in table["risks"])
    return table.sort_values(
        ["n_quotes", "n_articles", "gazetteer_id"], ascending=[False, False, True], ignore_index=True
    )


def arcs(store: Store, filters: Filters) -> pd.DataFrame:
    """Return where was spoken about where: one row a pair of different places, most quotes first.

    Columns: from_id, from_name, from_latitude, from_longitude, from_precision (spoken at);
    to_id, to_name, to_latitude, to_longitude, to_precision (about); n_quotes: int, copies once.
    """
    here, there = schema.toponyms.alias("here"), schema.toponyms.alias("there")
    about = schema.quote_places.alias("about")
    quotes = (
        matched_quotes(filters, Q.article_id, Q.quote, Q.spoken_at, Q.same_words)
        .where(Q.spoken_at.is_not(None))
        .subquery()
    )
    joined = (
        quotes.join(here, (here.c.article_id == quotes.c.article_id) & (here.c.toponym == quotes.c.spoken_at))
        .join(about, (about.c.article_id == quotes.c.article_id) & (about.c.quote == quotes.c.quote))
        .join(there, (there.c.article_id == about.c.article_id) & (there.c.toponym == about.c.toponym))
    )
    count = sa.func.count(sa.distinct(quotes.c.same_words)).label("n_quotes")
    ends = [*_end(here, "from"), *_end(there, "to")]
    statement = (
        sa.select(*ends, count)
        .select_from(joined)
        .where(about.c.part == "about", here.c.gazetteer_id != there.c.gazetteer_id)
        .group_by(here.c.gazetteer_id, there.c.gazetteer_id)
        .order_by(count.desc(), here.c.gazetteer_id, there.c.gazetteer_id)
    )
    with store.reading() as connection:
        return frame(connection, statement)


def _end(table: sa.FromClause, prefix: str) -> list[sa.ColumnElement[Any]]:
    columns = [table.c.name, table.c.latitude, table.c.longitude, table.c.precision]
    return [
        table.c.gazetteer_id.label(f"{prefix}_id"),
        *(sa.func.max(column).label(f"{prefix}_{column.name}") for column in columns),
    ]


def _spoken(connection: sa.Connection, filters: Filters) -> pd.DataFrame:
    """Return rows of place, part, stance, group of same words and cluster of the matching quotes."""
    statement = matched_quotes(filters, AT.gazetteer_id, AT.part, Q.stance, Q.same_words, A.cluster)
    joined = statement.join(schema.quote_places, _same_quote()).where(AT.gazetteer_id.is_not(None))
    return frame(connection, joined)


def _named(connection: sa.Connection, filters: Filters, spoken: pd.DataFrame) -> pd.DataFrame:
    """Return rows of place, role and cluster; when what was said is asked for, only from the quotes."""
    if filters.about_speech:
        return spoken.rename(columns={"part": "role"})[["gazetteer_id", "role", "cluster"]]
    statement = matched_articles(filters, T.gazetteer_id, T.role, A.cluster)
    joined = statement.join(schema.toponyms, T.article_id == A.id).where(T.gazetteer_id.is_not(None))
    return frame(connection, joined)


def _risks(connection: sa.Connection, filters: Filters) -> pd.DataFrame:
    """Return rows of place, risk, modality and group of same words of the quotes about it."""
    risk = schema.quote_risks.c
    statement = (
        matched_quotes(filters, AT.gazetteer_id, risk.label, risk.modality, Q.same_words)
        .join(schema.quote_places, _same_quote())
        .join(schema.quote_risks, (risk.article_id == Q.article_id) & (risk.quote == Q.quote))
        .where(AT.part == "about", AT.gazetteer_id.is_not(None))
    )
    return frame(connection, statement)


def _entries(connection: sa.Connection, ids: list[str]) -> pd.DataFrame:
    """Return each place as one article has it: coordinates of two gazetteer versions never mix."""
    one = sa.select(T.gazetteer_id, sa.func.max(T.article_id).label("article_id")).where(T.gazetteer_id.in_(ids))
    chosen = one.group_by(T.gazetteer_id).subquery()
    same = (T.gazetteer_id == chosen.c.gazetteer_id) & (T.article_id == chosen.c.article_id)
    return frame(connection, sa.select(*_PLACE).select_from(chosen.join(schema.toponyms, same)))


def _same_quote() -> Condition:
    return (AT.article_id == Q.article_id) & (AT.quote == Q.quote)


def _distinct(rows: pd.DataFrame, key: Series, column: str) -> Series:
    counted = rows.groupby("gazetteer_id")[column].nunique()
    return key.map(counted).fillna(0).astype("int64")
