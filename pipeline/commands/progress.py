"""What a command says while it works, on standard error: a bar for what takes long, a line for what failed."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

from pipeline.intake.clean import clean_line
from pipeline.records import Failure

T = TypeVar("T")
# Work that is done sooner needs no bar.
DELAY_S = 2.0
# A terminal is redrawn; a log file gets a line now and then.
_TERMINAL_S, _LOG_S = 0.2, 10.0


def counted(items: Iterable[T], *, name: str, unit: str) -> Iterator[T]:
    """Yield the items, counting them on a bar."""
    interval = _TERMINAL_S if sys.stderr.isatty() else _LOG_S
    with tqdm(items, desc=name, unit=f" {unit}", delay=DELAY_S, mininterval=interval, file=sys.stderr) as bar:
        yield from bar


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
    tqdm.write(clean_line(words, limit=1000), file=sys.stderr)
