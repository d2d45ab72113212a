"""Stance over time: an actor's quotes a week, stacked by group of stances, each with its sign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import plotly.graph_objects as go

from dashboard.labels import GROUP_OF, GROUPS
from pipeline.queries import WeekOfStance

HEIGHT_PX = 176
_WEEK = timedelta(days=7)
_WEEK_MS = 7 * 86_400_000
_MAX_TICKS = 6  # side by side on a telephone
_MIN_WEEKS = 8  # fewer would make bars as wide as the chart
NO_STANCE = "No stance found"
_SPACE = {"l": 30, "r": 6, "t": 6, "b": 34}


def weekly(weeks: Sequence[WeekOfStance], *, ink: str, grid: str, paper: str) -> go.Figure:
    """Draw dated quotes a week (Monday to Sunday, UTC) as stacked bars; undated ones are left to words."""
    dated = [week for week in weeks if week.week]
    figure = go.Figure([*_groups(dated, paper), *_rest(dated, ink)])
    _style(figure, ink, grid)
    if dated:
        _style_weeks(figure, sorted({week.week for week in dated if week.week}))
        totals = Counter[date | None]()
        for week in dated:
            totals[week.week] += week.n_quotes
        if max(totals.values()) <= 4:
            figure.update_yaxes(dtick=1)  # no half quotes
    return figure


def undated(weeks: Iterable[WeekOfStance]) -> int:
    """Return how many quotes have no date, and so no week."""
    return sum(week.n_quotes for week in weeks if week.week is None)


def _groups(dated: Sequence[WeekOfStance], paper: str) -> Iterable[go.Bar]:
    for group in GROUPS:
        mine = [week for week in dated if week.stance and GROUP_OF[week.stance] == group]
        yield _bar(group.name, mine, sign=group.sign, colour=group.colour, line=paper)


def _rest(dated: Sequence[WeekOfStance], ink: str) -> Iterable[go.Bar]:
    if mine := [week for week in dated if not week.stance]:
        yield _bar(NO_STANCE, mine, sign="", colour="rgba(0,0,0,0)", line=ink)


def _bar(name: str, mine: Sequence[WeekOfStance], *, sign: str, colour: str, line: str) -> go.Bar:
    counts = Counter[date | None]()
    for week in mine:
        counts[week.week] += week.n_quotes
    monday = [week for week in sorted(counts, key=str) if week]
    return go.Bar(
        x=[_middle(week) for week in monday],
        y=[counts[week] for week in monday],
        name=name,
        width=_WEEK_MS * 0.84,
        marker={"color": colour, "line": {"width": 1, "color": line}},
        text=[sign] * len(monday),
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"size": 9, "color": "#FFFFFF"},
        customdata=[f"{week.day} {week:%b %Y}" for week in monday],
        hovertemplate="Week of %{customdata}<br><b>%{y}</b> " + name + "<extra></extra>",
    )


def _style_weeks(figure: go.Figure, mondays: Sequence[date]) -> None:
    """Show the weeks from the first to the last, at least a few; ticks tell Mondays, and years where they begin."""
    weeks = max((mondays[-1] - mondays[0]).days // 7 + 1, _MIN_WEEKS)
    first = mondays[-1] - _WEEK * (weeks - 1)
    ticks = [first + _WEEK * n for n in range(weeks - 1, -1, -(weeks // _MAX_TICKS + 1))][::-1]
    years = [monday.year for monday in ticks]
    words = [
        f"{monday.day} {monday:%b}" + ("" if n and years[n - 1] == monday.year else f"<br>{monday.year}")
        for n, monday in enumerate(ticks)
    ]
    figure.update_xaxes(
        range=[str(first - timedelta(days=1)), str(mondays[-1] + _WEEK + timedelta(days=1))],
        tickvals=[_middle(monday) for monday in ticks],
        ticktext=words,
        tickangle=0,
    )


def _middle(monday: date) -> str:
    return f"{monday + timedelta(days=3)}T12:00"


def _style(figure: go.Figure, ink: str, grid: str) -> None:
    figure.update_layout(
        height=HEIGHT_PX,
        margin=_SPACE,
        barmode="stack",
        dragmode=False,
        hovermode="closest",
        uniformtext={"minsize": 9, "mode": "hide"},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": "Inter, Noto Sans Arabic, sans-serif", "size": 11.5, "color": ink},
        showlegend=False,
    )
    figure.update_xaxes(showgrid=False, zeroline=False, showline=True, linecolor=grid, fixedrange=True)
    figure.update_yaxes(gridcolor=grid, zeroline=False, fixedrange=True, rangemode="tozero", nticks=4)
