"""Through the one door by which the dashboard writes, views and looks go, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from dashboard.data import views
from pipeline import queries
from pipeline.errors import StoreError, ViewError
from pipeline.store import Store, Views, schema

_WRITTEN = {"views", "looks"}


@pytest.fixture(autouse=True)
def _session(monkeypatch):
    """A session of one test: what Streamlit keeps for a browser."""
    monkeypatch.setattr(views.st, "session_state", {})


def contents(store):
    with store.reading() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(sa.select(table))))
            for table in schema.metadata.sorted_tables
            if table.name not in _WRITTEN
        }


def test_views_are_kept_renamed_and_deleted_and_nothing_else_is_written(store):
    before, version = contents(store), queries.version(store)
    views.save("Morning", "page=actors&of=Anna+Lind")
    views.looked_before()
    views.looked_before("Morning")
    views.rename("Morning", "Evening")
    assert [(view.name, view.query) for view in views.all_views()] == [("Evening", "page=actors&of=Anna+Lind")]
    views.delete("evening")
    assert views.all_views() == ()
    assert (contents(store), queries.version(store)) == (before, version)


def test_the_first_look_of_a_session_is_noted_and_the_one_before_stays_the_answer(store, monkeypatch):
    earlier = datetime(2018, 9, 20, 7, tzinfo=UTC)
    Views(store, clock=lambda: earlier).look()
    assert views.looked_before() == earlier
    noted = Views(store).looked_at()
    assert noted > earlier
    assert views.looked_before() == earlier
    assert Views(store).looked_at() == noted
    monkeypatch.setattr(views.st, "session_state", {})  # loaded anew
    assert views.looked_before() == earlier


@pytest.mark.usefixtures("store")
def test_who_never_looked_before_is_told_so():
    assert views.looked_before() is None
    assert views.looked_before() is None


def test_a_renamed_view_keeps_when_it_was_looked_at(store):
    views.save("Morning", "")
    earlier = datetime(2018, 9, 20, 7, tzinfo=UTC)
    Views(store, clock=lambda: earlier).look("Morning")
    assert views.looked_before("morning") == earlier
    views.rename("Morning", " Evening   shift ")
    assert views.looked_before("Evening shift") == earlier


@pytest.mark.usefixtures("store")
def test_a_look_at_a_view_that_there_is_not_is_no_error():
    assert views.looked_before("Nowhere") is None
    with pytest.raises(ViewError, match="no view"):
        views.delete("Nowhere")


@pytest.fixture
def locked(store, monkeypatch):
    """The same store where nothing can be written, as on a read-only disk."""
    earlier = datetime(2018, 9, 20, 7, tzinfo=UTC)
    Views(store, clock=lambda: earlier).look()
    Views(store).save("Morning", "risk=health")
    monkeypatch.setattr(views, "_door", lambda url: Views(Store.open(url, read_only=True)))
    return earlier


def test_a_store_that_cannot_be_written_still_says_what_it_knows(locked):
    assert [view.name for view in views.all_views()] == ["Morning"]
    assert views.looked_before() == locked
    with pytest.raises(StoreError, match="cannot be written"):
        views.save("Evening shift", "")


@pytest.mark.usefixtures("store")
def test_whether_the_file_may_be_written_is_known_before_it_is_tried(monkeypatch):
    assert views.can_write()
    monkeypatch.setattr(views.os, "access", lambda path, _: not str(path).endswith(".db"))
    assert not views.can_write()


def test_no_store_is_made_where_there_is_none(tmp_path, monkeypatch):
    monkeypatch.setenv("TOCSIN_STORE", f"sqlite:///{tmp_path / 'none.db'}")
    assert views.all_views() == ()
    assert views.looked_before() is None
    with pytest.raises(StoreError, match="no store"):
        views.save("Morning", "")
    assert list(tmp_path.iterdir()) == []
