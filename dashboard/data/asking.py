"""How the store is asked, and how long an answer is kept: the only cache.

Each answer is kept under the filters and the store's version: when a run changes the
store, its version changes, and every page asks anew.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from pipeline import queries
from pipeline.settings import from_environment
from pipeline.store import Store

T = TypeVar("T")
# Frames of one page are some 100 kB; so many of each kind serve dozens of analysts who look at different things: with
# 64, thirty of them turned each other's out, for each asks for key figures three times.
kept = partial(st.cache_data, max_entries=256, show_spinner=False)
# Frozen records, shared by all sessions: they cannot be changed, so they need not be copied.
kept_whole = partial(st.cache_resource, max_entries=256, show_spinner=False)
PAGE = 20  # quotes shown at first, and again with each "show more"
_run = threading.local()  # Streamlit runs a page in a thread, from top to bottom


def begin_run() -> None:
    """Let what follows in this thread see one version of the store, until it begins to run again."""
    _run.sees, _run.token = True, None


def version() -> str:
    """Return a token that changes whenever the store does; in the run of a page, asked once.

    Raises:
        StoreError: there is no store, or it cannot be read. The message says what to do.
    """
    if not getattr(_run, "sees", False):
        return queries.version(_store(store_url()))
    if _run.token is None:
        _run.token = queries.version(_store(store_url()))
    return _run.token


def ask(question: Callable[..., T], *arguments: Any, **options: Any) -> T:
    """Put a question of `pipeline.queries` to the store."""
    return question(_store(store_url()), *arguments, **options)


def with_outlets(page: pd.DataFrame) -> pd.DataFrame:
    """Return a page of quotes with the outlets that carry the words in texts of their own (column independent)."""
    return page.assign(independent=ask(queries.independent_outlets, page))


def store_url() -> str:
    """Return the address of the store that the pages show."""
    return from_environment(os.environ).store_url


@st.cache_resource(max_entries=8, show_spinner=False)
def _store(url: str) -> Store:
    return Store.open(url, read_only=True)
