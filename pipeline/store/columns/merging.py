"""Pure: articles in the index are replaced by what they are now, and all stays in its order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from typing import Any, NamedTuple

import numpy as np

from pipeline.store.columns.tables import Articles, Column, Ints, Mask, Table, Tables, made


class Move(NamedTuple):
    """Where rows of a table go when some leave and others come."""

    stays: Mask  # of the old rows
    old_to: Ints  # for each that stays, its row from now on
    new_to: Ints  # for each that comes

    def column(self, old: Column, new: Column) -> Column:
        """Return a column from now on."""
        moved = np.empty(len(self.old_to) + len(self.new_to), old.dtype)
        moved[self.old_to] = old[self.stays]
        moved[self.new_to] = new
        return moved

    def old_rows(self) -> Ints:
        """Return for each old row its row from now on; -1: it left."""
        rows = np.full(len(self.stays), -1, np.int32)
        rows[self.stays] = self.old_to
        return rows


def replaced(old: Tables, new: Tables, gone: Collection[str]) -> Tables:
    """Return the tables without the articles `gone`, and with those of `new` (which may be the same, changed)."""
    articles = _articles_move(old.articles, new.articles, gone)
    quotes = _move(old.quotes, new.quotes, articles)
    moves = {"articles": articles, "quotes": quotes}
    for name in ("toponyms", "article_risks", "naming"):
        moves[name] = _move(old.by_name[name], new.by_name[name], articles)
    for name in ("quote_risks", "quote_places"):
        moves[name] = _move(old.by_name[name], new.by_name[name], quotes)
    owners = {"article": articles, "quote": quotes}
    return Tables(**{name: _moved(old.by_name[name], new.by_name[name], moves[name], owners) for name in moves})


def _moved(old: Table, new: Table, move: Move, owners: dict[str, Move]) -> Any:
    columns = {name: move.column(column, new.columns[name]) for name, column in old.columns.items()}
    if not isinstance(old, Articles):
        columns[old.OWNER] = move.column(*_owner(old, new, owners[old.OWNER]))
    return made(type(old), columns)


def _owner(old: Table, new: Table, owners: Move) -> tuple[Ints, Ints]:
    """Return of each row, old and new, what it belongs to from now on."""
    return owners.old_rows()[old.columns[old.OWNER]], owners.new_to[new.columns[new.OWNER]].astype(np.int32)


def _move(old: Table, new: Table, owners: Move) -> Move:
    old_owner, new_owner = _owner(old, new, owners)
    stays = old_owner >= 0
    return _between(stays, np.searchsorted(old_owner[stays], new_owner))


def _between(stays: Mask, before: Ints) -> Move:
    """Return the move of new rows, in order, each to stand before one of the old rows that stay."""
    new_to = before + np.arange(len(before))
    is_old = np.ones(int(stays.sum()) + len(before), np.bool_)
    is_old[new_to] = False
    return Move(stays, np.flatnonzero(is_old), new_to)


def _articles_move(old: Articles, new: Articles, gone: Collection[str]) -> Move:
    leaving = set(gone)
    stays = np.fromiter((one not in leaving for one in old.id), np.bool_, len(old))
    ids, newest_first, times = old.id[stays], ~old.published[stays], ~new.published  # - would lose UNDATED
    first, last = (np.searchsorted(newest_first, times, side) for side in ("left", "right"))
    before = [bisect_left(ids, one, *ends) for one, *ends in zip(new.id, first, last, strict=True)]
    return _between(stays, np.asarray(before, np.int64))
