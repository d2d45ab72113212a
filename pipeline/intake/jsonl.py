"""Articles from JSON lines, one object a line, as in the contract."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from pipeline.errors import IntakeError
from pipeline.intake.agency import find_credits
from pipeline.intake.clean import clean_line, clean_text
from pipeline.intake.dates import parse_date
from pipeline.intake.language import identify_language
from pipeline.records import Article, Failure, Span

# The longest article of 1,900 real ones has 24,000 characters; a line of 400,000 is a book or a log file.
MAX_ARTICLE_CHARS = 400_000
_KNOWN = ("id", "text", "title", "date", "outlet", "url", "language")


def read_lines(lines: Iterable[bytes], *, origin: str, now: datetime) -> Iterator[Article | Failure]:
    """Yield an Article or a Failure for each line that is not blank; a Failure names the line's number.

    An article whose date cannot be used is kept as undated, with a Failure beside it.
    """
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        where = f"{origin}:{number}"
        try:
            yield from from_object(_parse(raw, where), where=where, now=now)
        except IntakeError as error:
            yield Failure(error.origin, "intake", str(error))


def _parse(raw: bytes, where: str) -> Mapping[str, Any]:
    try:
        # utf-8-sig: a byte order mark before the first line is not a character of it.
        parsed = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise IntakeError(where, f"{where}: not UTF-8 (byte {error.start}); convert the file to UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise IntakeError(where, f"{where}: not a JSON object ({str(error)[:80]}); give one object a line") from None
    if not isinstance(parsed, dict):
        raise IntakeError(where, f"{where}: expected a JSON object with id and text, got {type(parsed).__name__}")
    return {key: value for key, value in parsed.items() if value is not None}


def from_object(given: Mapping[str, Any], *, where: str, now: datetime) -> Iterator[Article | Failure]:
    """Build an article from a contract object; yield a Failure beside it if its date was left out.

    Raises:
        IntakeError: a field is missing, of the wrong type, empty or too long.
    """
    for key in _KNOWN:
        if key in given and not isinstance(given[key], str):
            raise IntakeError(where, f"{where}: {key} is a {type(given[key]).__name__}; expected a string")
    for key in ("id", "text"):
        if not given.get(key, "").strip():
            raise IntakeError(where, f"{where}: no {key}; each article needs an id and a text that are not empty")
    if len(given["text"]) > MAX_ARTICLE_CHARS:
        raise IntakeError(
            where,
            f"{where}: text of {len(given['text']):,} characters; at most {MAX_ARTICLE_CHARS:,} are read:"
            " split it into articles",
        )
    yield from _dated(_undated(given), given.get("date"), where=where, now=now)


def _undated(given: Mapping[str, Any]) -> Article:
    text = clean_text(given["text"])
    credited = find_credits(text)
    extra = {key: value for key, value in given.items() if key not in _KNOWN}
    if credited.byline:
        extra["byline"] = clean_line(credited.byline)
    outlet = given.get("outlet") or credited.agency
    return Article(
        id=clean_line(given["id"]),
        text=text,
        title=clean_line(given["title"]) or None if "title" in given else None,
        outlet=clean_line(outlet, limit=100) if outlet else None,
        url=web_address(given.get("url")),
        language=given.get("language", "").strip().lower()[:2] or identify_language(credited.body.of(text)),
        extra=MappingProxyType(extra),
        body=(Span(*credited.body),),
    )


def _dated(article: Article, given: str | None, *, where: str, now: datetime) -> Iterator[Article | Failure]:
    if not given or not given.strip():
        yield article
        return
    try:
        published = parse_date(given, now=now)
    except ValueError as error:
        yield replace(article, extra=MappingProxyType({**article.extra, "date_given": clean_line(given, limit=40)}))
        yield Failure(where, "intake", f"{where}: {error}; kept as undated: correct the date and run again")
        return
    yield replace(article, published_at=published.moment, published_precision=published.precision)


def web_address(given: str | None) -> str | None:
    """Keep an address only if a reader may safely be sent there: http or https, one line, not endless."""
    address = clean_text(given or "").strip()
    safe = address.lower().startswith(("https://", "http://")) and not any(c.isspace() for c in address)
    return address if safe and len(address) <= 2000 else None
