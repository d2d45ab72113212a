"""Figures are compared with the period just before, as long; without days asked for, with the last week there is."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.queries import Filters, compared

TODAY, NEWEST = date(2018, 9, 30), date(2018, 9, 21)


def days(filters):
    return filters.date_from, filters.date_to


def test_days_that_are_asked_for_stand_against_as_many_before():
    found = compared(
        Filters(date_from=date(2018, 9, 10), date_to=date(2018, 9, 12), risks=("siege_access",)),
        today=TODAY,
        newest=NEWEST,
    )
    assert found.asked
    assert days(found.before) == (date(2018, 9, 7), date(2018, 9, 9))
    assert found.now.risks == found.before.risks == ("siege_access",)


def test_without_days_the_last_week_of_the_store_stands_against_the_one_before():
    found = compared(Filters(actors=("Anna Lind",)), today=TODAY, newest=NEWEST)
    assert not found.asked
    assert days(found.now) == (date(2018, 9, 15), NEWEST)
    assert days(found.before) == (date(2018, 9, 8), date(2018, 9, 14))
    assert found.before.actors == ("Anna Lind",)


@pytest.mark.parametrize(
    ("filters", "newest", "last"),
    [
        (Filters(date_to=date(2018, 9, 5)), NEWEST, date(2018, 9, 5)),
        (Filters(), date(2031, 1, 1), TODAY),  # an article dated by mistake
    ],
)
def test_the_last_week_ends_where_the_filters_or_today_end_it(filters, newest, last):
    assert compared(filters, today=TODAY, newest=newest).now.date_to == last


@pytest.mark.parametrize(
    ("filters", "newest"), [(Filters(), None), (Filters(date_from=date(2019, 1, 1)), NEWEST)]
)  # nothing is dated; a period that has not begun
def test_there_may_be_nothing_to_compare(filters, newest):
    assert compared(filters, today=TODAY, newest=newest) is None
