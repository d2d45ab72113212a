"""Pure: whether two shares differ by more than chance, with few cases, and with many questions asked at once."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, lgamma

# Tables that are as likely as the one found must not fall out by rounding.
_TOLERANCE = 1e-7


def fisher(first: tuple[int, int], second: tuple[int, int]) -> float:
    """Return the two-sided p-value of Fisher's exact test: how likely so different shares are by chance.

    `first` and `second` are (cases with, cases without) of two groups. Of all tables with the
    same sums, those that are no likelier than the one found count (Fisher 1935; Agresti 2002).
    """
    with_it, n_first, n_second = first[0] + second[0], sum(first), sum(second)
    fewest, most = max(0, with_it - n_second), min(with_it, n_first)
    logs = [_ways(n_first, hits) + _ways(n_second, with_it - hits) for hits in range(fewest, most + 1)]
    all_ways = _ways(n_first + n_second, with_it)
    found = logs[first[0] - fewest] + _TOLERANCE
    return min(1.0, sum(exp(ways - all_ways) for ways in logs if ways <= found))


def adjusted(p_values: Sequence[float]) -> list[float]:
    """Return p-values for many tests at once, in the order given.

    Whoever keeps those up to 0.05 expects at most one in twenty of them to be chance
    (false discovery rate: Benjamini and Hochberg 1995).
    """
    order = sorted(range(len(p_values)), key=lambda index: -p_values[index])
    found, least = [1.0] * len(p_values), 1.0
    for above, index in enumerate(order):
        least = min(least, p_values[index] * len(p_values) / (len(p_values) - above))
        found[index] = least
    return found


def _ways(n: int, k: int) -> float:
    """Return the logarithm of the number of ways to choose k of n."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
