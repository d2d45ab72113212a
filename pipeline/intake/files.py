"""Files and folders as sources of articles."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from pipeline.errors import IntakeError
from pipeline.intake import jsonl, txt
from pipeline.intake.html import PageReader
from pipeline.records import Article, Failure

ENDINGS = (".jsonl", ".txt", ".html", ".htm")
MAX_TEXT_BYTES = 20_000_000


def read_sources(sources: Iterable[str], *, now: datetime) -> Iterator[Article | Failure]:
    """Read files and folders (all through, in order of name); `-` is JSON lines on standard input.

    What cannot be read comes as a Failure in its place; nothing raises.
    """
    with PageReader() as pages:
        for source in sources:
            yield from _guarded(source, pages, now)


def _guarded(source: str, pages: PageReader, now: datetime) -> Iterator[Article | Failure]:
    if source == "-":
        yield from jsonl.read_lines(sys.stdin.buffer, origin="standard input", now=now)
        return
    if "://" in source:
        yield Failure(
            source, "intake", f"{source}: feeds and pages are not fetched yet; save the page and give its file"
        )
        return
    try:
        paths = list_files(Path(source))
    except IntakeError as error:
        yield Failure(error.origin, "intake", str(error))
        return
    for path in paths:
        yield from read_file(path, pages=pages, now=now) if isinstance(path, Path) else (path,)


def list_files(path: Path) -> list[Path | Failure]:
    """List the article files of a folder (all through, sorted), or the file itself.

    A folder inside it that cannot be opened is a Failure in its place.

    Raises:
        IntakeError: there is no such file or folder, it cannot be looked at, or holds no article file.
    """
    try:
        if not path.is_dir():
            if not path.exists():
                raise IntakeError(str(path), f"{path}: no such file or folder; check the path")
            return [path]
        found = list(_walk(path))
    except OSError as error:
        raise IntakeError(str(path), f"{path}: cannot be opened ({error.strerror}); check its permissions") from None
    if not found:
        raise IntakeError(str(path), f"{path}: no article files; expected files ending in {', '.join(ENDINGS)}")
    return found


def _walk(folder: Path) -> Iterator[Path | Failure]:
    """Walk a folder without following links out of it; hidden files are left alone."""
    try:
        shown = [entry for entry in sorted(folder.iterdir()) if not entry.name.startswith(".")]
        folders = {entry for entry in shown if entry.is_dir() and not entry.is_symlink()}
        files = {entry for entry in shown if entry.suffix.lower() in ENDINGS and entry.is_file()}
    except OSError as error:
        message = f"{folder}: cannot be opened ({error.strerror}); check its permissions"
        yield Failure(str(folder), "intake", message)
        return
    for entry in shown:
        if entry in folders:
            yield from _walk(entry)
        elif entry in files:
            yield entry


def read_file(path: Path, *, pages: PageReader, now: datetime) -> Iterator[Article | Failure]:
    """Read one file by its ending; what cannot be read comes as a Failure."""
    try:
        yield from _read(path, pages=pages, now=now)
    except IntakeError as error:
        yield Failure(error.origin, "intake", str(error))
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}); check its permissions"
        yield Failure(str(path), "intake", message)


def _read(path: Path, *, pages: PageReader, now: datetime) -> Iterator[Article | Failure]:
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise IntakeError(str(path), f"{path}: unknown ending; expected one of {', '.join(ENDINGS)}")
    if path.stat().st_size == 0:
        raise IntakeError(str(path), f"{path}: empty file; expected articles")
    if ending == ".jsonl":
        with path.open("rb") as lines:
            yield from jsonl.read_lines(lines, origin=str(path), now=now)
        return
    if path.stat().st_size > MAX_TEXT_BYTES:
        raise IntakeError(str(path), f"{path}: {path.stat().st_size:,} bytes; at most {MAX_TEXT_BYTES:,} are read")
    raw = path.read_bytes()
    reader = txt.read_text if ending == ".txt" else pages.read
    yield from reader(raw, path=path, now=now)
