"""What stands above a side's quotes: its place on the page, its name, how much it says, how, and of which risks."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.compare.stacks import LETTERS, by_group
from dashboard.labels import MODALITIES, risk_name
from dashboard.markup import Markup, named, tag
from dashboard.surface import Item
from pipeline.queries import RiskShare, Side, SideFigures

NOTHING = "Not quoted on this under these filters."


def heading(side: SideFigures, place: int) -> Markup:
    """Return a side's letter, name and number of quotes."""
    undated = tag("small", f"{side.n_undated:,} without a date") if side.n_undated else None
    return tag(
        "header",
        letter(place),
        tag("h3", _name(side.side), title=side.side.name),
        tag("span", tag("b", f"{side.n_quotes:,}"), " quote" if side.n_quotes == 1 else " quotes", undated,
            class_="n-quotes"),
        class_="side-head",
    )  # fmt: skip


def _name(side: Side) -> Markup:
    """Return a side's name; an actor's leads to its profile."""
    if side.kind != "actor":
        return named(side.name)
    return tag("button", named(side.name), type="button", class_="speaker", data_act="profile", data_value=side.name)


def letter(place: int) -> Markup:
    """Return the letter by which a side is found again everywhere on the page."""
    return tag("i", LETTERS[place], class_="letter", aria_hidden="true")


def figures(side: SideFigures) -> Markup:
    """Return the key of a side's stance bar and the risks it speaks of."""
    if not side.n_quotes:
        return tag("p", NOTHING, class_="none")
    key = [
        tag("span", tag("i", group.sign, aria_hidden="true"), f"{group.name} ", tag("b", f"{n:,}"), class_=group.id)
        for group, n in by_group(side)
    ]
    return tag("div", tag("div", *key, class_="key"), _risks(side.risks), class_="side-figures")


def suggestions(names: Sequence[str]) -> Markup:
    """Return buttons, each of which adds a side."""
    buttons = [
        tag("button", "+ ", named(name), type="button", class_="add", data_act="side", data_value=name)
        for name in names
    ]
    return tag("div", *buttons, class_="adds")


def notice(words: str) -> Item:
    """Return a line that stands where quotes would."""
    return Item("notice", tag("p", words, class_="none"))


def in_words(side: SideFigures) -> str:
    """Return a side's stances as a sentence, for whoever does not see the bar."""
    shares = ", ".join(f"{group.name.lower()} {n / side.n_quotes:.0%}" for group, n in by_group(side))
    return f"{side.side.name}: {shares}"


def _risks(risks: Sequence[RiskShare]) -> Markup:
    """Return how many quotes speak of each risk, those of one modality side by side under one sign, as on the cards."""
    if not risks:
        return tag("p", "None of its quotes speaks of a risk.", class_="none")
    chips = []
    for modality, reality in MODALITIES.items():
        names = [_risk(risk) for risk in risks if risk.modality == modality]
        if names:
            sign = tag("i", reality.sign, aria_hidden="true")
            chips.append(tag("li", sign, tag("small", modality), *names, class_=f"risk {modality}"))
    return tag("ul", *chips, class_="risks")


def _risk(risk: RiskShare) -> Markup:
    title = f"{risk.n_quotes:,} of this side's quotes, {risk.share:.0%}"
    return tag("span", f"{risk_name(risk.label)} ", tag("b", f"{risk.n_quotes:,}"), title=title)
