"""Charts are figures of frames; what is drawn on them becomes filters."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from dashboard import charts
from dashboard.labels import GROUPS, MODALITIES
from dashboard.surface import STATIC
from pipeline import queries
from pipeline.queries import Filters


@pytest.fixture
def frames(store):
    return (
        queries.timeline(store, Filters()),
        queries.timeline(store, Filters(), by="stance"),
        queries.lanes(store, Filters()),
    )


def bars(figure):
    return {trace.name: list(trace.y) for trace in figure.data if trace.type == "bar"}


def test_bars_by_reality_count_each_day(frames):
    found = bars(charts.timeline(frames[0], frames[2], by="modality"))
    assert list(found) == [reality.name for reality in MODALITIES.values()]
    assert found["Feared"] == [2, 2]
    assert found["Denied"] == []


def test_bars_by_risk_name_the_commonest(frames):
    found = bars(charts.timeline(frames[0], frames[2], by="risk"))
    assert found["Escalation"] == [1, 1]
    assert found["Other risks"] == []


def test_bars_by_stance_are_grouped(frames):
    found = bars(charts.timeline(frames[1], frames[2], by="stance"))
    assert list(found) == [group.name for group in GROUPS]
    assert (found["Against"], found["Warning"]) == ([1, 1], [1, 1])


def test_feared_is_told_by_pattern_as_well_as_colour(frames):
    shapes = {
        t.name: t.marker.pattern.shape for t in charts.timeline(*frames[::2], by="modality").data if t.type == "bar"
    }
    assert len(set(shapes.values())) == 3


def test_lanes_put_the_most_quoted_on_top_and_leave_the_undated_out(frames):
    points = pd.concat([frames[2], frames[2][frames[2]["actor"] == "Omar Rashid"]])
    figure = charts.timeline(frames[0], points, by="modality")
    assert charts.lane_names(points) == ["Omar Rashid", "Anna Lind"]
    signs = [trace for trace in figure.data if trace.type == "scatter" and trace.customdata is not None]
    assert sum(len(trace.x) for trace in signs) == 6


def test_a_sign_is_as_large_as_its_quotes_are_many(frames):
    points = frames[2].assign(n=[1, 16, *[1] * (len(frames[2]) - 2)])
    signs = [trace for trace in charts.timeline(frames[0], points, by="modality").data if trace.customdata]
    assert {size for trace in signs for size in trace.marker.size} == {charts._SIGN_PX, 2 * charts._SIGN_PX}


@pytest.mark.parametrize("by", ["modality", "risk", "stance"])
def test_nothing_gives_an_empty_figure(frames, by):
    counts = frames[1] if by == "stance" else frames[0]
    figure = charts.timeline(counts.iloc[:0], frames[2].iloc[:0], by=by, selected=(date(2018, 9, 1), None))
    assert all(not len(trace.x) for trace in figure.data)


def said(figure):
    return [note.text for note in figure.layout.annotations]


def test_nothing_is_said_to_be_nothing_and_has_no_axis_of_numbers(frames):
    figure = charts.timeline(frames[0].iloc[:0], frames[2].iloc[:0], by="modality")
    assert said(figure) == [charts.NO_TIME]
    assert figure.layout.yaxis.showticklabels is figure.layout.xaxis2.showticklabels is False
    assert list(figure.layout.yaxis.range) == [0, 1]


def test_quotes_without_a_risk_keep_their_days_and_say_that_no_risk_is_named(frames):
    figure = charts.timeline(frames[0].iloc[:0], frames[2], by="modality")
    assert said(figure) == ["No article on these days speaks of a risk"]
    assert figure.layout.xaxis2.showticklabels is not False
    assert said(charts.timeline(*frames[::2], by="modality")) == []


def test_one_day_stands_in_a_week_with_a_tick_a_day(frames):
    counts, points = (f[f[name].dt.day == 6] for f, name in ((frames[0], "date"), (frames[2], "published_at")))
    axis = charts.timeline(counts, points, by="modality").layout.xaxis
    first, last = (pd.Timestamp(edge) for edge in axis.range)
    assert (last - first).days == charts.MIN_DAYS
    assert first < pd.Timestamp("2018-09-06") < pd.Timestamp("2018-09-07") < last
    assert axis.dtick == 24 * 3600 * 1000


def test_many_days_leave_their_ticks_to_the_chart(frames):
    counts = frames[0].assign(date=frames[0]["date"].where(frames[0]["date"].dt.day != 12, pd.Timestamp("2018-12-01")))
    assert charts.timeline(counts, frames[2], by="modality").layout.xaxis.dtick is None


def test_days_outside_the_filter_are_dimmed(frames):
    figure = charts.timeline(*frames[::2], by="modality", selected=(date(2018, 9, 8), date(2018, 9, 10)))
    assert len(figure.layout.shapes) == 4  # before and after, in both rows


def test_hover_words_carry_no_markup_of_their_own(frames):
    points = frames[2].assign(excerpt="<b>bold</b> & <a href='https://example.org'>link</a>")
    hover = [
        data[2] for trace in charts.timeline(frames[0], points, by="modality").data for data in trace.customdata or ()
    ]
    assert hover
    assert all("<b>" not in words and "<a" not in words for words in hover)


def test_a_hostile_actor_s_name_is_no_link_in_the_hover_box(frames):
    points = frames[2].assign(actor='<a href="https://evil.example">Omar</a>')
    names = [
        data[0] for trace in charts.timeline(frames[0], points, by="modality").data for data in trace.customdata or ()
    ]
    assert set(names) == {'&lt;a href="https://evil.example"&gt;Omar&lt;/a&gt;'}


@pytest.mark.parametrize(
    ("x", "days"),
    [
        (["2018-09-06 00:30", "2018-09-07 23:00"], (date(2018, 9, 6), date(2018, 9, 7))),
        (["2018-09-07 23:00", "2018-09-06 00:30"], (date(2018, 9, 6), date(2018, 9, 7))),
        (["2018-09-06 13:00", "2018-09-08 11:00"], (date(2018, 9, 7), date(2018, 9, 7))),
        (["2018-09-06 13:00:00.123", "2018-09-06 14:00"], (date(2018, 9, 6), date(2018, 9, 6))),
    ],
)
def test_a_box_becomes_the_days_whose_bars_it_holds(x, days):
    assert charts.day_range({"box": [{"x": x, "y": [0, 1]}]}) == days


def test_no_box_is_no_span_of_time():
    assert charts.day_range({"box": [], "points": []}) is None
    assert charts.day_range({"box": [{"x": [1], "y": []}]}) is None


def test_the_names_beside_the_chart_stand_at_their_lanes():
    css = (STATIC / "surface.css").read_text(encoding="utf-8")
    assert f"padding-top: {charts.TOP_PX}px" in css
    assert f".counted {{ height: {charts.BARS_PX + charts.GAP_PX}px" in css
    assert f".lane {{ height: {charts.LANE_PX}px" in css
    kinds = [f".kind{index} {{ color: {colour.lower()};" for index, colour in enumerate(charts.KINDS)]
    assert all(kind in css for kind in [*kinds, f".rest {{ color: {charts.REST.lower()};"])


def test_the_key_names_every_series(frames):
    for by, counts in (("modality", frames[0]), ("risk", frames[0]), ("stance", frames[1])):
        assert charts.series_names(counts, by) == list(bars(charts.timeline(counts, frames[2], by=by)))
