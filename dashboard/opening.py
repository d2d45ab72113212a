"""What the views begin with, each alike: how current the page is, its filters, and what can keep it from opening."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard import controls, data, live, look, states, strips, surface
from dashboard import filters as f
from dashboard.surface import Act
from pipeline.queries import Filters


def open_view(view: str) -> tuple[Filters, Callable[[Act], None]]:
    """Show as-of line, filter bar and chips; return the filters and what answers a click.

    Stops the page, with a sentence and a next step, where there is no store, or nothing in it.
    """
    states.open_or_say(view, data.version)
    filters, dropped = f.current_filters(view)
    act = partial(controls.on_act, filters)
    with st.container(horizontal=True, vertical_alignment="center", key="top_row"):
        live.follow(data.version())
        states.say_content(calm=look.calm(), on_act=act)
    if not data.status().articles:
        states.say_empty_store(view)
    options = data.options()
    controls.filter_bar(filters, options, view)
    names = controls.place_names(options.places)
    set_ones = [(field, value, controls.in_words(field, value, names)) for field, value in f.active(filters)]
    surface.show(strips.chips(set_ones), key="chips", on_act=act)
    states.say_dropped(dropped)
    return filters, act
