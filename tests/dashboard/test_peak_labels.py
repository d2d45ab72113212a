"""The days that stand out are labelled over their bars; each label is a link to the words."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from dashboard import charts
from dashboard.situation import peaks
from dashboard.surface import STATIC
from pipeline import queries
from pipeline.queries import Filters, Peak
from tests.dashboard.conftest import shown
from tests.stored import WARNING, article

CSS = STATIC / "situation.css"


def peak(**changes):
    said = {"words": "an assault would be a disaster", "language": "en", "speaker": "Anna Lind", "outlet": "Wire"}
    counted = {"day": date(2018, 9, 7), "n": 9, "usual": 3.0, "label": "siege_access", "article_id": "one", "quote": 4}
    return Peak(**counted | said | {"risks": (("siege_access", "reported"),)} | changes)


@pytest.fixture
def frames(store):
    return queries.timeline(store, Filters()), queries.lanes(store, Filters())


def test_a_label_has_day_speaker_and_words_and_leads_to_them():
    found = peaks.labels([peak()], [0.25])
    for words in ("7 Sep", "Anna Lind", "an assault would be a disaster", 'data-value="4#one"', 'data-at="0.2500"'):
        assert words in found
    assert "9 on this day, 3 on a usual one; most of them: siege and access" in found


def test_a_label_right_of_the_middle_ends_at_its_bar():
    left, right = peaks.labels([peak(), peak()], [0.3, 0.8]).split("</li>")[:2]
    assert 'class="begins"' in left
    assert 'class="ends"' in right


def test_long_words_are_cut_between_words():
    cut = peaks._cut("we warn " * 30)
    assert len(cut) <= peaks.MAX_CHARS + 2
    assert cut.endswith(("warn …", "we …"))


def test_graphic_words_are_not_shown_in_calm_mode():
    graphic = peak(words="they tortured him", risks=())
    assert "tortured" in peaks.labels([graphic], [0.5])
    assert "tortured" not in peaks.labels([graphic], [0.5], calm=True)


def test_words_are_escaped_and_no_peak_is_no_list():
    assert "<img" not in peaks.labels([peak(words="<img src=x>", speaker="<b>")], [0.5])
    assert peaks.labels([], []) == ""


def test_a_label_stands_where_the_bar_of_its_day_does(frames):
    days = [date(2018, 9, 6), date(2018, 9, 12)]
    first, last = (pd.Timestamp(edge) for edge in charts.timeline(*frames, by="risk").layout.xaxis.range)
    noons = [pd.Timestamp(day) + pd.Timedelta(hours=12) for day in days]
    assert charts.place_in_time(*frames, days) == pytest.approx([(noon - first) / (last - first) for noon in noons])
    assert charts.place_in_time(frames[0].iloc[:0], frames[1].iloc[:0], days) == []


def test_a_line_leads_from_each_labelled_bar_to_the_upper_edge(frames):
    lines = [s for s in charts.timeline(*frames, by="risk", peaks=[date(2018, 9, 6)]).layout.shapes if s.type == "line"]
    assert [pd.Timestamp(line.x0) for line in lines] == [pd.Timestamp("2018-09-06 12:00")]
    assert lines[0].y1 > 1


def test_the_labels_know_the_chart_s_margins(frames):
    css = CSS.read_text(encoding="utf-8")
    margin = charts.timeline(*frames, by="risk").layout.margin
    assert f"padding: 0 {margin.r}px 0 {140 + margin.l}px" in css


def test_situation_labels_the_day_of_three_reports(desk, store):
    store.upsert([article(f"n{n}", date="2018-09-09", outlet=f"Outlet {n}", ending=f" No. {n}.") for n in range(4)])
    page = desk()
    assert not page.exception
    assert "9 Sep" in shown(page, "peaks")
    assert WARNING[:30] in shown(page, "peaks")
