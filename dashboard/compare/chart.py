"""A comparison in time: a row of bars for each side on one axis, all to one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.compare import bins as cut
from dashboard.compare.stacks import LETTERS, STACKED, group_of, look, plain
from dashboard.markup import in_chart
from pipeline.queries import Comparison, SideFigures
from pipeline.queries.compare import Bin

TITLE_PX, LEFT_PX, BOTTOM_PX = 30, 30, 36
ROW_PX = {1: 84, 2: 72, 3: 60, 4: 52}  # by how many there are: the pairs should begin on the first screen
MAX_NAME_CHARS = 32  # what a phone has room for; the whole name stands below
FEW_WEEKS = 6  # up to here each has its days below it; more have no room on a phone
NO_TIME = "Nothing here has a date under these filters"
_DAY_MS = 86_400_000
_FIRST_STRONG, _POP = "\u2068", "\u2069"  # an Arabic name does not turn what stands around it

Days = tuple[date | None, date | None]


def side_by_side(
    found: Comparison,
    *,
    bucket: Bin,
    selected: Days = (None, None),
    ink: str = "#1E2226",
    grid: str = "#DEDAD0",
    paper: str = "#FBFAF7",
) -> go.Figure:
    """Draw how many quotes each side has in each bin, stacked by what they do.

    selected: the days of the date filter; what lies outside them is dimmed.
    """
    n_rows = max(1, len(found.sides))
    figure = make_subplots(rows=n_rows, cols=1, shared_xaxes=True, shared_yaxes="all")
    _style(figure, found, ink, grid)
    for row, side in enumerate(found.sides, start=1):
        for bar in _bars(side, found.bins, bucket, ink, paper):
            figure.add_trace(bar, row=row, col=1)
        _title(figure, row, side, ink)
    if found.bins:
        _style_days(figure, found.bins, bucket)
        _dim_outside(figure, selected, cut.shown(found.bins, bucket), paper)
    else:
        _say_empty(figure)
    return figure


def _bars(side: SideFigures, bins: Sequence[date], bucket: Bin, ink: str, paper: str) -> Iterator[go.Bar]:
    for group in STACKED:
        mine = [in_bin for stance, in_bin in side.stances_in_bin if group_of(stance) is group]
        counts = [sum(found) for found in zip(*mine, strict=True)]
        if any(counts):
            yield go.Bar(
                x=[cut.middle(start, bucket) for start in bins],
                y=[n or None for n in counts],
                width=_DAY_MS * cut.DAYS[bucket] * 0.86,
                name=group.name,
                text=[group.sign if n else "" for n in counts],
                customdata=[cut.in_words(start, bucket) for start in bins],
                hovertemplate=f"%{{customdata}}<br><b>%{{y}}</b> {group.sign} {group.name}<extra></extra>",
                **look(group, ink, paper),
            )


def _style(figure: go.Figure, found: Comparison, ink: str, grid: str) -> None:
    n_rows = max(1, len(found.sides))
    row_px = ROW_PX[n_rows]
    inner = n_rows * (row_px + TITLE_PX)
    highest = max((n for side in found.sides for n in side.n_in_bin), default=0)
    figure.update_layout(
        **plain(ink),
        height=inner + BOTTOM_PX,
        margin={"l": LEFT_PX, "r": 6, "t": 0, "b": BOTTOM_PX},
        dragmode="select",
        selectdirection="h",
    )
    figure.update_xaxes(showgrid=False, zeroline=False, showline=True, linecolor=grid, tickformat="%-d %b\n%Y")
    figure.update_yaxes(gridcolor=grid, zeroline=False, fixedrange=True, nticks=3, range=[0, max(highest, 1) * 1.06])
    if highest <= 3:
        figure.update_yaxes(dtick=1)  # no half quotes
    for row in range(1, n_rows + 1):
        top = 1 - ((row - 1) * (row_px + TITLE_PX) + TITLE_PX) / inner
        figure.update_yaxes(domain=[max(0.0, top - row_px / inner), top], row=row, col=1)


def _title(figure: go.Figure, row: int, side: SideFigures, ink: str) -> None:
    """Name a row above its bars."""
    name = side.side.name if len(side.side.name) <= MAX_NAME_CHARS else side.side.name[:MAX_NAME_CHARS] + " …"
    undated = f"  {side.n_undated:,} without a date, not drawn" if side.n_undated else ""
    figure.add_annotation(
        text=f"<b>{LETTERS[row - 1]} · {_FIRST_STRONG}{in_chart(name)}{_POP}</b>{undated}",
        font={"size": 12.5, "color": ink}, showarrow=False, xref="x domain", yref="y domain", x=0, y=1,
        xshift=-LEFT_PX, xanchor="left", yanchor="bottom", row=row, col=1,
    )  # fmt: skip


def _style_days(figure: go.Figure, bins: Sequence[date], bucket: Bin) -> None:
    figure.update_xaxes(range=cut.shown(bins, bucket))
    if bucket == "week" and len(bins) <= FEW_WEEKS:
        ticks = [cut.middle(start, bucket) for start in bins]
        figure.update_xaxes(tickvals=ticks, ticktext=[cut.week_below(start) for start in bins], tickangle=0)


def _dim_outside(figure: go.Figure, selected: Days, drawn: tuple[datetime, datetime], paper: str) -> None:
    first, last = drawn
    begin, end = selected
    outside = [(first, datetime.combine(begin, time()))] if begin else []
    outside += [(datetime.combine(end, time()) + timedelta(days=1), last)] if end else []
    for left, right in outside:
        if left < right:
            figure.add_vrect(x0=left, x1=right, fillcolor=paper, opacity=0.72, line_width=0, row="all", col=1)


def _say_empty(figure: go.Figure) -> None:
    figure.add_annotation(text=NO_TIME, xref="paper", yref="paper", x=0.5, y=0.4, showarrow=False, font={"size": 13})
    figure.update_yaxes(showticklabels=False, showgrid=False)
    figure.update_xaxes(showticklabels=False, showline=False)
