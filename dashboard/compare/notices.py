"""What the page says of a comparison before and beside what it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from dashboard import controls, states, surface
from dashboard.compare import sides, words
from dashboard.compare.choice import Choice
from dashboard.markup import Markup, tag
from dashboard.surface import Act
from pipeline.queries import Filters

MOST_OFFERED = 6  # what fits on a line


def say(choice: Choice, filters: Filters, places: Mapping[str, str], *, on_act: Callable[[Act], None]) -> None:
    """Say what was proposed, what is set aside, what of the address means nothing, and what a lone side lacks."""
    items = [_notice("proposed", words.proposed(choice, filters)),
             _notice("aside", words.set_aside(choice, filters, places)),
             _notice("unread", states.left_out(choice.dropped))]  # fmt: skip
    if choice.subject and len(choice.names) == 1:
        others = [name for name in choice.speaking if name not in choice.names][:MOST_OFFERED]
        items += [_notice("lone", words.one_side(choice)), surface.Item("adds", sides.suggestions(others))]
    if shown := [item for item in items if item.html]:
        surface.show(shown, key="compare_said", on_act=on_act)


def say_nothing(choice: Choice, filters: Filters, places: Mapping[str, str]) -> None:
    """Say in the middle of the page why nothing is compared."""
    title, sentence = words.nothing(choice, filters, places)
    states.say(title, sentence, key="compare_nothing")


def title(of: str, beside: str = "") -> surface.Item:
    """Return the heading of a part of the page, with a few words beside it."""
    small = tag("small", beside) if beside else None
    return surface.Item("title", tag("div", tag("h2", of), small, class_="part"))


def title_with(of: str, name: str, options: Mapping[str, str], *, key: Markup | None = None) -> str:
    """Show the heading of a part with a choice beside it, kept in the address under `name`; return what is chosen.

    key: what the signs of the part mean.
    """
    with st.container(horizontal=True, vertical_alignment="center", key=f"part_{name}"):
        surface.show([title(of)], key=f"title_{name}", width="content")
        chosen = controls.choice(name, options)
        if key:
            surface.show([surface.Item("key", key)], key=f"key_{name}", width="content")
    return chosen


def _notice(key: str, said: str) -> surface.Item:
    return surface.Item(key, tag("p", said, class_="said") if said else Markup(""))
