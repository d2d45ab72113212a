"""Places as a reader meets them: on the map, in its list, on cards, in links, on a telephone."""

from __future__ import annotations

import math
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import IDLIB, NORTH
from tests.stored import HARIN, PORTO, SYRIA, WARNING

TILE = 512  # pixels a side that the world has at zoom 0 in MapLibre
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def query(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def wait_for_query(page: Any, name: str, values: list[str] | None) -> None:
    """Wait until the address has exactly these values of a parameter; None: until it has none."""
    page.wait_for_url(lambda address: parse_qs(urlsplit(address).query).get(name) == values)


def see_all(page: Any) -> None:
    """Let the map show every place of a quote: it opens on what most quotes are about."""
    page.locator(".tm-beyond").click()
    page.wait_for_selector(".tm-beyond", state="hidden")


def spot(page: Any, latitude: float, longitude: float) -> tuple[float, float]:
    """Return where on the screen the map draws a position, from the view that it tells."""
    page.wait_for_selector('.tm[data-drawn="true"]')
    page.locator(".tm-canvas").scroll_into_view_if_needed()
    x, y, zoom = map(float, page.locator(".tm").get_attribute("data-view").split())
    box = page.locator(".tm-canvas").bounding_box()
    (here, there), size = (_mercator(y, x), _mercator(latitude, longitude)), TILE * 2**zoom
    return (
        box["x"] + box["width"] / 2 + (there[0] - here[0]) * size,
        box["y"] + box["height"] / 2 + (there[1] - here[1]) * size,
    )


def _mercator(latitude: float, longitude: float) -> tuple[float, float]:
    north = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return (longitude + 180) / 360, 0.5 - north / (2 * math.pi)


def listed(page: Any, place: Any) -> Any:
    below = page.locator('[data-do="below"]')
    if below.is_visible() and below.get_attribute("aria-expanded") == "false":
        below.click()
    return page.locator(f'.tm-list button[data-id="{place.gazetteer_id}"]')


def layer(page: Any, name: str) -> Any:
    return page.locator(f'.tm-layers [data-layer="{name}"]')


def test_a_click_on_a_place_filters_everything_and_a_second_takes_the_filter_back(visit):
    from playwright.sync_api import expect

    page = visit()
    see_all(page)
    page.mouse.click(*spot(page, PORTO.latitude, PORTO.longitude))
    wait_for_query(page, "place", [PORTO.gazetteer_id])
    expect(page.locator(".chip")).to_contain_text("Porto Vell")
    expect(page.locator(".figures dd").first).to_have_text("4")
    cards = page.locator(".card")
    expect(cards).to_have_count(4)
    for card in cards.all():
        expect(card).to_contain_text(WARNING)
        expect(card).to_contain_text("said in Porto Vell")
    panel = page.locator(".tm-card")
    expect(panel).to_contain_text(
        "Known to the town: the dot is the gazetteer's own point for it. Nothing is jittered."
    )
    listed(page, PORTO).click()
    wait_for_query(page, "place", None)
    expect(panel).to_have_count(0)
    expect(page.locator(".chip")).to_have_count(0)


def test_the_list_tells_by_keyboard_what_the_map_draws(visit):
    from playwright.sync_api import expect

    page = visit()
    countries = page.locator('[data-section="Whole countries and wider areas"]')
    expect(countries).to_contain_text("Syria")
    expect(page.locator(f'[data-section="Places"] [data-id="{SYRIA.gazetteer_id}"]')).to_have_count(0)
    expect(page.locator(".tm-list")).not_to_contain_text("Kafr Nowhere")  # not resolved: counted, never drawn
    known = {
        IDLIB: "its whole outline stands for it",
        NORTH: "Worked out from a distance: somewhere within 55 km",
        HARIN: "Known to the region only: somewhere within 55 km",  # no outline in the base map
        SYRIA: "no point stands for it",
    }
    for place, words in known.items():
        listed(page, place).focus()
        page.keyboard.press("Enter")
        wait_for_query(page, "place", [place.gazetteer_id])
        expect(page.locator(".tm-card")).to_contain_text(words)


def test_a_line_says_where_statements_were_made_and_about_what(visit):
    from playwright.sync_api import expect

    page = visit(map="arcs")
    see_all(page)
    middle = (PORTO.latitude + HARIN.latitude) / 2, (PORTO.longitude + HARIN.longitude) / 2
    x, y = spot(page, *middle)
    tip = page.locator(".tm-tip")
    for up in range(60):  # a great circle runs north of the straight line
        page.mouse.move(x, y - up)
        if tip.is_visible():
            break
    expect(tip).to_have_text(re.compile(r"^\d statements? made in Porto Vell about "))
    page.mouse.down()
    page.mouse.up()
    end = page.locator(".tm-card").get_by_role("button", name="Porto Vell").first
    end.click()
    wait_for_query(page, "place", [PORTO.gazetteer_id])
    pairs = page.locator('[data-section="pairs"]')
    expect(pairs.locator("tbody tr").first).to_have_text("Porto Vellabout→Harin2")


def test_layers_and_place_stay_through_a_reload_and_a_visit_to_an_article(visit):
    from playwright.sync_api import expect

    page = visit(place=IDLIB.gazetteer_id, sort="oldest", bars="stance")
    layer(page, "said").click()
    wait_for_query(page, "map", ["about", "arcs", "provinces"])
    before = query(page)
    page.reload()
    expect(layer(page, "said")).to_have_attribute("aria-pressed", "false")
    expect(layer(page, "arcs")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".tm-card h3")).to_have_text("Idlib")
    page.wait_for_selector('.tm[data-drawn="true"]')
    page.locator(".card .words").first.click()
    expect(page.locator("mark.wanted").first).to_be_visible()
    expect(page.get_by_text("Why here: The only Harin near Syria.").first).to_be_visible()
    page.get_by_role("link", name="Situation").first.click()
    page.wait_for_selector('.tm[data-state="ready"]')
    wait_for_query(page, "place", [IDLIB.gazetteer_id])
    expect(layer(page, "said")).to_have_attribute("aria-pressed", "false")
    assert query(page) == before


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_on_a_telephone_a_place_leads_to_what_was_said(visit, dark):
    from playwright.sync_api import expect

    page = visit(width=390, height=844, dark=dark, map="about")
    expect(page.locator(".tm")).to_have_attribute("data-theme", "dark" if dark else "light")
    expect(layer(page, "arcs")).to_have_attribute("aria-pressed", "false")
    listed(page, IDLIB).click()
    wait_for_query(page, "place", [IDLIB.gazetteer_id])
    expect(page.locator(".card")).to_have_count(1)
    page.get_by_role("button", name="Read who said what").click()
    expect(page.locator(".card")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
