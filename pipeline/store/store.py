"""The store: articles with their annotation and history, kept once, whatever happens."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import sqlalchemy as sa

from pipeline.errors import StoreError
from pipeline.records import Article, Failure
from pipeline.store import schema, writing
from pipeline.store.columns import Columns, SharedColumns, keep_snapshot
from pipeline.store.engine import RUN_FIRST, display, open_engine, parse_url, translated
from pipeline.store.lock import holder, run_lock
from pipeline.store.migrations import MIGRATIONS, applied, migrate
from pipeline.store.rows import restore, to_json
from pipeline.store.writing import Counts, Entry

# Articles in a transaction: enough that syncing costs little, few enough that a killed run loses seconds of work.
BATCH = 50


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


@dataclass
class Run:
    """A run in progress. What `counts` holds at its end is kept with it."""

    id: str
    counts: dict[str, int] = field(default_factory=dict)


class Store:
    """Articles, annotations, failures and runs in a database.

    Made by `Store.open`. `engine` is for `pipeline.queries`.
    """

    def __init__(self, engine: sa.Engine, *, clock: Callable[[], datetime] = utc_now) -> None:
        self.engine = engine
        self.url = display(engine.url)
        self._clock = clock
        self._columns = SharedColumns()

    @classmethod
    def open(
        cls,
        url: str,
        *,
        read_only: bool = False,
        clock: Callable[[], datetime] = utc_now,
        driver: ModuleType | None = None,
    ) -> Store:
        """Open a store; a writer makes it or brings its schema up to date, a reader never does.

        Raises:
            StoreError: it cannot be opened, or is no store, or (for a reader) is not there.
        """
        parsed = parse_url(url)
        if parsed.drivername == "sqlite":
            _check_path(parsed, read_only=read_only)
        store = cls(open_engine(parsed, read_only=read_only, driver=driver), clock=clock)
        with translated(store.url):
            store._check_schema() if read_only else store._migrate()
        return store

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Yield a connection that sees one state of the store.

        Raises:
            StoreError: the store cannot be read.
        """
        with translated(self.url), self.engine.connect().execution_options(reads=True) as connection:
            yield connection

    @contextmanager
    def indexed(self) -> Iterator[tuple[sa.Connection, Columns]]:
        """Yield a connection that sees one state of the store, and the index of that state.

        The first who asks after the store changed waits until the index knows of it.

        Raises:
            StoreError: the store cannot be read.
        """
        with self.reading() as connection:
            yield connection, self._columns.at(connection)

    @contextmanager
    def run(self, *, wait_s: float = 0.0) -> Iterator[Run]:
        """Hold the store for one run, and keep its times and counts.

        Raises:
            StoreError: another run holds it, still after `wait_s` seconds.
        """
        with translated(self.url), run_lock(self.engine, wait_s=wait_s):
            run = Run(uuid.uuid4().hex)
            started = schema.runs.insert().values(id=run.id, started_at=self._clock(), holder=holder())
            with self.engine.begin() as connection:
                connection.execute(started)
            yield run
            finished = schema.runs.update().where(schema.runs.c.id == run.id)
            with self.engine.begin() as connection:
                connection.execute(finished.values(finished_at=self._clock(), counts=to_json(run.counts)))
                keep_snapshot(connection)
                if self.engine.dialect.name == "sqlite":
                    connection.exec_driver_sql("PRAGMA optimize")  # statistics, without which it may choose a bad index

    def upsert(self, entries: Iterable[Article | Entry], *, batch: int = BATCH) -> Counts:
        """Store articles, `batch` to a transaction, and tell how many were new, updated and duplicate.

        Content that is already known changes nothing, be it the present one or an earlier
        one. New content under a known id replaces the old, which is kept as a revision.
        An article whose annotation is broken is stored without it, beside a Failure.

        Raises:
            StoreError: a batch could not be written; the batches before it are.
        """
        total: Counter[str] = Counter()
        for group in writing.batches(entries, batch):
            with translated(self.url), self.engine.begin() as connection:
                total += writing.write(connection, group, now=self._clock())
        return Counts(new=total["new"], updated=total["updated"], duplicate=total["duplicate"])

    def record(self, failures: Iterable[Failure]) -> None:
        """Keep failures that belong to no article, each once."""
        with translated(self.url), self.engine.begin() as connection:
            if writing.record(connection, failures, now=self._clock()):
                writing.bump(connection)

    def settle(self, sources: Iterable[str], failed: Collection[str]) -> None:
        """Mark earlier failures of intake under files or folders that were read anew as resolved.

        `failed` are the origins that failed again: those stay open.
        """
        with translated(self.url), self.engine.begin() as connection:
            if writing.settle(connection, sources, failed, now=self._clock()):
                writing.bump(connection)

    def withdraw(self, article_ids: Sequence[str]) -> int:
        """Mark articles as taken back by their outlet; return how many are so from now on. They stay readable.

        New content under such an id is a correction, and takes the mark away.
        """
        with translated(self.url), self.engine.begin() as connection:
            marked = writing.withdraw(connection, article_ids, now=self._clock())
            if marked:
                writing.bump(connection)
        return marked

    def reinstate(self, article_ids: Sequence[str]) -> int:
        """Take that mark away; return how many articles had it."""
        with translated(self.url), self.engine.begin() as connection:
            cleared = writing.reinstate(connection, article_ids)
            if cleared:
                writing.bump(connection)
        return cleared

    def note_read(self, outlets: Mapping[str, int]) -> None:
        """Keep when articles of outlets (outlet → how many) were last read to the end. No version is raised by it."""
        with translated(self.url), self.engine.begin() as connection:
            writing.note_read(connection, outlets, now=self._clock())

    def known(self, article_id: str) -> set[str]:
        """Return the hashes of all contents of an article that need no work: the present and the earlier ones.

        Content that a stage failed on is left out, so that a next run tries it again.
        """
        with self.reading() as connection:
            return writing.known(connection, [article_id])[article_id]

    def known_many(self, article_ids: Sequence[str], *, models: Mapping[str, str] | None = None) -> dict[str, set[str]]:
        """Return `known` for many articles at once; with `models`, content annotated by others needs work, too."""
        with self.reading() as connection:
            return writing.known(connection, article_ids, models=models)

    def signatures(self) -> list[tuple[str, bytes]]:
        """Return the id and near-duplicate signature (512 bytes) of every article, first seen first."""
        table = schema.articles.c
        statement = sa.select(table.id, table.signature).order_by(table.first_seen_at, table.id)
        with self.reading() as connection:
            return [(article_id, bytes(signature or b"")) for article_id, signature in connection.execute(statement)]

    def article(self, article_id: str) -> Article | None:
        """Return a stored article with everything found in it, or None."""
        statement = sa.select(schema.articles).where(schema.articles.c.id == article_id)
        with self.reading() as connection:
            row = connection.execute(statement).mappings().first()
        return restore(dict(row)) if row else None

    def _migrate(self) -> None:
        with self.engine.begin() as connection:
            migrate(connection, self.url, now=self._clock())

    def _check_schema(self) -> None:
        with self.reading() as connection:
            done = applied(connection, self.url)
        if done is None:
            raise StoreError(self.url, f"{self.url} is no Tocsin store; {RUN_FIRST}")
        if done < len(MIGRATIONS):
            raise StoreError(
                self.url,
                f"store {self.url} has schema {done}, this version needs {len(MIGRATIONS)};"
                " run `python -m pipeline run`, which brings it up to date",
            )


def _check_path(url: sa.URL, *, read_only: bool) -> None:
    path, shown = Path(str(url.database)), display(url)
    if path.is_dir():
        raise StoreError(shown, f"store {shown}: {path} is a folder; name a file in it")
    if read_only and not path.exists():
        raise StoreError(shown, f"no store at {path}; {RUN_FIRST}")
    if not read_only and not path.absolute().parent.is_dir():
        raise StoreError(shown, f"store {shown}: there is no folder {path.absolute().parent}; make it first")
