"""Actors: who stands how towards whom, whose tone changed, and all about one of them."""

from functools import partial

import streamlit as st

from dashboard import data, look, opening, states, surface
from dashboard.actors import chosen, parts, tones
from dashboard.data import actors as ask

filters, otherwise = opening.open_view("actors")
act = partial(chosen.on_act, otherwise)
of, pair = chosen.actor(), chosen.pair()
quotes = data.quotes(filters, limit=data.PAGE, sort="newest")
states.say_nothing_matches(quotes, filters)

if of:
    parts.show_profile(filters, of, act)
if of or not quotes.empty:
    left, right = st.columns([28, 13], gap="medium")
    with left, st.container(key="matrix_box"):
        parts.show_matrix(filters, pair, of, act)
    with right, st.container(key="beside_matrix"):
        if not of:
            chosen.find(data.options().actors["name"])
        if pair:
            parts.show_pair(filters, pair, act)
        else:
            parts.show_speakers(filters, act)
    changed = ask.changed_tones(filters)
    surface.show([surface.Item("heading", tones.tones_heading(changed))], key="tones_heading")
    surface.show(tones.tone_items(changed, calm=look.calm()), key="tones", on_act=act)

states.worked_out("actors", data.model_versions(quotes["article_id"]))
