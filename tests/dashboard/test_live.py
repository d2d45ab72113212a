"""A page follows the store, and not faster than it can be drawn."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from dashboard import live
from pipeline.queries import Status

NOW = datetime(2018, 9, 20, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def state(monkeypatch):
    kept = {}
    monkeypatch.setattr(live.st, "session_state", kept)
    return kept


def test_a_page_that_was_never_drawn_may_be_drawn():
    assert live.has_rested(time.monotonic())


def test_a_page_rests_ten_times_as_long_as_it_took_to_draw(monkeypatch):
    monkeypatch.setattr(live.time, "monotonic", lambda: 102.0)
    live.drawn(100.0)
    assert not live.has_rested(121.9)
    assert live.has_rested(122.0)


def test_a_page_that_is_drawn_at_once_follows_at_once(monkeypatch):
    monkeypatch.setattr(live.time, "monotonic", lambda: 100.0)
    live.drawn(100.0)
    assert live.has_rested(100.0)


@pytest.mark.parametrize("behind", [True, False])
def test_a_page_that_is_behind_its_store_says_so(behind):
    status = Status("1", NOW, {}, (), 5, 9, 0, NOW, 0, ())
    line = live.as_of_line(status, NOW, ("1 outlet", False), behind=behind)
    assert ("follows shortly" in line) is behind
