"""From what intake read to what the store keeps: what is known is passed by, the rest annotated and stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import chain, islice

from pipeline.assembly import Assembly
from pipeline.commands.progress import report
from pipeline.records import Article, Failure
from pipeline.runner import annotate
from pipeline.store import BATCH, Entry, Store, content_hash

# Half the runner's: 8 % slower on the sample, but the bar moves, and what a stopped run loses is
# little even on a slow machine: each chunk is a transaction.
CHUNK = 16


@dataclass
class Tally:
    """What became of what came in. `read` counts articles: the sum of new, updated and duplicate.

    `failed` counts inputs that could not be read, or not in full, and articles that a stage
    failed on: these are stored without annotation, and tried again by the next run.
    """

    read: int = 0
    new: int = 0
    updated: int = 0
    duplicate: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return ", ".join(f"{name} {count}" for name, count in asdict(self).items())


class Storing:
    """Stores articles as they come. Keeps what it learned of near-duplicates from one call to the next."""

    def __init__(self, store: Store, assembly: Assembly) -> None:
        self._store = store
        self._assembly = assembly
        self._failed: set[str] = set()
        self._outlets: Counter[str] = Counter()

    def open(self) -> None:
        """Open now what the first article that needs work would wait for.

        Raises:
            AssetError: the model or another bundled file is missing or damaged.
            StoreError: the store cannot be read.
        """
        self._assembly.stages  # noqa: B018  (opened by being asked for)
        self._copies.catch_up()

    def keep(self, items: Iterable[Article | Failure], *, done: Callable[[int], object]) -> Tally:
        """Annotate and store what is not stored yet; report failures and keep them.

        `done` is told how many articles more need no more work.

        Raises:
            AssetError: an article needs work, and the model or another bundled file is missing or damaged.
            StoreError: the store cannot be read or written; the batches before are kept.
        """
        tally = Tally()
        failures = Failures(self._store, tally)
        self._outlets.clear()
        work = self._unknown(failures.aside(items), tally, done)
        counts = self._store.upsert(self._entries(work, failures, done), batch=CHUNK)
        failures.save()
        self._store.note_read(self._outlets)
        self._failed = failures.origins
        tally.new, tally.updated, tally.duplicate = counts.new, counts.updated, tally.duplicate + counts.duplicate
        return tally

    def settle(self, sources: Iterable[str]) -> None:
        """Resolve what failed before in files or folders that the last call of `keep` read to their end.

        Raises:
            StoreError: the store cannot be written.
        """
        self._store.settle(sources, self._failed)

    def _unknown(self, articles: Iterator[Article], tally: Tally, done: Callable[[int], object]) -> Iterator[Article]:
        """Pass by what the store has, annotated by today's models."""
        while block := list(islice(articles, BATCH)):
            known = self._store.known_many([article.id for article in block], models=self._assembly.models)
            work = [article for article in block if content_hash(article) not in known[article.id]]
            self._outlets.update(article.outlet for article in block if article.outlet)
            tally.read += len(block)
            tally.duplicate += len(block) - len(work)
            done(len(block) - len(work))
            yield from work

    def _entries(self, work: Iterator[Article], failures: Failures, done: Callable[[int], object]) -> Iterator[Entry]:
        """Annotate; nothing is opened for it before the first article that needs it."""
        first = next(work, None)
        if first is None:
            return
        self._copies.catch_up()
        for result in annotate(chain([first], work), self._assembly.stages, chunk=CHUNK):
            if isinstance(result, Failure):
                failures.add(result)
                continue
            article, failure = result
            if failure:
                failures.count(failure)
            signature, original = self._copies.look_up(article)
            yield Entry(article, signature=signature, copy_of=original, failure=failure)
            done(1)

    @cached_property
    def _copies(self) -> Copies:
        return Copies(self._store)


class Failures:
    """Failures of intake on their way into the store, some at a time."""

    def __init__(self, store: Store, tally: Tally) -> None:
        self.origins: set[str] = set()
        self._store = store
        self._tally = tally
        self._unsaved: list[Failure] = []

    def aside(self, items: Iterable[Article | Failure]) -> Iterator[Article]:
        """Yield the articles; set the failures down."""
        for item in items:
            if isinstance(item, Article):
                yield item
            else:
                self.add(item)

    def add(self, failure: Failure) -> None:
        """Report a failure and keep it."""
        self.count(failure)
        self.origins.add(failure.origin)
        self._unsaved.append(failure)
        if len(self._unsaved) >= BATCH:
            self.save()

    def count(self, failure: Failure) -> None:
        """Report a failure that is kept with its article."""
        report(failure)
        self._tally.failed += 1

    def save(self) -> None:
        """Write what is not written yet."""
        self._store.record(self._unsaved)
        self._unsaved = []


class Copies:
    """Which article each article is a near-duplicate of, among all that are stored."""

    def __init__(self, store: Store) -> None:
        # Half a second, most of it scipy, that a run with nothing to do should not cost.
        from pipeline.intake.near_duplicates import NearDuplicates  # noqa: PLC0415

        self._store = store
        self._near = NearDuplicates()

    def catch_up(self) -> None:
        """Learn the articles that were stored since, by whomever."""
        for article_id, signature in self._store.signatures():
            self._near.add(article_id, signature)

    def look_up(self, article: Article) -> tuple[bytes, str | None]:
        """Return the article's signature and the id of its original, if any, and remember it."""
        from pipeline.intake.near_duplicates import signature  # noqa: PLC0415

        found = signature("\n".join(span.of(article.text) for span in article.body))
        original = self._near.original_of(article.id, found)
        self._near.add(article.id, found)
        return found, original
