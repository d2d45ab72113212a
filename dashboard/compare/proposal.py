"""Where a comparison begins when nobody has chosen: what is spoken of most, and who differs on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from dashboard import data
from dashboard.data import compare as asked
from dashboard.labels import GROUP_OF
from pipeline.queries import Filters, SideKind, Speaking, Subject

# Of the names that speak most: further down, a difference is one of two or three quotes.
AMONG = 6


class Sides(NamedTuple):
    """Names of sides; differ: what they do most is not the same."""

    names: tuple[str, ...]
    differ: bool


def subject(filters: Filters, on: str) -> tuple[str, Subject | None]:
    """Return what to compare on: what the filters name, else the place, or the risk, spoken of most.

    on: which kind of subject is wanted ("place", "risk", "words"), or empty for any.
    """
    ways = {"place": _place, "words": _words, "risk": _risk}
    named = {"place": filters.places, "words": filters.text, "risk": filters.risks}
    order = [on] if on else sorted(ways, key=lambda way: not named[way])
    found = ((way, ways[way](filters)) for way in order)
    return next(((way, subject) for way, subject in found if subject), (on or "place", None))


def kind(filters: Filters, subject: Subject | None) -> SideKind:
    """Return which kind of sides to compare: the one that the filters name, else states where two or more speak."""
    if len(filters.outlets) > 1:
        return "outlet"
    if filters.actors:
        return "actor"
    return "affiliation" if len(speaking(filters, subject, "affiliation")) > 1 else "actor"


def speaking(filters: Filters, subject: Subject | None, kind: SideKind) -> tuple[Speaking, ...]:
    """Return who speaks of the subject, the most quoted first."""
    return asked.speaking(subject.within(filters), kind) if subject else ()


def sides(found: Sequence[Speaking], named: Sequence[str]) -> Sides:
    """Return the names that the filters have, if two or more; else the two most quoted that differ in what they do."""
    if len(named) > 1:
        return Sides(tuple(named), differ=False)
    first = [one for one in found[:AMONG] if one.name not in named]
    held = [one for one in found if one.name in named]
    pairs = [(held[0], one) for one in first] if held else list(combinations(first, 2))
    differing = [pair for pair in pairs if None not in (ways := {leading(one) for one in pair}) and len(ways) > 1]
    chosen = max(differing or pairs, key=_weight, default=None)
    if chosen is None:
        return Sides(tuple(one.name for one in found[:1]), differ=False)
    return Sides(tuple(one.name for one in chosen), differ=bool(differing))


def leading(one: Speaking) -> str | None:
    """Return the group of stances that most of somebody's quotes take; None: no stance was found."""
    groups = Counter[str]()
    for stance, n in one.stances:
        groups[GROUP_OF[stance].id] += n
    return groups.most_common(1)[0][0] if groups else None


def _weight(pair: tuple[Speaking, Speaking]) -> int:
    return min(one.n_quotes for one in pair)


def _place(filters: Filters) -> Subject | None:
    if filters.places:
        return Subject("place", filters.places[0])
    places = data.places(filters)
    spoken_of = places[places["n_about"] > 0].sort_values("n_about", ascending=False, kind="stable")
    # A country is what words are about where nothing nearer is named.
    fine = spoken_of[~spoken_of["precision"].isin(["country", "area"])]
    ids = [*fine["gazetteer_id"], *spoken_of["gazetteer_id"]]
    return Subject("place", ids[0]) if ids else None


def _risk(filters: Filters) -> Subject | None:
    if filters.risks:
        return Subject("risk", filters.risks[0])
    counts = data.timeline(filters, by="risk").groupby("label")["n"].sum()
    return Subject("risk", str(counts.idxmax())) if len(counts) else None


def _words(filters: Filters) -> Subject | None:
    return Subject("text", filters.text) if filters.text else None
