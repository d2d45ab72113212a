"""What every page asks of the store, and what Situation and Article do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import pandas as pd

from dashboard.data.asking import ask, kept, kept_whole, version, with_outlets
from dashboard.labels import GROUPS
from pipeline import queries
from pipeline.queries import Filters, KeyFigures, Options, Sort, Status, StoredArticle

# Stances that are drawn alike; without one, somebody states.
_GROUPS = tuple((*group.stances, None) if group.id == "stating" else group.stances for group in GROUPS)


def quotes(filters: Filters, *, limit: int, sort: Sort | Literal["novel"]) -> pd.DataFrame:
    """Return the first quotes that match (columns: `pipeline.queries.quotes`, and independent: outlets).

    Sorted by novelty, those that say something for the first time (column firsts: `queries.novel_quotes`).
    """
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


@kept()
def _quotes(filters: Filters, limit: int, sort: Sort | Literal["novel"], version: str) -> pd.DataFrame:  # noqa: ARG001
    if sort == "novel":
        return with_outlets(ask(queries.novel_quotes, filters, limit=limit))
    return with_outlets(ask(queries.quotes, filters, limit=limit, sort=sort))


@kept()
def _timeline(filters: Filters, by: str, version: str) -> pd.DataFrame:  # noqa: ARG001
    return ask(queries.timeline, filters, by=by)


@kept()
def _lanes(filters: Filters, version: str) -> pd.DataFrame:  # noqa: ARG001
    return ask(queries.lanes, filters, groups=_GROUPS)


@kept()
def _places(filters: Filters, version: str) -> pd.DataFrame:  # noqa: ARG001
    return ask(queries.places, filters)


@kept()
def _key_figures(filters: Filters, version: str) -> KeyFigures:  # noqa: ARG001
    return ask(queries.key_figures, filters)


@kept()
def _options(version: str) -> Options:  # noqa: ARG001
    return ask(queries.options)


# A run that changes nothing ends without a new version, and still makes the page current.
@kept(ttl=5)
def _status(version: str) -> Status:  # noqa: ARG001
    return ask(queries.status)


@kept()
def _models(article_ids: tuple[str, ...], version: str) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG001
    return ask(queries.models, article_ids)


@kept_whole()
def _article(article_id: str, version: str) -> StoredArticle | None:  # noqa: ARG001
    return ask(queries.article, article_id)
