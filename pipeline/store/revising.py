"""Pure: what a new content of an article does to its quotes: kept, revised, added, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

# Of 889 pairs of quotes in one article of our gold, no two were more than 57 alike (ratio, 0–100): words that are
# more alike than this are one quote in two wordings.
SAME_QUOTE = 65.0


class Said(NamedTuple):
    """What a quote is known by: its number in the article, who says it, and its words in small letters."""

    quote: int
    speaker: str | None
    folded: str


class Fate(NamedTuple):
    """What became of quotes. Numbers are those of `Said.quote`, before and after."""

    kept: dict[int, int]  # after → before
    revised: dict[int, int]  # after → before: other words, or another speaker
    added: frozenset[int]  # after
    withdrawn: frozenset[int]  # before


def compare(before: Sequence[Said], after: Sequence[Said]) -> Fate:
    """Find for each quote of a new content which one of the old it is.

    First the same words by the same speaker, then the same words, then the most alike, if alike enough;
    each quote once.
    """
    left = {said.quote: said for said in before}
    kept, revised, added = dict[int, int](), dict[int, int](), set[int]()
    rest = list(after)
    for same, found in ((_all_same, kept), (_same_words, revised)):
        for said in list(rest):
            match = next((old for old in left.values() if same(old, said)), None)
            if match:
                found[said.quote] = match.quote
                rest.remove(said)
                del left[match.quote]
    for said in rest:
        words = {old.quote: old.folded for old in left.values()}
        alike = process.extractOne(said.folded, words, scorer=fuzz.ratio, score_cutoff=SAME_QUOTE)
        if alike:
            revised[said.quote] = alike[2]
            del left[alike[2]]
        else:
            added.add(said.quote)
    return Fate(kept, revised, frozenset(added), frozenset(left))


def _same_words(old: Said, new: Said) -> bool:
    return old.folded == new.folded


def _all_same(old: Said, new: Said) -> bool:
    return old.folded == new.folded and old.speaker == new.speaker
