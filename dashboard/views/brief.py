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
    found = briefs.brief(filters, since=chosen.since, by=chosen.by, parts=chosen.parts)
    pictures = partial(briefs.drawn, filters, chosen.pictures)
    brief = taking.finished(found, pictures("svg"), title=chosen.title, author=chosen.author,
                            address=paper.address(desk, filters))  # fmt: skip
    taking.offer_brief(brief, desk, pictures)
    taking.offer_data(filters, brief.asked)
with table, st.container(key="brief_table"):
    paper.show(brief)

states.worked_out("brief", data.model_versions(cited(brief)))
