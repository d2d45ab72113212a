"""Since you last looked: each number is right and leads to exactly its quotes; what was taken out is shown struck."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import streamlit as st

from dashboard.situation import news
from dashboard.surface import Act
from pipeline import queries
from pipeline.queries import Changes
from tests.dashboard.conftest import shown
from tests.stored import THREAT, WARNING, article

LOOKED = datetime(2018, 9, 20, 6, 2, 3, 456, UTC)
NOW = LOOKED + timedelta(hours=25)
SINCE = "2018-09-20T06:02:03Z"


@pytest.fixture
def address(monkeypatch):
    """The parameters of a page's address."""
    parameters: dict[str, str] = {}
    monkeypatch.setattr(st, "query_params", parameters)
    return parameters


def changes(**numbers):
    names = [f"{change}_{what}" for what in ("articles", "quotes") for change in ("new", "revised", "withdrawn")]
    return Changes(since=LOOKED, **{name: numbers.get(name, 0) for name in names})


def strip(found, *, looked=LOOKED, chosen=None):
    return news.strip(found, news.moment_asked(looked, NOW), chosen=chosen, looked=looked)


@pytest.mark.usefixtures("address")
def test_the_strip_says_what_changed_since_the_last_look():
    found = strip(changes(new_articles=1, new_quotes=14, revised_quotes=1, withdrawn_quotes=2))
    for words in ("Since you looked, 20 Sep 2018, 06:02 UTC", "<b>14</b> new quotes", "1 new article<", "<b>1</b> rev"):
        assert words in found
    assert found.count('data-act="changed@') == 3


@pytest.mark.usefixtures("address")
def test_a_number_that_is_nought_cannot_be_clicked_and_nothing_is_said_to_be_nothing():
    assert strip(changes(new_articles=1, new_quotes=1)).count('data-act="changed@') == 1
    assert "nothing new, revised or withdrawn" in strip(changes())


@pytest.mark.usefixtures("address")
def test_a_first_visit_shows_the_last_day_and_says_what_the_next_one_will():
    found = strip(changes(new_quotes=1), looked=None)
    assert "In the last 24 hours" in found
    assert "First visit" in found
    assert "since you looked" not in found.lower().replace("first visit", "")


def test_the_address_names_another_moment(address):
    address["since"] = "7d"
    assert news.moment_asked(LOOKED, NOW).at == (NOW - timedelta(days=7)).replace(second=0, microsecond=0)
    address["since"] = "2018-09-19T00:00:00Z"
    assert news.moment_asked(LOOKED, NOW) == (datetime(2018, 9, 19, tzinfo=UTC), address["since"], False)


@pytest.mark.parametrize("nonsense", ["yesterday", "2099-01-01T00:00:00Z", "2018-09-19", "9" * 300])
def test_a_moment_that_means_nothing_leaves_the_last_look(address, nonsense):
    address["since"] = nonsense
    assert news.moment_asked(LOOKED, NOW).looked


def test_a_number_writes_its_moment_so_that_the_link_keeps_its_meaning(address):
    news.on_act(Act(f"changed@{SINCE}", "new"))
    assert address == {"changed": "new", "since": SINCE}
    assert news.moment_asked(LOOKED, NOW).looked
    assert not news.moment_asked(LOOKED + timedelta(hours=1), NOW).looked
    news.on_act(Act(f"changed@{SINCE}", "new"))
    assert "changed" not in address


@pytest.mark.parametrize("act", [Act("changed@", "everything"), Act("since", "1h"), Act("other", "new")])
def test_what_no_number_says_does_nothing(address, act):
    news.on_act(act)
    assert address == {}


@pytest.fixture
def revised(store):
    """The store after a quote was taken out, another reworded, and an article came; returns the moment before."""
    since = datetime.now(UTC)
    whole = article("later", date="2018-09-12", outlet="Gulf Ledger", title="Threats grow")
    shorter = replace(whole, text=whole.text + " Corrected.", quotes=whole.quotes[:1])
    other = article("undated", date=None)
    store.upsert([shorter, replace(other, text=other.text.replace("depot", "tower")), article("fresh", outlet="New")])
    with store.engine.begin() as connection:  # a test's clock stands almost still
        connection.execute(
            sa.text("UPDATE articles SET first_seen_at = '2018-09-30T00:00:00.000000Z' WHERE id != 'fresh'")
        )
    return since.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_each_number_shows_exactly_its_quotes(desk, revised):
    page = desk(since=revised, changed="new")
    assert not page.exception
    assert "<b>2</b> new quotes" in shown(page, "news")
    assert shown(page, "quotes").count("<article") == 2
    assert "New" in shown(page, "quotes")
    assert "Only quotes that are new since" in shown(page, "changed")
    page = desk(since=revised, changed="revised")
    assert shown(page, "quotes").count("<article") == 1
    assert "tower" in shown(page, "quotes")


def test_words_taken_out_of_an_article_are_struck_and_lead_to_it(desk, revised):
    page = desk(since=revised, changed="withdrawn")
    struck = shown(page, "quotes")
    assert struck.count("<article") == 1
    assert THREAT in struck
    assert 'class="struck"' in struck
    assert 'data-value="#later"' in struck
    assert WARNING not in struck


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("change", ["new", "revised", "withdrawn"])
def test_where_nothing_changed_that_is_said(desk, change):
    page = desk(since="2018-01-01T00:00:00Z", changed=change, actor="Nobody Known")
    assert f"Nothing {change}" in shown(page, "nothing")


def test_where_something_changed_nothing_is_said_of_nothing(desk, revised):
    assert [shown(desk(since=revised, changed=c), "nothing") for c in ("new", "revised", "withdrawn")] == [""] * 3


def test_without_a_change_asked_for_all_quotes_are_shown(desk, revised):
    page = desk(since=revised, changed="everything")
    assert shown(page, "quotes").count("<article") == 7
    assert shown(page, "changed") == ""


def test_graphic_words_that_were_taken_out_are_folded_in_calm_mode(store):
    since = datetime.now(UTC)
    whole = article("later", date="2018-09-12", outlet="Gulf Ledger", title="Threats grow")
    store.upsert([replace(whole, text=whole.text + " Corrected.", quotes=whole.quotes[:1])])
    gone = queries.taken_out(store, queries.Filters(), since).assign(words="they tortured him")
    assert "data-fold" in news.struck_items(gone, calm=True)[0].html
    assert "data-fold" not in news.struck_items(gone, calm=False)[0].html
