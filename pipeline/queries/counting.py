"""Pure: counting rows of the index by what stands in them, and turning codes into frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.store.columns import NO_DAY, UNDATED
from pipeline.store.columns.codes import Codes
from pipeline.store.columns.tables import Column, Floats, Ints

if TYPE_CHECKING:
    Series = pd.Series[Any]  # generic for the type checker alone
else:
    Series = pd.Series

# So many different keys at most are counted in an array with a place for each; more go through a hash table.
_DENSE = 2_000_000
_FIRST_DAY = date(1970, 1, 1)


def counted(*columns: Ints) -> tuple[tuple[Ints, ...], Ints]:
    """Return each combination of whole numbers that stand side by side, in their order, and how often it occurs."""
    keys, spans = _keys(columns)
    if _n_places(spans) <= _DENSE:
        counts = np.bincount(keys)
        found = np.flatnonzero(counts)
        return _apart(found, spans), counts[found]
    number, found = pd.factorize(keys)
    order = np.argsort(found)
    return _apart(found[order], spans), np.bincount(number)[order]


def summed(values: Floats, *columns: Ints) -> dict[tuple[int, ...], float]:
    """Return the sum of values for each combination of whole numbers that stand beside them."""
    number, found = _numbered(columns)
    return dict(zip(found, np.bincount(number, weights=values).tolist(), strict=True))


def least(values: Ints, *columns: Ints) -> dict[tuple[int, ...], int]:
    """Return the least of the values that stand beside each combination of whole numbers."""
    number, found = _numbered(columns)
    lowest = np.full(len(found), np.iinfo(np.int64).max)
    np.minimum.at(lowest, number, values)
    return dict(zip(found, lowest.tolist(), strict=True))


def n_different(*columns: Ints) -> int:
    """Return how many combinations of whole numbers there are."""
    keys, spans = _keys(columns)
    if _n_places(spans) <= _DENSE:
        return int(np.count_nonzero(np.bincount(keys)))
    return len(pd.unique(keys))


def firsts(*columns: Ints, n: Ints) -> tuple[Ints, Ints]:
    """Return where each combination of whole numbers stands first, in that order, and how often it occurs.

    n: how often each row counts.
    """
    number, found = pd.factorize(_keys(columns)[0])
    first = first_by(number, np.arange(len(number)), size=len(found), missing=-1)
    return first, np.bincount(number, weights=n).astype(np.int64)


def belonging(first: Ints, owners: Ints) -> tuple[Ints, Ints]:
    """Return the rows that belong to some owners, and of each which owner (its place among them) it belongs to.

    first: of each owner the row of its first, and one more at the end.
    """
    lengths = first[owners + 1] - first[owners]
    at = np.repeat(np.arange(len(owners)), lengths)
    within = np.arange(len(at)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return first[owners][at] + within, at


def first_by(key: Ints, value: Ints, *, size: int, missing: int) -> Ints:
    """Return for each key from 0 up to `size` the first value that stands beside it, or `missing`."""
    found = np.full(size, missing, value.dtype)
    found[key[::-1]] = value[::-1]  # of several, the last one set stays
    return found


def _numbered(columns: Sequence[Ints]) -> tuple[Ints, list[tuple[int, ...]]]:
    """Return a number for each combination, counted up from 0, and the combinations in this order."""
    keys, spans = _keys(columns)
    number, found = pd.factorize(keys)
    return number, list(zip(*(column.tolist() for column in _apart(found, spans)), strict=True))


class _Span(NamedTuple):
    """The least value of a column, and how many there can be from there to the greatest."""

    least: int
    size: int


def _keys(columns: Sequence[Ints]) -> tuple[NDArray[np.int64], list[_Span]]:
    """Return one number for each combination, and what its columns span."""
    spans = [_span(column) for column in columns]
    keys = columns[0].astype(np.int64) - spans[0].least
    for column, span in zip(columns[1:], spans[1:], strict=True):
        keys *= span.size
        keys += column
        keys -= span.least
    return keys, spans


def _span(column: Ints) -> _Span:
    least = int(column.min()) if len(column) else 0
    return _Span(least, int(column.max()) - least + 1 if len(column) else 1)


def _n_places(spans: Sequence[_Span]) -> float:
    return prod(float(span.size) for span in spans)


def _apart(keys: Ints, spans: Sequence[_Span]) -> tuple[Ints, ...]:
    found = []
    for span in reversed(spans):
        keys, value = np.divmod(keys, span.size)
        found.append(value + span.least)
    return tuple(reversed(found))


def objects(values: Iterable[object]) -> Series:
    """Return a column of tuples, words and other values that a frame must not take apart; a missing one is None."""
    return pd.Series(list(values), dtype="object")


def words(codes: Codes, column: Ints) -> Series:
    """Return the words of a column of codes."""
    return pd.Series(codes.column(column), dtype="object")


def times(published: Column) -> Series:
    """Return times (µs since 1970) as times in UTC, UNDATED as NaT."""
    return pd.Series(published.astype("datetime64[us]"), dtype="datetime64[us]").dt.tz_localize("UTC")


def time_of(published: int) -> datetime | None:
    """Return one time."""
    return None if published == UNDATED else datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(published))


def day_of(day: int) -> date | None:
    """Return a day since 1970; None: it is that of what is undated."""
    return None if day == NO_DAY else _FIRST_DAY + timedelta(days=int(day))


def code_of_day(day: date) -> int:
    """Return a day as the index has it: since 1970."""
    return (day - _FIRST_DAY).days


def tallied(key: Ints, n: Ints, code: Ints, codes: Codes) -> dict[int, tuple[tuple[Any, ...], ...]]:
    """Return, for each key, its counts: `{key: ((label, …, n), …)}`, most first, then by label.

    codes: of the labels; one of several parts (a risk and its modality) is told in parts.
    """
    labels = [label if isinstance(label, tuple) else (label,) for label in codes.values_by_code]
    rank = np.empty(len(labels), np.int64)
    rank[sorted(range(len(labels)), key=labels.__getitem__)] = np.arange(len(labels))
    order = np.lexsort((rank[code], -n, key))
    rows = [(*labels[one], count) for one, count in zip(code[order].tolist(), n[order].tolist(), strict=True)]
    keys, starts = np.unique(key[order], return_index=True)
    ends = [*starts.tolist()[1:], len(rows)][: len(starts)]
    return {name: tuple(rows[start:end]) for name, start, end in zip(keys.tolist(), starts.tolist(), ends, strict=True)}
