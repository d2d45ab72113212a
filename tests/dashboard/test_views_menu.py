"""Views are kept, opened, renamed and deleted from the menu; an open one says what is new in it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest

from dashboard.data import views as door
from dashboard.named import keeping
from dashboard.named.address import Here, in_words, parts
from dashboard.named.rows import greeting, rows
from dashboard.surface import Act
from pipeline.queries import Changes
from pipeline.store import Store, View, Views
from tests.dashboard.conftest import shown

NOW = datetime(2018, 9, 20, 7, tzinfo=UTC)
EVIL = '<img src=x onerror=alert(1)> [x](http://evil.example) "&'


def view(query: str, name: str = "Morning") -> View:
    return View(name, query, NOW, NOW)


def kept(store: Store) -> list[tuple[str, str]]:
    return [(view.name, view.query) for view in Views(store).all()]


def keep(page, name: str):
    page.text_input(key="views_name").set_value(name)
    return page.button(key="FormSubmitter:views_keep-Keep").click().run()


def test_a_page_is_kept_with_its_whole_address_and_without_its_look(desk, store):
    page = keep(desk(risk=["escalation", "health"], sort="oldest", theme="dark"), "Morning")
    assert not page.exception
    assert kept(store) == [("Morning", "page=situation&risk=escalation&risk=health&sort=oldest")]
    assert '<button type="button" class="view-name" data-act="view" data-value="Morning" aria-current="page">' in shown(
        page, "views_list"
    )
    assert "A first look at this view" in shown(page, "view_here")


def test_a_name_that_cannot_be_kept_is_said(desk, store):
    page = keep(desk(), "   ")
    assert "a view needs a name" in shown(page, "views_said")
    assert kept(store) == []


def test_a_name_that_is_taken_is_replaced_only_when_that_is_said(desk, store):
    Views(store).save("Morning", "page=actors")
    page = keep(desk(), "morning")
    assert "already" in shown(page, "views_list")
    assert kept(store) == [("Morning", "page=actors")]


def test_a_name_that_is_taken_but_for_blanks_and_signs_that_are_not_kept_is_taken(desk, store):
    Views(store).save("Night shift", "page=actors")
    page = keep(desk(), " night \u202e  shift")
    assert "already" in shown(page, "views_list")
    assert kept(store) == [("Night shift", "page=actors")]


@pytest.mark.parametrize("name", ["replace", "none"])
def test_a_view_may_have_the_name_of_anything_on_the_page(name):
    listed = rows([view("page=actors", name)], None, {}, ("replace", name))
    assert len({item.key for item in listed}) == 2


def test_each_view_says_what_it_shows(store):
    Views(store).save("Morning", "")
    names = {"geonames:1": "Harin (SY, region)"}
    query = "page=brief&place=geonames%3A1&risk=displacement&from=2018-09-06&title=Night&by=actor"
    assert (
        in_words(view(query), names) == "Brief · Harin (SY, region) · Displacement · from 2018-09-06 · 2 more choices"
    )
    assert in_words(view("page=actors"), names) == "Actors · no filter"


def test_a_view_is_open_where_its_page_has_its_address_in_any_order():
    here = Here("actors", (("risk", "health"), ("actor", "A B")))
    assert here.is_at(view("page=actors&actor=A+B&risk=health"))
    assert not here.is_at(view("page=actors&actor=A+B"))
    assert not here.is_at(view("page=brief&actor=A+B&risk=health"))
    assert parts(view(here.query)) == ("actors", here.pairs)


def test_an_open_view_says_what_is_new_since_it_was_last_looked_at(desk, store):
    Views(store).save("Morning", "page=situation&actor=Anna+Lind")
    Views(store, clock=lambda: NOW).look("Morning")
    page = desk(actor="Anna Lind")
    assert "Since you last looked at this view, 20 Sep 2018, 07:00 UTC: <b>3 new quotes</b>" in shown(page, "view_here")
    assert Views(store).looked_at("Morning") > NOW
    assert shown(desk(actor="Omar Rashid"), "view_here") == ""


def test_what_changed_is_told_in_short():
    nothing = Changes(NOW, 0, 0, 0, 0, 0, 0)
    assert "<b>nothing new</b>" in greeting("Morning", nothing)
    some = Changes(NOW, 1, 1, 0, 1, 2, 3)
    assert "<b>1 new quote, 2 revised, 3 withdrawn</b>" in greeting("Morning", some)


@pytest.fixture
def session(store, monkeypatch):
    """The menu's session, and everybody's view Morning."""
    held: dict[str, object] = {}
    monkeypatch.setattr(keeping.st, "session_state", held)
    monkeypatch.setattr(door.st, "session_state", held)
    monkeypatch.setattr(keeping.look, "to_query", lambda: {"theme": "dark"})
    Views(store).save("Morning", "page=actors&actor=A&actor=B&of=C")
    return held


def test_a_view_that_is_clicked_is_opened_at_its_page_and_address(session, store):
    keeping._act(Views(store).all(), Here("situation", ()), Act("view", "Morning"))
    assert session["go_to"] == ("actors", {"actor": ["A", "B"], "of": ["C"], "theme": "dark"})


def test_a_view_is_deleted_only_after_it_was_asked(session, store):
    act = partial(keeping._act, Views(store).all(), Here("situation", ()))
    act(Act("delete", "Morning"))
    assert session["views_asked"] == ("delete", "Morning")
    assert len(kept(store)) == 1
    act(Act("delete!", "Morning"))
    assert kept(store) == []
    assert "views_asked" not in session


def test_a_view_is_renamed(session, store):
    keeping._act(Views(store).all(), Here("situation", ()), Act("rename", "Morning"))
    session["views_new_name"] = "Evening"
    keeping._renamed("Morning")
    assert [name for name, _ in kept(store)] == ["Evening"]


@pytest.mark.usefixtures("session")
def test_a_view_is_replaced_by_the_page_that_is_open(store):
    keeping._act(Views(store).all(), Here("brief", (("risk", "health"),)), Act("replace", "Morning"))
    assert kept(store) == [("Morning", "page=brief&risk=health")]


def test_a_store_that_cannot_be_written_gives_the_address_to_copy(desk, store, monkeypatch):
    Views(store).save("Morning", "page=actors")
    monkeypatch.setattr(door, "can_write", lambda: False)
    page = desk(risk="health")
    assert "views cannot be kept" in shown(page, "views_locked")
    assert page.code[0].value.endswith("?risk=health")
    assert "Morning" in shown(page, "views_list")


def test_what_fails_on_the_way_to_the_store_is_said(desk, store, monkeypatch):
    monkeypatch.setattr(door, "_door", lambda url: Views(Store.open(url, read_only=True)))
    page = keep(desk(), "Morning")
    assert "cannot be written" in shown(page, "views_said")
    assert "address can be copied" in shown(page, "views_said")
    assert kept(store) == []


def test_a_name_is_never_more_than_words():
    for asked in (("", ""), ("delete", EVIL), ("replace", EVIL)):
        html = "".join(item.html for item in rows([view("q=%3Cscript%3E", EVIL)], None, {}, asked))
        assert "<img" not in html
        assert "<script" not in html
        assert "&lt;img src=x" in html


def test_without_a_store_the_menu_has_nothing_to_keep_in(desk, monkeypatch, tmp_path):
    monkeypatch.setenv("TOCSIN_STORE", f"sqlite:///{tmp_path / 'none.db'}")
    page = desk()
    assert not page.exception
    assert "none yet that can be read" in shown(page, "views_locked")
