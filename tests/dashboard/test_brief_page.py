"""Brief shows the sheet that will be printed, keeps every choice in the address, and hands out what the view holds."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from dashboard.brief import files, paper
from dashboard.brief.files import KINDS
from dashboard.data import brief as briefs
from pipeline.queries import Filters, Passage
from pipeline.records import Span
from pipeline.store import Store, Views
from tests.dashboard.conftest import shown
from tests.stored import THREAT, WARNING, article

VIEW = "views/brief.py"


def sheet(page) -> str:
    return shown(page, "sheet")


def headings(page) -> list[str]:
    return re.findall("<h2>(.*?)</h2>", sheet(page))


@pytest.mark.usefixtures("store")
def test_the_sheet_has_a_mark_for_each_note_and_each_note_opens_its_article(desk):
    page = desk(VIEW)
    assert not page.exception
    marks = re.findall(r'href="#n(\d+)" id="r\d+"', sheet(page))
    notes = re.findall(r'<li id="n(\d+)">', sheet(page))
    assert marks == notes == [str(number) for number in range(1, len(notes) + 1)]
    opened = re.findall(r'href="article\?article=(\w+)&amp;(quote|at)=([\d-]+)" data-act="open"', sheet(page))
    assert len(opened) >= len(notes) - 2
    assert ("one", "quote", "0") in opened


@pytest.mark.usefixtures("store")
def test_the_sheet_honours_the_filters(desk):
    page = desk(VIEW, actor="Omar Rashid", **{"from": "2018-09-10"})
    assert "Speaker: Omar Rashid; From: 10 Sep 2018" in sheet(page)
    assert THREAT in sheet(page)
    assert f"“{WARNING}”" not in sheet(page)


@pytest.mark.usefixtures("store")
def test_every_choice_comes_from_the_address(desk):
    page = desk(VIEW, title="Night", author="Nadia", since="week", by="actor", parts=["gravest"], hxl="1")
    assert headings(page) == ["Gravest words", "Notes", "How this was worked out, and where it fails"]
    assert '<h1 dir="auto">Night</h1><p>Prepared by <bdi>Nadia</bdi></p>' in sheet(page)
    assert '<h3 dir="auto">Anna Lind</h3>' in sheet(page)
    assert page.text_input(key="brief_title").value == "Night"
    assert page.toggle(key="brief_hxl").value is True


@pytest.mark.usefixtures("store")
def test_every_choice_goes_into_the_address(desk):
    page = desk(VIEW)
    page.text_input(key="brief_title").set_value("Night").run()
    page.text_input(key="brief_author").set_value("Nadia").run()
    page.toggle(key="brief_hxl").set_value(True).run()
    assert page.query_params == {"title": "Night", "author": "Nadia", "hxl": "1"}
    page.text_input(key="brief_title").set_value("").run()
    assert "title" not in page.query_params


def test_what_is_new_is_told_since_the_last_look(desk, store):
    Views(store, clock=lambda: datetime(2018, 9, 20, 7, tzinfo=UTC)).look()
    assert "Since 20 Sep 2018, 07:00 UTC: 4 new articles" in sheet(desk(VIEW, since="looked"))


@pytest.mark.usefixtures("store")
def test_what_is_new_can_be_told_since_the_first_day_of_the_filter_where_there_is_one(desk):
    assert "Since 6 Sep 2018, 00:00 UTC" in sheet(desk(VIEW, since="dates", **{"from": "2018-09-06"}))
    assert "Since 6 Sep 2018" not in sheet(desk(VIEW, since="dates"))


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("title", ["=cmd|' /C calc'!A0", "ا" * 300, "x" * 300, "<script>alert(1)</script>"])
def test_any_title_is_words(desk, title):
    page = desk(VIEW, title=title)
    assert not page.exception
    escaped = title.replace("<", "&lt;").replace(">", "&gt;")
    assert f'<h1 dir="auto">{escaped}</h1>' in sheet(page)
    assert "<script" not in sheet(page)


@pytest.mark.usefixtures("store")
def test_where_nothing_matches_the_sheet_says_so(desk):
    page = desk(VIEW, actor="Nobody Known")
    assert not page.exception
    assert "No quote matches." in sheet(page)


def test_a_brief_without_a_title_is_named_after_the_view():
    asked = (("Place", "Harin (geonames:1)"), ("From", "6 Sep 2018"))
    assert files.default_title(asked) == "Brief: Harin (geonames:1); from 6 Sep 2018"
    assert files.default_title(()) == "Brief: everything in the store"


@pytest.mark.parametrize(
    ("view", "name"),
    [
        ("Displacement Idlib", "tocsin-quotes_displacement-idlib_2018-09-12_0700Z.csv"),
        ("", "tocsin-quotes_everything_2018-09-12_0700Z.csv"),
        ("../../=cmd()|x:\\\x00", "tocsin-quotes_cmd-x_2018-09-12_0700Z.csv"),
        ("إدلب", "tocsin-quotes_إدلب_2018-09-12_0700Z.csv"),
    ],
)
def test_a_file_is_named_after_its_view_and_time(view, name):
    assert files.file_name(view, datetime(2018, 9, 12, 7, tzinfo=UTC), ".csv", what="quotes") == name


def test_a_long_view_makes_no_long_name():
    name = files.file_name("displacement " * 40, datetime(2018, 9, 12, 7, tzinfo=UTC), ".csv")
    assert len(name) < 110
    assert "displacement_2018" in name


def test_what_is_too_much_for_one_click_has_a_command_that_a_shell_can_run():
    asked = Filters(actors=("Anna O'Lind",), date_from=date(2018, 9, 1))
    assert (
        files.command(asked, ".csv", hxl=True)
        == "python -m pipeline export out.csv --actor='Anna O'\"'\"'Lind' --from=2018-09-01 --hxl"
    )


def test_a_hostile_filter_is_one_value_of_the_command():
    hostile = "--store=postgresql://evil.example/x; $(touch /tmp/x) `id` 'a"
    words = shlex.split(files.command(Filters(outlets=(hostile,)), ".csv", hxl=False))
    assert words == ["python", "-m", "pipeline", "export", "out.csv", f"--outlet={hostile}"]


@pytest.mark.usefixtures("store")
def test_a_view_with_too_many_rows_says_so_and_names_the_command(desk, monkeypatch):
    monkeypatch.setattr("dashboard.brief.taking.KINDS", tuple(kind._replace(limit=3) for kind in KINDS))
    page = desk(VIEW, risk="escalation")
    assert "More than 3 quotes are too many for one click" in shown(page, "over")
    assert page.code[0].value == "python -m pipeline export out.csv --risk=escalation"


@pytest.mark.usefixtures("store")
def test_every_kind_of_file_honours_the_filters():
    asked = Filters(actors=("Omar Rashid",))
    table = list(csv.DictReader(io.StringIO(briefs.exported(asked, ".csv", hxl=False).decode("utf-8-sig"))))
    assert {row["speaker"] for row in table} == {"Omar Rashid"}
    assert len(table) == 3
    book = load_workbook(io.BytesIO(briefs.exported(asked, ".xlsx", hxl=True)))
    assert [cell.value for cell in book["quotes"][2]][:1] == ["#meta+article+id"]
    assert book["quotes"].max_row == 2 + 3
    drawn = json.loads(briefs.exported(asked, ".geojson", hxl=False))
    assert drawn["type"] == "FeatureCollection"
    annotated = briefs.exported(asked, ".jsonl", hxl=False).decode().splitlines()
    assert len(annotated) == 4
    assert all(json.loads(line)["quotes"] for line in annotated)


def test_no_cell_is_a_formula(store: Store):
    evil = article("evil", title="=cmd|' /C calc'!A0", outlet="@SUM(1)", date="2018-09-13")
    evil = replace(evil, actors=(replace(evil.actors[0], name="+1+1", role="-2"), evil.actors[1]))
    store.upsert([evil])
    lines = list(csv.DictReader(io.StringIO(briefs.exported(Filters(), ".csv", hxl=False).decode("utf-8-sig"))))
    found = [row for row in lines if row["article_id"] == "evil"]
    assert {row["title"] for row in found} == {"'=cmd|' /C calc'!A0"}
    assert {row["outlet"] for row in found} == {"'@SUM(1)"}
    assert "'+1+1" in {row["speaker"] for row in found}


def test_a_citation_in_a_file_opens_on_the_desk_that_made_it():
    cited = Passage("a&b", (Span(3, 9),), "x", None, None, None, None, None, None, is_sample=False)
    opens = paper.opens_on("http://127.0.0.1:8501/")
    assert opens(cited)["href"] == "http://127.0.0.1:8501/article?article=a%26b&at=3-9"
    assert opens(replace(cited, quote=2))["href"].endswith("article=a%26b&quote=2")
    assert opens(replace(cited, quote=2, is_replaced=True))["href"].endswith("article=a%26b")
    assert paper.opens_on("")(cited) == {}


@pytest.mark.usefixtures("store")
def test_characters_that_are_no_quote_are_lit_where_the_address_asks_for_them(desk):
    text = article("one").text
    start = text.index("Families")
    page = desk("views/article.py", article="one", at=f"{start}-{start + 13}")
    assert re.search('<mark class="[^"]*wanted[^"]*"[^>]*id="cited">Families fled', shown(page, "text"))


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("at", ["", "x", "5", "9-4", "-4", "4-", "99999999-99999999999", "१-९"])
def test_characters_that_cannot_be_are_not_looked_for(desk, at):
    page = desk("views/article.py", article="one", at=at)
    assert not page.exception
    assert 'id="cited"' not in shown(page, "text")
