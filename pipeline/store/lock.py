"""One run writes at a time. The lock dies with its holder: the system or the database lets go of it."""

from __future__ import annotations

import fcntl
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from pipeline.errors import StoreBusyError, StoreError
from pipeline.store.engine import display

_RETRY_S = 0.2
_ADVISORY_KEY = 7266002


def holder() -> str:
    """Name this process as others see it."""
    return f"process {os.getpid()} on {socket.gethostname()}"


@contextmanager
def run_lock(engine: sa.Engine, *, wait_s: float) -> Iterator[None]:
    """Hold the store's lock: a locked file beside an SQLite store, an advisory lock in PostgreSQL.

    Raises:
        StoreBusyError: another run holds it, still after `wait_s` seconds.
    """
    held = _file_lock(engine, wait_s) if engine.dialect.name == "sqlite" else _advisory_lock(engine, wait_s)
    with held:
        yield


@contextmanager
def _file_lock(engine: sa.Engine, wait_s: float) -> Iterator[None]:
    url = display(engine.url)
    path = Path(f"{engine.url.database}.lock")
    try:
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreError(url, f"cannot write {path} beside the store ({error.strerror}); check its folder") from error
    with file:
        if not _try_until(lambda: _flock(file.fileno()), wait_s):
            file.seek(0)
            raise _held(url, file.read(200).strip())
        file.truncate(0)
        file.write(holder())
        file.flush()
        yield
        file.truncate(0)


def _flock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _advisory_lock(engine: sa.Engine, wait_s: float) -> Iterator[None]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        take = sa.select(sa.func.pg_try_advisory_lock(_ADVISORY_KEY))
        if not _try_until(lambda: bool(connection.execute(take).scalar_one()), wait_s):
            raise _held(display(engine.url), "")
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(_ADVISORY_KEY)))


def _try_until(take: Callable[[], bool], wait_s: float) -> bool:
    deadline = time.monotonic() + wait_s
    while not take():
        if time.monotonic() >= deadline:
            return False
        time.sleep(_RETRY_S)
    return True


def _held(url: str, who: str) -> StoreBusyError:
    return StoreBusyError(
        url, f"store {url} is being written by another run ({who or 'a client of the same database'}); wait or stop it"
    )
