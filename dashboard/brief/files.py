"""The files that Brief hands out: their names, how large they may be, and what makes them when they are asked for."""

from __future__ import annotations

import re
import shlex
from datetime import datetime
from typing import NamedTuple

from pipeline.brief import phrases
from pipeline.queries import Filters

MAX_NAME_CHARS = 60
# What one click may ask of a server that others work on: of the sample, a quote is 0.4 kB of CSV and an article 7 kB
# of JSONL, so some 45 and 75 MB.
MAX_ROWS = 100_000
MAX_ARTICLES = 10_000
_NO_NAME = re.compile(r"[^\w]+")


class Kind(NamedTuple):
    """A kind of file: how it ends, what a row of it is, what it is for."""

    ending: str
    name: str
    mime: str
    row: str  # "quotes", "places" or "articles"
    limit: int | None
    has_tags: bool


KINDS = (
    Kind(".csv", "CSV", "text/csv", "quotes", MAX_ROWS, has_tags=True),
    Kind(
        ".xlsx",
        "XLSX",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "quotes",
        MAX_ROWS,
        has_tags=True,
    ),
    Kind(".geojson", "GeoJSON", "application/geo+json", "places", None, has_tags=False),
    Kind(".jsonl", "JSONL", "application/jsonl", "articles", MAX_ARTICLES, has_tags=False),
)


def file_name(shown: str, at: datetime, ending: str, *, what: str = "brief") -> str:
    """Return a name that says what is in the file and when it was made: "tocsin-brief_idlib_2018-09-12_0700Z.html".

    `shown` is the view in words; what no file system minds is kept of them.
    """
    words = _NO_NAME.sub("-", shown.casefold()).strip("-_")
    cut = words if len(words) <= MAX_NAME_CHARS else words[:MAX_NAME_CHARS].rsplit("-", 1)[0]
    return f"tocsin-{what}_{cut or 'everything'}_{at:%Y-%m-%d_%H%MZ}{ending}"


def shown(asked: tuple[tuple[str, str], ...]) -> str:
    """Return the filters as the name of a file says them: their values alone."""
    return " ".join(value for _, value in asked)


def default_title(asked: tuple[tuple[str, str], ...]) -> str:
    """Return the title of a brief that was given none."""
    named = [f"{name.lower()} {value}" if name in {"From", "Until"} else value for name, value in asked]
    return phrases.shortened(f"Brief: {'; '.join(named)}" if named else "Brief: everything in the store", limit=140)


def command(filters: Filters, ending: str, *, hxl: bool) -> str:
    """Return the command that writes the same file without a limit; no value in it passes for an option."""
    options = [
        f"--{name}={shlex.quote(value)}"
        for name, held in filters.to_query().items()
        for value in ([held] if isinstance(held, str) else held)
    ]
    return " ".join(["python -m pipeline export", f"out{ending}", *options, *(["--hxl"] if hxl else [])])
