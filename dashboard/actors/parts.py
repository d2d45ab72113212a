"""The parts of the page: the profile of an actor, and the quotes of a cell of the matrix."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import cards, controls, data, look, strips, surface
from dashboard.actors import charts, chosen, matrix, profile, speakers
from dashboard.data import actors as ask
from dashboard.picture import theme
from dashboard.surface import Act, Item
from pipeline.queries import Filters, Profile

OnAct = Callable[[Act], None]
SORTS = {"newest": "Newest", "oldest": "Oldest", "gravest": "Gravest"}
FIRST = 6  # quotes shown at first: as high as what stands beside them
ALT = "Quotes a week, stacked by stance"


def show_profile(filters: Filters, name: str, act: OnAct) -> None:
    """Show all about an actor: its figures and lists on the left, its quotes on the right."""
    found = ask.profile(filters, name)
    if found is None:
        chosen.find(data.options().actors["name"])
        surface.show([Item(name, profile.unknown(name, filtered=filters != Filters()))], key="unknown", on_act=act)
        return
    with st.container(horizontal=True, key="profile_top"):
        goto = chosen.goto(chosen.OF, name)
        surface.show([Item(name, profile.profile_head(found))], key="profile_head", goto=goto, on_act=act)
        chosen.find(data.options().actors["name"])
    left, right = st.columns([11, 9], gap="large")
    with left:
        _about(filters, found, act)
    with right:
        _quotes(partial(ask.quotes_of, filters, name), found.n_quotes, f"{filters}{name}", act, part="sort")


def show_matrix(filters: Filters, pair: chosen.Pair | None, of: str | None, act: OnAct) -> None:
    """Show who stands how towards whom."""
    found = ask.stance_matrix(filters)
    surface.show([Item("heading", matrix.matrix_heading(found))], key="matrix_heading")
    if found.cells:
        surface.show([Item("matrix", matrix.matrix_table(found, pair=pair, of=of))], key="matrix", on_act=act)
        surface.show([Item("key", matrix.matrix_key(found))], key="matrix_key")


def show_speakers(filters: Filters, act: OnAct) -> None:
    """Show who is quoted most: the way to a profile for those who are in no row."""
    surface.show([Item("speakers", speakers.most_quoted(ask.speakers(filters)))], key="speakers", on_act=act)


def show_pair(filters: Filters, pair: chosen.Pair, act: OnAct) -> None:
    """Show the quotes of a cell of the matrix."""
    by, towards = pair
    cell = next((cell for cell in ask.targets_of(filters, by) if cell.target == towards), None)
    goto = chosen.goto(chosen.PAIR, pair)
    surface.show([Item("pair", matrix.pair_heading(pair, cell))], key="pair_head", goto=goto, on_act=act)
    if cell:
        _quotes(partial(ask.cell_quotes, filters, *pair), cell.n_quotes, f"{filters}{pair}", act, part="order")


def _about(filters: Filters, found: Profile, act: OnAct) -> None:
    """Show an actor in figures, over time, towards whom, and in the articles' own words."""
    surface.show([Item("figures", profile.profile_figures(found))], key="profile_figures")
    surface.show([Item("weeks", profile.weeks_heading(found.weeks))], key="profile_weeks")
    if any(week.week for week in found.weeks):
        figure = charts.weekly(found.weeks, **theme())
        st.plotly_chart(figure, key="weekly", config={"displayModeBar": False}, theme=None, alt=ALT)
        surface.show([Item("key", strips.stance_key())], key="weeks_key")
    left, right = st.columns(2, gap="medium")
    with left:
        cells = ask.targets_of(filters, found.name)
        surface.show([Item("to", profile.towards(cells, pair=chosen.pair()))], key="profile_towards", on_act=act)
        surface.show([Item("facts", profile.facts(found))], key="profile_facts")
    with right:
        names = controls.place_names(data.options().places)
        surface.show([Item("where", profile.where(found, names))], key="profile_where", on_act=act)


def _quotes(ask_for: Callable[..., pd.DataFrame], total: int, view: str, act: OnAct, *, part: str) -> None:
    """Show quotes as cards, sorted as the address says under the name `part`."""
    if not total:
        surface.show([Item("none", profile.no_quotes())], key=f"no_quotes_{part}")
        return
    sort = controls.choice(part, SORTS)
    limit = chosen.shown(part, f"{view}{sort}", page=FIRST)
    quotes = ask_for(limit=limit, sort=sort)
    surface.show(cards.quote_items(quotes, calm=look.calm()), key=f"quotes_{part}", view=f"{view}{sort}", on_act=act)
    chosen.offer_more(part, f"{view}{sort}", limit + data.PAGE, left=total - limit)
