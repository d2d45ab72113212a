"""The days that stand out of a timeline are found by a robust measure, each with the quote that says most of why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from pipeline import queries
from pipeline.queries import Filters
from pipeline.queries.peaks import MAX_PEAKS, unusual_days
from pipeline.store import Store
from tests.stored import THREAT, WARNING, article


def daily(*counts, first="2018-09-01"):
    """Return counts of successive days; a day of nought has no row, as in a timeline."""
    days = pd.date_range(first, periods=len(counts), freq="D")
    found = pd.Series(counts, index=days)
    return found[found > 0]


def numbers(days):
    return [day.day for day in days]


def test_days_far_above_the_median_stand_out_in_order_of_time():
    assert numbers(unusual_days(daily(4, 5, 30, 4, 6, 5, 22, 5, 4))) == [3, 7]


def test_the_highest_day_always_stands_out_even_if_it_is_hardly_higher():
    assert numbers(unusual_days(daily(4, 5, 4, 5, 6, 4))) == [5]


def test_days_without_anything_count_as_nought():
    assert numbers(unusual_days(daily(3, 0, 0, 0, 0, 0, 4, 0, 0, 0, 3))) == [1, 7, 11]


def test_no_more_than_four_days_stand_out_and_they_are_the_highest():
    found = unusual_days(daily(*[1] * 20, 40, 50, 60, 70, 80, 90))
    assert numbers(found) == [23, 24, 25, 26]
    assert len(found) == MAX_PEAKS


@pytest.mark.parametrize("counts", [(), (5,), (5, 50)])
def test_of_two_days_none_stands_out(counts):
    assert unusual_days(daily(*counts)) == []


@pytest.fixture
def store(tmp_path):
    """Three reports of one warning on 7 September by different outlets, and one a day before and after."""
    opened = Store.open(f"sqlite:///{tmp_path / 'store.db'}")
    same_day = [article(f"day{n}", date="2018-09-07", outlet=f"Outlet {n}", ending=f" Report {n}.") for n in range(3)]
    opened.upsert([article("before"), *same_day, article("after", date="2018-09-08")])
    yield opened
    opened.close()


def peaks(store, filters, by="risk"):
    return queries.peaks(store, filters, queries.timeline(store, filters, by=by))


def test_a_peak_has_the_gravest_quote_of_what_most_articles_of_the_day_speak_of(store):
    (peak,) = peaks(store, Filters())
    assert (peak.day, peak.n, peak.usual) == (date(2018, 9, 7), 9, 3.0)
    assert peak.label == "catastrophe"
    assert (peak.words, peak.speaker) == (WARNING, "Anna Lind")
    assert peak.risks[0] == ("catastrophe", "feared")


def test_of_bars_by_stance_a_peak_quotes_the_stance_that_is_most_frequent(store):
    (peak,) = peaks(store, Filters(stances=("threaten",)), by="stance")
    assert (peak.label, peak.words) == ("threaten", THREAT)


def test_filters_hold_for_the_quote_of_a_peak(store):
    (peak,) = peaks(store, Filters(actors=("Omar Rashid",)))
    assert peak.words == THREAT


def test_a_fragment_and_a_nameless_speaker_stand_behind_whole_words(store):
    whole = article("day0", date="2018-09-07", outlet="Outlet 0", ending=" Report 0.")
    nameless = replace(whole.quotes[0], speaker=None, risks=(replace(whole.quotes[0].risks[0], score=0.99),))
    store.upsert([replace(whole, quotes=(nameless,))])
    (peak,) = peaks(store, Filters())
    assert peak.speaker == "Anna Lind"


def test_nothing_has_no_peaks(store):
    assert peaks(store, Filters(actors=("Nobody",))) == ()
