"""Named views and when they were last looked at: the one door through which the dashboard writes, to nothing else.

What is read comes from the store as every page reads it. The door is a second, writable
way to the same store; only `pipeline.store.Views` goes through it, which touches no content.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import streamlit as st

from dashboard.data.asking import ask, kept, store_url, version
from pipeline import queries
from pipeline.errors import StoreError, ViewError
from pipeline.queries import Changes, Filters
from pipeline.store import Store, View, Views
from pipeline.store.engine import open_engine, parse_url

# A page does not stand still for a run that is writing: the next page notes the look, or the reader saves again.
BUSY_TIMEOUT_MS = 2_000
_LOOKED = "looked"  # the session's: view → when it was looked at before this session


def all_views() -> tuple[View, ...]:
    """Return everybody's named views, by name; none where the store cannot be read."""
    try:
        return ask(lambda store: Views(store).all())
    except StoreError:
        return ()


def find(name: str) -> View | None:
    """Return the view that would be replaced if something were kept under this name, or None."""
    try:
        return ask(lambda store: Views(store).find(name))
    except StoreError:
        return None


def looked_before(view: str = "") -> datetime | None:
    """Return when a view (empty: the desk as a whole) was last looked at before this session; None: never, or unknown.

    The first call of a session notes the look; every later one returns the same moment.
    Where the look cannot be noted (a store that cannot be written), the last noted one is returned.
    """
    looked = st.session_state.setdefault(_LOOKED, {})
    if view.casefold() not in looked:
        looked[view.casefold()] = _look(view)
    return looked[view.casefold()]


def _look(view: str) -> datetime | None:
    try:
        return _door(store_url()).look(view)
    except (StoreError, ViewError):
        pass
    try:
        return ask(lambda store: Views(store).looked_at(view))
    except StoreError:
        return None


def look_again(view: str) -> None:
    """Count the next look at a view as a new one: it was left and is opened anew."""
    st.session_state.setdefault(_LOOKED, {}).pop(view.casefold(), None)


def changes(filters: Filters, since: datetime) -> Changes:
    """Return what changed since a moment, in numbers."""
    return _changes(filters, since, version())


@kept()
def _changes(filters: Filters, since: datetime, version: str) -> Changes:  # noqa: ARG001
    return ask(queries.changes, filters, since)


def save(name: str, query: str) -> View:
    """Keep an address (`page=actors&actor=…`) under a name, in place of what had that name.

    Raises:
        StoreError: the store cannot be written.
        ViewError: the name or the address cannot be kept; the message says why.
    """
    view = _door(store_url()).save(name, query)
    look_again(view.name)
    return view


def rename(name: str, to: str) -> None:
    """Give a view another name.

    Raises:
        StoreError: the store cannot be written.
        ViewError: there is no such view, or the new name is taken, empty or too long.
    """
    renamed = _door(store_url()).rename(name, to)
    looked = st.session_state.setdefault(_LOOKED, {})
    if name.casefold() in looked:
        looked[renamed.casefold()] = looked.pop(name.casefold())


def delete(name: str) -> None:
    """Forget a view.

    Raises:
        StoreError: the store cannot be written.
        ViewError: there is no such view.
    """
    _door(store_url()).delete(name)
    look_again(name)


def has_store() -> bool:
    """Tell whether there is a store that can be read."""
    try:
        version()
    except StoreError:
        return False
    return True


def can_write() -> bool:
    """Tell whether views can be kept, as far as that is known before it is tried."""
    url = parse_url(store_url())
    if url.drivername != "sqlite":
        return True
    path = Path(str(url.database)).absolute()
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)  # a journal is written beside the file


@st.cache_resource(max_entries=8, show_spinner=False)
def _door(url: str) -> Views:
    """Open the door; neither does it make a store nor bring one up to date, as `Store.open` would."""
    Store.open(url, read_only=True).close()
    engine = open_engine(parse_url(url), read_only=False)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _be_brief, insert=True)
    return Views(Store(engine))


def _be_brief(connection: Any, _record: Any) -> None:
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
