"""Key figures say how they changed against the period before, and which days that is; outlets say how old they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from dashboard import ages, live
from dashboard.data.overnight import Against
from dashboard.situation import figures
from pipeline.queries import Filters, KeyFigures, Status, compared
from tests.dashboard.conftest import shown

NOW = datetime(2018, 9, 22, 7, 0, tzinfo=UTC)
NAMES = ("articles", "independent_articles", "quotes", "speakers", "places", "outlets", "feared", "reported", "denied")


def counted(n):
    return KeyFigures(**dict.fromkeys(NAMES, n), undated=0, undated_left_out=0, toponyms=9, unresolved=1)


def against(filters=Filters(), first_day=date(2018, 1, 1)):  # noqa: B008
    return Against(compared(filters, today=NOW.date(), newest=date(2018, 9, 21)), counted(42), counted(30), first_day)


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [(42, 30, "▲ +12 (from 30)"), (0, 1_200, "▼ −1,200 (from 1,200)"), (3, 3, "as before"), (5, 0, "▲ +5 (from 0)")],
)
def test_a_change_is_a_signed_count_with_what_it_was(now, before, words):
    assert figures.change(now, before)[0] == words


def test_a_change_is_told_to_voices_in_words():
    assert figures.change(1, 4)[1] == "3 fewer than before: 1 after 4"


def test_every_figure_has_its_change_and_the_days_are_named():
    found = figures.figures(counted(500), against())
    assert found.count("▲ +12 (from 30)") == 8
    assert "Change: 15–21 Sep 2018, the last 7 days there are, against 8–14 Sep 2018." in found
    assert figures.MORE_REPORTS in found
    assert "not whole" not in found


def test_days_that_are_asked_for_are_named_alone():
    found = figures.figures(counted(1), against(Filters(date_from=date(2018, 9, 1), date_to=date(2018, 9, 1))))
    assert "Change: 1 Sep 2018 against 31 Aug 2018." in found


def test_a_period_before_that_the_store_does_not_reach_back_to_is_said_to_be_short():
    assert "begins on 10 Sep 2018" in figures.figures(counted(1), against(first_day=date(2018, 9, 10)))


@pytest.mark.usefixtures("store")
def test_situation_compares_the_last_week_there_is(desk):
    page = desk()
    assert "6–12 Sep 2018, the last 7 days there are, against 30 Aug 2018 – 5 Sep 2018" in shown(page, "figures")
    assert "against" not in shown(desk(**{"from": "2099-01-01"}), "figures")


def outlets(**hours):
    """Return a row an outlet, read so many hours ago; None: never noted."""
    read = [None if h is None else NOW - timedelta(hours=h) for h in hours.values()]
    rows = {"outlet": list(hours), "n_articles": 2, "published_at": NOW, "seen_at": NOW, "read_at": read}
    table = pd.DataFrame(rows)
    return table.assign(read_at=pd.to_datetime(table["read_at"], utc=True))


@pytest.mark.parametrize(
    ("found", "words", "stale"),
    [
        (outlets(Wire=1, Ledger=3), "2 outlets, oldest read 3 h ago", False),
        (outlets(Wire=1, Ledger=30), "2 outlets, oldest read 30 h ago, 1 stale", True),
        (outlets(Wire=None), "1 outlet", False),
    ],
)
def test_the_line_says_how_old_the_oldest_source_is(found, words, stale):
    assert ages.in_short(found, NOW) == (words, stale)


def test_the_table_has_the_stale_first_signed_in_words_and_the_never_noted_last():
    found = ages.table(outlets(Wire=1, Never=None, Ledger=30), NOW)
    assert found.index("Ledger") < found.index("Wire") < found.index("Never")
    assert found.count("◆ stale") == 1
    assert "not noted" in found


def test_a_table_of_very_many_outlets_is_cut_and_says_so():
    many = outlets(**{f"o{n}": n / 100 for n in range(ages.MAX_ROWS + 5)})
    found = ages.table(many, NOW)
    assert found.count("<tr>") == ages.MAX_ROWS + 1
    assert "5 more outlets" in found


def test_a_store_that_no_run_filled_for_a_day_is_called_stale_and_so_are_its_sources():
    status = Status("1", NOW - timedelta(days=3), {}, (), 5, 9, 0, NOW, 0, ())
    line = live.as_of_line(status, NOW, ("2 outlets, oldest read 3 days ago, 2 stale", True))
    assert "<b>Stale</b>" in line
    assert "3 days ago" in line
    assert line.count('class="stale"') == 2


@pytest.mark.usefixtures("store")
def test_the_page_names_each_outlet_behind_a_button(desk):
    page = desk()
    assert "3 outlets" in shown(page, "live")
    assert "Southern Mirror" in shown(page, "ages")
