"""The desk as a reader uses it all day: its theme, calm mode, clicks while it refreshes, the names on its lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.records import Place, Precision, Risk
from pipeline.store import Entry
from tests.browser.conftest import about
from tests.browser.test_places import query, see_all, spot, wait_for_query
from tests.stored import PORTO, THREAT, WARNING, article

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
PAPER = {"light": "rgb(251, 250, 247)", "dark": "rgb(18, 22, 27)"}


def paper(page):
    return page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")


def wait_for_theme(page, theme):
    """Wait until page, map, cards and logo have one theme."""
    page.wait_for_function(
        "paper => getComputedStyle(document.querySelector('.stApp')).backgroundColor === paper", arg=PAPER[theme]
    )
    page.wait_for_selector(f'.tm[data-theme="{theme}"]')
    page.wait_for_selector(f".st-key-quotes .surface.{theme}")


def choose_theme(page, words):
    if not page.get_by_text("Calm mode: fold").is_visible():
        page.locator(".st-key-menu_display button").first.click()
    page.get_by_role("radio", name=words, exact=True).click()


def settled(page):
    """Wait until the page's script has run to its end."""
    page.wait_for_selector('.stApp[data-test-script-state="notRunning"]')


def test_the_theme_changes_everything_at_once_and_stays_in_the_address(visit):
    page = visit(place="geonames:2")
    wait_for_theme(page, "light")
    light = page.locator(".stAppHeader img").first.get_attribute("src")
    choose_theme(page, "Dark")
    wait_for_query(page, "theme", ["dark"])
    wait_for_theme(page, "dark")
    assert page.locator(".stAppHeader img").first.get_attribute("src") != light
    ink = page.locator(".stPlotlyChart text").first.evaluate("text => getComputedStyle(text).fill")
    assert ink == "rgb(230, 227, 220)"
    assert query(page)["place"] == ["geonames:2"]
    page.reload()
    wait_for_theme(page, "dark")
    choose_theme(page, "As the system")
    wait_for_query(page, "theme", None)
    wait_for_theme(page, "light")


def test_a_chosen_theme_stands_against_the_system_and_the_system_is_followed_where_none_is_chosen(visit):
    page = visit(dark=True, theme="light")
    wait_for_theme(page, "light")
    choose_theme(page, "As the system")
    wait_for_theme(page, "dark")
    page.emulate_media(color_scheme="light")
    wait_for_theme(page, "light")


def test_calm_mode_folds_until_a_click_and_follows_into_the_article(visit, store):
    from playwright.sync_api import expect

    whole = article("grave", date="2018-09-20", ending=" Corpses lay about.")
    harm = replace(whole.quotes[1], risks=(Risk("civilian_harm", "reported", 0.9),))
    store.upsert([replace(whole, quotes=(whole.quotes[0], harm))])
    page = visit(ready=".card .words", calm="1")
    card = page.locator(".card", has=page.locator(".speaker", has_text="Omar Rashid")).first
    words = card.get_by_text(THREAT)
    expect(words).to_be_attached()
    expect(words).to_be_hidden()
    fold = card.get_by_role("button", name="Graphic words: show")
    fold.focus()
    page.keyboard.press("Enter")
    expect(words).to_be_visible()
    expect(card.get_by_role("button", name="Graphic words: hide")).to_have_attribute("aria-expanded", "true")
    words.click()
    page.wait_for_selector(".text")
    assert query(page)["calm"] == ["1"]
    expect(page.locator(".text").get_by_text("Corpses lay about")).to_be_hidden()
    expect(page.locator(".text").get_by_text(WARNING)).to_be_visible()
    page.locator(".text .fold").last.click()
    expect(page.locator(".text").get_by_text("Corpses lay about")).to_be_visible()


def test_a_press_that_a_refresh_falls_into_is_still_a_click(visit, store):
    page = visit(ready=".card .words", sort="oldest")
    settled(page)
    words = page.locator(".card .words").first
    words.scroll_into_view_if_needed()
    box = words.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 10)
    page.mouse.down()
    # A copy changes the card that is pressed; a new place shows that the page has drawn the new store.
    tarn = Place("Tarn", 35.1, 36.9, Precision.TOWN, "geonames:77", country="SY", admin1="Harin", radius_km=5.0)
    copied = article("copied", outlet="Southern Mirror", date="2018-09-07", ending=" Copied.")
    store.upsert([Entry(copied, copy_of="one"), about(tarn, "tarn", date="2018-09-25")])
    page.wait_for_selector('.tm-list button[data-id="geonames:77"]', state="attached")
    settled(page)
    page.mouse.up()
    page.wait_for_url("**/article?*")
    assert query(page)["article"] == ["one"]


@pytest.mark.parametrize("n", range(3))
def test_a_click_right_after_a_reload_while_the_store_changes_is_not_lost(visit, store, n):
    page = visit(ready=".card .words", sort="oldest")
    page.reload(wait_until="commit")
    page.locator(".card .words").first.wait_for()
    store.upsert([article(f"more{n}", date=f"2018-09-{14 + n}", ending=f" {n} more.")])
    page.locator(".card .words").first.click()
    page.wait_for_url("**/article?*")
    assert query(page)["article"] == ["one"]


def test_where_only_lines_are_shown_their_ends_are_marked_with_their_names(visit):
    from playwright.sync_api import expect

    page = visit(map="arcs")
    see_all(page)
    page.mouse.move(*spot(page, PORTO.latitude, PORTO.longitude))
    expect(page.locator(".tm-tip")).to_have_text(PORTO.name)
    page.mouse.down()
    page.mouse.up()
    wait_for_query(page, "place", [PORTO.gazetteer_id])


def test_an_empty_timeline_says_so(visit):
    from playwright.sync_api import expect

    page = visit(actor="Nobody Known")
    expect(page.locator(".stPlotlyChart")).to_contain_text("Nothing here has a date under these filters")
    expect(page.locator(".stPlotlyChart .ytick")).to_have_count(0)
