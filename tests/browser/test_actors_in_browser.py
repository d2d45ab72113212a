"""Actors as a reader meets it: a cell opens its quotes, a name its profile, and the address keeps both."""

from __future__ import annotations

import re

import pytest

from pipeline.store import Store
from tests.browser.conftest import serve
from tests.browser.test_accessible import GRAVE, THEIRS, axe  # noqa: F401
from tests.browser.test_desk import settled
from tests.browser.test_places import query, wait_for_query
from tests.speeches import Line, speech

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
LIND, RASHID, MOREAU = "Anna Lind", "Omar Rashid", "Ines Moreau"
PRAISE = [Line(LIND, f"he kept promise {n}", "support", RASHID, about=("Harin",)) for n in range(4)]
BLAME = [Line(LIND, f"he broke promise {n}", "condemn", RASHID) for n in range(4)]
ANSWERS = [Line(RASHID, "no observers will come in", "reject", LIND), Line(MOREAU, "we back her", "support", LIND)]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """In place of the usual four articles: one speech of praise, one of blame."""
    opened = Store.open(f"sqlite:///{tmp_path_factory.mktemp('actors') / 'store.db'}")
    with opened.run():
        opened.upsert([speech("august", *PRAISE, date="2018-08-10")])
        opened.upsert([speech("september", *BLAME, *ANSWERS, date="2018-09-12", outlet="Ledger")])
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def address(store):
    with serve(store.url) as served:
        yield f"{served}actors"


@pytest.fixture
def open_actors(visit):
    """Opens the page; its matrix is there."""

    def opened(**query):
        page = visit(ready=".matrix td button", **query)
        settled(page)
        return page

    return opened


def in_matrix(page, actor, target):
    return page.locator(".matrix").get_by_role("button", name=re.compile(f"^{actor} towards {target}\\b"))


def focused(page):
    """Return the label of the element that the keyboard stands on, inside whatever shadow it is."""
    return page.evaluate(
        """() => {
          let one = document.activeElement;
          while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
          return one?.getAttribute("aria-label") ?? one?.textContent ?? "";
        }"""
    )


def test_a_cell_opens_its_quotes_a_quote_its_article_and_back_leads_to_the_cell(open_actors):
    from playwright.sync_api import expect

    page = open_actors()
    in_matrix(page, LIND, RASHID).click()
    wait_for_query(page, "pair", [LIND, RASHID])
    expect(page.locator(".pair-head")).to_contain_text(f"{LIND} towards {RASHID}")
    expect(in_matrix(page, LIND, RASHID)).to_have_attribute("aria-pressed", "true")
    words = page.locator(".st-key-quotes_order .words")
    expect(words).to_have_count(6)
    words.filter(has_text="he broke promise 2").click()
    expect(page.locator("mark.wanted")).to_have_text("he broke promise 2")
    page.go_back()
    expect(page.locator(".pair-head")).to_contain_text(RASHID)
    assert query(page) == {"pair": [LIND, RASHID]}
    page.go_back()
    expect(page.locator(".pair-head")).to_have_count(0)
    page.go_forward()
    expect(page.locator(".pair-head")).to_contain_text(RASHID)


def test_a_profile_is_opened_by_a_name_narrowed_by_a_place_and_found_again_by_its_address(open_actors):
    from playwright.sync_api import expect

    page = open_actors()
    page.locator(".matrix tbody th").get_by_role("button", name=LIND).click()
    wait_for_query(page, "of", [LIND])
    expect(page.locator(".actor-head h2")).to_have_text(LIND)
    expect(page.locator(".actor-head")).to_be_in_viewport()
    expect(page.locator(".st-key-profile_figures dd").first).to_have_text("8")
    expect(page.locator(".st-key-weekly .bars .point")).not_to_have_count(0)
    page.locator(".st-key-profile_where").get_by_role("button", name="Harin").click()
    expect(page.locator(".st-key-profile_figures dd").first).to_have_text("4")
    page.reload()
    expect(page.locator(".actor-head h2")).to_have_text(LIND)
    expect(page.locator(".st-key-profile_figures dd").first).to_have_text("4")
    assert query(page) == {"of": [LIND], "place": ["geonames:1"]}
    page.get_by_role("button", name="Close profile").click()
    wait_for_query(page, "of", None)
    expect(page.locator(".actor-head")).to_have_count(0)


def test_the_matrix_is_one_stop_walked_with_the_arrows_and_tells_what_a_cell_stands_for(open_actors):
    from playwright.sync_api import expect

    page = open_actors()
    page.locator(".matrix tbody th button").first.focus()
    page.keyboard.press("ArrowRight")
    assert focused(page).startswith(f"{LIND} towards {RASHID}")
    expect(page.locator(".tell")).to_contain_text("8 quotes: condemns 4, supports 4")
    assert page.locator('.matrix [tabindex="0"]').count() == 1
    page.keyboard.press("Escape")
    expect(page.locator(".tell")).to_have_count(0)
    page.keyboard.press("ArrowDown")  # over an empty cell, to the end of the column
    assert focused(page).startswith(f"{LIND} towards {RASHID}")
    page.keyboard.press("Enter")
    expect(page.locator(".pair-head")).to_contain_text(RASHID)
    settled(page)
    assert focused(page).startswith(f"{LIND} towards {RASHID}")  # after the matrix was drawn anew


def test_a_turn_leads_to_the_words_that_show_it(open_actors):
    from playwright.sync_api import expect

    page = open_actors()
    page.get_by_role("button", name="All its quotes").click()
    expect(page.locator(".st-key-quotes_order .card").first).to_be_in_viewport()
    sides = page.locator(".turned-side .words")
    expect(sides).to_have_count(2)
    sides.first.click()
    expect(page.locator("mark.wanted")).to_contain_text("he kept promise")


def test_on_a_telephone_only_the_matrix_is_wider_than_the_screen(open_actors):
    page = open_actors(width=390, height=844, of=LIND, pair=[LIND, RASHID])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".stMain").evaluate("main => main.scrollWidth - main.clientWidth") <= 0


def test_on_a_telephone_the_page_goes_to_what_was_tapped_last(open_actors):
    from playwright.sync_api import expect

    page = open_actors(width=390, height=844)
    in_matrix(page, LIND, RASHID).tap()
    expect(page.locator(".pair-head")).to_be_in_viewport()
    expect(page.locator(".st-key-quotes_order .card").first).to_be_in_viewport()
    page.locator(".pair-head").get_by_role("button", name=LIND).tap()
    expect(page.locator(".st-key-quotes_sort .card")).to_have_count(6)
    settled(page)
    expect(page.locator(".actor-head")).to_be_in_viewport()


def test_a_profile_is_found_by_typing(open_actors):
    page = open_actors()
    box = page.locator(".st-key-actors_find input")
    box.fill("Moreau")
    box.press("Enter")
    wait_for_query(page, "of", [MOREAU])
    page.wait_for_selector(".actor-head")


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
@pytest.mark.parametrize("shown", [{}, {"of": LIND, "pair": [LIND, RASHID]}], ids=["matrix", "profile"])
def test_it_shuts_nobody_out(open_actors, axe, shown, look):  # noqa: F811
    size = {"width": 390, "height": 844} if look == "phone" else {}
    page = open_actors(theme="dark" if look == "dark" else "light", **size, **shown)
    page.evaluate(axe)
    assert [found for found in page.evaluate(GRAVE) if found[0] not in THEIRS] == []
