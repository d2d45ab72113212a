"""What is stacked in the charts of a comparison and how it looks; each side's stances as one bar."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from dashboard.labels import GROUP_OF, GROUPS, Group
from pipeline.queries import SideFigures

LETTERS = "ABCD"  # a side's place on the page: what tells it from the others besides its name
# Quotes in which no stance was found: drawn, as they were said, but hollow.
NONE = Group("none", "No stance", "○", "circle-open", "#8C8C8C", ())
STACKED = (*GROUPS, NONE)
_ON_DARK, _ON_LIGHT = "#FFFFFF", "#14181C"
_MIN_SIGN_PX = 9  # what is smaller is left out: nobody could read it


def stance_bar(side: SideFigures, *, ink: str = "#1E2226", paper: str = "#FBFAF7", **_: str) -> go.Figure:
    """Draw what share of a side's quotes does what, as one bar; the words stand in the key below it."""
    figure = go.Figure()
    for group, n in by_group(side):
        figure.add_bar(
            y=[""],
            x=[n / side.n_quotes],
            orientation="h",
            text=[f"{group.sign} {n / side.n_quotes:.0%}"],
            hovertemplate=f"{group.sign} {group.name}: {n:,} of {side.n_quotes:,}<extra></extra>",
            name=group.name,
            **look(group, ink, paper),
        )
    figure.update_layout(**plain(ink), height=26, margin={"l": 0, "r": 0, "t": 2, "b": 2}, bargap=0)
    figure.update_xaxes(visible=False, range=[0, 1], fixedrange=True)
    figure.update_yaxes(visible=False, fixedrange=True)
    return figure


def by_group(side: SideFigures) -> list[tuple[Group, int]]:
    """Return how many of a side's quotes take a stance of each group, in the order of the key; none left out."""
    counts = {group.id: 0 for group in STACKED}
    for share in side.stances:
        counts[GROUP_OF[share.stance].id] += share.n_quotes
    counts[NONE.id] = side.n_quotes - sum(counts.values())
    return [(group, counts[group.id]) for group in STACKED if counts[group.id]]


def group_of(stance: str | None) -> Group:
    """Return the group that a stance is stacked in."""
    return GROUP_OF[stance] if stance else NONE


def look(group: Group, ink: str, paper: str) -> dict[str, Any]:
    """Return how the bars of a group are drawn: its colour, and its sign in it."""
    fill, edge, sign = group.colour, paper, _ON_DARK if group.id == "siding" else _ON_LIGHT
    if group is NONE:
        fill, edge, sign = "rgba(0,0,0,0)", group.colour, ink
    return {
        "marker": {"color": fill, "line": {"width": 1, "color": edge}},
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": sign, "size": 11},
    }


def plain(ink: str) -> dict[str, Any]:
    """Return the layout that the charts share."""
    return {
        "barmode": "stack",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "Inter, Noto Sans Arabic, sans-serif", "size": 11.5, "color": ink},
        "showlegend": False,
        "uniformtext": {"minsize": _MIN_SIGN_PX, "mode": "hide"},
        "hovermode": "closest",
    }
