"""Watching files and folders: what is new or changed since the last look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from pipeline.errors import IntakeError
from pipeline.intake.files import list_files, read_file
from pipeline.intake.html import PageReader
from pipeline.records import Article, Failure

State = tuple[int, int]  # modification time in ns, size in bytes


class Watch:
    """Remembers each file's state; a look yields the articles of files that are new or changed.

    A file is read once it was the same at two looks in a row, so that none is read half written.
    A folder that is empty now, or not there yet, is looked at again: watching is waiting.
    """

    def __init__(self, sources: Iterable[str]) -> None:
        self._sources = tuple(Path(source) for source in sources)
        self._seen: dict[Path, State] = {}
        self._read: dict[Path, State] = {}

    def changed(self) -> list[Path]:
        """Return the files that are new or changed and have come to rest."""
        now = {path: state for source in self._sources for path in _files(source) if (state := _state(path))}
        ready = [path for path, state in now.items() if self._seen.get(path) == state and self._read.get(path) != state]
        self._seen = now
        self._read.update((path, now[path]) for path in ready)
        return ready


def read_changed(paths: Iterable[Path], *, pages: PageReader, now: datetime) -> Iterator[Article | Failure]:
    """Read the files that a look found."""
    for path in paths:
        yield from read_file(path, pages=pages, now=now)


def _files(source: Path) -> list[Path]:
    try:
        return list_files(source)
    except IntakeError:
        return []  # not there yet, or empty: nothing to read at this look


def _state(path: Path) -> State | None:
    try:
        stat = path.stat()
    except OSError:
        return None  # gone between listing and looking
    return stat.st_mtime_ns, stat.st_size
