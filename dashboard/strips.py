"""The strips around the views: as-of line, chips, key figures, the timeline's names and signs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from dashboard.cards import COPIES_MEANING, moment
from dashboard.labels import GROUPS, MODALITIES, ROLE_NAMES, STANCE_NAMES
from dashboard.markup import Markup, named, tag
from dashboard.surface import Item
from pipeline.queries import KeyFigures


def as_of(last_run_at: datetime | None, now: datetime) -> tuple[str, bool]:
    """Return when the last run ended, in words, and whether that is too long ago to call the page current."""
    if last_run_at is None:
        return "no run has ended yet", True
    minutes = int((now - last_run_at).total_seconds() // 60)
    ago = "just now" if minutes < 1 else f"{minutes} min ago" if minutes < 120 else f"{minutes // 60} h ago"
    ago = ago if minutes < 48 * 60 else f"{minutes // 1440} days ago"
    # A newsroom looks every morning: a day without a run means that a night is missing.
    return f"{moment(last_run_at.astimezone(UTC))} ({ago})", minutes >= 24 * 60


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


def figures(found: KeyFigures) -> Markup:
    """Return the key figures as one strip; the risks can be clicked."""
    copies = found.articles - found.independent_articles
    return tag(
        "dl",
        _figure(found.quotes, "quotes"),
        _figure(found.speakers, "speakers"),
        _figure(
            found.independent_articles,
            "independent articles",
            note=f"+ {copies:,} copies" if copies else None,
            title=COPIES_MEANING,
        ),
        _figure(found.outlets, "outlets"),
        _figure(
            found.places,
            "places",
            note=f"{found.unresolved:,} of {found.toponyms:,} names unresolved",
            title="Names of places that led to no entry of the gazetteer: counted here, never drawn",
        ),
        *(_reality(modality, getattr(found, modality)) for modality in MODALITIES),
        class_="figures",
    )


def _figure(n: int, name: str, *, note: str | None = None, title: str | None = None) -> Markup:
    small = tag("small", note) if note else None
    return tag("div", tag("dd", f"{n:,}"), tag("dt", name, small), title=title)


def _reality(modality: str, n: int) -> Markup:
    reality = MODALITIES[modality]
    switch = tag(
        "button",
        tag("i", reality.sign, class_=f"sign {modality}", aria_hidden="true"),
        f"risk {reality.name.lower()}",
        type="button",
        title=f"Articles that speak of a risk as {reality.name.lower()}; show only these",
        data_act="modality",
        data_value=modality,
    )
    return tag("div", tag("dd", f"{n:,}"), tag("dt", switch), class_="reality")


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


def layers_key() -> Markup:
    """Return what the marks of the places' layer mean; it goes off with the layer."""
    marks = [tag("mark", words, class_=f"p {role}") for role, words in ROLE_NAMES.items()]
    unresolved = tag("mark", "not resolved", class_="p unresolved")
    return tag("div", tag("span", "Places: "), *marks, unresolved, class_="key places-key")
