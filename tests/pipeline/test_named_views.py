"""Named views are kept, found, renamed and deleted; the store remembers when somebody last looked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from pipeline import queries
from pipeline.errors import StoreError, ViewError
from pipeline.store import Store, View, Views, schema
from pipeline.store import views as module
from tests.pipeline.test_store import clock, store, url  # noqa: F401

QUERY = "actor=Anna+Lind&actor=Omar+Rashid&from=2018-09-01"


@pytest.fixture
def views(store):  # noqa: F811
    return Views(store, owner="lena", clock=clock())


def names(views):
    return [view.name for view in views.all()]


def test_a_view_comes_back_as_it_was_saved(views):
    saved = views.save("Morning", QUERY)
    assert views.all() == (saved,)
    assert (saved.name, saved.query, saved.created_at) == ("Morning", QUERY, saved.updated_at)


def test_views_come_by_name_whatever_its_case(views):
    for name in ("beta", "Alpha", "gamma"):
        views.save(name, "")
    assert names(views) == ["Alpha", "beta", "gamma"]
    assert views.find("  ALPHA ").name == "Alpha"
    assert views.find("delta") is None


def test_saving_under_a_name_again_replaces_the_address_and_keeps_the_age(views):
    first = views.save("Morning", QUERY)
    again = views.save("morning", "risk=health")
    assert views.all() == (View("morning", "risk=health", first.created_at, again.updated_at),)
    assert again.created_at == first.created_at < again.updated_at


def test_a_question_mark_and_odd_signs_are_no_part_of_an_address(views):
    assert views.save("a", "?q=a+b&from=2018-09-01").query == "q=a+b&from=2018-09-01"
    assert views.save("b", "q=<script>&x=\x00\u202e&javascript:alert(1)").query == "q=%3Cscript%3E&x="
    assert views.save("c", "https://example.org/evil").query == ""


def test_each_owner_has_views_of_their_own(views, store):  # noqa: F811
    views.save("Morning", QUERY)
    assert Views(store).all() == ()
    Views(store).save("Morning", "risk=health")
    assert views.find("Morning").query == QUERY


@pytest.mark.parametrize("name", ["", "  ", "\x00", "a" * 81])
def test_a_name_that_cannot_be_shown_is_refused(views, name):
    with pytest.raises(ViewError, match="name"):
        views.save(name, QUERY)
    assert views.all() == ()


def test_an_address_that_is_too_long_is_refused(views):
    with pytest.raises(ViewError, match="too long"):
        views.save("a", "&".join(f"actor={'x' * 200}" for _ in range(100)))
    with pytest.raises(ViewError, match="values"):
        views.save("a", "&".join(["actor=x"] * 501))


def test_there_is_a_limit_and_it_says_what_to_do(views, monkeypatch):
    monkeypatch.setattr(module, "MAX_VIEWS", 2)
    for name in "ab":
        views.save(name, QUERY)
    with pytest.raises(ViewError, match="delete one first"):
        views.save("c", QUERY)
    views.save("a", "risk=health")  # one that is there may always be saved anew
    assert names(views) == ["a", "b"]


def test_a_view_can_be_renamed_and_only_to_a_free_name(views):
    saved = views.save("Morning", QUERY)
    views.save("Evening", QUERY)
    with pytest.raises(ViewError, match="already"):
        views.rename("Morning", "EVENING")
    views.rename("morning", "Dawn")
    assert names(views) == ["Dawn", "Evening"]
    assert (views.find("Dawn").query, views.find("Dawn").created_at) == (QUERY, saved.created_at)
    views.rename("Dawn", "DAWN")
    assert names(views) == ["DAWN", "Evening"]


def test_a_view_can_be_deleted_once(views):
    views.save("Morning", QUERY)
    views.delete("MORNING")
    assert views.all() == ()
    for ask in (lambda: views.delete("Morning"), lambda: views.rename("Morning", "x"), lambda: views.look("Morning")):
        with pytest.raises(ViewError, match="no view 'Morning'"):
            ask()


def test_the_last_look_is_remembered_and_given_back(store):  # noqa: F811
    evening, morning = (datetime(2018, 9, day, hour, tzinfo=UTC) for day, hour in ((6, 19), (7, 7)))
    assert Views(store, clock=lambda: evening).looked_at() is None
    assert Views(store, clock=lambda: evening).look() is None
    assert Views(store).looked_at() == evening
    assert Views(store, clock=lambda: morning).look() == evening
    assert Views(store).looked_at() == morning


def test_looks_of_one_sitting_have_the_same_look_before_them(store):  # noqa: F811
    evening, morning = (datetime(2018, 9, day, hour, tzinfo=UTC) for day, hour in ((6, 19), (7, 7)))
    Views(store, clock=lambda: evening).look()
    for minutes in (0, 20, 45):  # the last is more than half an hour from the first, not from the one before it
        now = morning + timedelta(minutes=minutes)
        assert Views(store, clock=lambda now=now: now).look() == evening
    later = morning + timedelta(minutes=76)
    assert Views(store, clock=lambda: later).look() == morning + timedelta(minutes=45)


def test_a_first_sitting_has_no_look_before_it(store):  # noqa: F811
    morning = datetime(2018, 9, 7, 7, tzinfo=UTC)
    assert [Views(store, clock=lambda: morning).look() for _ in range(2)] == [None, None]


def test_each_view_has_a_look_of_its_own_that_follows_its_name(views):
    views.save("Morning", QUERY)
    views.look("Morning")
    seen = views.looked_at("morning")
    views.rename("Morning", "Dawn")
    assert (views.looked_at("Dawn"), views.looked_at("Morning"), views.looked_at()) == (seen, None, None)
    views.delete("Dawn")
    views.save("Dawn", QUERY)
    assert views.looked_at("Dawn") is None


def test_the_longest_unseen_browsers_are_forgotten(store, monkeypatch):  # noqa: F811
    monkeypatch.setattr(module, "MAX_LOOKS", 3)
    tick = clock()
    for number in range(5):
        Views(store, owner=f"browser-{number}", clock=tick).look()
    with store.reading() as connection:
        kept = connection.scalars(sa.select(schema.looks.c.owner).order_by(schema.looks.c.owner)).all()
    assert kept == ["browser-2", "browser-3", "browser-4"]


def test_what_an_analyst_keeps_is_no_change_of_the_content(views, store):  # noqa: F811
    before = queries.version(store)
    views.save("Morning", QUERY)
    views.look()
    assert queries.version(store) == before


def test_an_owner_that_is_no_key_is_refused(store):  # noqa: F811
    with pytest.raises(ViewError, match="owner"):
        Views(store, owner="x" * 201)


@pytest.mark.usefixtures("store")
def test_a_store_that_is_open_for_reading_says_that_it_cannot_be_written(url):  # noqa: F811
    reader = Store.open(url, read_only=True)
    with pytest.raises(StoreError, match=r"cannot be written|read-only"):
        Views(reader).save("Morning", QUERY)
    reader.close()
