"""Article: the whole text with everything found in it lit, and what is known about where it came from."""

import streamlit as st

from dashboard import controls, data, lit, live, look, routes, sheet, states, strips, surface

LAYERS = {"quotes": "Quotes", "places": "Places", "actors": "Actors", "risks": "Risks"}

states.open_or_say("article", data.version)
live.follow(data.version())
article_id, quote = routes.wanted()
at = routes.wanted_span()
if article_id is None:
    routes.offer_articles()
    states.worked_out("article", {})
    st.stop()

stored, calm = data.article(article_id), look.calm()
if stored is None:
    states.say("There is no such article", "It may be from another store, or its address was cut.", key="missing")
    states.worked_out("article", {})
    st.stop()

surface.show([surface.Item("title", sheet.article_head(stored, calm=calm))], key="article_head")
layers = controls.switches("layers", LAYERS)
surface.show([surface.Item("key", strips.layers_key())], key="layers_key", layers=layers)
left, right = st.columns([13, 7], gap="large")
with left:
    text = lit.lit_text(stored.article, quote=quote, at=at, calm=calm)
    goto = f"quote-{quote}" if quote is not None else "cited" if at else None
    surface.show([surface.Item(article_id, text)], key="text", layers=layers, goto=goto)
with right, st.container(key="facts"):
    surface.show([surface.Item("facts", sheet.article_facts(stored, calm=calm))], key="article_facts", on_act=routes.go)
    surface.show(sheet.article_quotes(stored, quote, calm=calm), key="article_quotes", on_act=routes.go)
    surface.show(sheet.article_places(stored), key="article_places")
states.worked_out("article", data.model_versions([article_id]))
