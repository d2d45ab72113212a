"""Places: what is said and written about each, and who speaks where about what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from pipeline.queries.filters import Filters
from pipeline.queries.matching import (
    A,
    Q,
    Select,
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
        named = _named(connection, filters)
        ids = sorted({*spoken["gazetteer_id"], *named["gazetteer_id"]})
        about = _entries(connection, ids)
        risks = _risks(connection, filters)
    table = about.drop_duplicates("gazetteer_id", ignore_index=True)
    key = table["gazetteer_id"]
    table["n_about"] = _sum(spoken[spoken["part"] == "about"], key)
    table["n_spoken_at"] = _sum(spoken[spoken["part"] == "spoken_at"], key)
    table.insert(8, "n_quotes", table["n_about"] + table["n_spoken_at"] - _sum(spoken, key, "n_also_about"))
    table["n_articles"] = _sum(named[named["role"].isna()], key)
    table["n_background"] = _sum(named[named["role"] == "background"], key)
    said = tally(spoken[(spoken["part"] == "about") & spoken["stance"].notna()], "gazetteer_id", ["stance"])
    table["stances"] = objects(said.get(place, ()) for place in key)
    feared = tally(risks, "gazetteer_id", ["label", "modality"])
    table["risks"] = objects(feared.get(place, ()) for place in key)
    table["top_risk"] = objects(found[0][0] if found else None for found in table["risks"])
    return table.sort_values(
        ["n_quotes", "n_articles", "gazetteer_id"], ascending=[False, False, True], ignore_index=True
    )


def place_names(store: Store, gazetteer_ids: Sequence[str]) -> dict[str, str]:
    """Return the name of each place (gazetteer id → name); those that no article names are left out."""
    named = sa.select(T.gazetteer_id, sa.func.max(T.name)).where(T.gazetteer_id.in_(gazetteer_ids))
    with store.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(named.group_by(T.gazetteer_id))}


def arcs(store: Store, filters: Filters) -> pd.DataFrame:
    """Return where was spoken about where: one row a pair of different places, most quotes first.

    Columns: from_id, from_name, from_latitude, from_longitude, from_precision (spoken at);
    to_id, to_name, to_latitude, to_longitude, to_precision (about); n_quotes: int, copies once.
    """
    here, there = schema.toponyms.alias("here"), schema.toponyms.alias("there")
    about = schema.quote_places.alias("about")
    quotes = matched_quotes(filters, Q.article_id, Q.quote, Q.spoken_at).where(Q.spoken_at.is_not(None)).subquery()
    joined = (
        quotes.join(here, (here.c.article_id == quotes.c.article_id) & (here.c.toponym == quotes.c.spoken_at))
        .join(about, (about.c.article_id == quotes.c.article_id) & (about.c.quote == quotes.c.quote))
        .join(there, (there.c.article_id == about.c.article_id) & (there.c.toponym == about.c.toponym))
    )
    count = sa.func.count().label("n_quotes")
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
    """Count the matching quotes by place, part and stance."""
    by = (AT.gazetteer_id, AT.part, Q.stance)
    counts = (sa.func.count().label("n"), sa.func.sum(AT.also_about).label("n_also_about"))
    return frame(connection, _at_places(matched_quotes(filters, *by, *counts)).group_by(*by))


def _named(connection: sa.Connection, filters: Filters) -> pd.DataFrame:
    """Count the matching articles by place, and by place and role (role None: whatever its role), copies once.

    When what was said is asked for, only places of the matching quotes count.
    """
    count = sa.func.count(sa.distinct(A.cluster)).label("n")
    if filters.about_speech:
        place, role = AT.gazetteer_id, AT.part
        statement = _at_places(matched_quotes(filters, place, role.label("role"), count))
    else:
        place, role = T.gazetteer_id, T.role
        named = matched_articles(filters, place, role, count).join(schema.toponyms, T.article_id == A.id)
        statement = named.where(place.is_not(None))
    by_role = frame(connection, statement.group_by(place, role))
    whatever = statement.with_only_columns(place, sa.null().label("role"), count).group_by(place)
    return pd.concat([by_role, frame(connection, whatever)], ignore_index=True)


def _risks(connection: sa.Connection, filters: Filters) -> pd.DataFrame:
    """Count the matching quotes about each place by risk and modality."""
    risk = schema.quote_risks.c
    by = (AT.gazetteer_id, risk.label, risk.modality)
    statement = _at_places(matched_quotes(filters, *by, sa.func.count().label("n"))).where(AT.part == "about")
    of_quote = (risk.article_id == Q.article_id) & (risk.quote == Q.quote)
    return frame(connection, statement.join(schema.quote_risks, of_quote).group_by(*by))


def _at_places(quotes: Select) -> Select:
    same_quote = (AT.article_id == Q.article_id) & (AT.quote == Q.quote)
    return quotes.join(schema.quote_places, same_quote).where(AT.gazetteer_id.is_not(None))


def _entries(connection: sa.Connection, ids: list[str]) -> pd.DataFrame:
    """Return each place as one article has it: coordinates of two gazetteer versions never mix."""
    one = sa.select(T.gazetteer_id, sa.func.max(T.article_id).label("article_id")).where(T.gazetteer_id.in_(ids))
    chosen = one.group_by(T.gazetteer_id).subquery()
    same = (T.gazetteer_id == chosen.c.gazetteer_id) & (T.article_id == chosen.c.article_id)
    return frame(connection, sa.select(*_PLACE).select_from(chosen.join(schema.toponyms, same)))


def _sum(rows: pd.DataFrame, key: Series, column: str = "n") -> Series:
    return key.map(rows.groupby("gazetteer_id")[column].sum()).fillna(0).astype("int64")
