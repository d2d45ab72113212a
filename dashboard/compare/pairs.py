"""Where sides meet, as markup: the matter in words, and below it the two quotes, left and right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.cards import quote_card
from dashboard.compare import bins
from dashboard.compare.sides import letter
from dashboard.labels import GROUP_OF, MODALITIES, SURE_STANCE, risk_name
from dashboard.markup import Markup, named, tag
from dashboard.surface import Item
from pipeline.queries import Meeting, Meetings, Side

Key = tuple[str, int]
_CERTAINTY = "Chance that the labels of both quotes are right: the product of their two calibrated probabilities"
_VERDICTS = {True: ("≠", "contradicts"), False: ("=", "agrees")}


def pair_items(
    found: Iterable[Meeting], quotes: pd.DataFrame, sides: Sequence[Side], *, opposed: bool, calm: bool = False
) -> list[Item]:
    """Return a pair of quotes for each meeting, in their order. opposed: they contradict each other."""
    by_key = {(row.article_id, row.quote): row for row in quotes.itertuples()}
    return [
        Item(_name(meeting), _pair(meeting, by_key, sides, opposed=opposed, calm=calm))
        for meeting in found
        if {meeting.left_quote, meeting.right_quote} <= by_key.keys()
    ]


def none_found(sides: Sequence[Side], found: Meetings) -> Markup:
    """Say what was looked for where no two quotes contradict each other."""
    looked = (
        "Looked for: in one week (Monday to Sunday), two quotes of different sides about the same place or the same "
        "target, one hostile and one friendly, or a risk that one calls reported and the other denies; and as "
        "agreements, two that are both hostile or both friendly."
    )
    whose = "these two" if len(sides) == 2 else f"any two of these {len(sides)}"
    how = "contradict each other" if found.agreements else "contradict each other, or agree, on one matter"
    return tag("div", tag("p", f"No quotes of {whose} {how}."), tag("small", looked), class_="no-meeting")


def counted(found: Meetings) -> str:
    """Return how many pairs there are, in words."""
    n, m = len(found.contradictions), len(found.agreements)
    against = f"{n:,} contradiction{'' if n == 1 else 's'}"
    order = "; the closest and surest first" if n + m > 1 else ""
    return f"{against}, {m:,} agreement{'' if m == 1 else 's'}{order}"


def _name(meeting: Meeting) -> str:
    ends = (meeting.left_quote, meeting.right_quote)
    return "|".join(f"{quote}#{article_id}" for article_id, quote in ends)


def _pair(meeting: Meeting, quotes: Mapping[Key, Any], sides: Sequence[Side], *, opposed: bool, calm: bool) -> Markup:
    left, right = quotes[meeting.left_quote], quotes[meeting.right_quote]
    sign, word = _VERDICTS[opposed]
    ends = ((meeting.left, left, meeting.left_claims, meeting.n_left),
            (meeting.right, right, meeting.right_claims, meeting.n_right))  # fmt: skip
    halves = [_half(sides.index(side), side, quote, claim, n, calm=calm) for side, quote, claim, n in ends]
    ways = [_way(sides.index(side), meeting.topic, quote, claim) for side, quote, claim, _ in ends]
    verdict = tag("div", tag("i", sign, aria_hidden="true"), tag("span", word, class_="spoken"), class_="verdict")
    return tag(
        "div",
        _matter(meeting, ways, opposed=opposed),
        tag("div", halves[0], verdict, halves[1], class_="pair"),
        class_="meeting opposed" if opposed else "meeting",
    )


def _matter(meeting: Meeting, ways: Sequence[Markup], *, opposed: bool) -> Markup:
    """Say on what two quotes meet, and how sure that is."""
    about = [
        tag("span", risk_name(meeting.topic)) if meeting.topic != "stance" else None,
        tag("span", "towards ", named(meeting.target)) if meeting.target else None,
        tag("span", "on ", named(meeting.place)) if meeting.place else None,
    ]
    what = "Contradiction" if opposed else "Agreement"
    perhaps = what if meeting.certainty >= SURE_STANCE else f"Perhaps {'a' if opposed else 'an'} {what.lower()}"
    return tag(
        "header",
        tag("h3", *_listed([part for part in about if part])),
        tag("span", "week of ", bins.in_words(meeting.start, "week"), class_="when"),
        tag("span", *ways, class_="ways"),
        tag("span", tag("b", perhaps), tag("small", f"both labels right: p {meeting.certainty:.2f}", title=_CERTAINTY),
            class_="certainty"),
        class_="matter",
    )  # fmt: skip


def _way(place: int, topic: str, quote: Any, claim: str) -> Markup:
    """Say what a side does, behind its letter."""
    if topic != "stance":
        sign, name, css = MODALITIES[claim].sign, MODALITIES[claim].name.lower(), f"sign {claim}"
        return tag("span", letter(place), tag("i", sign, class_=css, aria_hidden="true"), name)
    group = GROUP_OF[quote.stance]
    return tag("span", letter(place), tag("i", group.sign, aria_hidden="true"), group.name.lower(), class_=group.id)


def _half(place: int, side: Side, quote: Any, claim: str, n: int, *, calm: bool) -> Markup:
    others = n - 1
    alike = f"{others:,} more of its quotes {'is' if others == 1 else 'are'} {claim} on this, that week"
    return tag(
        "div",
        tag("div", letter(place), named(side.name), class_="of-side", title=side.name),
        quote_card(quote, calm=calm),
        tag("small", alike, class_="alike") if others else None,
        class_="half",
    )


def _listed(parts: Sequence[Markup]) -> list[str]:
    return [piece for part in parts for piece in (", ", part)][1:]
