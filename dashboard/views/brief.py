"""Brief: the current view as a footnoted page to print, and its data to take away."""

from functools import partial

import streamlit as st

from dashboard import data, opening, routes, states
from dashboard.brief import choices, paper, taking
from dashboard.data import brief as briefs
from pipeline.brief.model import cited

filters, _ = opening.open_view("brief")
desk = routes.desk_address()

rail, table = st.columns([5, 13], gap="large")
with rail, st.container(key="brief_rail"):
    chosen = choices.choose(filters)
    files = st.container()
    taking.offer_data(filters)
with table, st.container(key="brief_table"), st.spinner("Making the brief: choosing quotes, citing each line …"):
    found = briefs.brief(filters, since=chosen.since, by=chosen.by, parts=chosen.parts)
    pictures = partial(briefs.drawn, filters, chosen.pictures)
    address = paper.address(desk, filters)
    brief = taking.finished(found, pictures("svg"), title=chosen.title, author=chosen.author, address=address)
    paper.show(brief)
with files:
    taking.offer_brief(brief, desk, pictures)

states.worked_out("brief", data.model_versions(cited(brief)))
