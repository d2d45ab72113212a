"""Situation: who said what, about which place, how they stand, how bad it could get."""

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from dashboard import cards, charts, controls, data, look, opening, states, strips, surface
from dashboard import filters as f
from dashboard.cards import sorting
from dashboard.data import overnight, views
from dashboard.map import on_page
from dashboard.picture import chosen_days, theme
from dashboard.situation import figures as key
from dashboard.situation import news, peaks

BARS = {"modality": "Reported or feared", "risk": "Kind of risk", "stance": "Stance"}
ALT = "Timeline: bars of risks or stances a day, above a lane of quotes for each actor"

filters, act = opening.open_view("situation")

looked, now, changed = views.looked_before(), datetime.now(UTC), news.changed()
since = news.moment_asked(looked, now)
changes = views.changes(filters, since.at)
strip = news.strip(changes, since, chosen=changed, looked=looked)
surface.show([surface.Item("news", strip)], key="news", on_act=news.on_act)

figures, against = data.key_figures(filters), overnight.against(filters, now)
surface.show([surface.Item("figures", key.figures(figures, against))], key="figures", on_act=act)
states.say_left_out(figures)

left, right = st.columns([11, 9], gap="large")
with left, st.container(key="picture"):
    on_page.show(filters, on_act=act)
    any_day = f.without(filters, "date_from", "date_to")
    with st.container(horizontal=True, vertical_alignment="center", key="bars_row"):
        by = controls.choice("bars", BARS)
        counted = "stance" if by == "stance" else "risk"
        counts, points = data.timeline(any_day, by=counted), data.lanes(any_day)
        surface.show([surface.Item("bars", strips.bars_key(charts.series_names(counts, by), by))], key="bars_key")
    found = overnight.peaks(any_day, by=counted)
    days = [peak.day for peak in found]
    labels = peaks.labels(found, charts.place_in_time(counts, points, days), calm=look.calm())
    surface.show([surface.Item("peaks", labels)], key="peaks", on_act=act)
    figure = charts.timeline(counts, points, by=by, selected=(filters.date_from, filters.date_to), calm=look.calm(),
                             peaks=days, **theme())  # fmt: skip
    with st.container(horizontal=True, gap=None, key="timeline_box"):
        beside = strips.lane_names(charts.lane_names(points), by)
        surface.show([surface.Item("lanes", beside)], key="lanes", width=140, on_act=act)
        st.plotly_chart(figure, key="timeline", on_select=partial(chosen_days, filters, "timeline"),
                        selection_mode="box", config={"displayModeBar": False}, theme=None,
                        alt=ALT)  # fmt: skip
    surface.show([surface.Item("key", strips.stance_key())], key="stance_key")

with right:
    sort = controls.choice("sort", sorting.SORTS)
    surface.show(sorting.meaning(sort), key="sort_meaning")
    view = f"{filters}{sort}{changed}"
    shown = controls.shown(view, page=data.PAGE)
    if changed:
        heading = surface.Item("heading", news.heading(since, changed))
        surface.show([heading], key="changed", on_act=news.on_act)
        quotes, gone = overnight.changed_quotes(filters, since.at, changed, limit=shown, sort=sort)
        struck = news.struck_items(gone, calm=look.calm())
        states.say_nothing_changed(quotes, struck, changed)
    else:
        quotes, struck = data.quotes(filters, limit=shown, sort=sort), []
        states.say_nothing_matches(quotes, filters, among=figures.quotes)
    surface.show([*struck, *cards.quote_items(quotes, calm=look.calm())], key="quotes", view=view, on_act=act)
    total = news.total(changes, changed, figures.quotes) - len(struck)
    controls.show_more(view, shown + data.PAGE, left=sorting.left(quotes, changed or sort, shown=shown, total=total))

states.worked_out("situation", data.model_versions(quotes["article_id"]))
