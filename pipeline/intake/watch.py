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
    A folder that is empty now, or not there yet, is looked at again: watching is waiting. Why
    there is nothing to read is in `waiting`, by file or folder.
    """

    def __init__(self, sources: Iterable[str]) -> None:
        self.waiting: dict[str, str] = {}
        self._sources = tuple(sources)
        self._seen: dict[Path, State] = {}
        self._read: dict[Path, State] = {}

    def changed(self) -> list[Path]:
        """Return the files that are new or changed and have come to rest."""
        self.waiting = {}
        paths = [path for source in self._sources for path in self._files(source)]
        now = {path: state for path in paths if (state := _state(path))}
        ready = [path for path, state in now.items() if self._seen.get(path) == state and self._read.get(path) != state]
        self._seen = now
        self._read = {
            path: state for path, state in self._read.items() if path in now
        }  # one that is gone may come back
        self._read.update((path, now[path]) for path in ready)
        return ready

    def _files(self, source: str) -> Iterator[Path]:
        try:
            found = list_files(Path(source))
        except IntakeError as error:
            self.waiting[error.origin] = str(error)
            return
        for path in found:
            if isinstance(path, Path):
                yield path
            else:
                self.waiting[path.origin] = path.error


def read_changed(paths: Iterable[Path], *, pages: PageReader, now: datetime) -> Iterator[Article | Failure]:
    """Read the files that a look found."""
    for path in paths:
        yield from read_file(path, pages=pages, now=now)


def _state(path: Path) -> State | None:
    try:
        stat = path.stat()
    except OSError:
        return None  # gone between listing and looking
    return stat.st_mtime_ns, stat.st_size
