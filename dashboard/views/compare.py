"""Compare: one subject and its sides next to each other, in time, in what they do, where they meet, what they say."""

from functools import partial

import streamlit as st

from dashboard import controls, data, opening, states, strips
from dashboard import filters as f
from dashboard.compare import choice, clicks, notices, parts, sentence
from dashboard.data import compare as asked

SORTS = {"newest": "Newest", "oldest": "Oldest", "gravest": "Gravest"}
PAGE = 5  # of each side

filters, _ = opening.open_view("compare")
options = data.options()
places, chosen = controls.place_names(options.places), choice.current(filters)
act = partial(clicks.on_act, chosen, filters)
sentence.choose(chosen, places)
notices.say(chosen, filters, places, on_act=act)
if chosen.subject is None or not chosen.names:
    notices.say_nothing(chosen, filters, places)
    states.worked_out("compare", {})
    st.stop()

bucket = notices.title_with("In time", "bin", clicks.bins(filters, options), key=strips.stance_key())
any_day = f.without(filters, "date_from", "date_to")
parts.in_time(asked.compare(any_day, chosen.subject, chosen.sides, bucket=bucket), filters, bucket)

found = asked.compare(filters, chosen.subject, chosen.sides, bucket=bucket)
parts.in_figures(found, on_act=act)
met = asked.meetings(filters, chosen.subject, chosen.sides)
if len(chosen.sides) > 1:
    parts.where_they_meet(met, chosen.sides, on_act=act)

sort = notices.title_with("What each side says", "sort", SORTS)
view = f"{filters}{chosen.subject}{chosen.sides}{sort}"
shown = controls.shown(view, page=PAGE)
pages = [asked.side_quotes(filters, chosen.subject, side, limit=shown, sort=sort) for side in chosen.sides]
parts.quotes(found, pages, view=view, shown=shown, page=PAGE, on_act=act)
states.worked_out("compare", data.model_versions(clicks.articles(pages, met)))
