"""The brief in a real browser: opened with a filter, followed to what it cites, downloaded; views kept and opened."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, datetime
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest

from pipeline.store import Views
from tests.stored import THREAT, WARNING

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect


@pytest.fixture
def brief(visit):
    """Opens Brief at an address: `brief(risk="catastrophe")`."""
    return partial(visit, path="brief", ready=".brief h1")


def downloaded(page, button: str) -> tuple[str, bytes]:
    with page.expect_download() as awaited:
        page.get_by_role("button", name=button, exact=True).click()
    return awaited.value.suggested_filename, awaited.value.path().read_bytes()


def test_two_clicks_lead_from_a_line_of_the_brief_to_the_words_in_their_article(brief):
    page = brief(actor="Anna Lind")
    expect(page.locator(".brief h1")).to_have_text("Brief: Anna Lind")
    line = page.locator(".brief blockquote").filter(has_text=WARNING).first
    line.locator("sup a").click()
    note = page.locator(".brief .notes li.reached")
    expect(note).to_be_in_viewport()
    note.get_by_role("link", name=re.compile("^article")).click()
    mark = page.locator("mark.wanted").first
    expect(mark).to_be_in_viewport()
    assert mark.inner_text() in WARNING
    assert parse_qs(urlsplit(page.url).query)["quote"] == ["0"]


def test_a_figure_leads_to_the_sentence_that_it_cites(brief):
    page = brief()
    page.locator("tr").filter(has_text="Places").locator("sup a").first.click()
    page.locator(".notes li.reached").get_by_role("link", name=re.compile("^article")).click()
    expect(page.locator("mark#cited")).to_be_in_viewport()


def test_the_page_that_is_downloaded_shows_what_the_sheet_shows(brief):
    page = brief(actor="Anna Lind", title="=Night & day", author="Nadia")
    name, data = downloaded(page, "HTML")
    assert re.fullmatch(r"tocsin-brief_anna-lind_\d{4}-\d\d-\d\d_\d{4}Z\.html", name)
    text = data.decode()
    assert '<h1 dir="auto">=Night &amp; day</h1>' in text
    assert "Prepared by <bdi>Nadia</bdi>" in text
    assert WARNING in text
    assert THREAT not in re.sub(r"<figure>.*?</figure>", "", text, flags=re.DOTALL)
    assert text.count("data:image/svg+xml;base64,") == 2
    assert page.locator(".brief .notes li").count() == text.count('<li id="n')


def test_the_document_that_is_downloaded_has_footnotes_and_pictures(brief):
    name, data = downloaded(brief(actor="Anna Lind"), "Word")
    assert name.endswith("Z.docx")
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert WARNING in file.read("word/document.xml").decode()
        assert "article one" in file.read("word/footnotes.xml").decode()
        assert len([held for held in file.namelist() if held.startswith("word/media/")]) == 2


def test_the_table_that_is_downloaded_honours_filters_and_tags(brief):
    page = brief(actor="Omar Rashid", hxl="1")
    name, data = downloaded(page, "CSV")
    assert name.startswith("tocsin-quotes_omar-rashid_")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert lines[1][0] == "#meta+article+id"
    assert {line[lines[0].index("speaker")] for line in lines[2:]} == {"Omar Rashid"}
    assert len(lines) == 2 + 4


def test_what_is_chosen_is_in_the_address_and_comes_back(brief):
    page = brief()
    page.get_by_label("Title").fill("Night")
    page.get_by_label("Title").press("Enter")
    expect(page.locator(".brief h1")).to_have_text("Night")
    page.get_by_role("button", name="Places", exact=True).click()
    expect(page.locator(".brief h2", has_text="Places")).to_have_count(0)
    page.reload()
    expect(page.locator(".brief h1")).to_have_text("Night")
    expect(page.locator(".brief h2", has_text="Gravest words")).to_have_count(1)
    expect(page.locator(".brief h2", has_text="Places")).to_have_count(0)


def test_a_view_is_kept_found_after_a_reload_and_opened_with_what_is_new(brief, store):
    page = brief(actor="Anna Lind", parts="gravest")
    page.get_by_role("button", name="Views").click()
    page.get_by_label("Keep this page as").fill("Night watch")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.locator(".view-name")).to_contain_text("Brief · Anna Lind")
    Views(store, clock=lambda: datetime(2018, 9, 20, 7, tzinfo=UTC)).look("Night watch")
    page.goto(page.url.split("brief")[0] + "actors")
    page.get_by_role("button", name="Views").click()
    page.locator(".view-name", has_text="Night watch").click()
    expect(page.locator(".brief h1")).to_have_text("Brief: Anna Lind")
    expect(page.locator(".view-here")).to_contain_text("Since you last looked at this view, 20 Sep 2018, 07:00 UTC")
    query = parse_qs(urlsplit(page.url).query)
    assert (query["actor"], query["parts"]) == (["Anna Lind"], ["gravest"])
    page.get_by_role("button", name="Views").click()
    page.get_by_role("button", name="Delete Night watch").click()
    page.locator(".view-edits .sure").click()
    expect(page.locator(".views-none")).to_be_visible()
    assert Views(store).all() == ()


@pytest.mark.parametrize("dark", [False, True])
def test_the_sheet_fits_a_phone(brief, dark):
    page = brief(width=390, height=844, dark=dark)
    sheet = page.locator(".brief").bounding_box()
    assert sheet["x"] >= 0
    assert sheet["x"] + sheet["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
