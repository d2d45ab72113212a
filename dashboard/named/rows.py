"""What the menu of named views is made of: a row for each, with what can be done to it."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.markup import Markup, joined, named, tag
from dashboard.named.address import in_words
from dashboard.surface import Item
from pipeline.brief.phrases import moment
from pipeline.queries import Changes
from pipeline.store import View

Asked = tuple[str, str]  # what is asked about which view: "rename", "delete", "replace"; empty: nothing


def rows(shown: Sequence[View], current: View | None, names: dict[str, str], asked: Asked) -> list[Item]:
    """Return the views; `names` are those of places by gazetteer id, `current` is the one that is open."""
    replaced = [_replace(asked[1])] if asked[0] == "replace" else []
    if not shown:
        return [*replaced, Item("none", tag("p", "No view is kept yet.", class_="views-none"))]
    return [*replaced, *(Item(f"view {view.name}", _row(view, names, view is current, asked)) for view in shown)]


def _replace(name: str) -> Item:
    button = tag("button", "Replace it", type="button", data_act="replace", data_value=name, class_="switch")
    words = tag("div", "There is a view ", named(name), " already. ", button, class_="notice")
    return Item("replace", words)


def _row(view: View, names: dict[str, str], is_open: bool, asked: Asked) -> Markup:
    name = tag(
        "button", named(view.name), tag("small", in_words(view, names), dir="auto"), type="button", class_="view-name",
        data_act="view", data_value=view.name, aria_current="page" if is_open else None,
    )  # fmt: skip
    return tag("div", name, _sure(view) if asked == ("delete", view.name) else _edits(view), class_="view-row")


def _edits(view: View) -> Markup:
    def button(act: str, words: str) -> Markup:
        return tag("button", words, type="button", data_act=act, data_value=view.name, class_="switch",
                   aria_label=f"{words} {view.name}")  # fmt: skip

    return tag("span", button("rename", "Rename"), button("delete", "Delete"), class_="view-edits")


def _sure(view: View) -> Markup:
    return tag(
        "span",
        "Delete it for everybody?",
        tag("button", "Delete", type="button", data_act="delete!", data_value=view.name, class_="switch sure"),
        tag("button", "Keep", type="button", data_act="", data_value="", class_="switch"),
        class_="view-edits asked",
    )


def greeting(name: str, found: Changes | None) -> Markup:
    """Return what is said of an open view; None: it was never looked at before."""
    bold = tag("b", named(name))
    if found is None:
        return joined(bold, "A first look at this view: from now on, what is new in it is counted.")
    new = f"{found.new_quotes:,} new {'quote' if found.new_quotes == 1 else 'quotes'}" if found.new_quotes else ""
    others = [(found.revised_quotes, "revised"), (found.withdrawn_quotes, "withdrawn")]
    said = [new, *(f"{n:,} {what}" for n, what in others if n)]
    what = ", ".join(part for part in said if part) or "nothing new"
    return joined(bold, f"Since you last looked at this view, {moment(found.since)}: ", tag("b", what))
