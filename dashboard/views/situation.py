"""Situation: who said what, about which place, how they stand, how bad it could get."""

from functools import partial

import streamlit as st

from dashboard import cards, charts, controls, data, look, opening, states, strips, surface
from dashboard import filters as f
from dashboard.map import LAYERS, live_map
from dashboard.picture import chosen_days, chosen_place, theme

SORTS = {"newest": "Newest", "oldest": "Oldest", "gravest": "Gravest"}
BARS = {"modality": "Reported or feared", "risk": "Kind of risk", "stance": "Stance"}
ALT = "Timeline: bars of risks or stances a day, above a lane of quotes for each actor"

filters, act = opening.open_view("situation")

figures = data.key_figures(filters)
surface.show([surface.Item("figures", strips.figures(figures))], key="figures", on_act=act)
states.say_left_out(figures)

left, right = st.columns([11, 9], gap="large")
with left, st.container(key="picture"):
    by = controls.choice("bars", BARS)
    any_day = f.without(filters, "date_from", "date_to")
    counts, points = data.timeline(any_day, by="stance" if by == "stance" else "risk"), data.lanes(any_day)
    figure = charts.timeline(counts, points, by=by, selected=(filters.date_from, filters.date_to), calm=look.calm(),
                             **theme())  # fmt: skip
    surface.show([surface.Item("bars", strips.bars_key(charts.series_names(counts, by), by))], key="bars_key")
    with st.container(horizontal=True, gap=None, key="timeline_box"):
        beside = strips.lane_names(charts.lane_names(points), by)
        surface.show([surface.Item("lanes", beside)], key="lanes", width=140, on_act=act)
        st.plotly_chart(figure, key="timeline", on_select=partial(chosen_days, filters, "timeline"),
                        selection_mode="box", config={"displayModeBar": False}, theme=None,
                        alt=ALT)  # fmt: skip
    surface.show([surface.Item("key", strips.stance_key())], key="stance_key")
    any_place, selected = data.places(f.without(filters, "places")), next(iter(filters.places), None)
    clicked = live_map(any_place, data.arcs(filters), key="map", selected=selected,
                       layers=controls.switched_on("map", LAYERS),
                       on_layers=partial(controls.switch, "map", LAYERS))  # fmt: skip
    chosen_place(filters, clicked)

with right:
    sort = controls.choice("sort", SORTS)
    view = f"{filters}{sort}"
    shown = controls.shown(view, page=data.PAGE)
    quotes = data.quotes(filters, limit=shown, sort=sort)
    surface.show(cards.quote_items(quotes, calm=look.calm()), key="quotes", view=view, on_act=act)
    states.say_nothing_matches(quotes, filters)
    if figures.quotes > shown:
        controls.show_more(view, shown + data.PAGE, left=figures.quotes - shown)

states.worked_out("situation", data.model_versions(quotes["article_id"]))
