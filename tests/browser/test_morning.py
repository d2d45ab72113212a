"""A morning at the desk, from end to end: every view, one set of filters, the words behind a mark, back, and home."""

from __future__ import annotations

import pytest

from tests.browser.test_desk import choose_theme, settled, wait_for_theme
from tests.browser.test_places import listed, query, wait_for_query
from tests.stored import HARIN, THREAT, WARNING

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
SPEAKER = "Anna Lind"
VIEWS = {
    "actors": ".st-key-profile_head, .st-key-matrix_box",
    "compare": ".st-key-compare_time",
    "brief": ".st-key-brief_table",
    "article": ".st-key-choose, .text",
}


def wanted_words(page):
    """Return the words that the article lights for the quote; marks of other layers cut them."""
    page.wait_for_selector("mark.wanted")
    return "".join(page.locator("mark.wanted").all_text_contents())


def go_to(page, view):
    page.get_by_role("link", name=view.title(), exact=True).first.click()
    page.wait_for_url(f"**/{view}*")
    page.wait_for_selector(VIEWS[view])
    settled(page)


def choose_actor(page, name):
    page.locator(".st-key-menu_Actor button").first.click()
    box = page.get_by_role("combobox", name="Speakers")
    box.click()
    box.fill(name)
    page.get_by_role("option", name=name).click()
    wait_for_query(page, "actor", [name])
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


def draw_over_the_first_days(page):
    settled(page)
    area = page.locator(".st-key-timeline_box .nsewdrag").first
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    page.mouse.move(box["x"] + 3, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 40, steps=8)
    page.mouse.up()
    page.wait_for_url(lambda asked: "from=" in asked and "to=" in asked)


def test_a_morning_at_the_desk(visit):
    from playwright.sync_api import expect

    page = visit()
    cards = page.locator(".st-key-quotes .card")
    expect(cards.filter(has_text=THREAT).first).to_be_visible()
    choose_actor(page, SPEAKER)
    expect(cards.filter(has_text=THREAT)).to_have_count(0)
    listed(page, HARIN).first.click()
    wait_for_query(page, "place", [HARIN.gazetteer_id])
    draw_over_the_first_days(page)
    settled(page)
    asked = {name: query(page)[name] for name in ("actor", "place", "from", "to")}

    for view in VIEWS:  # every view, and the filters come along
        go_to(page, view)
        if view != "article":
            assert {name: query(page).get(name) for name in asked} == asked
            expect(page.locator(".chip", has_text=SPEAKER)).to_be_visible()
    page.go_back()
    page.wait_for_url("**/brief*")
    page.go_forward()
    page.wait_for_url("**/article*")

    page.get_by_role("link", name="Situation", exact=True).first.click()
    wait_for_query(page, "place", [HARIN.gazetteer_id])
    expect(cards).not_to_have_count(0)
    cards.locator(".words").first.click()
    page.wait_for_url("**/article?*")
    assert wanted_words(page) == WARNING
    expect(page.locator("mark.wanted").first).to_be_in_viewport()

    choose_theme(page, "Dark")
    wait_for_query(page, "theme", ["dark"])
    page.keyboard.press("Escape")
    deep = page.url
    page.reload()
    assert wanted_words(page) == WARNING
    assert page.url == deep
    page.go_back()  # the theme was a step of its own
    wait_for_query(page, "theme", None)
    page.go_back()
    expect(cards).not_to_have_count(0)
    assert query(page)["place"] == [HARIN.gazetteer_id]


def test_a_deep_link_opens_on_a_telephone_as_it_was_left_at_the_desk(visit):
    from playwright.sync_api import expect

    page = visit(width=390, height=844, actor=SPEAKER, place=HARIN.gazetteer_id, sort="oldest", theme="dark")
    wait_for_theme(page, "dark")
    for words in (SPEAKER, HARIN.name):
        expect(page.locator(".chip", has_text=words).first).to_be_visible()
    expect(page.locator(".st-key-quotes .card").first).to_contain_text(WARNING)
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
    page.reload()
    expect(page.locator(".chip", has_text=SPEAKER).first).to_be_visible()
    assert query(page)["sort"] == ["oldest"]
