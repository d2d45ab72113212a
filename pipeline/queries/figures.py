"""Counts over what matches: key figures, timeline, actors, and what there is to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import pandas as pd
import sqlalchemy as sa

from pipeline.queries.filters import MODALITIES, Filters
from pipeline.queries.matching import (
    A,
    Q,
    Select,
    Series,
    frame,
    matched_articles,
    matched_quotes,
    objects,
    raw_time,
    risk_conditions,
    tally,
)
from pipeline.store import Store, schema

Bucket = Literal["day", "week", "month"]
T = schema.toponyms.c


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """What matches, in numbers. Copies of a wire text are counted once, but in `articles`.

    feared, reported, denied: independent articles (or, with filters on what was said, quotes'
    articles) that speak of a risk in this way. undated: matching articles without a date;
    undated_left_out: articles that only the date filter leaves out, because they have none.
    """

    articles: int
    independent_articles: int
    quotes: int
    speakers: int
    places: int
    outlets: int
    feared: int
    reported: int
    denied: int
    undated: int
    undated_left_out: int
    toponyms: int
    unresolved: int

    @property
    def share_unresolved(self) -> float:
        """The share of toponyms in matching articles that led to no place, 0–1."""
        return self.unresolved / self.toponyms if self.toponyms else 0.0


@dataclass(frozen=True, slots=True)
class Options:
    """What there is to choose from in the whole store, most frequent first.

    actors: name, kind, affiliation, n_quotes. affiliations: name, n_quotes.
    places: gazetteer_id, name, country, precision, n_articles. outlets: name, n_articles.
    languages: code, n_articles. first_day, last_day: of the dated articles.
    """

    actors: pd.DataFrame
    affiliations: pd.DataFrame
    places: pd.DataFrame
    outlets: pd.DataFrame
    languages: pd.DataFrame
    first_day: date | None
    last_day: date | None


def key_figures(store: Store, filters: Filters) -> KeyFigures:
    """Count what matches."""
    count, distinct = sa.func.count, sa.distinct
    with store.reading() as connection:
        articles = connection.execute(
            matched_articles(
                filters,
                count(A.id),
                count(distinct(A.cluster)),
                count(distinct(A.outlet)),
                count(A.id) - count(A.published_at),
            )
        ).one()
        quotes = connection.execute(matched_quotes(filters, count(), count(distinct(Q.speaker)))).one()
        left_out = matched_articles(filters, count(A.id), undated=True)
        toponyms = matched_articles(filters, count(), count(T.gazetteer_id), count(distinct(T.gazetteer_id))).join(
            schema.toponyms, T.article_id == A.id
        )
        named = connection.execute(toponyms).one()
        risks = _risks(filters).subquery()
        modalities: dict[str, int] = dict(
            connection.execute(
                sa.select(risks.c.modality, count(distinct(risks.c.cluster))).group_by(risks.c.modality)
            ).all()
        )
        undated_left_out = connection.execute(left_out).scalar_one() if filters.dated else 0
    return KeyFigures(
        articles=articles[0],
        independent_articles=articles[1],
        outlets=articles[2],
        undated=articles[3],
        quotes=quotes[0],
        speakers=quotes[1],
        toponyms=named[0],
        unresolved=named[0] - named[1],
        places=named[2],
        undated_left_out=undated_left_out,
        **{modality: modalities.get(modality, 0) for modality in MODALITIES},
    )


def timeline(
    store: Store, filters: Filters, *, bucket: Bucket = "day", by: Literal["risk", "stance"] = "risk"
) -> pd.DataFrame:
    """Return counts over time.

    Columns: date (first day of the bucket, weeks from Monday; NaT: undated), label, modality (risks only), n.
    By risk, n counts independent articles that speak of it; with filters on what was said, in matching quotes
    only. By stance, n counts quotes. Copies count once, on the day of the first.
    """
    found = _risks(filters).subquery() if by == "risk" else _stances(filters).subquery()
    labels = [found.c.label, found.c.modality] if by == "risk" else [found.c.label]
    first = sa.select(*labels, sa.func.min(found.c.day).label("day")).group_by(found.c.cluster, *labels).subquery()
    names = [column for column in first.c if column.name != "day"]
    statement = sa.select(first.c.day, *names, sa.func.count().label("n")).group_by(first.c.day, *names)
    with store.reading() as connection:
        table = frame(connection, statement)
    days = pd.to_datetime(table.pop("day"), format="%Y-%m-%d").astype("datetime64[us]")
    table.insert(0, "date", _start(days, bucket))
    keys = [name for name in table.columns if name != "n"]
    summed = table.groupby(keys, dropna=False)["n"].sum().reset_index().astype(dict.fromkeys(keys[1:], "object"))
    return summed.sort_values(keys, ignore_index=True)


def actors(store: Store, filters: Filters) -> pd.DataFrame:
    """Return one row a speaker of matching quotes, most quoted first.

    Columns: name, kind, affiliation (both as in the newest article, or None), n_quotes, n_articles (copies once),
    stances: tuple of (label, quotes), most first; first_at, last_at: times in UTC, NaT if all undated.
    """
    by = (Q.speaker, Q.speaker_kind, Q.affiliation, Q.stance)
    first, last = sa.func.min(A.published_at), sa.func.max(A.published_at)
    times = (raw_time(first).label("first_at"), raw_time(last).label("last_at"))
    matched = matched_quotes(filters, *by, sa.func.count().label("n"), *times).where(Q.speaker.is_not(None))
    independent = sa.func.count(sa.distinct(A.cluster)).label("n_articles")
    with store.reading() as connection:
        rows = frame(connection, matched.group_by(*by), times=["first_at", "last_at"])
        articles = frame(connection, matched.with_only_columns(Q.speaker, independent).group_by(Q.speaker))
    rows = rows.rename(columns={"speaker": "name", "speaker_kind": "kind"})
    rows = rows.sort_values("last_at", na_position="first", kind="stable")
    table = (
        rows.groupby("name")
        .agg(
            kind=("kind", "last"),
            affiliation=("affiliation", "last"),
            n_quotes=("n", "sum"),
            first_at=("first_at", "min"),
            last_at=("last_at", "max"),
        )
        .reset_index()
        .astype({"name": "object"})
    )
    n_articles = table["name"].map(articles.set_index("speaker")["n_articles"])
    table.insert(4, "n_articles", n_articles.fillna(0).astype("int64"))
    said = tally(rows[rows["stance"].notna()], "name", ["stance"])
    table["stances"] = objects(said.get(name, ()) for name in table["name"])
    return table.sort_values(["n_quotes", "name"], ascending=[False, True], ignore_index=True)


def options(store: Store) -> Options:
    """Return what the filters can be set to."""
    with store.reading() as connection:
        first, last = connection.execute(sa.select(sa.func.min(A.published_at), sa.func.max(A.published_at))).one()
        independent = (Q.shown == 1) & (Q.rank == 0)
        return Options(
            actors=_speakers(connection),
            affiliations=_counted(connection, Q.affiliation, schema.quotes, independent, of="n_quotes"),
            places=_named_places(connection),
            outlets=_counted(connection, A.outlet, schema.articles, sa.true(), of="n_articles"),
            languages=_counted(connection, A.language, schema.articles, sa.true(), of="n_articles"),
            first_day=_day(first),
            last_day=_day(last),
        )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _speakers(connection: sa.Connection) -> pd.DataFrame:
    count = sa.func.count().label("n_quotes")
    statement = (
        sa.select(
            Q.speaker.label("name"),
            sa.func.max(Q.speaker_kind).label("kind"),
            sa.func.max(Q.affiliation).label("affiliation"),
            count,
        )
        .where(Q.speaker.is_not(None), Q.shown == 1, Q.rank == 0)
        .group_by(Q.speaker)
        .order_by(count.desc(), Q.speaker)
    )
    return frame(connection, statement)


def _named_places(connection: sa.Connection) -> pd.DataFrame:
    count = sa.func.count(sa.distinct(T.article_id)).label("n_articles")
    names = [sa.func.max(column).label(column.name) for column in (T.name, T.country, T.precision)]
    statement = sa.select(T.gazetteer_id, *names, count).where(T.gazetteer_id.is_not(None)).group_by(T.gazetteer_id)
    return frame(connection, statement.order_by(count.desc(), T.gazetteer_id))


def _counted(
    connection: sa.Connection, column: sa.Column[str], table: sa.Table, condition: sa.ColumnElement[bool], *, of: str
) -> pd.DataFrame:
    count = sa.func.count().label(of)
    statement = sa.select(column.label("name"), count).select_from(table).where(column.is_not(None), condition)
    return frame(connection, statement.group_by(column).order_by(count.desc(), column))


def _day_of() -> sa.ColumnElement[str]:
    return sa.func.substr(raw_time(A.published_at), 1, 10).label("day")


def _risks(filters: Filters) -> Select | sa.CompoundSelect[*tuple[Any, ...]]:
    """Select cluster, day, label, modality of the risks that matching quotes, or all matching words, speak of."""
    quoted, written = schema.quote_risks, schema.sentence_risks
    columns = (A.cluster, _day_of())
    of_quote = (quoted.c.article_id == Q.article_id) & (quoted.c.quote == Q.quote)
    spoken = (
        matched_quotes(filters, *columns, quoted.c.label, quoted.c.modality)
        .join(quoted, of_quote)
        .where(*risk_conditions(quoted, filters))
    )
    if filters.about_speech:
        return spoken
    own = (
        matched_articles(filters, *columns, written.c.label, written.c.modality)
        .join(written, written.c.article_id == A.id)
        .where(*risk_conditions(written, filters))
    )
    return sa.union_all(spoken, own)


def _stances(filters: Filters) -> Select:
    columns = (Q.same_words.label("cluster"), _day_of(), Q.stance.label("label"))
    return matched_quotes(filters, *columns).where(Q.stance.is_not(None))


def _start(days: Series, bucket: Bucket) -> Series:
    if bucket == "week":
        return days - pd.to_timedelta(days.dt.day_of_week, unit="D")
    if bucket == "month":
        return days - pd.to_timedelta(days.dt.day - 1, unit="D")
    return days
