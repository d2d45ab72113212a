"""Charts of a comparison: a row of bars for each side on one axis of time, and each side's stances as one bar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.labels import GROUP_OF, GROUPS, Group
from pipeline.queries import Comparison, SideFigures
from pipeline.queries.compare import Bin

LETTERS = "ABCD"  # a side's place on the page: what tells it from the others besides its name
TITLE_PX, LEFT_PX, BOTTOM_PX = 30, 30, 36
ROW_PX = {1: 84, 2: 72, 3: 60, 4: 52}  # by how many there are: the pairs should begin on the first screen
MAX_NAME_CHARS = 32  # what a phone has room for; the whole name stands below
NO_TIME = "Nothing here has a date under these filters"
DAYS: dict[Bin, int] = {"day": 1, "week": 7}
_DAY_MS = 86_400_000
_MIN_BINS: dict[Bin, int] = {"day": 14, "week": 6}  # fewer would make a bar as wide as a hand
# Quotes in which no stance was found: drawn, as they were said, but hollow.
NONE = Group("none", "No stance", "○", "circle-open", "#8C8C8C", ())
STACKED = (*GROUPS, NONE)
_FONT = "Inter, Noto Sans Arabic, sans-serif"
_MIN_SIGN_PX = 9
_FIRST_STRONG, _POP = "\u2068", "\u2069"  # an Arabic name does not turn what stands around it


def side_by_side(
    found: Comparison,
    *,
    bucket: Bin,
    selected: tuple[date | None, date | None] = (None, None),
    ink: str = "#1E2226",
    grid: str = "#DEDAD0",
    paper: str = "#FBFAF7",
) -> go.Figure:
    """Draw how many quotes each side has in each bin, stacked by what they do, all rows to one scale.

    selected: the days of the date filter; what lies outside them is dimmed.
    """
    n_rows = max(1, len(found.sides))
    figure = make_subplots(rows=n_rows, cols=1, shared_xaxes=True, shared_yaxes="all")
    for row, side in enumerate(found.sides, start=1):
        for bar in _bars(side, found.bins, bucket, ink, paper):
            figure.add_trace(bar, row=row, col=1)
    highest = max((n for side in found.sides for n in side.n_in_bin), default=0)
    _style(figure, n_rows, highest, ink, grid)
    for row, side in enumerate(found.sides, start=1):
        _title(figure, row, side, ink)
    if found.bins:
        _style_days(figure, found.bins, bucket)
        _dim_outside(figure, selected, found.bins, bucket, paper)
    else:
        _say_empty(figure)
    return figure


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
            **_look(group, ink, paper),
        )
    figure.update_layout(**_plain(ink), height=26, margin={"l": 0, "r": 0, "t": 2, "b": 2}, bargap=0)
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


def whole_bins(days: tuple[date, date], bucket: Bin) -> tuple[date, date]:
    """Return the first and last day of the bins that a span of days touches; weeks begin on Monday."""
    if bucket == "day":
        return days
    first, last = days
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def _bars(side: SideFigures, bins: Sequence[date], bucket: Bin, ink: str, paper: str) -> Iterator[go.Bar]:
    middle = timedelta(days=DAYS[bucket] / 2)
    length = DAYS[bucket]
    for group in STACKED:
        counts = [0] * len(bins)
        for stance, in_bin in side.stances_in_bin:
            if (GROUP_OF[stance] if stance else NONE) is group:
                counts = [a + b for a, b in zip(counts, in_bin, strict=True)]
        if not any(counts):
            continue
        yield go.Bar(
            x=[_noon(start, middle) for start in bins],
            y=[n or None for n in counts],
            width=_DAY_MS * length * 0.86,
            name=group.name,
            text=[group.sign if n else "" for n in counts],
            customdata=[span_in_words(start, length) for start in bins],
            hovertemplate=f"%{{customdata}}<br><b>%{{y}}</b> {group.sign} {group.name}<extra></extra>",
            **_look(group, ink, paper),
        )


def _noon(start: date, middle: timedelta) -> str:
    moment = timedelta(seconds=middle.total_seconds())
    day = start + timedelta(days=moment.days)
    return f"{day.isoformat()}T{moment.seconds // 3600:02}:00"


def _look(group: Group, ink: str, paper: str) -> dict[str, object]:
    hollow = group is NONE
    line = {"width": 1, "color": group.colour} if hollow else {"width": 1, "color": paper}
    dark_on = ink if hollow else "#FFFFFF" if group.id in {"siding"} else "#14181C"
    return {
        "marker": {"color": "rgba(0,0,0,0)" if hollow else group.colour, "line": line},
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": dark_on, "size": 11},
    }


def _plain(ink: str) -> dict[str, object]:
    return {
        "barmode": "stack",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": _FONT, "size": 11.5, "color": ink},
        "showlegend": False,
        "uniformtext": {"minsize": _MIN_SIGN_PX, "mode": "hide"},
        "hovermode": "closest",
    }


def _style(figure: go.Figure, n_rows: int, highest: int, ink: str, grid: str) -> None:
    row_px = ROW_PX[n_rows]
    inner = n_rows * (row_px + TITLE_PX)
    figure.update_layout(
        **_plain(ink),
        height=inner + BOTTOM_PX,
        margin={"l": LEFT_PX, "r": 6, "t": 0, "b": BOTTOM_PX},
        dragmode="select",
        selectdirection="h",
    )
    figure.update_xaxes(showgrid=False, zeroline=False, showline=True, linecolor=grid, tickformat="%-d %b\n%Y")
    figure.update_yaxes(
        gridcolor=grid,
        zeroline=False,
        fixedrange=True,
        nticks=3,
        range=[0, max(highest, 1) * 1.06],
        **({"dtick": 1} if highest <= 3 else {}),
    )
    for row in range(1, n_rows + 1):
        top = 1 - ((row - 1) * (row_px + TITLE_PX) + TITLE_PX) / inner
        figure.update_yaxes(domain=[max(0.0, top - row_px / inner), top], row=row, col=1)


def _title(figure: go.Figure, row: int, side: SideFigures, ink: str) -> None:
    """Name a row above its bars, in the words of nobody else: Plotly reads its text as markup."""
    name = side.side.name if len(side.side.name) <= MAX_NAME_CHARS else side.side.name[:MAX_NAME_CHARS] + " …"
    undated = f"  {side.n_undated:,} without a date, not drawn" if side.n_undated else ""
    words = f"<b>{LETTERS[row - 1]} · {_FIRST_STRONG}{_plain_words(name)}{_POP}</b>{undated}"
    figure.add_annotation(
        text=words, xref="x domain", yref="y domain", x=0, y=1, xshift=-LEFT_PX, yanchor="bottom", xanchor="left",
        showarrow=False,
        font={"size": 12.5, "color": ink}, align="left", row=row, col=1,
    )  # fmt: skip


def _plain_words(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _style_days(figure: go.Figure, bins: Sequence[date], bucket: Bin) -> None:
    missing = max(0, _MIN_BINS[bucket] - len(bins))
    step = timedelta(days=DAYS[bucket])
    first, last = bins[0] - (missing // 2) * step, bins[-1] + (1 + missing - missing // 2) * step
    pad = timedelta(hours=8)
    figure.update_xaxes(range=[_at(first, -pad), _at(last, pad)])
    if bucket == "week" and len(bins) <= 10:
        figure.update_xaxes(tickvals=[_noon(start, timedelta(days=3.5)) for start in bins],
                            ticktext=[span_in_words(start, 7, year=False) for start in bins])  # fmt: skip


def _at(day: date, pad: timedelta) -> str:
    hours = int(pad.total_seconds() // 3600)
    return f"{(day - timedelta(days=1)).isoformat()}T{24 + hours:02}:00" if hours < 0 else f"{day}T{hours:02}:00"


def span_in_words(start: date, length: int, *, year: bool = True) -> str:
    """Return the days of a bin in words: "3–9 Sep 2018"."""
    last = start + timedelta(days=length - 1)
    of_year = f" {last.year}" if year else ""
    if length == 1:
        return f"{start.day} {start:%b}{of_year}"
    month = "" if start.month == last.month else f" {start:%b}"
    month += f" {start.year}" if year and start.year != last.year else ""
    return f"{start.day}{month}–{last.day} {last:%b}{of_year}"


def _dim_outside(
    figure: go.Figure, selected: tuple[date | None, date | None], bins: Sequence[date], bucket: Bin, paper: str
) -> None:
    length = DAYS[bucket]
    beyond = timedelta(days=length * _MIN_BINS[bucket])
    first, last = bins[0] - beyond, bins[-1] + timedelta(days=length) + beyond
    begin, end = selected
    outside = [(first, begin)] if begin else []
    outside += [(end + timedelta(days=1), last)] if end else []
    for left, right in outside:
        if left < right:
            figure.add_vrect(x0=left, x1=right, fillcolor=paper, opacity=0.72, line_width=0, row="all", col=1)


def _say_empty(figure: go.Figure) -> None:
    figure.add_annotation(text=NO_TIME, xref="paper", yref="paper", x=0.5, y=0.4, showarrow=False, font={"size": 13})
    figure.update_yaxes(showticklabels=False, showgrid=False)
    figure.update_xaxes(showticklabels=False, showline=False)
