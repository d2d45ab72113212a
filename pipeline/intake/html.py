"""Articles from saved web pages (trafilatura), in a worker that is killed when it takes too long."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import TimeoutError as FutureTimeoutError
from datetime import datetime
from pathlib import Path
from typing import Any

from pebble import ProcessExpired, ProcessPool

from pipeline.errors import IntakeError
from pipeline.intake.jsonl import from_object
from pipeline.intake.txt import file_id
from pipeline.records import Article, Failure

# One page of 1.4 MB was measured to hold the extractor for over a minute; real pages take under a second.
DEADLINE_S = 20.0
MAX_PAGE_BYTES = 5_000_000
# Below this, cookie notices outnumber articles.
MIN_ARTICLE_CHARS = 250


class PageReader:
    """Reads saved pages in one worker process, started on the first page. Use as a context manager."""

    def __init__(self, *, deadline_s: float = DEADLINE_S) -> None:
        self._deadline_s = deadline_s
        self._pool: ProcessPool | None = None

    def __enter__(self) -> PageReader:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it untyped
            self._pool.join()

    def read(self, raw: bytes, *, path: Path, now: datetime) -> Iterator[Article | Failure]:
        """Read one page as one article.

        Raises:
            IntakeError: the page is empty, too large, too slow, or holds no article.
        """
        if not raw.strip():
            raise IntakeError(str(path), f"{path}: empty file; expected a saved web page")
        if len(raw) > MAX_PAGE_BYTES:
            raise IntakeError(str(path), f"{path}: {len(raw):,} bytes; pages up to {MAX_PAGE_BYTES:,} are read")
        found = self._extract(raw, path)
        if len(found.get("text") or "") < MIN_ARTICLE_CHARS:
            raise IntakeError(str(path), f"{path}: no article found in the page; save the article's own page")
        given = {"id": found.get("url") or file_id(path), **{k: v for k, v in found.items() if v}}
        yield from from_object(given, where=str(path), now=now)

    def _extract(self, raw: bytes, path: Path) -> dict[str, Any]:
        # spawn: a forked child would inherit the locks of the model's threads.
        self._pool = self._pool or ProcessPool(max_workers=1, context=multiprocessing.get_context("spawn"))
        job = self._pool.schedule(extract, args=(raw,), timeout=self._deadline_s)
        try:
            found: dict[str, Any] = job.result()
        except FutureTimeoutError:
            raise IntakeError(
                str(path), f"{path}: reading the page took over {self._deadline_s:g} s; save it without scripts"
            ) from None
        except ProcessExpired:
            raise IntakeError(str(path), f"{path}: the page crashed its reader; give its text as .txt") from None
        return found


def extract(raw: bytes) -> dict[str, Any]:
    """Extract text, title, date, outlet, address and language from a page's bytes; runs in the worker."""
    import trafilatura  # noqa: PLC0415  (0.7 s that only pages should cost)

    document = trafilatura.bare_extraction(raw, favor_precision=True, with_metadata=True, include_comments=False)
    if document is None:
        return {}
    found = document if isinstance(document, dict) else document.as_dict()
    return {
        "text": found.get("text"),
        "title": found.get("title"),
        "date": found.get("date"),
        "outlet": found.get("sitename") or found.get("hostname"),
        "url": found.get("url"),
    }
