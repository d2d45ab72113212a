"""What every page asks to say how it was worked out: how right that is, and what the store covers."""

from __future__ import annotations

from dashboard.data.asking import ask, kept_whole, store_url
from pipeline import queries
from pipeline.accuracy import Accuracy, read_accuracy
from pipeline.errors import AssetError, StoreError
from pipeline.queries import Coverage

# Counted over the whole store, at the foot of each page: not anew for each article that comes in.
COVERAGE_S = 60


def coverage() -> Coverage | None:
    """Return what the store covers, as of a minute ago at most; None: there is no store that can be read."""
    try:
        return _coverage(store_url())
    except StoreError:
        return None


def accuracy() -> Accuracy | None:
    """Return the figures that are shipped; None: they are missing or damaged."""
    try:
        return _accuracy()
    except AssetError:
        return None


@kept_whole(ttl=COVERAGE_S)
def _coverage(url: str) -> Coverage:  # noqa: ARG001
    return ask(queries.coverage)


@kept_whole()
def _accuracy() -> Accuracy:
    return read_accuracy()
