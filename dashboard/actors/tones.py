"""Changed tone: each change with its counts, how likely chance alone is, and the two quotes that show it."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.actors.chosen import value_of
from dashboard.actors.shares import bar, sign
from dashboard.cards import quote_card
from dashboard.labels import GROUPS
from dashboard.markup import Markup, joined, named, tag
from dashboard.surface import Item
from pipeline.queries import ChangedTone, ChangedTones, Tone
from pipeline.queries.tone import LEAST, MAX_P, Period

# A camp is drawn with the sign and colour of the group that most of its stances are in.
_HOSTILE, _FRIENDLY = (next(group for group in GROUPS if group.id == name) for name in ("against", "siding"))
_MORE = {"hostile": "more hostile", "friendly": "friendlier"}
# Shares of chance among changes that stand out as much: up to which one is told as sure, and as likely.
HARDLY, PROBABLY = 0.05, 0.2


def tones_heading(found: ChangedTones) -> Markup:
    """Return what was compared, and how much of it."""
    words = f"{said(found.before)} against {said(found.after)}" if found.before and found.after else None
    return tag("div", tag("h2", "Changed tone"), tag("p", words) if words else None, class_="actors-part tones-head")


def tone_items(found: ChangedTones, *, calm: bool = False) -> list[Item]:
    """Return an item for each change; where none was found, one that says what was asked."""
    quotes = {(quote.article_id, quote.quote): quote for quote in found.quotes.itertuples()}
    items = [
        Item(value_of((change.actor, change.target)),
             _change(change, found, [quotes.get(change.quote_before), quotes.get(change.quote_after)], calm=calm))
        for change in found.changes
    ]  # fmt: skip
    return items or [Item("unchanged", tag("p", unchanged(found), class_="unchanged"))]


def unchanged(found: ChangedTones) -> str:
    """Say what was asked where no change was found, and what would ask more."""
    if not (found.before and found.after):
        return "Nothing that matches has a date, so no two periods can be compared."
    enough = f"at least {LEAST} quotes that take a side in each of the two periods"
    if not found.n_tested:
        return (
            f"No actor has {enough} towards the same target: nothing could be compared. "
            "Longer periods hold more: set both days under Dates, the period before is as long."
        )
    pairs = "The one pair" if found.n_tested == 1 else f"None of the {found.n_tested:,} pairs"
    verb = "did not change" if found.n_tested == 1 else "changed"
    return f"{pairs} of actor and target with {enough} {verb} more than chance explains (p up to {MAX_P})."


def chance(change: ChangedTone, *, n_tested: int) -> str:
    """Say how likely chance alone is, allowing for how many pairs were asked."""
    in_100 = "fewer than 1" if change.p_adjusted < 0.01 else f"about {round(change.p_adjusted * 100)}"
    head = (
        "Hardly chance" if change.p_adjusted <= HARDLY
        else "Probably not chance" if change.p_adjusted <= PROBABLY
        else "May well be chance"
    )  # fmt: skip
    if n_tested == 1:
        return f"{head}: unchanged tone would give such counts {in_100} times in 100."
    return f"{head}: with {n_tested:,} pairs asked, {in_100} in 100 changes as clear as this one come about by chance."


def said(period: Period) -> str:
    """Return a period in words: "28 Jul to 24 Aug 2018"."""
    first, last = period
    begin = f"{first.day} {first:%b}" if first.year == last.year else _day(first)
    return _day(last) if first == last else f"{begin} to {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"


def _change(change: ChangedTone, found: ChangedTones, quotes: list[Any], *, calm: bool) -> Markup:
    duo = [
        tag("div", tag("h3", label), quote_card(quote, calm=calm), class_="turned-side")
        for label, quote in zip(("Before", "After"), quotes, strict=True)
        if quote is not None
    ]
    return tag("article", _told(change, found), *duo, class_="turned")


def _told(change: ChangedTone, found: ChangedTones) -> Markup:
    camp = _HOSTILE if change.towards == "hostile" else _FRIENDLY
    pair = value_of((change.actor, change.target))
    most = max(change.before.hostile + change.before.friendly, change.after.hostile + change.after.friendly)
    periods = [(found.before, change.before), (found.after, change.after)]
    p = f"{_p(change.p)}, adjusted {_p(change.p_adjusted)}"
    return tag(
        "div",
        tag("h3", _who(change.actor), " towards ", _who(change.target), class_="pair"),
        tag(
            "div",
            sign(camp),
            _MORE[change.towards],
            class_="turn",
        ),
        tag("dl", *(_period(period, tone, most) for period, tone in periods if period), class_="tones"),
        tag("p", chance(change, n_tested=found.n_tested), " ", tag("small", p, title=_TEST), class_="chance"),
        tag("button", "All its quotes", type="button", class_="more-of", data_act="pair", data_value=pair),
        class_="turned-told",
    )


_TEST = "Fisher's exact test, two-sided; adjusted for the number of pairs after Benjamini and Hochberg"


def _period(period: Period, tone: Tone, most: int) -> Markup:
    parts = [(_HOSTILE, tone.hostile), (_FRIENDLY, tone.friendly)]
    words = f"{tone.hostile:,} hostile, {tone.friendly:,} friendly"
    return joined(tag("dt", said(period)), tag("dd", bar(parts, of=most), tag("span", words)))


def _p(p: float) -> str:
    return "p < 0.001" if p < 0.001 else f"p {p:.3f}"


def _who(name: str) -> Markup:
    return tag("button", named(name), type="button", data_act="profile", data_value=name, title=f"{name}: profile")
