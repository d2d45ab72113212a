"""`watch`: read files and folders again and again; what is new or changed is annotated and stored."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import TypeVar

from pipeline.assembly import Assembly
from pipeline.commands.arguments import add_model, add_store
from pipeline.commands.progress import bar, expected, note
from pipeline.commands.storing import Storing, Tally
from pipeline.errors import ConfigError, StoreBusyError
from pipeline.intake.html import PageReader
from pipeline.intake.watch import Watch, read_changed
from pipeline.store import Store

T = TypeVar("T")
# A file is read at the second look that finds it unchanged: within 2 s of its last change.
POLL_S = 1.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what may stand behind `watch`."""
    parser.add_argument("sources", metavar="SOURCE", nargs="*", help="a folder or a file of .jsonl, .txt, .html")
    add_store(parser)
    add_model(parser)


def run(arguments: argparse.Namespace, assembly: Assembly) -> int:
    """Watch until SIGINT or SIGTERM; what is being annotated then is stored, and the status is 0."""
    check_sources(arguments.sources)
    with ExitStack() as opened:
        stop = opened.enter_context(stopped_by_signals())
        pages = opened.enter_context(PageReader())
        store = assembly.open_store()
        opened.callback(store.close)
        storing = Storing(store, assembly)
        storing.open()  # an article must not wait for the model, nor an error for an article
        note(f"watching {', '.join(arguments.sources)}; stop with Ctrl-C")
        Watching(store, storing, pages, stop).until_stopped(Watch(arguments.sources))
    return 0


def check_sources(sources: Sequence[str]) -> None:
    """Check that each source is one that can be watched.

    Raises:
        ConfigError: there is none, or one is standard input or an address.
    """
    if not sources:
        raise ConfigError(
            "no sources to watch: no feeds are configured, as feeds are not read yet;"
            " give a folder: python -m pipeline watch FOLDER"
        )
    if "-" in sources:
        raise ConfigError("standard input cannot be watched; use: python -m pipeline run -")
    if address := next((source for source in sources if "://" in source), None):
        raise ConfigError(f"{address}: feeds and pages are not fetched yet; give a folder that pages are saved to")


class Watching:
    """The loop: look, read what changed, store it, wait."""

    def __init__(self, store: Store, storing: Storing, pages: PageReader, stop: Event) -> None:
        self._store = store
        self._storing = storing
        self._pages = pages
        self._stop = stop

    def until_stopped(self, watch: Watch, *, poll_s: float = POLL_S) -> None:
        """Look every `poll_s` seconds."""
        said: dict[str, str] = {}
        while not self._stop.is_set():
            if paths := watch.changed():
                self._store_changed(paths)
            for source, why in watch.waiting.items():
                if said.get(source) != why:
                    note(f"waiting: {why}")
            said = dict(watch.waiting)
            self._stop.wait(poll_s)

    def _store_changed(self, paths: Sequence[Path]) -> None:
        """Store what the files hold, as one run; another run's turn is waited for."""
        said = False
        while not self._stop.is_set():
            try:
                with self._store.run(wait_s=POLL_S) as this:
                    tally = self._keep(paths)
                    this.counts = asdict(tally)
            except StoreBusyError as error:
                if not said:
                    note(f"waiting: {error}")
                said = True
            else:
                print(tally, flush=True)
                return

    def _keep(self, paths: Sequence[Path]) -> Tally:
        items = read_changed(paths, pages=self._pages, now=datetime.now(UTC))
        heeding = _until(self._stop.is_set, items)
        sources = [str(path) for path in paths]
        with bar("watch", unit="articles", total=expected(sources)) as it:
            tally = self._storing.keep(heeding, done=it.update)
        if not self._stop.is_set():
            self._storing.settle(sources)
        return tally


def _until(is_over: Callable[[], bool], items: Iterable[T]) -> Iterator[T]:
    for item in items:
        if is_over():
            return
        yield item


@contextmanager
def stopped_by_signals() -> Iterator[Event]:
    """Yield an event that SIGINT and SIGTERM set, instead of ending the process."""
    stop = Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
