"""The strips around the views: as-of line, chips, the timeline's names and signs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from dashboard.cards import moment
from dashboard.labels import GROUPS, MODALITIES, STANCE_NAMES
from dashboard.markup import Markup, named, tag
from dashboard.surface import Item

# A newsroom looks every morning: a day without a run means that a night is missing.
STALE = timedelta(days=1)


def ago(age: timedelta) -> str:
    """Return how long ago something was: "5 min ago", "3 h ago", "8 days ago"."""
    minutes = int(age.total_seconds() // 60)
    if minutes >= 48 * 60:
        return f"{minutes // 1440} days ago"
    return "just now" if minutes < 1 else f"{minutes} min ago" if minutes < 120 else f"{minutes // 60} h ago"


def as_of(last_run_at: datetime | None, now: datetime) -> tuple[str, bool]:
    """Return when the last run ended, in words, and whether that is too long ago to call the page current."""
    if last_run_at is None:
        return "no run has ended yet", True
    return f"{moment(last_run_at.astimezone(UTC))} ({ago(now - last_run_at)})", now - last_run_at >= STALE


def chips(set_filters: Iterable[tuple[str, str, str]]) -> list[Item]:
    """Return a chip for each active filter: (field, value, words); a click takes the filter away."""
    made = [
        Item(
            f"{field}={value}",
            tag("button", words, tag("span", "×", class_="x"), type="button", class_="chip", data_act=f"drop:{field}",
                data_value=value, aria_label=f"Remove filter {words}"),
        )
        for field, value, words in set_filters
    ]  # fmt: skip
    if len(made) > 1:
        made.append(Item("clear", tag("button", "Clear all", type="button", class_="chip clear", data_act="clear")))
    return made


def lane_names(names: list[str], by: str) -> Markup:
    """Return what stands beside the timeline: what a bar counts, and the lanes' actors, who can be clicked."""
    counted = "Quotes a day" if by == "stance" else "Articles a day that speak of a risk, each kind counted"
    lanes = [
        tag("button", named(name), type="button", class_="lane", data_act="actor", data_value=name,
            title=f"Show only what {name} says")
        for name in names
    ]  # fmt: skip
    return tag("div", tag("small", counted, class_="counted"), *lanes, class_="lanes")


def bars_key(names: list[str], by: str) -> Markup:
    """Return the signs of what the bars stack; stances have theirs below the lanes."""
    if by == "stance":
        signs = [tag("span", "Bars and lanes: stance, as signed below")]
    elif by == "modality":
        signs = [_signed(reality.sign, reality.name, f"sign {label}") for label, reality in MODALITIES.items()]
    else:
        signs = [_signed("■", name, f"kind{index}") for index, name in enumerate(names[:-1])]
        signs.append(_signed("■", names[-1], "rest"))
    return tag("div", *signs, class_="key")


def _signed(sign: str, name: str, css: str) -> Markup:
    return tag("span", tag("i", sign, class_=css, aria_hidden="true"), name)


def stance_key() -> Markup:
    """Return the signs of the stances, as the lanes and the cards use them."""
    signs = [
        tag("span", tag("i", group.sign, aria_hidden="true"), group.name, class_=group.id,
            title=", ".join(STANCE_NAMES[stance] for stance in group.stances))
        for group in GROUPS
    ]  # fmt: skip
    return tag("div", *signs, class_="key")
