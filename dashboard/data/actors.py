"""What Actors asks of the store."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.data.asking import ask, kept, kept_whole, version, with_outlets
from dashboard.data.situation import quotes
from pipeline import queries
from pipeline.queries import Cell, ChangedTones, Filters, Profile, Sort, Speaking, StanceMatrix

SPEAKERS = 100_000  # all there are: they are counted, and the first shown
TARGETS = 1_000  # of one actor: more than anybody speaks of


def stance_matrix(filters: Filters) -> StanceMatrix:
    """Return the most frequent actors by the targets they speak of most."""
    return _matrix(filters, version())


def targets_of(filters: Filters, actor: str) -> tuple[Cell, ...]:
    """Return the cells of one actor, towards whom it speaks most first."""
    found = _targets(replace(filters, actors=(actor,)), version())
    return tuple(sorted(found.cells, key=lambda cell: -cell.n_quotes))


def speakers(filters: Filters) -> tuple[Speaking, ...]:
    """Return who speaks, most quoted first."""
    return _speakers(filters, version())


def cell_quotes(filters: Filters, actor: str, target: str, *, limit: int, sort: Sort) -> pd.DataFrame:
    """Return the first quotes of a cell of the matrix (columns: `pipeline.queries.quotes`)."""
    return _cell(filters, (actor, target), limit, sort, version())


def changed_tones(filters: Filters) -> ChangedTones:
    """Return whose tone towards whom changed."""
    return _tones(filters, version())


def profile(filters: Filters, actor: str) -> Profile | None:
    """Return what is known of an actor, but its quotes; None: no article that matches names it."""
    return _profile(filters, actor, version())


def quotes_of(filters: Filters, actor: str, *, limit: int, sort: Sort) -> pd.DataFrame:
    """Return an actor's first quotes (columns: `pipeline.queries.quotes`)."""
    return quotes(replace(filters, actors=(actor,)), limit=limit, sort=sort)


@kept_whole()
def _matrix(filters: Filters, version: str) -> StanceMatrix:  # noqa: ARG001
    return ask(queries.stance_matrix, filters)


@kept_whole()
def _targets(filters: Filters, version: str) -> StanceMatrix:  # noqa: ARG001
    return ask(queries.stance_matrix, filters, actors=1, targets=TARGETS)


@kept_whole()
def _speakers(filters: Filters, version: str) -> tuple[Speaking, ...]:  # noqa: ARG001
    return ask(queries.speaking, filters, "actor", limit=SPEAKERS)


@kept()
def _cell(filters: Filters, pair: tuple[str, str], limit: int, sort: Sort, version: str) -> pd.DataFrame:  # noqa: ARG001
    return with_outlets(ask(queries.cell_quotes, filters, *pair, limit=limit, sort=sort))


# These two hold a frame: each session is given its own copy.
@kept()
def _tones(filters: Filters, version: str) -> ChangedTones:  # noqa: ARG001
    return ask(queries.changed_tones, filters)


@kept()
def _profile(filters: Filters, actor: str, version: str) -> Profile | None:  # noqa: ARG001
    return ask(queries.profile, filters, actor, size=0)
