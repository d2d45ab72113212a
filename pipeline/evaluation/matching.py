"""When two quotes, two names or two points count as the same."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from pipeline.records import Span

EARTH_RADIUS_KM = 6371.0
# Words of a name that say what somebody is and not who: "the foreign minister of France" shares only "france".
_GENERAL = frozenset(
    {"the", "of", "and", "mr", "ms", "president", "minister", "foreign", "government", "state", "department"}
    | {"ministry", "spokesman", "spokeswoman"}
)
_WORD = re.compile(r"\w+")


def overlap(one: Span, other: Span) -> int:
    """Return how many characters two spans share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def pair_contents(
    gold: Sequence[Sequence[Span]], found: Sequence[Sequence[Span]], *, least: float
) -> list[tuple[int, int]]:
    """Pair contents one to one, closest first; return pairs of indexes.

    Two contents are as close as the characters they share among those that either covers
    (intersection over union, Jaccard 1901); below `least` they are no pair.
    """
    wanted, given = [_characters(content) for content in gold], [_characters(content) for content in found]
    close = [
        (shared / len(a | b), i, j) for i, a in enumerate(wanted) for j, b in enumerate(given) if (shared := len(a & b))
    ]
    pairs: list[tuple[int, int]] = []
    for closeness, i, j in sorted(close, key=lambda pair: (-pair[0], pair[1:])):
        if closeness >= least and all(i != k and j != m for k, m in pairs):
            pairs.append((i, j))
    return pairs


def same_actor(one: str, other: str | None) -> bool:
    """Tell whether two names mean one actor: they share at least half the words of the one that has fewer."""
    if not other:
        return False
    a, b = _key(one), _key(other)
    return bool(a & b) and 2 * len(a & b) >= min(len(a), len(b))


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance of two points (latitude, longitude in degrees; haversine formula)."""
    (south, west), (north, east) = (tuple(map(math.radians, point)) for point in (one, other))
    half = (
        math.sin((north - south) / 2) ** 2
        + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    )  # fmt: skip
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


def _characters(content: Sequence[Span]) -> frozenset[int]:
    return frozenset(position for span in content for position in range(*span))


def _key(name: str) -> set[str]:
    words = set(_WORD.findall(name.lower()))
    return words - _GENERAL or words
