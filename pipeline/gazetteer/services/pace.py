"""One request at a time and one a second, over all threads and processes of a user: a locked file holds the clock."""

from __future__ import annotations

import fcntl
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pipeline.errors import ServiceError, ServiceLimitError

FILE_NAME = "geocoder.pace"
INTERVAL_S = 1.0  # the public Nominatim's rule for a whole application; an own service is not hurt by it
# A turn comes within the timeouts of a few others; waiting longer would hold up what the offline places can do.
MAX_WAIT_S = 30.0
# Nobody is asked to hold off for longer, so a later time in the file is a wrong clock's.
MAX_HOLD_S = 3600.0
_RETRY_S = 0.05


class Pace:
    """Turns at asking. The file in `folder` names the earliest time of the next request, in seconds since 1970.

    `now` and `sleep` are the clock, wall time so that all processes agree.
    """

    def __init__(
        self,
        folder: Path,
        domain: str,
        *,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._path = folder / FILE_NAME
        self._domain = domain
        self._now = now
        self._sleep = sleep

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn and hold it while the request is made.

        Raises:
            ServiceLimitError: the turn is more than MAX_WAIT_S away: others ask, or a failure is sat out.
            ServiceError: the file cannot be written, so that no pace could be kept.
        """
        with self._locked() as file:
            wait_s = self._earliest(file) - self._now()
            if wait_s > MAX_WAIT_S:
                raise ServiceLimitError(
                    self._domain, f"{self._domain} is left alone for another {wait_s:.0f} s", retry_after_s=wait_s
                )
            if wait_s > 0:
                self._sleep(wait_s)
            self._write(file, self._now() + INTERVAL_S)
            yield

    def hold_off(self, seconds: float) -> None:
        """Let no process of this user ask for so long, at most MAX_HOLD_S; never shortens what is set.

        Raises:
            ServiceError: the file cannot be written.
        """
        with self._locked() as file:
            until = self._now() + min(max(seconds, INTERVAL_S), MAX_HOLD_S)
            self._write(file, max(until, self._earliest(file)))

    @contextmanager
    def _locked(self) -> Iterator[IO[str]]:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = self._path.open("a+", encoding="utf-8", errors="replace")
        except OSError as error:
            raise ServiceError(
                self._domain, f"cannot write {self._path} ({error.strerror}), so no pace is kept; check its folder"
            ) from error
        with file:
            self._lock(file)
            yield file

    def _lock(self, file: IO[str]) -> None:
        deadline = self._now() + MAX_WAIT_S
        while not _try_lock(file):
            if self._now() >= deadline:
                raise ServiceLimitError(self._domain, f"others have been asking {self._domain} for {MAX_WAIT_S:.0f} s")
            self._sleep(_RETRY_S)

    def _earliest(self, file: IO[str]) -> float:
        """Read when the next request may be made; a damaged or impossible time counts as one interval from now."""
        file.seek(0)
        written = file.read(40)
        if not written:
            return 0.0
        try:
            earliest = float(written)
        except ValueError:
            earliest = math.nan
        usable = math.isfinite(earliest) and earliest <= self._now() + MAX_HOLD_S + INTERVAL_S
        return earliest if usable else self._now() + INTERVAL_S

    def _write(self, file: IO[str], earliest: float) -> None:
        file.truncate(0)
        file.write(f"{earliest:.3f}")
        file.flush()


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
