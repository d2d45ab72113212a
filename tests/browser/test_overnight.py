"""What changed overnight, in a real browser: numbers that lead to their quotes, labels over bars, ages, the method."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.browser.test_desk import settled
from tests.browser.test_places import query, wait_for_query
from tests.stored import article

MIDDLES = (
    "all => all.map(one => one.getBoundingClientRect()).filter(box => box.height > 1).map(box => box.x + box.width / 2)"
)
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def test_a_number_shows_its_quotes_alone_and_stays_through_a_reload(visit):
    from playwright.sync_api import expect

    page = visit(ready=".card .words", since="24h")
    settled(page)
    number = page.locator(".news .change.new")
    n = int(number.locator("b").inner_text())
    number.click()
    wait_for_query(page, "changed", ["new"])
    expect(page.locator(".news.only")).to_contain_text("Only quotes that are new in the last 24 hours")
    expect(page.locator(".card")).to_have_count(min(n, 20))
    page.reload()
    expect(page.locator(".news .change.new")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Show all quotes").click()
    wait_for_query(page, "changed", None)
    assert query(page)["since"] == ["24h"]


def test_a_label_stands_over_its_bar_and_opens_its_words_by_keyboard(visit):
    page = visit(ready=".peaks a")
    settled(page)
    label = page.locator(".peaks .begins a b").first
    label.wait_for()
    page.locator(".barlayer .point path").last.wait_for()
    bars = page.locator(".stPlotlyChart .barlayer .point path").evaluate_all(MIDDLES)
    assert min(abs(label.bounding_box()["x"] - x) for x in bars) < 8
    page.locator(".peaks a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".text mark.wanted")


@pytest.mark.parametrize("width", [390, 1440])
def test_labels_touch_neither_each_other_nor_the_edge(visit, width):
    page = visit(ready=".peaks a", width=width, height=844, bars="stance")
    settled(page)
    boxes = [one.bounding_box() for one in page.locator(".peaks a").all()]
    assert all(above["y"] + above["height"] <= below["y"] + 1 for above, below in pairwise(boxes))
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)


def test_the_ages_stay_open_while_the_page_follows_the_store(visit, store):
    from playwright.sync_api import expect

    page = visit(ready=".card .words")
    settled(page)
    page.get_by_role("button", name="Ages").click()
    expect(page.locator(".ages")).to_contain_text("Northern Wire")
    store.upsert([article("overnight", date="2018-09-14", outlet="Morning Post", ending=" Overnight.")])
    expect(page.locator(".st-key-quotes")).to_contain_text("Morning Post")
    expect(page.locator(".ages")).to_contain_text("Morning Post")
    expect(page.locator(".ages")).to_be_visible()


def test_how_this_was_worked_out_opens_with_figures_and_what_is_covered(visit):
    from playwright.sync_api import expect

    page = visit(ready=".card .words")
    page.get_by_test_id("stExpander").get_by_text("How this was worked out").click()
    expect(page.locator(".accuracy")).to_contain_text("right speaker")
    expect(page.locator(".coverage").filter(has_text="articles read")).to_be_visible()
