"""JSON lines in and out: a file or `-`; what is written appears when it is complete."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from pipeline.errors import ConfigError, IntakeError

Write = Callable[[dict[str, Any]], None]
STANDARD = "-"


@contextmanager
def reading(name: str) -> Iterator[tuple[Iterable[bytes], str]]:
    """Open a file, or `-` for standard input; yield its lines and what messages call it.

    Raises:
        IntakeError: the file cannot be read.
    """
    if name == STANDARD:
        yield sys.stdin.buffer, "standard input"
        return
    with _open_input(name) as file:
        yield file, name


def _open_input(name: str) -> BinaryIO:
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise IntakeError(
            name, f"{name}: cannot be read ({error.strerror}); give a file of JSON lines, or - for standard input"
        ) from None


@contextmanager
def writing(name: str) -> Iterator[Write]:
    """Open a file, or `-` for standard output; yield what writes one object a line.

    The file appears when all is written; one that was there before is replaced only then, and
    may be the one that is read. What is no regular file (a pipe, a device) is written to as it goes.

    Raises:
        ConfigError: it cannot be written.
    """
    path = Path(name)
    if name == STANDARD:
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        output = Output(sys.stdout, "standard output")
        yield output.write
        output.flush()
    elif path.is_dir():
        raise ConfigError(f"cannot write {name}: it is a folder; name a file in it")
    elif path.exists() and not path.is_file():
        yield from _filling(path, name)
    else:
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            yield from _filling(unfinished, name)
            unfinished.replace(path)
        finally:
            with suppress(OSError):
                unfinished.unlink()


def _filling(path: Path, name: str) -> Iterator[Write]:
    try:
        file = path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise _unwritable(name, error) from None
    output = Output(file, name)
    try:
        yield output.write
        output.flush()
    finally:
        with suppress(OSError):  # said by flush already
            file.close()


class Output:
    """Writes objects as JSON lines; what goes wrong names the output."""

    def __init__(self, file: TextIO, name: str) -> None:
        self._file = file
        self._name = name

    def write(self, values: dict[str, Any]) -> None:
        """Write one line."""
        self._try(lambda: self._file.write(json.dumps(values, ensure_ascii=False, allow_nan=False) + "\n"))

    def flush(self) -> None:
        """Write what is left in memory."""
        self._try(self._file.flush)

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except BrokenPipeError:
            raise  # whoever read it has gone: no error of ours
        except OSError as error:
            raise _unwritable(self._name, error) from None


def _unwritable(name: str, error: OSError) -> ConfigError:
    return ConfigError(f"cannot write {name} ({error.strerror}); check the folder, its permissions and the disk")
