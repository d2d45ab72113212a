"""Filters, the address and the widgets are one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import controls
from dashboard.filters import active, toggled, without
from pipeline.queries import Filters, from_query
from tests.dashboard.conftest import shown
from tests.pipeline.test_queries import some


@given(st.builds(Filters, **some))
def test_every_active_filter_can_be_taken_away_until_none_is_left(filters):
    for field, value in active(filters):
        filters = toggled(filters, field, value)
    assert filters == Filters()


@given(st.builds(Filters, **some))
def test_filters_survive_the_address(filters):
    assert from_query(filters.to_query()) == (filters, ())


def test_toggling_adds_and_takes_away():
    once = toggled(Filters(actors=("A",)), "actors", "B")
    assert once.actors == ("A", "B")
    assert toggled(once, "actors", "A").actors == ("B",)
    assert toggled(Filters(), "modality", "feared").modality == "feared"
    assert toggled(Filters(date_to=date(2018, 9, 6)), "date_to", "2018-09-06").date_to is None


def test_only_filters_can_be_toggled():
    with pytest.raises(ValueError, match="no filter"):
        toggled(Filters(), "__class__", "x")


def test_without_unsets_some_fields():
    assert without(Filters(actors=("A",), places=("geonames:1",)), "places") == Filters(actors=("A",))


def test_chips_say_filters_in_words():
    assert controls.in_words("places", "geonames:1", {"geonames:1": "Harin (SY)"}) == "Harin (SY)"
    assert controls.in_words("places", "geonames:2", {}) == "geonames:2"
    assert controls.in_words("stances", "warn", {}) == "warns"
    assert controls.in_words("date_from", "2018-09-01", {}) == "from 2018-09-01"


@pytest.mark.usefixtures("store")
def test_a_search_without_a_word_is_left_out_and_said_so(desk):
    page = desk()
    page.text_input(key="situation_text").set_value("?!").run()
    assert "q=?! (no word in it)" in shown(page, "dropped")
    page.text_input(key="situation_text").set_value("assault").run()
    assert page.query_params["q"] == "assault"
    assert shown(page, "dropped") == ""
