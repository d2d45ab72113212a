"""All about one actor: how it is called, what it is, when and where it is quoted, and towards whom it speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from dashboard.actors.charts import undated
from dashboard.actors.chosen import OF, Pair, value_of
from dashboard.actors.matrix import cell_words
from dashboard.actors.shares import bar, by_group, sign
from dashboard.actors.tones import said
from dashboard.labels import KIND_NAMES
from dashboard.markup import Markup, joined, named, tag
from pipeline.queries import Called, Cell, Profile, SpokenOf, WeekOfStance

MAX_TARGETS = 12


def profile_head(found: Profile) -> Markup:
    """Return an actor's name and kind, its newest role, and the way back to all actors."""
    is_ = [
        KIND_NAMES.get(found.kind, found.kind),
        *(called[0].words for called in (found.roles, found.affiliations) if called),
    ]
    wikidata = tag("span", f"Wikidata {found.wikidata}") if found.wikidata else None
    close = tag("button", "Close profile", tag("span", "×", class_="x", aria_hidden="true"), type="button",
                class_="close", data_act="drop", data_value=OF)  # fmt: skip
    return tag(
        "div",
        tag("div", tag("h2", found.name, dir="auto", class_="title"), close, class_="name-line"),
        tag("div", *(tag("span", words, dir="auto") for words in is_), wikidata, class_="byline"),
        class_="actor-head",
        data_goto="nearest",
    )


def unknown(name: str, *, filtered: bool) -> Markup:
    """Return that no article names an actor, and what to do about it."""
    step = "Take one of the filters above away, or find" if filtered else "Find"
    words = f"No article {'that matches the filters' if filtered else 'in the store'} names this actor. {step} another."
    close = tag("button", "Show all actors", type="button", class_="more-of", data_act="drop", data_value=OF)
    return tag("div", tag("h2", named(name)), tag("p", words), close, class_="unknown-actor")


def no_quotes() -> Markup:
    """Return that an actor is named, and says nothing that matches."""
    return tag("p", "Named, but not quoted in what matches the filters.", class_="about")


def weeks_heading(weeks: Sequence[WeekOfStance]) -> Markup:
    """Return what the bars count, and how many quotes have no week to be drawn in."""
    n, dated = undated(weeks), any(week.week for week in weeks)
    words = ["Quotes a week"] if dated else ["No dated quote under these filters"]
    words += [f"{n:,} without a date, not drawn"] if n and dated else []
    return joined(tag("h3", "Stance over time"), tag("p", ", ".join(words), class_="about"))


def profile_figures(found: Profile) -> Markup:
    """Return an actor in numbers: quotes, outlets, first and last seen."""
    return tag(
        "dl",
        _figure(f"{found.n_quotes:,}", "quote" if found.n_quotes == 1 else "quotes"),
        _figure(f"{found.n_outlets:,}", "outlet" if found.n_outlets == 1 else "outlets", note="that carry them"),
        _figure(day(found.first_at), "first named"),
        _figure(day(found.last_at), "last named"),
        class_="figures actor-figures",
    )


def towards(cells: Sequence[Cell], *, pair: Pair | None = None) -> Markup:
    """Return towards whom an actor speaks (most first): a bar of its stances for each target."""
    if not cells:
        return joined(tag("h3", "Towards whom"), tag("p", "No stance towards anybody.", class_="about"))
    lines = [
        _towards(cell, cells[0].n_quotes, chosen=(cell.actor, cell.target) == pair) for cell in cells[:MAX_TARGETS]
    ]
    rest = f"and {len(cells) - MAX_TARGETS:,} more" if len(cells) > MAX_TARGETS else None
    return joined(
        tag("h3", "Towards whom", tag("small", "quotes")),
        tag("ul", *lines, class_="counted-rows"),
        tag("small", rest) if rest else None,
    )


def facts(found: Profile) -> Markup:
    """Return how articles call an actor, what they say it is and for whom it speaks, with when they did."""
    lists = (("Called", found.aliases), ("Roles, as written", found.roles), ("Speaks for", found.affiliations))
    return joined(
        *(_list(title, [_called(called) for called in those], of="articles") for title, those in lists if those)
    )


def where(found: Profile, names: Mapping[str, str]) -> Markup:
    """Return the places that an actor speaks about, and the outlets that carry it, each with its quotes.

    names: gazetteer id → name with what tells it from its namesakes.
    """
    places = _list("Speaks about", [_place(place, names) for place in found.places], of="quotes")
    outlets = _list(
        "Carried by", [_row(tag("span", outlet, dir="auto"), f"{n:,}") for outlet, n in found.outlets], of="quotes"
    )
    return joined(places if found.places else None, outlets if found.outlets else None)


def day(at: datetime | None) -> str:
    """Return a day as figures show it."""
    return f"{at.day} {at:%b %Y}" if at else "unknown"


def _figure(value: str, name: str, *, note: str | None = None) -> Markup:
    return tag("div", tag("dd", value), tag("dt", name, tag("small", note) if note else None))


def _towards(cell: Cell, most: int, *, chosen: bool) -> Markup:
    groups = by_group(cell.stances)
    button = tag(
        "button",
        tag("span", sign(groups[0][0]), named(cell.target), class_="whom"),
        bar(groups, of=most),
        " ",  # as in `speakers`
        tag("small", f"{cell.n_quotes:,}"),
        type="button", class_="toward", data_act="pair", data_value=value_of((cell.actor, cell.target)),
        aria_label=cell_words(cell), aria_pressed=str(chosen).lower(), data_tell="",
    )  # fmt: skip
    return tag("li", button)


def _list(title: str, rows: Sequence[Markup], *, of: str) -> Markup:
    return tag("div", tag("h3", title, tag("small", of)), tag("ul", *rows, class_="counted-rows"), class_="list")


def _called(called: Called) -> Markup:
    return _row(tag("span", called.words, dir="auto"), _when(called), f"{called.n_articles:,}")


def _place(place: SpokenOf, names: Mapping[str, str]) -> Markup:
    name = names.get(place.gazetteer_id, place.name)
    button = tag("button", named(name), type="button", class_="place", data_act="place",
                 data_value=place.gazetteer_id, title=f"Show only what is said about {name}")  # fmt: skip
    return _row(button, f"{place.n_quotes:,}")


def _row(words: Markup, *rest: str | None) -> Markup:
    return tag("li", words, *(tag("small", part) for part in rest if part))


def _when(called: Called) -> str | None:
    """Return when words were first and last used, once if on one day."""
    if not (called.first_at and called.last_at):
        return None
    return said((called.first_at.date(), called.last_at.date()))
