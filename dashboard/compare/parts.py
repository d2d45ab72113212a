"""The parts of the page: time, what each side does, where they meet, what each says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import cards, controls, look, surface
from dashboard.compare import chart, clicks, pairs, sides, stacks
from dashboard.compare.notices import title
from dashboard.picture import theme
from dashboard.surface import Act
from pipeline.queries import Comparison, Filters, Meetings, Side
from pipeline.queries.compare import Bin

SHOWN_PAIRS = 4  # of contradictions, and of agreements
_NO_BAR = {"displayModeBar": False}
_ALT = "A row of bars for each side: its quotes in each day or week, stacked by stance, all rows to one scale"

Click = Callable[[Act], None]


def in_time(found: Comparison, filters: Filters, bucket: Bin) -> None:
    """Show the sides' quotes in time; a box drawn there filters by its days."""
    figure = chart.side_by_side(found, bucket=bucket, selected=(filters.date_from, filters.date_to), **theme())
    drawn = partial(clicks.chosen_days, filters, "compare_time", bucket)
    st.plotly_chart(figure, key="compare_time", on_select=drawn, selection_mode="box", config=_NO_BAR, theme=None,
                    alt=_ALT)  # fmt: skip


def in_figures(found: Comparison, *, on_act: Click) -> None:
    """Show, in a column for each side, how much it says, what it does, which risks it speaks of."""
    with st.container(key="side_heads"):
        columns = _columns(found)
    for place, (column, side) in enumerate(zip(columns, found.sides, strict=False)):
        with column:
            surface.show([surface.Item("head", sides.heading(side, place))], key=f"side_head_{place}", on_act=on_act)
            if side.n_quotes:
                bar = stacks.stance_bar(side, **theme())
                st.plotly_chart(bar, key=f"stances_{place}", config=_NO_BAR, theme=None, alt=sides.in_words(side))
            surface.show([surface.Item("figures", sides.figures(side))], key=f"side_figures_{place}")


def where_they_meet(met: Meetings, compared: Sequence[Side], *, on_act: Click) -> None:
    """Show the pairs of quotes that contradict each other, then those that agree; a few, and all where asked."""
    all_shown, calm = clicks.all_shown(), look.calm()
    surface.show([title("Where they contradict, where they agree", pairs.counted(met))], key="meet_title")
    left = 0
    for found, opposed in ((met.contradictions, True), (met.agreements, False)):
        shown = found if all_shown else found[:SHOWN_PAIRS]
        left += len(found) - len(shown)
        items = pairs.pair_items(shown, met.quotes, compared, opposed=opposed, calm=calm)
        if items or opposed:
            nothing = [surface.Item("none", pairs.none_found(compared, met))]
            surface.show(items or nothing, key=f"pairs_{'against' if opposed else 'with'}", on_act=on_act)
    if left:
        clicks.show_all(left)


def quotes(found: Comparison, pages: Sequence, *, view: str, shown: int, page: int, on_act: Click) -> None:
    """Show, in a column for each side, a page of its quotes (columns: `queries.quotes`)."""
    with st.container(key="side_quotes"):
        columns = _columns(found)
    for place, (column, side, said) in enumerate(zip(columns, found.sides, pages, strict=False)):
        with column:
            surface.show([surface.Item("head", sides.heading(side, place))], key=f"quotes_head_{place}", on_act=on_act)
            items = cards.quote_items(said, calm=look.calm())
            surface.show(items or [sides.notice(sides.NOTHING)], key=f"quotes_{place}", view=view, on_act=on_act)
    left = sum(max(0, side.n_quotes - shown) for side in found.sides)
    if left:
        controls.show_more(view, shown + page, left=left)


def _columns(found: Comparison) -> list[DeltaGenerator]:
    # A lone side has the left half: as wide as the page, nobody could read its lines.
    return st.columns(max(2, len(found.sides)), gap="large")
