"""Counts by group of stances, and the bars that show them: as wide as they are many, each part with its sign."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.labels import GROUP_OF, GROUPS, Group
from dashboard.markup import Markup, tag

STEPS = 20  # a bar's width is told in twentieths: actors.css has a class for each, so that no style is written here
Counted = Sequence[tuple[Group, int]]


def by_group(stances: Iterable[tuple[str, int]]) -> Counted:
    """Return the groups that have quotes, most first; of two that have as many, the first of `labels.GROUPS`."""
    counts = dict.fromkeys(GROUPS, 0)
    for stance, n in stances:
        counts[GROUP_OF[stance]] += n
    found = [(group, n) for group, n in counts.items() if n]
    return sorted(found, key=lambda item: -item[1])


def sign(group: Group) -> Markup:
    """Return a group's sign in its colour; its name stands beside it."""
    return tag("i", group.sign, class_=f"sign {group.id}", aria_hidden="true")


def bar(parts: Counted, *, of: int) -> Markup:
    """Return a bar of counts, in the groups' own order; `of` quotes would fill the width. Words stand elsewhere."""
    total = sum(n for _, n in parts)
    ordered = sorted((part for part in parts if part[1]), key=lambda part: GROUPS.index(part[0]))
    drawn = (
        tag("span", class_=f"{group.id} w{steps}", data_sign=group.sign)
        for (group, _), steps in zip(ordered, in_steps([n for _, n in ordered]), strict=True)
    )
    return tag("span", tag("span", *drawn, class_=f"share w{width(total, of)}"), class_="shares", aria_hidden="true")


def width(n: int, of: int) -> int:
    """Return how many twentieths of a whole a count is, at least one."""
    return max(1, min(STEPS, round(STEPS * n / of))) if of else STEPS


def in_steps(counts: Sequence[int]) -> list[int]:
    """Share the twentieths of a bar out among counts: each gets one at least, together they have all."""
    if not (total := sum(counts)):
        return []
    exact = [n * STEPS / total for n in counts]
    given = [max(1, int(part)) for part in exact]
    by_need = sorted(range(len(counts)), key=lambda at: given[at] - exact[at])
    while sum(given) != STEPS:
        short = sum(given) < STEPS
        at = by_need.pop(0) if short else max(range(len(given)), key=given.__getitem__)
        given[at] += 1 if short else -1
    return given
