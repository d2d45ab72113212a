"""Outlets that carry the same words in texts of their own: how many reports a statement has, copies not counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import sqlalchemy as sa

from pipeline.queries.counting import Series, objects
from pipeline.queries.frames import Q
from pipeline.store import Store

# What is said is reported within days; the same words a month later are another occasion.
WINDOW = timedelta(days=3)
# Fewer words in a row than that, two people say by chance: "it must stop now".
MIN_WORDS = 6
_CHUNK = 100  # ranges of one question


def independent_outlets(store: Store, quotes: pd.DataFrame) -> Series:
    """Return, for each row of `quotes`, the outlets that carry its words in texts of their own, its own first.

    The same words: the same speaker, within three days, one wording inside the other, six words or
    more. Near-duplicates of one text count as one, that of their first article's outlet; so do
    several texts of one outlet. An outlet without a name is "". Whether two outlets had the words from
    the same agency without copying its text, the store cannot know.
    """
    ranges = list(_ranges(quotes))
    found: dict[str, list[Any]] = {}
    columns = (Q.article_id, Q.speaker, Q.published_at, Q.outlet, Q.words, Q.same_words, Q.rank)
    with store.reading() as connection:
        for start in range(0, len(ranges), _CHUNK):
            asked = sa.select(*columns).where(Q.shown == 1, sa.or_(*ranges[start : start + _CHUNK]))
            for row in connection.execute(asked.order_by(Q.published_at, Q.article_id, Q.quote)):
                found.setdefault(row.speaker, []).append(row)
    rows: Iterable[Any] = quotes.itertuples()
    return objects(_outlets(quote, found.get(quote.speaker or "", ())) for quote in rows)


def _ranges(quotes: pd.DataFrame) -> Iterator[sa.ColumnElement[bool]]:
    """Yield who is asked for, and when; times of one speaker that lie close are one range."""
    times: dict[str, list[datetime]] = {}
    for speaker, at, words in zip(quotes["speaker"], quotes["published_at"], quotes["words"], strict=True):
        if speaker and not pd.isna(at) and len(_wording(words)) >= MIN_WORDS:
            times.setdefault(speaker, []).append(at.to_pydatetime())
    for speaker, at in times.items():
        for first, last in _joined(sorted(at)):
            yield (Q.speaker == speaker) & Q.published_at.between(first - WINDOW, last + WINDOW)


def _joined(times: Sequence[datetime]) -> Iterator[tuple[datetime, datetime]]:
    first = last = times[0]
    for at in times[1:]:
        if at - last > 2 * WINDOW:
            yield first, last
            first = at
        last = at
    yield first, last


def _outlets(quote: Any, others: Sequence[Any]) -> tuple[str, ...]:
    outlets = {quote.outlet or "": None}
    if pd.isna(quote.published_at) or len(words := _wording(quote.words)) < MIN_WORDS:
        return tuple(outlets)
    own = {_text_of(row) for row in others if row.article_id == quote.article_id}
    for row in others:
        another = row.rank == 0 and _text_of(row) not in own
        if another and abs(row.published_at - quote.published_at) <= WINDOW and _alike(words, _wording(row.words)):
            outlets.setdefault(row.outlet or "", None)
    return tuple(outlets)


def _text_of(row: Any) -> str:
    """Return the near-duplicates that a quote's article belongs to."""
    return str(row.same_words).rpartition("|")[0]


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether one wording stands inside the other."""
    short, long = sorted((one, other), key=len)
    return len(short) >= MIN_WORDS and f" {' '.join(short)} " in f" {' '.join(long)} "


def _wording(words: str) -> tuple[str, ...]:
    letters = "".join(letter if letter.isalnum() else " " for letter in words.casefold())
    return tuple(letters.split())
