"""The charts of a comparison: all sides to one scale, told apart by name and place, nothing drawn that was not said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboard.compare import bins, chart, stacks
from dashboard.labels import GROUPS
from pipeline.queries import Comparison, Side, SideFigures, StanceShare

BINS = (date(2018, 9, 3), date(2018, 9, 4))
ARABIC = "صحيفة الشمال"


def side(name: str, in_bin: dict[str | None, tuple[int, ...]], **changes: Any) -> SideFigures:
    totals = tuple(map(sum, zip(*in_bin.values(), strict=True))) if in_bin else (0, 0)
    n = sum(totals)
    shares = tuple(StanceShare(label, sum(found), sum(found) / n) for label, found in in_bin.items() if label)
    given: dict[str, Any] = {"n_undated": 0, "n_quotes": n, **changes}
    return SideFigures(
        side=Side("actor", name),
        n_in_bin=totals,
        stances_in_bin=tuple(in_bin.items()),
        stances=shares,
        risks=(),
        quotes=pd.DataFrame(),
        **given,
    )


def drawn(*sides: SideFigures, **options: Any):
    return chart.side_by_side(Comparison(BINS, sides), bucket="day", **options)


def test_all_rows_have_one_scale_up_to_the_highest_bar_of_any_side():
    figure = drawn(side("Lind", {"warn": (1, 0)}), side("Rashid", {"threaten": (2, 7)}))
    ranges = {axis.range for axis in figure.select_yaxes()}
    assert len(ranges) == 1
    assert 7 <= ranges.pop()[1] < 8


def test_stances_of_one_group_are_one_stack_in_the_colours_and_signs_of_the_timeline():
    against = next(group for group in GROUPS if group.id == "against")
    figure = drawn(side("Rashid", {"threaten": (2, 0), "condemn": (1, 1)}))
    (bar,) = figure.data
    assert (bar.name, bar.marker.color, tuple(bar.y)) == (against.name, against.colour, (3, 1))
    assert set(bar.text) == {against.sign}


def test_quotes_without_a_stance_are_drawn_hollow():
    bars = {bar.name: bar for bar in drawn(side("Lind", {None: (1, 0), "warn": (1, 0)})).data}
    assert bars["No stance"].marker.color == "rgba(0,0,0,0)"


def test_each_row_is_named_with_its_letter_and_says_what_has_no_date():
    first, second = drawn(
        side("Lind", {"warn": (1, 0)}, n_undated=2, n_quotes=3), side("Rashid", {"warn": (1, 0)})
    ).layout.annotations
    assert "A · " in first.text
    assert "2 without a date, not drawn" in first.text
    assert "B · " in second.text
    assert "without" not in second.text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("<b>Lind</b> & Co", "&lt;b&gt;Lind&lt;/b&gt; &amp; Co"),
        (ARABIC, f"\u2068{ARABIC}\u2069"),  # in its own direction
        ("N" * 300, "N" * chart.MAX_NAME_CHARS + " …"),
    ],
)
def test_a_name_is_no_markup_turns_nothing_around_and_is_cut(name, words):
    (title,) = drawn(side(name, {"warn": (1, 0)})).layout.annotations
    assert words in title.text


def test_days_outside_the_filter_are_dimmed():
    figure = drawn(side("Lind", {"warn": (1, 1)}), selected=(date(2018, 9, 4), None), paper="#FBFAF7")
    (shape,) = figure.layout.shapes
    assert str(shape.x0) < "2018-09-03"  # on to the end of what is drawn
    assert str(shape.x1).startswith("2018-09-04")


def test_nothing_with_a_date_is_said_in_place_of_an_empty_axis():
    empty = Comparison((), (side("Lind", {}, n_undated=2, n_quotes=2),))
    figure = chart.side_by_side(empty, bucket="week")
    assert chart.NO_TIME in [annotation.text for annotation in figure.layout.annotations]


@pytest.mark.parametrize(
    ("bucket", "days"),
    [("day", (date(2018, 9, 5), date(2018, 9, 11))), ("week", (date(2018, 9, 3), date(2018, 9, 16)))],
)
def test_a_box_chooses_whole_bins(bucket, days):
    assert bins.whole_bins((date(2018, 9, 5), date(2018, 9, 11)), bucket) == days


def test_a_week_has_its_days_in_two_lines_below_it():
    assert bins.week_below(date(2018, 9, 3)) == "3–9<br>Sep"
    assert bins.week_below(date(2018, 8, 27)) == "27 Aug–<br>2 Sep"


def test_shares_add_up_to_the_whole_with_what_has_no_stance():
    figure = stacks.stance_bar(side("Lind", {"warn": (1, 1), None: (2, 0)}))
    assert [bar.name for bar in figure.data] == ["Warning", "No stance"]
    assert sum(bar.x[0] for bar in figure.data) == pytest.approx(1)


@pytest.mark.parametrize(
    ("start", "bucket", "words"),
    [
        (date(2018, 9, 3), "week", "3–9 Sep 2018"),
        (date(2018, 8, 27), "week", "27 Aug–2 Sep 2018"),
        (date(2018, 12, 31), "week", "31 Dec 2018–6 Jan 2019"),
        (date(2018, 9, 3), "day", "3 Sep 2018"),
    ],
)
def test_a_bin_is_said_by_its_days(start, bucket, words):
    assert bins.in_words(start, bucket) == words
