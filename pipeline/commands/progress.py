"""What a command says while it works, on standard error: a bar for what takes long, a line for what failed."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from tqdm import tqdm

from pipeline.errors import IntakeError
from pipeline.intake.clean import clean_line
from pipeline.intake.files import list_files
from pipeline.records import Failure

T = TypeVar("T")
# Work that is done sooner needs no bar.
DELAY_S = 2.0
# A terminal is redrawn; a log file gets a line now and then.
_TERMINAL_S, _LOG_S = 0.2, 10.0


def bar(name: str, *, unit: str, total: int | None = None) -> Any:
    """Return a bar, a context manager whose `update(n)` counts on, up to `total` (None: not known)."""
    interval = _TERMINAL_S if sys.stderr.isatty() else _LOG_S
    return tqdm(desc=name, unit=f" {unit}", total=total, delay=DELAY_S, mininterval=interval, file=sys.stderr)


def counted(items: Iterable[T], *, name: str, unit: str, total: int | None = None) -> Iterator[T]:
    """Yield the items, counting them on a bar."""
    with bar(name, unit=unit, total=total) as it:
        for item in items:
            yield item
            it.update(1)


def expected(sources: Iterable[str]) -> int | None:
    """Return how many articles the sources seem to hold; None if one of them tells only when it is read."""
    counts = [_expected_in(Path(source)) for source in sources]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _expected_in(source: Path) -> int | None:
    if not source.is_dir() and not source.is_file():
        return None
    try:
        files = [path for path in list_files(source) if isinstance(path, Path)]
        return sum(_lines_in(path) if path.suffix.lower() == ".jsonl" else 1 for path in files)
    except (IntakeError, OSError):
        return None  # reading it will say why


def _lines_in(path: Path) -> int:
    with path.open("rb") as file:
        return sum(bool(line.strip()) for line in file)


def report(failure: Failure) -> None:
    """Say in one line what failed; what an input holds cannot break the line or reach the terminal's controls."""
    note(f"failed: {failure.error}" if failure.stage == "intake" else f"failed: {failure.origin}: {failure.error}")


class Reporter:
    """Reports failures and counts them, beside what was done."""

    def __init__(self) -> None:
        self.failed = 0
        self.done = 0

    def report(self, failure: Failure) -> None:
        """Say what failed."""
        report(failure)
        self.failed += 1

    def status(self, origin: str) -> int:
        """Return the exit status of a command that worked through the lines of `origin`."""
        if not self.failed and not self.done:
            self.report(Failure(origin, "intake", f"{origin}: empty; expected one JSON object a line"))
        return 1 if self.failed else 0


def note(words: str) -> None:
    """Say something in one line, without breaking a bar."""
    line = clean_line(words, limit=1000)
    if sys.stderr.isatty():
        tqdm.write(line, file=sys.stderr)
    else:  # there, `tqdm.write` would draw every bar again
        print(line, file=sys.stderr)
