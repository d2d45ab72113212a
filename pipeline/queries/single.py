"""One article with its history, and the state of the store."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import sqlalchemy as sa

from pipeline.queries.chosen import choosing
from pipeline.queries.counting import time_of
from pipeline.queries.filters import Filters
from pipeline.records import Article
from pipeline.store import Store, schema
from pipeline.store.columns import UNDATED
from pipeline.store.rows import restore

A = schema.articles.c
_AT_ONCE = 400  # articles whose annotations stand in memory


@dataclass(frozen=True, slots=True)
class Copy:
    """A near-duplicate of an article."""

    article_id: str
    title: str | None
    outlet: str | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Revision:
    """An earlier content of an article."""

    title: str | None
    text: str
    published_at: datetime | None
    outlet: str | None
    seen_at: datetime
    replaced_at: datetime


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article with all that was found in it and all that happened to it.

    copies: the others of its cluster, first published first. revisions: newest first.
    withdrawn_at: when its outlet was found to have taken it back; None: it did not.
    """

    article: Article
    is_sample: bool
    copy_of: str | None
    first_seen_at: datetime
    updated_at: datetime
    copies: tuple[Copy, ...]
    revisions: tuple[Revision, ...]
    failures: tuple[KeptFailure, ...]
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeptFailure:
    """A failure that is not resolved."""

    origin: str
    stage: str
    error: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """The state of the store.

    version: changes whenever its content does. last_run_at: end of the last run that ended
    well. running: holders of runs that began and have not ended (or were killed).
    """

    version: str
    last_run_at: datetime | None
    last_counts: Mapping[str, int]
    running: tuple[str, ...]
    articles: int
    quotes: int
    undated: int
    newest_at: datetime | None  # publication of the newest article
    n_failures: int
    failures: tuple[KeptFailure, ...]  # newest first


def annotation_lines(store: Store, filters: Filters) -> Iterator[str]:
    """Yield the annotation (one line of JSON) of each matching article, oldest first, undated last."""
    with choosing(store, filters) as chosen:
        rows = np.flatnonzero(chosen.articles)
        published = chosen.columns.articles.published[rows]
        oldest_first = np.argsort(np.where(published == UNDATED, np.iinfo(np.int64).max, published), kind="stable")
        ids = chosen.columns.articles.id[rows[oldest_first]].tolist()
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            lines = sa.select(A.id, A.annotation).where(A.id.in_(some))
            found = {row[0]: row[1] for row in chosen.connection.execute(lines)}
            yield from (found[article_id] for article_id in some)


def article(store: Store, article_id: str) -> StoredArticle | None:
    """Return a stored article with its copies, revisions and failures, or None."""
    with store.reading() as connection:
        row = connection.execute(sa.select(schema.articles).where(A.id == article_id)).mappings().first()
        if row is None:
            return None
        return StoredArticle(
            article=restore(dict(row)),
            is_sample=bool(row["is_sample"]),
            copy_of=row["copy_of"],
            first_seen_at=row["first_seen_at"],
            updated_at=row["updated_at"],
            copies=_copies(connection, article_id, row["cluster"]),
            revisions=_revisions(connection, article_id),
            failures=_failures(connection, schema.failures.c.origin == article_id, limit=10),
            withdrawn_at=_withdrawn_at(connection, article_id),
        )


def models(store: Store, article_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Return what these articles were annotated with: part → each name@version among them."""
    statement = sa.select(A.models).where(A.id.in_(article_ids)).distinct()
    found: dict[str, set[str]] = {}
    with store.reading() as connection:
        for made_with in connection.scalars(statement):
            for part, version in json.loads(made_with).items():
                found.setdefault(part, set()).add(version)
    return {part: tuple(sorted(versions)) for part, versions in sorted(found.items())}


def status(store: Store, *, failures: int = 10) -> Status:
    """Return the state of the store, with its latest unresolved failures."""
    count = sa.func.count
    open_ones = schema.failures.c.resolved_at.is_(None)
    with store.indexed() as (connection, columns):
        published = columns.articles.published
        last = connection.execute(
            sa.select(schema.runs)
            .where(schema.runs.c.finished_at.is_not(None))
            .order_by(schema.runs.c.finished_at.desc())
        ).first()
        return Status(
            version=_version(connection),
            last_run_at=last.finished_at if last else None,
            last_counts=json.loads(last.counts or "{}") if last else {},
            running=tuple(
                connection.scalars(
                    sa.select(schema.runs.c.holder)
                    .where(schema.runs.c.finished_at.is_(None))
                    .order_by(schema.runs.c.started_at.desc())
                )
            ),
            articles=len(published),
            undated=int(np.count_nonzero(published == UNDATED)),
            newest_at=time_of(published.max(initial=UNDATED)),
            quotes=len(columns.quotes),
            n_failures=connection.execute(
                sa.select(count()).select_from(schema.failures).where(open_ones)
            ).scalar_one(),
            failures=_failures(connection, open_ones, limit=failures),
        )


def version(store: Store) -> str:
    """Return a token that changes whenever the store's content does; cheap enough to ask every second."""
    with store.reading() as connection:
        return _version(connection)


def _version(connection: sa.Connection) -> str:
    found = {row.key: row.value for row in connection.execute(sa.select(schema.meta))}
    return f"{found['id']}-{found['version']}"


def _copies(connection: sa.Connection, article_id: str, cluster: str) -> tuple[Copy, ...]:
    statement = sa.select(A.id, A.title, A.outlet, A.published_at).where(A.cluster == cluster, A.id != article_id)
    return tuple(Copy(*row) for row in connection.execute(statement.order_by(A.published_at.nulls_last(), A.id)))


def _withdrawn_at(connection: sa.Connection, article_id: str) -> datetime | None:
    table = schema.withdrawals.c
    return connection.execute(sa.select(table.withdrawn_at).where(table.article_id == article_id)).scalar_one_or_none()


def _revisions(connection: sa.Connection, article_id: str) -> tuple[Revision, ...]:
    table = schema.revisions.c
    columns = [table.title, table.text, table.published_at, table.outlet, table.seen_at, table.replaced_at]
    statement = sa.select(*columns).where(table.article_id == article_id).order_by(table.replaced_at.desc())
    return tuple(Revision(*row) for row in connection.execute(statement))


def _failures(connection: sa.Connection, condition: sa.ColumnElement[bool], *, limit: int) -> tuple[KeptFailure, ...]:
    table = schema.failures.c
    statement = sa.select(table.origin, table.stage, table.error, table.at).where(
        condition, table.resolved_at.is_(None)
    )
    return tuple(
        KeptFailure(*row) for row in connection.execute(statement.order_by(table.at.desc(), table.origin).limit(limit))
    )
