"""Compare in a browser: choosing subject and sides, figure and pairs, a quote and back, on a desk and a phone."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from pipeline.store import Store
from tests.browser.test_accessible import GRAVE, axe  # noqa: F401
from tests.browser.test_desk import settled
from tests.browser.test_places import query, wait_for_query
from tests.speeches import Line, speech

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

LIND, RASHID, MOREAU = "Anna Lind", "Omar Rashid", "Ines Moreau"
READY = ".st-key-pairs_against .surface *"
CHOSEN = {"on": "place:geonames:1", "by": "actor", "side": [LIND, RASHID]}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Three weeks of what two speakers say of Harin and Porto Vell."""
    opened = Store.open(f"sqlite:///{tmp_path_factory.mktemp('compare') / 'store.db'}")
    shelled, denied = ("civilian_harm", "reported", 0.9), ("civilian_harm", "denied", 0.8)
    first = (
        Line(LIND, "homes were shelled", "condemn", MOREAU, 0.9, ("Harin",), (shelled,)),
        Line(RASHID, "no home was shelled", "reject", LIND, 0.6, ("Harin",), (denied,)),
        Line(RASHID, "she has our thanks", "support", MOREAU, 0.8, ("Harin",)),
    )
    later = (Line(RASHID, "we shall talk", "cooperate", MOREAU, 0.9, ("Harin",)),)
    port = (
        Line(LIND, "the port is closed", "condemn", MOREAU, 0.9, ("Porto Vell",)),
        Line(RASHID, "the port is open", "support", MOREAU, 0.9, ("Porto Vell",)),
    )
    with opened.run():
        opened.upsert([speech("first", *first, date="2018-09-03"), speech("later", *later, date="2018-09-12")])
        opened.upsert([speech("port", *port, date="2018-09-18", outlet="Gulf Ledger")])
    yield opened
    opened.close()


@pytest.fixture
def compare(visit):
    """Open Compare at an address; wait until its script has run to its end."""

    def open_at(**asked):
        page = visit(path="compare", **{"ready": READY, **asked})
        settled(page)
        return page

    return open_at


def choose(page, key, words):
    """Choose an option of a select in the sentence."""
    box = page.locator(f".st-key-{key} input")
    box.click()
    page.get_by_role("option", name=words, exact=True).click()


def test_subject_and_sides_are_chosen_in_one_line_and_stand_in_the_address(compare):
    from playwright.sync_api import expect

    page = compare()
    expect(page.locator(".st-key-compare_said")).to_contain_text("Proposed")
    choose(page, "compare_value_place", "Porto Vell (GR)")
    wait_for_query(page, "on", ["place:geonames:2"])
    expect(page.locator(".st-key-quotes_0")).to_contain_text("the port is closed")
    choose(page, "compare_by", "speakers")
    wait_for_query(page, "by", ["actor"])
    expect(page.locator(".st-key-side_head_0")).to_contain_text(LIND)
    page.get_by_role("button", name=f"Remove {RASHID}").click()
    wait_for_query(page, "side", [LIND])
    expect(page.locator(".st-key-compare_said")).to_contain_text("One side alone")
    page.locator(".st-key-compare_said .add", has_text=RASHID).click()
    wait_for_query(page, "side", [LIND, RASHID])
    expect(page.locator(".st-key-pairs_against .meeting")).to_have_count(1)
    page.go_back()
    expect(page.locator(".st-key-compare_said")).to_contain_text("One side alone")
    page.go_forward()
    expect(page.locator(".st-key-pairs_against .meeting")).to_have_count(1)


def test_a_deep_link_shows_a_row_for_each_side_and_the_pairs_and_survives_a_reload(compare):
    from playwright.sync_api import expect

    page = compare(**CHOSEN, bin="week")
    for _ in range(2):
        chart = page.locator(".st-key-compare_time .stPlotlyChart")
        expect(chart).to_contain_text(f"A · \u2068{LIND}")
        expect(chart).to_contain_text(f"B · \u2068{RASHID}")
        pairs = page.locator(".st-key-pairs_against .meeting")
        expect(pairs).to_have_count(2)
        expect(pairs.first).to_contain_text("week of 3–9 Sep 2018")
        expect(pairs.first).to_contain_text("homes were shelled")
        expect(pairs.first).to_contain_text("she has our thanks")
        page.reload()
        page.wait_for_selector(READY)
    assert query(page) == {**{name: [value] for name, value in CHOSEN.items() if isinstance(value, str)},
                           "side": [LIND, RASHID], "bin": ["week"]}  # fmt: skip


def test_a_quote_of_a_pair_opens_at_its_words_and_back_leads_to_the_pair(compare):
    from playwright.sync_api import expect

    page = compare(**CHOSEN)
    page.locator(".st-key-pairs_against .half .words").first.click()
    page.wait_for_selector(".text mark.wanted")
    assert query(page)["article"] == ["first"]
    expect(page.locator(".text mark.wanted").first).to_have_text("homes were shelled")
    page.go_back()
    page.wait_for_selector(READY)
    assert query(page)["side"] == [LIND, RASHID]


def test_a_box_drawn_on_the_figure_filters_by_its_days(compare):
    page = compare(**CHOSEN)
    box = page.locator(".st-key-compare_time .nsewdrag").first.bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 40, steps=8)
    page.mouse.up()
    page.wait_for_url(lambda asked: {"from", "to"} <= parse_qs(urlsplit(asked).query).keys())
    assert query(page)["from"] <= ["2018-09-03"]
    assert query(page)["to"] < ["2018-09-12"]


def test_on_a_phone_nothing_is_wider_than_the_screen_and_sides_are_swiped_through(compare):
    from playwright.sync_api import expect

    page = compare(**CHOSEN, width=390, height=844)
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
    halves = page.locator(".st-key-pairs_against .meeting").first.locator(".half")
    left, right = halves.nth(0).bounding_box(), halves.nth(1).bounding_box()
    assert right["y"] > left["y"] + left["height"] - 1
    second = page.locator(".st-key-quotes_1 .card").first
    assert second.bounding_box()["x"] > 300
    second.scroll_into_view_if_needed()
    expect(second).to_be_in_viewport(ratio=0.5)


@pytest.mark.parametrize("look", [{}, {"theme": "dark"}, {"width": 390, "height": 844}])
def test_two_sides_that_meet_shut_nobody_out(compare, axe, look):  # noqa: F811
    page = compare(**CHOSEN, **look)
    page.evaluate(axe)
    assert page.evaluate(GRAVE) == []
