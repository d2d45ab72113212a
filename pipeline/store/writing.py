"""What one write transaction does: decide what is new, replace what changed, keep what was."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa

from pipeline.annotation import plain
from pipeline.errors import StageError
from pipeline.records import Article, Failure
from pipeline.store import full_text, schema
from pipeline.store.engine import insert_into
from pipeline.store.history import trace
from pipeline.store.rows import Row, article_row, index_rows

Change = Literal["new", "updated", "duplicate"]


@dataclass(frozen=True, slots=True)
class Entry:
    """An article to store, with what was found out about it on the way.

    `signature` is that of the near-duplicate search, `copy_of` the id of the article that
    this one is a near-duplicate of, `failure` what a stage failed on. `origin` is where
    intake found it: an earlier failure recorded under it counts as resolved.
    """

    article: Article
    signature: bytes = b""
    copy_of: str | None = None
    failure: Failure | None = None
    origin: str | None = None


class Counts(NamedTuple):
    """What became of the articles that were given."""

    new: int = 0
    updated: int = 0
    duplicate: int = 0


class Stored(NamedTuple):
    """What the store knows of an article's content."""

    present: str  # content hash
    models: str
    earlier: frozenset[str]  # content hashes
    cluster: str = ""


def decide(stored: Stored | None, *, content: str, models: str, failed: bool = False) -> Change:
    """Tell what an article's content means for the store.

    The same words annotated by other models are an update without a revision, unless a
    stage failed on them: then the annotation of the time before stays. An earlier content
    that is read again is old news, never a change back.
    """
    if stored is None:
        return "new"
    if content == stored.present:
        return "duplicate" if failed or models == stored.models else "updated"
    return "duplicate" if content in stored.earlier else "updated"


def batches(entries: Iterable[Article | Entry], size: int) -> Iterator[list[Entry]]:
    """Yield entries in groups of at most `size`, no id twice in one group."""
    group: dict[str, Entry] = {}
    for given in entries:
        entry = given if isinstance(given, Entry) else Entry(given)
        if len(group) >= size or entry.article.id in group:
            yield list(group.values())
            group = {}
        group[entry.article.id] = entry
    if group:
        yield list(group.values())


def write(connection: sa.Connection, entries: Sequence[Entry], *, now: datetime) -> Counter[str]:
    """Store a batch; return how many were new, updated, duplicate. Raises the version if anything changed."""
    counts: Counter[str] = Counter()
    failures: list[Failure] = []
    unread: set[str] = set()
    rows: list[tuple[Change, Row, Article]] = []
    before = _stored(connection, [plain(entry.article.id) for entry in entries])
    clusters = _clusters(connection, entries)
    for given in entries:
        entry, row = _prepare(given, clusters)
        stored = before.get(row["id"])
        failed = entry.failure is not None
        change = decide(stored, content=row["content_hash"], models=row["models"], failed=failed)
        counts[change] += 1
        failures += [entry.failure] if entry.failure else []
        unread |= {row["id"]} if failed else set()
        if change != "duplicate":
            rows.append((change, row, entry.article))
    replaced = {
        row["id"]: before[row["id"]].present
        for change, row, _ in rows
        if change == "updated" and before[row["id"]].present != row["content_hash"]
    }
    _keep_revisions(connection, sorted(replaced), now)
    # What a stage failed on has no quotes: that is our failure, no outlet took them back.
    _replace(connection, rows, {key: content for key, content in replaced.items() if key not in unread}, now)
    reinstate(connection, replaced)
    touched = {before[row["id"]].cluster for change, row, _ in rows if change == "updated"}
    reranked = _rank_quotes(connection, touched | {row["cluster"] for _, row, _ in rows})
    changed = record(connection, failures, now=now)
    resolved = _resolve(connection, [entry for entry in entries if not entry.failure], failures, now)
    if rows or changed or resolved:
        bump(connection)
        mark(connection, reranked | {row["id"] for _, row, _ in rows})
    return counts


def record(connection: sa.Connection, failures: Iterable[Failure], *, now: datetime) -> bool:
    """Keep each failure once; tell whether anything changed. One that was resolved and came back is open again."""
    table = schema.failures
    changed = False
    for failure in failures:
        values = {"origin": plain(failure.origin), "stage": failure.stage, "error": plain(failure.error)}
        insert = insert_into(connection, table).values(**values, at=now, resolved_at=None)
        differs = (table.c.error != values["error"]) | table.c.resolved_at.is_not(None)
        upsert = insert.on_conflict_do_update(
            index_elements=["origin", "stage"],
            set_={"error": values["error"], "at": now, "resolved_at": None},
            where=differs,
        )
        changed |= connection.execute(upsert).rowcount > 0
    return changed


def withdraw(connection: sa.Connection, article_ids: Sequence[str], *, now: datetime) -> int:
    """Mark stored articles as taken back by their outlet; return how many were not marked yet."""
    a, table = schema.articles.c, schema.withdrawals
    marked = sa.select(table.c.article_id)
    unmarked = sa.select(a.id).where(a.id.in_([plain(one) for one in article_ids]), a.id.not_in(marked))
    rows = [{"article_id": article_id, "withdrawn_at": now} for article_id in connection.scalars(unmarked)]
    if rows:
        connection.execute(insert_into(connection, table).on_conflict_do_nothing(), rows)
    return len(rows)


def reinstate(connection: sa.Connection, article_ids: Collection[str]) -> int:
    """Take the mark from articles that are there again; return how many had it."""
    table = schema.withdrawals
    if not article_ids:
        return 0
    ids = sorted(plain(article_id) for article_id in article_ids)
    return connection.execute(table.delete().where(table.c.article_id.in_(ids))).rowcount


def note_read(connection: sa.Connection, outlets: Mapping[str, int], *, now: datetime) -> None:
    """Keep that articles of these outlets, so many each, were read to the end."""
    table = schema.outlet_reads
    for outlet, count in sorted(outlets.items()):
        values = {"read_at": now, "n_articles": count}
        insert = insert_into(connection, table).values(outlet=plain(outlet), **values)
        connection.execute(insert.on_conflict_do_update(index_elements=["outlet"], set_=values))


def bump(connection: sa.Connection) -> None:
    """Raise the store's version: whoever polls it knows that something changed."""
    text = sa.cast(sa.cast(schema.meta.c.value, sa.Integer) + 1, sa.Text)
    connection.execute(schema.meta.update().where(schema.meta.c.key == "version").values(value=text))


def mark(connection: sa.Connection, article_ids: Collection[str]) -> None:
    """Note that what the index holds of these articles changed at the present version; to be called after `bump`."""
    table = schema.index_versions
    version = int(connection.execute(sa.select(schema.meta.c.value).where(schema.meta.c.key == "version")).scalar_one())
    insert = insert_into(connection, table)
    upsert = insert.on_conflict_do_update(index_elements=["article_id"], set_={"version": version})
    if article_ids:
        connection.execute(upsert, [{"article_id": one, "version": version} for one in sorted(article_ids)])


def settle(connection: sa.Connection, sources: Iterable[str], failed: Collection[str], *, now: datetime) -> bool:
    """Resolve intake's failures under files or folders that were read anew, but those that came again."""
    read, again = {Path(source) for source in sources}, {plain(origin) for origin in failed}
    table = schema.failures
    open_ones = sa.select(table.c.origin).where(table.c.stage == "intake", table.c.resolved_at.is_(None))
    gone = [o for o in connection.scalars(open_ones) if o not in again and not read.isdisjoint(_places(o))]
    mark = table.update().where(table.c.stage == "intake", table.c.origin == sa.bindparam("gone"))
    if gone:
        connection.execute(mark.values(resolved_at=now), [{"gone": origin} for origin in gone])
    return bool(gone)


def _places(origin: str) -> set[Path]:
    """Return the file that an origin (`file` or `file:line`) names, and the folders it lies in."""
    file, _, line = origin.rpartition(":")
    path = Path(file if file and line.isdecimal() else origin)
    return {path, *path.parents}


def known(
    connection: sa.Connection, article_ids: Sequence[str], *, models: Mapping[str, str] | None = None
) -> dict[str, set[str]]:
    """Return, for each article, the hashes of its contents that need no work."""
    ids = [plain(article_id) for article_id in article_ids]
    stored = _stored(connection, ids)
    table = schema.failures.c
    failed = set(connection.scalars(sa.select(table.origin).where(table.origin.in_(ids), table.resolved_at.is_(None))))
    found: dict[str, set[str]] = {}
    for given, article_id in zip(article_ids, ids, strict=True):
        row = stored.get(article_id)
        done = row and article_id not in failed and _is_current(row.models, models)
        present = {row.present} if row and done else set()
        found[given] = present | (row.earlier if row else frozenset())
    return found


def _is_current(made_with: str, models: Mapping[str, str] | None) -> bool:
    """Tell whether all that an annotation was made with is still in use; None: it need not be."""
    return models is None or all(models.get(name) == version for name, version in json.loads(made_with).items())


def _stored(connection: sa.Connection, ids: Sequence[str]) -> dict[str, Stored]:
    table, old = schema.articles.c, schema.revisions.c
    earlier: dict[str, set[str]] = {}
    for article_id, content in connection.execute(
        sa.select(old.article_id, old.content_hash).where(old.article_id.in_(ids))
    ):
        earlier.setdefault(article_id, set()).add(content)
    columns = (table.id, table.content_hash, table.models, table.cluster)
    present = connection.execute(sa.select(*columns).where(table.id.in_(ids)))
    return {row[0]: Stored(row[1], row[2], frozenset(earlier.get(row[0], ())), row[3]) for row in present}


def _clusters(connection: sa.Connection, entries: Sequence[Entry]) -> dict[str, str]:
    """Return the first article of each named original's cluster: a copy of a copy is a copy of the first."""
    named = sorted({plain(entry.copy_of) for entry in entries if entry.copy_of})
    table = schema.articles.c
    found = connection.execute(sa.select(table.id, table.cluster).where(table.id.in_(named))) if named else ()
    clusters: dict[str, str] = {row[0]: row[1] for row in found}
    for entry in entries:  # the original may stand in the same batch
        if entry.copy_of:
            first = plain(entry.copy_of)
            clusters[plain(entry.article.id)] = clusters.get(first, first)
    return clusters


def _prepare(entry: Entry, clusters: Mapping[str, str]) -> tuple[Entry, Row]:
    """Return the entry and its row; an annotation that cannot be kept becomes a failure of that article alone."""
    copy_of = clusters.get(plain(entry.article.id)) if entry.copy_of else None
    copy_of = None if copy_of == plain(entry.article.id) else copy_of  # a copy of its own copy is the original
    try:
        return entry, article_row(entry.article, signature=entry.signature, copy_of=copy_of)
    except StageError as error:
        empty = MappingProxyType[str, str]({})
        bare = replace(entry.article, body=(), sentences=(), readings=(), places=(), actors=(), quotes=(), models=empty)
        failed = replace(entry, article=bare, failure=Failure(bare.id, error.stage, str(error)))
        return failed, article_row(bare, signature=entry.signature, copy_of=copy_of)


def _keep_revisions(connection: sa.Connection, corrected: Sequence[str], now: datetime) -> None:
    if not corrected:
        return
    table = schema.articles.c
    kept = [column.name for column in schema.revisions.c if column.name in table and column.name != "id"]
    columns = [
        table.id.label("article_id"),
        *(table[name] for name in kept),
        table.updated_at,
        sa.literal(schema.iso(now)),
    ]
    old = sa.select(*columns).where(table.id.in_(corrected))
    connection.execute(schema.revisions.insert().from_select(["article_id", *kept, "seen_at", "replaced_at"], old))


def _replace(
    connection: sa.Connection,
    rows: Sequence[tuple[Change, Row, Article]],
    replaced: Mapping[str, str],
    now: datetime,
) -> None:
    indexed = [index_rows(article, cluster=row["cluster"]) for _, row, article in rows]
    updated = [row for change, row, _ in rows if change == "updated"]
    ids = [row["id"] for row in updated]
    quotes = [line for tables in indexed for line in tables[schema.quotes]]
    full_text.number(connection, quotes, replaced=ids)
    if updated:
        trace(connection, [q for q in quotes if q["article_id"] in set(ids)], ids=ids, replaced=replaced, now=now)
        full_text.forget(connection, ids)
        for table in schema.INDEX_TABLES:
            connection.execute(table.delete().where(table.c.article_id.in_(ids)))
        _update_articles(connection, updated, now)
    new = [{**row, "first_seen_at": now, "updated_at": now} for change, row, _ in rows if change == "new"]
    if new:
        connection.execute(schema.articles.insert(), new)
    for table in schema.INDEX_TABLES:
        found = [line for tables in indexed for line in tables[table]]
        if found:
            connection.execute(table.insert(), found)
    full_text.learn(connection, [row["id"] for _, row, _ in rows])


def _rank_quotes(connection: sa.Connection, clusters: set[str]) -> set[str]:
    """Number the quotes of same words in each cluster, so that a question about all need not compare their words.

    Return the ids of the articles of which a quote changed its number.
    """
    a, q = schema.articles.c, schema.quotes.c
    statement = (
        sa.select(q.article_id, q.quote, q.same_words, q.n_same, q.rank)
        .join_from(schema.quotes, schema.articles, q.article_id == a.id)
        .where(a.cluster.in_(sorted(clusters)), q.shown == 1)
        .order_by(*schema.ORIGINAL_FIRST)
    )
    groups: dict[str, list[Any]] = {}
    for row in connection.execute(statement):
        groups.setdefault(row.same_words, []).append(row)
    changed = [
        {"key_article": row.article_id, "key_quote": row.quote, "to_n_same": len(group), "to_rank": rank}
        for group in groups.values()
        for rank, row in enumerate(group)
        if (row.n_same, row.rank) != (len(group), rank)
    ]
    if changed:
        same = (q.article_id == sa.bindparam("key_article"), q.quote == sa.bindparam("key_quote"))
        values: dict[str, Any] = {"n_same": sa.bindparam("to_n_same"), "rank": sa.bindparam("to_rank")}
        connection.execute(schema.quotes.update().where(*same).values(values), changed)
    return {row["key_article"] for row in changed}


def _update_articles(connection: sa.Connection, rows: Sequence[Row], now: datetime) -> None:
    names = [name for name in rows[0] if name != "id"]
    values: dict[str, Any] = {name: sa.bindparam(f"to_{name}") for name in names}
    statement = schema.articles.update().where(schema.articles.c.id == sa.bindparam("key"))
    given = [{"key": row["id"], "to_updated_at": now, **{f"to_{name}": row[name] for name in names}} for row in rows]
    connection.execute(statement.values(**values, updated_at=sa.bindparam("to_updated_at")), given)


def _resolve(connection: sa.Connection, entries: Sequence[Entry], failed: Sequence[Failure], now: datetime) -> bool:
    """Mark the failures of articles that now succeeded."""
    origins = {plain(origin) for entry in entries for origin in (entry.article.id, entry.origin) if origin}
    origins -= {plain(failure.origin) for failure in failed}
    table = schema.failures
    open_ones = table.update().where(table.c.origin.in_(sorted(origins)), table.c.resolved_at.is_(None))
    return connection.execute(open_ones.values(resolved_at=now)).rowcount > 0
