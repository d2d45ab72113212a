"""The map beyond its marks: its table, its provinces, played through time, by keyboard."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.browser.conftest import IDLIB, about
from tests.browser.test_places import layer, listed, query, see_all, spot, wait_for_query
from tests.stored import HARIN, PORTO, SYRIA

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def rows(page: Any, section: str = "Places") -> list[str]:
    return [name.inner_text() for name in page.locator(f'[data-section="{section}"] tbody .tm-name').all()]


def row(page: Any, place: Any) -> Any:
    named = page.locator(f'button[data-id="{place.gazetteer_id}"]')
    return page.locator('[data-section="Places"] tbody tr').filter(has=named).locator("td")


def head(page: Any, words: str) -> Any:
    return page.locator('[data-section="Places"] thead').get_by_role("button", name=words)


def test_the_table_says_what_the_map_draws_and_filters_alike(visit):
    from playwright.sync_api import expect

    page = visit()
    page.locator('button[data-see="table"]').click()
    wait_for_query(page, "see", ["table"])
    expect(page.locator(".tm-stage")).to_be_hidden()
    expect(row(page, PORTO).nth(0)).to_have_text("Greece")
    expect(row(page, PORTO).nth(1)).to_have_text("town")
    expect(row(page, HARIN).nth(1)).to_have_text("region, ± 55 km")
    expect(row(page, HARIN).nth(2)).to_have_text("◇Mass harm, feared only")
    listed(page, PORTO).click()
    wait_for_query(page, "place", [PORTO.gazetteer_id])
    expect(listed(page, PORTO)).to_have_attribute("aria-current", "true")
    expect(page.locator(".chip")).to_contain_text("Porto Vell")
    expect(page.locator(".figures dd").first).to_have_text("4")  # the page has answered
    listed(page, PORTO).click()
    wait_for_query(page, "place", None)


def test_the_table_alone_is_opened_by_its_address_and_the_map_by_its_switch(visit):
    from playwright.sync_api import expect

    page = visit(see="table", order="name")
    expect(page.locator(".tm-canvas canvas")).to_have_count(0)  # nobody asked for it
    assert rows(page) == sorted(rows(page), key=str.casefold)
    expect(page.locator('[data-section="Places"] th[aria-sort="ascending"]')).to_contain_text("Places")
    page.locator('button[data-see="map"]').click()
    wait_for_query(page, "see", None)
    page.wait_for_selector('.tm[data-drawn="true"]')
    expect(page.locator(".tm-canvas canvas")).to_be_visible()


def test_a_head_sorts_the_other_way_round_and_then_no_more(visit):
    page = visit(see="table")
    before = rows(page)
    head(page, "about").click()
    wait_for_query(page, "order", ["-about"])
    head(page, "about").click()
    wait_for_query(page, "order", ["about"])
    assert rows(page)[0] == PORTO.name  # nothing was said about it
    head(page, "about").click()
    wait_for_query(page, "order", None)
    assert rows(page) == before


def test_names_that_led_nowhere_are_listed_and_open_the_article(visit):
    from playwright.sync_api import expect

    page = visit(see="table")
    nowhere = page.locator('[data-section="nowhere"]')
    expect(nowhere.locator("thead")).to_contain_text("Names that led nowhere: 1")
    nowhere.get_by_role("button", name="Kafr Nowhere").click()
    page.wait_for_url("**/article?*")


def test_a_province_says_what_its_shade_is_made_of(visit):
    from playwright.sync_api import expect

    page = visit(map="provinces")
    see_all(page)
    page.mouse.click(*spot(page, 35.75, 36.65))
    card = page.locator(".tm-card")
    expect(card.locator("h3")).to_have_text("Idlib")
    expect(card).to_contain_text("Language about “mass harm”: 1 quote in 1 place; not a measure of harm.")
    assert "place" not in query(page)
    card.get_by_role("button", name="Idlib").click()
    wait_for_query(page, "place", [IDLIB.gazetteer_id])
    layer(page, "provinces").click()
    wait_for_query(page, "map", ["none"])


def test_time_is_played_in_windows_without_asking_for_each_day(visit):
    from playwright.sync_api import expect

    page = visit()
    page.get_by_role("button", name="Play through time").click()
    wait_for_query(page, "play", ["1"])
    expect(page.locator(".tm-date")).to_have_text("6 Sep 2018")
    expect(page.locator(".tm-counted")).to_have_text("1 quote about 1 place")
    day = page.locator(".tm-day")
    day.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tm-date")).to_have_text("8 Sep 2018")
    wait_for_query(page, "day", ["2018-09-08"])
    page.locator(".tm-window").select_option("3")
    expect(page.locator(".tm-date")).to_have_text("6–8 Sep 2018")
    expect(page.locator(".tm-counted")).to_have_text("2 quotes about 1 place")
    wait_for_query(page, "play", ["3"])
    page.reload()
    expect(page.locator(".tm-date")).to_have_text("6–8 Sep 2018")
    page.get_by_role("button", name="Close the player").click()
    wait_for_query(page, "play", None)
    expect(page.locator(".tm-date")).to_be_hidden()


def test_playing_ends_where_it_began_and_outlives_an_item_that_comes_in(visit, store):
    from playwright.sync_api import expect

    page = visit(play="1", pace="4", day="2018-09-08")
    expect(page.locator(".tm-date")).to_have_text("8 Sep 2018")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    last = date(2018, 9, 12) + timedelta(days=8)
    store.upsert([about(SYRIA, "played", date=str(last))])
    expect(page.locator(".tm-day")).to_have_attribute("max", "14")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(page.locator(".tm-date")).to_have_text("8 Sep 2018")


def test_who_wants_no_motion_steps_from_day_to_day(visit):
    from playwright.sync_api import expect

    page = visit()
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("button", name="Play through time").click()
    page.get_by_role("button", name="Next day").click()
    expect(page.locator(".tm-date")).to_have_text("7 Sep 2018")
    expect(page.locator(".tm")).to_have_attribute("data-playing", "false")


def test_the_map_is_walked_by_keyboard_and_escape_leads_back_to_it(visit):
    from playwright.sync_api import expect

    page = visit()
    see_all(page)
    canvas = page.locator(".tm-canvas canvas")
    assert canvas.get_attribute("aria-label").startswith("Map of ")
    page.locator('[data-do="reset"]').focus()
    page.keyboard.press("Tab")
    expect(canvas).to_be_focused()
    zoom = page.locator(".tm").get_attribute("data-view").split()[2]
    page.keyboard.press("+")
    expect(page.locator(".tm")).not_to_have_attribute("data-view", zoom)
    page.wait_for_selector('.tm[data-drawn="true"]')
    page.locator('[data-do="reset"]').click()
    see_all(page)
    canvas.focus()
    page.keyboard.press("n")
    spoken = page.locator(".tm-spoken")
    expect(spoken).to_contain_text("1 of ")
    name = spoken.inner_text().split(": ")[1].split(" · ")[0]
    page.keyboard.press("Enter")
    expect(page.locator(".tm-card h3")).to_have_text(name)
    expect(page.locator(".tm-card")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".tm-card")).to_have_count(0)
    expect(canvas).to_be_focused()


def test_on_a_telephone_nothing_that_is_pressed_is_smaller_than_a_finger(visit):
    page = visit(width=390, height=844)
    for button in page.locator(".tm-bar button, .tm-under button").all():
        if button.is_visible():
            box = button.bounding_box()
            assert box["height"] >= 40, button.inner_text()
    stage = page.locator(".tm-stage").bounding_box()
    bar = page.locator(".tm-bar").bounding_box()
    assert bar["y"] + bar["height"] <= stage["y"]  # nothing lies on the map
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
