"""What the store says, kept for as long as it stays the same. The only module that asks queries, and the only cache.

Each answer is kept under the filters and the store's version: when a run changes the
store, its version changes, and every page asks anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from pipeline import queries
from pipeline.queries import Filters, KeyFigures, Options, Sort, Status, StoredArticle
from pipeline.settings import from_environment
from pipeline.store import Store

T = TypeVar("T")
# Frames of one page are some 100 kB; 64 of each kind serve dozens of analysts who look at different things.
_kept = partial(st.cache_data, max_entries=64, show_spinner=False)
PAGE = 20


def version() -> str:
    """Return a token that changes whenever the store does; some milliseconds, asked at every run of a page.

    Raises:
        StoreError: there is no store, or it cannot be read. The message says what to do.
    """
    return queries.version(_store(_url()))


def quotes(filters: Filters, *, limit: int, sort: Sort) -> pd.DataFrame:
    """Return the first quotes that match (columns: `pipeline.queries.quotes`)."""
    return _quotes(filters, limit, sort, version())


def timeline(filters: Filters, *, by: str) -> pd.DataFrame:
    """Return counts by day (columns: `pipeline.queries.timeline`)."""
    return _timeline(filters, by, version())


def lanes(filters: Filters) -> pd.DataFrame:
    """Return points by actor (columns: `pipeline.queries.lanes`)."""
    return _lanes(filters, version())


def places(filters: Filters) -> pd.DataFrame:
    """Return the places named (columns: `pipeline.queries.places`)."""
    return _places(filters, version())


def arcs(filters: Filters) -> pd.DataFrame:
    """Return who speaks where about where (columns: `pipeline.queries.arcs`)."""
    return _arcs(filters, version())


def key_figures(filters: Filters) -> KeyFigures:
    """Return what matches in numbers."""
    return _key_figures(filters, version())


def options() -> Options:
    """Return what the filters can be set to."""
    return _options(version())


def status() -> Status:
    """Return the state of the store: last run, articles, failures."""
    return _status(version())


def article(article_id: str) -> StoredArticle | None:
    """Return an article with all that was found in it, or None."""
    return _article(article_id, version())


def model_versions(article_ids: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return what read the articles shown: part → name@version, several where models were changed in between."""
    return _models(tuple(dict.fromkeys(article_ids)), version())


def _url() -> str:
    return from_environment(os.environ).store_url


@st.cache_resource(max_entries=8, show_spinner=False)
def _store(url: str) -> Store:
    return Store.open(url, read_only=True)


def _ask(question: Callable[..., T], *arguments: Any, **options: Any) -> T:
    return question(_store(_url()), *arguments, **options)


@_kept()
def _quotes(filters: Filters, limit: int, sort: Sort, version: str) -> pd.DataFrame:  # noqa: ARG001
    return _ask(queries.quotes, filters, limit=limit, sort=sort)


@_kept()
def _timeline(filters: Filters, by: str, version: str) -> pd.DataFrame:  # noqa: ARG001
    return _ask(queries.timeline, filters, by=by)


@_kept()
def _lanes(filters: Filters, version: str) -> pd.DataFrame:  # noqa: ARG001
    return _ask(queries.lanes, filters, limit=20_000)


@_kept()
def _places(filters: Filters, version: str) -> pd.DataFrame:  # noqa: ARG001
    return _ask(queries.places, filters)


@_kept()
def _arcs(filters: Filters, version: str) -> pd.DataFrame:  # noqa: ARG001
    return _ask(queries.arcs, filters)


@_kept()
def _key_figures(filters: Filters, version: str) -> KeyFigures:  # noqa: ARG001
    return _ask(queries.key_figures, filters)


@_kept()
def _options(version: str) -> Options:  # noqa: ARG001
    return _ask(queries.options)


# A run that changes nothing ends without a new version, and still makes the page current.
@_kept(ttl=5)
def _status(version: str) -> Status:  # noqa: ARG001
    return _ask(queries.status)


@_kept()
def _models(article_ids: tuple[str, ...], version: str) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG001
    return _ask(queries.models, article_ids)


# A frozen record, shared by all sessions: it cannot be changed, so it need not be copied.
@st.cache_resource(max_entries=64, show_spinner=False)
def _article(article_id: str, version: str) -> StoredArticle | None:  # noqa: ARG001
    return _ask(queries.article, article_id)
