"""Article: the whole text with everything found in it lit, and what is known about where it came from."""

import streamlit as st

from dashboard import controls, data, live, look, routes, states, surface
from dashboard.article import layers, lit, offered, sheet

states.open_or_say("article", data.version)
live.follow(data.version())
article_id, quote = routes.wanted()
at = routes.wanted_span()
if article_id is None:
    offered.offer_articles()
    states.worked_out("article", {})
    st.stop()

stored, calm = data.article(article_id), look.calm()
if stored is None:
    states.say("There is no such article", "It may be from another store, or its address was cut.", key="missing")
    states.worked_out("article", {})
    st.stop()

surface.show([surface.Item("title", sheet.article_head(stored, calm=calm))], key="article_head")
on = controls.switches("layers", layers.counted(stored.article))
surface.show([surface.Item("key", layers.legend(stored.article))], key="layers_key", layers=on)
left, right = st.columns([13, 7], gap="large")
with left:
    text = lit.lit_text(stored.article, quote=quote, at=at, calm=calm)
    goto = f"quote-{quote}" if quote is not None else "cited" if at else None
    items = [surface.Item(article_id, text), *sheet.article_steps(stored, quote)]
    surface.show(items, key="text", layers=on, goto=goto, on_act=routes.go)
with right, st.container(key="facts"):
    surface.show([surface.Item("facts", sheet.article_facts(stored, calm=calm))], key="article_facts", on_act=routes.go)
    lines = [sheet.heading("Quotes"), *sheet.article_quotes(stored, quote, calm=calm)]
    surface.show(lines, key="article_quotes", on_act=routes.go)
    surface.show([sheet.heading("Places"), *sheet.article_places(stored)], key="article_places")
states.worked_out("article", data.model_versions([article_id]))
