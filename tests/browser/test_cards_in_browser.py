"""Cards and marks under the hand: cited by mouse and keyboard, explained inside the window, walked by the arrows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.records import Risk
from tests.browser.test_places import query, wait_for_query
from tests.stored import THREAT, WARNING, article

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
CITED = f"“{WARNING}” — Anna Lind, foreign minister, Norland. Northern Wire, “Minister warns of assault”, 6 Sep 2018"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def cite(visit):
    """Opens Situation; returns the page and the button that cites the oldest warning."""

    def open_at(**look):
        page = visit(ready=".card .cite", sort="oldest", actor="Anna Lind", **look)
        return page, page.locator(".card .cite").first

    return open_at


def test_a_card_is_copied_as_a_citation(cite):
    from playwright.sync_api import expect

    page, button = cite()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button.click()
    expect(button).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(CITED)
    assert copied == button.get_attribute("data-copy")
    expect(button).to_have_text("Cite")


def test_the_keyboard_copies_as_well(cite):
    from playwright.sync_api import expect

    page, button = cite()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".card .cite").first.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith(CITED)


@pytest.mark.parametrize("copies", [True, False])
def test_without_a_clipboard_the_words_are_copied_by_selecting_or_shown_selected(cite, copies):
    from playwright.sync_api import expect

    page, button = cite(**PHONE)
    page.evaluate("""copies => {
        Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true});
        document.execCommand = () => { window.asked = document.activeElement && true; return copies; };
    }""", copies)  # fmt: skip
    button.click()
    expect(button).to_have_text("Copied" if copies else "Selected: copy it")
    assert page.evaluate("window.asked")
    shown = page.locator(".to-copy")
    expect(shown).to_have_count(0 if copies else 1)
    if not copies:
        assert shown.inner_text().startswith(CITED)
        assert page.evaluate("getSelection().toString()").startswith(CITED[:40])


def test_the_speaker_of_a_card_leads_to_a_profile(visit):
    page = visit(ready=".card .profile", sort="oldest", actor="Anna Lind")
    page.locator(".card .profile").first.click()
    page.wait_for_url("**/actors?*")
    assert query(page)["of"] == ["Anna Lind"]


def read(visit, **asked):
    page = visit(ready=".text mark", article="one", **asked)
    page.wait_for_selector('.stApp[data-test-script-state="notRunning"]')
    return page


@pytest.mark.parametrize("size", [PHONE, {"width": 1440, "height": 900}])
def test_what_is_said_of_a_mark_is_always_inside_the_window(visit, size):
    page = read(visit, **size)
    marks = page.locator(".text :is(mark, .flags)[tabindex]")
    assert marks.count() >= 8
    for number in range(marks.count()):
        marks.nth(number).click()
        tip = page.locator(".tip")
        tip.wait_for()
        box = tip.bounding_box()
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= size["width"]
        assert box["y"] + box["height"] <= size["height"]
        page.keyboard.press("Escape")
        tip.wait_for(state="detached")


def test_a_tap_says_what_a_mark_is_and_a_tap_beside_it_takes_that_away(visit):
    from playwright.sync_api import expect

    page = read(visit, **PHONE)
    page.locator(".text mark.cue").tap()
    expect(page.locator(".tip")).to_contain_text("Cue “said”: told without taking sides")
    expect(page.locator(".tip")).to_contain_text("test@1")
    page.locator("h2.title").tap()
    expect(page.locator(".tip")).to_have_count(0)


def test_a_mouse_that_rests_is_told_and_marks_that_overlap_are_told_apart(visit):
    from playwright.sync_api import expect

    page = read(visit)
    page.locator(".text mark.q.p").first.hover()  # a place inside a quote
    tip = page.locator(".tip")
    expect(tip.locator("b")).to_have_text(["Direct, Anna Lind", "Harin (SY)"])
    expect(page.locator(".text mark.cue.together")).to_have_count(1)
    tip.hover()
    expect(tip).to_be_visible()


def test_all_marks_are_one_stop_of_the_tab_key_and_the_arrows_walk_them(visit):
    from playwright.sync_api import expect

    page = read(visit, quote="1")
    stops = page.locator('.text [tabindex="0"]')
    expect(stops).to_have_count(1)
    expect(stops).to_have_text(THREAT)
    stops.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".tip b").first).to_have_text("Omar Rashid: person")
    expect(stops).to_have_count(1)
    here = page.locator(".text mark:focus")
    expect(here).to_have_attribute("aria-describedby", "tip")
    page.keyboard.press("Escape")
    expect(page.locator(".tip")).to_have_count(0)
    page.keyboard.press("Home")
    expect(page.locator(".tip b").first).to_have_text("Porto Vell (Attica, GR)")
    page.keyboard.press("Tab")
    assert page.locator(".text :focus").count() == 0


def test_a_layer_that_is_off_says_nothing(visit):
    from playwright.sync_api import expect

    page = read(visit, layers="places")
    page.locator(".text mark.q.p").first.click()
    expect(page.locator(".tip b")).to_have_text(["Harin (SY)"])
    page.keyboard.press("Escape")
    page.locator(".text mark.cue").click()
    expect(page.locator(".tip")).to_have_count(0)
    expect(page.locator(".legend > .of-places")).to_be_visible()
    expect(page.locator(".legend > .of-quotes")).to_be_hidden()


@pytest.mark.parametrize("size", [PHONE, {"width": 1440, "height": 600}])
def test_keys_and_buttons_lead_from_quote_to_quote_and_bring_it_to_the_middle(visit, store, size):
    from playwright.sync_api import expect

    whole = article("far", date="2018-09-02", ending="\n\nLonger." * 60)
    late = replace(whole.quotes[1], content=(type(whole.body[0])(len(whole.text) - 7, len(whole.text)),))
    store.upsert([replace(whole, quotes=(*whole.quotes[:2], late))])
    page = visit(ready=".text mark", article="far", **size)
    page.locator(".steps").wait_for()
    page.keyboard.press("n")
    wait_for_query(page, "quote", ["0"])
    expect(page.locator(".steps")).to_contain_text("1 of 3")
    page.get_by_role("link", name="Next quote").click()
    wait_for_query(page, "quote", ["1"])
    expect(page.locator(".steps")).to_contain_text("2 of 3")
    page.keyboard.press("n")
    wait_for_query(page, "quote", ["2"])
    wanted = page.locator(".text mark.wanted")
    expect(wanted).to_have_text("Longer.")
    expect(wanted).to_be_in_viewport()
    middle = wanted.bounding_box()["y"] + wanted.bounding_box()["height"] / 2
    assert abs(middle - size["height"] / 2) < size["height"] * 0.42
    expect(page.locator(".steps")).to_contain_text("3 of 3")
    page.keyboard.press("p")
    wait_for_query(page, "quote", ["1"])


def test_in_calm_mode_folds_open_by_key_and_no_stop_is_folded_away(visit, store):
    from playwright.sync_api import expect

    whole = article("cruel", date="2018-09-03", ending=" Corpses lay about.")
    harm = replace(whole.quotes[0], risks=(Risk("civilian_harm", "reported", 0.9),))
    store.upsert([replace(whole, quotes=(harm, whole.quotes[1]))])
    page = visit(ready=".text mark", article="cruel", calm="1")
    expect(page.locator('.text [tabindex="0"]')).to_be_visible()
    fold = page.locator(".text .fold").first
    fold.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".text").get_by_text(WARNING.split("Harin")[0])).to_be_visible()
