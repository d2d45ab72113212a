"""A store of the tests' articles, and the dashboard opened on it as a browser would, without one."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pipeline import queries
from pipeline.queries import Filters
from pipeline.store import Entry, Store
from tests.stored import article

APP = Path(__file__).parents[2] / "dashboard" / "app.py"


@pytest.fixture(autouse=True)
def _forget():
    """Caches are the process's; each test has its own store."""
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture(autouse=True)
def _keep_main(monkeypatch):
    """AppTest puts the app's script in the place of `__main__`; a process spawned later would run it."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture
def empty_store(tmp_path, monkeypatch):
    """The store that the dashboard shows, with nothing in it yet."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    monkeypatch.setenv("TOCSIN_STORE", url)
    opened = Store.open(url)
    yield opened
    opened.close()


@pytest.fixture
def store(empty_store):
    """Two reports, one of them copied by another outlet, and one without a date."""
    copied = article("copy", outlet="Southern Mirror", date="2018-09-07", ending=" Copied.")
    with empty_store.run():
        empty_store.upsert([article("one"), Entry(copied, copy_of="one")])
        empty_store.upsert([article("later", date="2018-09-12", outlet="Gulf Ledger", title="Threats grow")])
        empty_store.upsert([article("undated", date=None)])
    return empty_store


@pytest.fixture
def quote(store):
    """The warning of Anna Lind in Gulf Ledger, as a row of `queries.quotes`."""
    return next(queries.quotes(store, Filters(outlets=("Gulf Ledger",), actors=("Anna Lind",))).itertuples())


@pytest.fixture
def desk():
    """Opens the dashboard at an address: `desk(actor="Anna Lind")`, `desk("views/article.py", article="one")`."""

    def open_at(view: str | None = None, **query: str | list[str]) -> AppTest:
        page = AppTest.from_file(str(APP), default_timeout=20)
        for name, value in query.items():
            page.query_params[name] = value
        page.run()
        return page.switch_page(view).run() if view else page

    return open_at


def shown(page: AppTest, key: str) -> str:
    """Return the markup that a surface shows, "" if it is not on the page."""
    found = [element.proto for element in page.get("bidi_component") if element.proto.id.endswith(f"-{key}")]
    return "".join(item["html"] for proto in found for item in json.loads(proto.json)["items"])


def method_of(page: AppTest, view: str):
    """Open what says how a view was worked out, and return it."""
    page.session_state[f"{view}_worked_out"] = True
    (expander,) = page.run().expander
    return expander
