"""Marks as they travel: columns instead of records, each repeated word once. `static/map/unpack.mjs` is the inverse."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

# Words that many places share; of what is said of a place, they are the most.
POOLED = frozenset({"country", "admin1", "drawn", "precision", "where", "known"})
TAGS = frozenset({"risks", "stances"})


class Part(NamedTuple):
    """What the map draws, of one kind, with a mark by which the browser knows what it has drawn already."""

    mark: str
    content: Any


def part(content: Any) -> Part:
    """Mark a part by what is in it: the same content has the same mark."""
    return Part(blake2b(json.dumps(content, separators=(",", ":")).encode(), digest_size=8).hexdigest(), content)


def packed(marks: Mapping[str, Any]) -> dict[str, Any]:
    """Return places as `place_marks` gives them, in about a quarter of the characters.

    columns and pool: as of `columns`; at: [longitude, latitude] or None a place; omitted: as it was.
    """
    features = marks["features"]
    at = [f["geometry"] and tuple(f["geometry"]["coordinates"]) for f in features]
    return {**columns([f["properties"] for f in features]), "at": at, "omitted": marks["omitted"]}


def columns(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return columns (property → one value a record) and pool: the words that they name by their number in it.

    Of risks and stances, all but the count are such numbers.
    """
    pool: dict[str, int] = {}

    def number(word: str) -> int:
        return pool.setdefault(word, len(pool))

    names = list(records[0]) if records else []
    return {"columns": {name: [_value(name, r[name], number) for r in records] for name in names}, "pool": list(pool)}


def _value(name: str, value: Any, number: Callable[[str], int]) -> Any:
    if name in POOLED:
        return number(value)
    if name in TAGS:
        # Tuples of plain values: the garbage collector lets them be, and thousands are kept for each filter.
        return tuple((*map(number, entry[:-1]), entry[-1]) for entry in value)
    return int(value) if isinstance(value, bool) else value
