"""The orders in which quote cards are shown, and what those that are no plain order of time mean."""

from __future__ import annotations

import pandas as pd

from dashboard.markup import tag
from dashboard.surface import Item

SORTS = {"newest": "Newest", "oldest": "Oldest", "gravest": "Gravest", "novel": "Novel"}
MEANINGS = {
    "gravest": "Severity of wording: by the likeliest risk that the words do not deny. Grave words are no measure of "
    "harm.",
    "novel": "What the store never had before: who speaks for the first time, or threatens, names or fears what they "
    "never did. Looks through the newest 1,000 quotes that match; most firsts come first.",
}


def meaning(sort: str) -> list[Item]:
    """Return what an order means, in a line above the cards; nothing where its name says it."""
    return [Item("sort", tag("p", MEANINGS[sort], class_="sorted"))] if sort in MEANINGS else []


def left(quotes: pd.DataFrame, sort: str, *, shown: int, total: int) -> int | None:
    """Return how many quotes are not shown; None: some, nobody counted how many, for only novel ones are listed."""
    if sort != "novel":
        return total - len(quotes)
    return 0 if len(quotes) < shown else None
