"""Charts: frames in, figures out. No query, no state, no store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.labels import GROUP_OF, GROUPS, MODALITIES, RISK_NAMES, stance_name
from dashboard.markup import in_chart

LANES = 8  # more lanes than this are thinner than a finger
# The names of the lanes stand beside the chart, where they can be clicked: surface.css knows these heights too.
TOP_PX, BARS_PX, GAP_PX, LANE_PX, BOTTOM_PX = 8, 104, 14, 19, 36
_OFFSET = 0.13  # of a lane: each group has its own level in it, so that signs of one moment do not cover each other
# A sign of several quotes (`queries.lanes` has no more signs than SVG can bear) is as large as they are many. They are
# drawn as SVG: plotly's WebGL needs 'unsafe-eval', which the page's content security policy refuses.
_SIGN_PX = 9
# Okabe-Ito; what is left over is grey.
KINDS = ("#D55E00", "#0072B2", "#E69F00", "#009E73", "#CC79A7")
REST = "#5B6168"
_DAY_MS = 86_400_000
_DAY = pd.Timedelta(days=1)
_NOON = pd.Timedelta(hours=12)  # where a day's bar stands
_EDGE = pd.Timedelta(hours=8)  # left free at both ends of the axis
MIN_DAYS = 7  # fewer would make a bar as wide as the chart
FEW_DAYS = 10  # up to here each day has its own tick; Plotly would set several a day
NOTHING = ("No article on these days speaks of a risk", "No quote on these days has a stance")
NO_TIME = "Nothing here has a date under these filters"
CALM_WORDS = "words: see the card (calm mode)"


def timeline(
    counts: pd.DataFrame,
    points: pd.DataFrame,
    *,
    by: str,
    selected: tuple[date | None, date | None] = (None, None),
    calm: bool = False,
    peaks: Sequence[date] = (),
    ink: str = "#1E2226",
    grid: str = "#DEDAD0",
    paper: str = "#FBFAF7",
) -> go.Figure:
    """Draw counts a day as stacked bars above a lane of quotes for each of the most quoted actors, on one time axis.

    counts: `queries.timeline`; points: `queries.lanes`. by: "modality", "risk" or "stance".
    Undated rows cannot be drawn and are left out. selected: the days of the date filter;
    what lies outside them is dimmed. calm: what a sign shows when pointed at has no words said.
    peaks: days that are labelled above the chart; a line leads up from their bars (`place_in_time`).
    """
    dated, names = counts[counts["date"].notna()], lane_names(points)
    drawn = _signs(points, names)
    # In one piece: a figure that is changed after it is made checks itself at every change, three times as slow.
    layout = _layout(len(names), ink, grid)
    if dated.empty or dated.groupby("date")["n"].sum().max() <= 4:
        layout["yaxis"]["dtick"] = 1  # no half articles
    extent = _extent(dated, drawn)
    if dated.empty:
        _say_empty(layout, NOTHING[by == "stance"] if extent else NO_TIME)
    if extent:
        _style_days(layout, extent)
        layout["shapes"] += [*_lines_up(peaks, layout["height"], ink), *_veils(selected, extent, paper)]
    lanes = _lanes(drawn.assign(excerpt=CALM_WORDS) if calm else drawn, names)
    return go.Figure({"data": [*_bars(dated, by), *lanes], "layout": layout})


def day_range(selection: dict[str, Any]) -> tuple[date, date] | None:
    """Return the first and last day of a box drawn on the timeline, or None if there is no box."""
    boxes = [box for box in selection.get("box", []) if len(box.get("x", [])) == 2]
    if not boxes:
        return None
    first, last = sorted(pd.Timestamp(x).tz_localize(None) for x in boxes[-1]["x"])
    # A bar stands around noon of its day: a box that ends before noon does not hold that day.
    first_day = (first + timedelta(hours=12)).date()
    last_day = (last - timedelta(hours=12)).date()
    return (first_day, last_day) if first_day <= last_day else (first.date(), first.date())


def place_in_time(counts: pd.DataFrame, points: pd.DataFrame, days: Iterable[date]) -> list[float]:
    """Return where the bars of days stand along the time axis of `timeline`: 0 at its left end, 1 at its right."""
    extent = _extent(counts[counts["date"].notna()], _signs(points, lane_names(points)))
    if extent is None:
        return []
    first, last = _axis(extent)
    return [float((pd.Timestamp(day) + _NOON - first) / (last - first)) for day in days]


def series_names(counts: pd.DataFrame, by: str) -> list[str]:
    """Return the names of the stacked series, the bottom one first."""
    return [name for name, *_ in _series(counts[counts["date"].notna()], by)]


def _bars(counts: pd.DataFrame, by: str) -> Iterable[dict[str, Any]]:
    for name, colour, pattern, rows in _series(counts, by):
        summed = rows.groupby("date")["n"].sum()
        yield {
            "type": "bar",
            "x": (summed.index + _NOON).to_numpy(),
            "y": summed.to_numpy(),
            "name": name,
            "width": _DAY_MS * 0.82,
            "marker": {
                "color": colour,
                "pattern": {"shape": pattern, "size": 5, "solidity": 0.35},
                "line": {"width": 0},
            },
            "hovertemplate": f"%{{x|%-d %b %Y}}<br><b>%{{y}}</b> {name}<extra></extra>",
        }


def _series(counts: pd.DataFrame, by: str) -> Iterable[tuple[str, str, str, pd.DataFrame]]:
    """Yield name, colour, pattern and rows of each stacked series, the bottom one first."""
    if by == "modality":
        for label, reality in MODALITIES.items():
            yield reality.name, reality.colour, reality.pattern, counts[counts["modality"] == label]
    elif by == "stance":
        groups = counts["label"].map(lambda label: GROUP_OF[label].id)
        for group in GROUPS:
            yield group.name, group.colour, "", counts[groups == group.id]
    else:
        top = counts.groupby("label")["n"].sum().sort_values(ascending=False, kind="stable").index[: len(KINDS)]
        for label, colour in zip(top, KINDS, strict=False):
            yield RISK_NAMES[label], colour, "", counts[counts["label"] == label]
        yield "Other risks", REST, "", counts[~counts["label"].isin(top)]


def lane_names(points: pd.DataFrame) -> list[str]:
    """Return the actors that have a lane, the most quoted first."""
    dated = points[points["published_at"].notna()]
    n_quotes = dated.groupby("actor", sort=False)["n"].sum().sort_values(ascending=False, kind="stable")
    return list(n_quotes.index[:LANES])


def _signs(points: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    signs = points[points["published_at"].notna() & points["actor"].isin(names)]
    groups = [GROUP_OF[stance].id if stance in GROUP_OF else "stating" for stance in signs["stance"]]
    return signs.assign(group=groups)


def _lanes(points: pd.DataFrame, names: list[str]) -> Iterable[dict[str, Any]]:
    lane = {name: len(names) - 1 - index for index, name in enumerate(names)}
    for level, group in enumerate(GROUPS):
        rows = points[points["group"] == group.id]
        said = [
            f"{n:,} quotes, among them" if n > 1 else stance_name(stance) if stance else "speaks"
            for stance, n in zip(rows["stance"], rows["n"], strict=True)
        ]
        told = zip(map(in_chart, rows["actor"]), said, map(_wrapped, rows["excerpt"]), strict=True)
        yield {
            "type": "scatter",
            "xaxis": "x2",
            "yaxis": "y2",
            "x": rows["published_at"].dt.tz_localize(None).to_numpy(),
            "y": rows["actor"].map(lane).to_numpy(dtype="float64") + _OFFSET * (2 - level),
            "mode": "markers",
            "name": group.name,
            "marker": {
                "symbol": group.symbol,
                "size": (_SIGN_PX * rows["n"].to_numpy() ** 0.25).clip(max=26),
                "color": group.colour,
                "opacity": 0.85,
            },
            "customdata": list(told),
            "hovertemplate": "<b>%{customdata[0]}</b> %{customdata[1]}<br>%{customdata[2]}<br>%{x|%-d %b %H:%M}"
            "<extra></extra>",
        }


def _wrapped(words: str) -> str:
    """Return words for a hover box: no markup of their own, a line every few words."""
    lines: list[str] = [""]
    for word in in_chart(words).split():
        if len(lines[-1]) + len(word) > 52 and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)


def _layout(lanes: int, ink: str, grid: str) -> dict[str, Any]:
    """Return the two rows, bars above lanes, and how they look; both axes of time move as one."""
    lanes_px = LANE_PX * lanes
    inner = BARS_PX + GAP_PX + lanes_px
    time = {"showgrid": False, "zeroline": False, "showline": True, "linecolor": grid, "tickformat": "%-d %b\n%Y"}
    count = {"gridcolor": grid, "zeroline": False, "fixedrange": True}
    ticks = {"tickvals": list(range(lanes)), "showticklabels": False, "range": [-0.5, lanes - 0.5]}
    return {
        "height": TOP_PX + inner + BOTTOM_PX,
        "margin": {"l": 30, "r": 6, "t": TOP_PX, "b": BOTTOM_PX},
        "barmode": "stack",
        "dragmode": "select",
        "selectdirection": "h",
        "hovermode": "closest",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "Inter, Noto Sans Arabic, sans-serif", "size": 11.5, "color": ink},
        "showlegend": False,  # beside the chart: strips.bars_key
        "xaxis": {**time, "anchor": "y", "matches": "x2", "showticklabels": False},
        "xaxis2": {**time, "anchor": "y2"},
        "yaxis": {**count, "anchor": "x", "rangemode": "tozero", "nticks": 4, "domain": [1 - BARS_PX / inner, 1]},
        "yaxis2": {**count, "anchor": "x2", **ticks, "domain": [0, lanes_px / inner]},
        "shapes": [],
        "annotations": [],
    }


def _say_empty(layout: dict[str, Any], words: str) -> None:
    """Say where the bars would be that there are none: an axis of nothing from -1 to 6 would be a claim."""
    middle = {"xref": "x domain", "yref": "y domain", "x": 0.5, "y": 0.5, "showarrow": False}
    layout["annotations"].append({"text": words, "font": {"size": 13}, "opacity": 0.75, **middle})
    layout["yaxis"] |= {"range": [0, 1], "showticklabels": False, "showgrid": False}
    if words == NO_TIME:
        for axis in ("xaxis", "xaxis2"):
            layout[axis] |= {"showticklabels": False, "showline": False}


def _style_days(layout: dict[str, Any], extent: tuple[pd.Timestamp, pd.Timestamp]) -> None:
    """Show the days from the first to the last, a few with a tick each."""
    first, last = _axis(extent)
    few = (last - first - 2 * _EDGE) // _DAY <= FEW_DAYS
    for axis in ("xaxis", "xaxis2"):
        layout[axis] |= {"range": [first, last]}
        layout[axis] |= {"dtick": _DAY_MS, "tick0": first + _EDGE + _NOON} if few else {}


def _axis(extent: tuple[pd.Timestamp, pd.Timestamp]) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return where the axis of time begins and ends: around all days, never fewer than a week of them."""
    first, last = extent
    missing = max(0, MIN_DAYS - (last - first) // _DAY)
    return first - (missing // 2) * _DAY - _EDGE, last + (missing - missing // 2) * _DAY + _EDGE


def _lines_up(peaks: Sequence[date], height: int, ink: str) -> Iterable[dict[str, Any]]:
    """Yield a thin line from each labelled bar to the upper edge, behind the bars."""
    inner = height - TOP_PX - BOTTOM_PX
    look = {"line": {"color": ink, "width": 1, "dash": "1px,2px"}, "opacity": 0.55, "layer": "below"}
    for day in peaks:
        at = pd.Timestamp(day) + _NOON
        ends = {"x0": at, "x1": at, "xref": "x", "y0": 1 - BARS_PX / inner, "y1": 1 + TOP_PX / inner, "yref": "paper"}
        yield {"type": "line", **ends, **look}


def _extent(counts: pd.DataFrame, points: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    times = pd.concat([counts["date"], points["published_at"].dt.tz_localize(None)])
    if times.empty:
        return None
    return times.min().normalize(), times.max().normalize() + pd.Timedelta(days=1)


def _veils(
    selected: tuple[date | None, date | None], extent: tuple[pd.Timestamp, pd.Timestamp], paper: str
) -> Iterable[dict[str, Any]]:
    """Yield what dims the days outside those selected, over both rows."""
    (first, last), (begin, end) = extent, selected
    outside = [(first, pd.Timestamp(begin))] if begin else []
    outside += [(pd.Timestamp(end) + _DAY, last)] if end else []
    for left, right in outside:
        for row in ("", "2") if left < right else ():
            across = {"x0": left, "x1": right, "xref": f"x{row}", "y0": 0, "y1": 1, "yref": f"y{row} domain"}
            yield {"type": "rect", **across, "fillcolor": paper, "opacity": 0.72, "line": {"width": 0}}
