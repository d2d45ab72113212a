"""Articles from plain text files: the first line is the title, credit lines are recognised."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import IntakeError
from pipeline.intake.clean import clean_line
from pipeline.intake.jsonl import from_object
from pipeline.records import Article, Failure

# A title is one line; a first line longer than this is the article's first paragraph.
MAX_TITLE_CHARS = 200


def read_text(raw: bytes, *, path: Path, now: datetime) -> Iterator[Article | Failure]:
    """Read one text file as one article; its date is unknown unless the file's name starts with one.

    Raises:
        IntakeError: the file is empty, binary or not UTF-8.
    """
    title, text = split_title(decode(raw, path))
    given = {"id": file_id(path), "text": text, "title": title, "date": date_in_name(path.stem)}
    yield from from_object({k: v for k, v in given.items() if v}, where=str(path), now=now)


def file_id(path: Path) -> str:
    """Name an article by its file: the same file edited is the same article, a namesake elsewhere is another."""
    folder = hashlib.sha256(path.resolve().parent.as_posix().encode("utf-8", "surrogateescape")).hexdigest()
    return f"{clean_line(path.name, limit=120)}@{folder[:8]}"


def decode(raw: bytes, path: Path) -> str:
    """Decode a file's bytes as UTF-8, or UTF-16 with a byte order mark.

    Raises:
        IntakeError: the file is empty, binary or in another encoding.
    """
    if not raw.strip():
        raise IntakeError(str(path), f"{path}: empty file; expected an article's text")
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in raw[:8192] and not wide:
        raise IntakeError(str(path), f"{path}: a binary file; expected text, JSON lines or HTML")
    try:
        return raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise IntakeError(
            str(path), f"{path}: not UTF-8 (byte {error.start}); convert it to UTF-8, for instance with iconv"
        ) from None


def split_title(text: str) -> tuple[str | None, str]:
    """Take the first line as title when it stands apart and leaves text behind it."""
    first, _, rest = text.strip().partition("\n")
    if rest.strip() and len(first) <= MAX_TITLE_CHARS and rest.startswith(("\n", "\r\n", " \n")):
        return first.strip(), rest.strip()
    return None, text.strip()


def date_in_name(stem: str) -> str | None:
    """Return the ISO day that a file's name starts with, if any: 2018-09-06-athens."""
    try:
        return datetime.strptime(stem[:10], "%Y-%m-%d").replace(tzinfo=UTC).date().isoformat()
    except ValueError:
        return None
