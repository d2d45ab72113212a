"""The one set of filters: read from the page's address, written back to it, shown as widgets and as chips.

The address is the truth. A widget shows what the address says and, when touched,
changes the address; a click on a card, the map or the timeline does the same. Pages
share the filters: who goes from one to another takes them along.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from typing import Any

import streamlit as st

from pipeline.queries import PARAMETERS, Filters, from_query

_SHARED = "filters"  # the one value that pages share: what was filtered by last
_CHOSEN = "choices"  # of each page: what else it keeps in the address, as it was left
_OTHERS = ("theme", "calm", "article", "quote", "at", "layers")  # the look's and Article's: kept elsewhere


def current_filters(page: str) -> tuple[Filters, tuple[str, ...]]:
    """Return the filters in the page's address, and the parameters dropped because they mean nothing."""
    given = {name: st.query_params.get_all(name) for name in PARAMETERS.values()}
    found, dropped = from_query(given)
    st.session_state[_SHARED] = found
    choices = {name: st.query_params.get_all(name) for name in _own_names()}
    st.session_state[_CHOSEN] = {**st.session_state.get(_CHOSEN, {}), page: choices}
    return found, dropped


def last_filters() -> Filters:
    """Return the filters of the page that was shown last in this session."""
    return st.session_state.get(_SHARED, Filters())


def come_back(page: str) -> None:
    """Bring the filters, and the page's own choices, where a link led to it that names none."""
    if not _own_names() and not any(name in st.query_params for name in PARAMETERS.values()):
        apply(last_filters())
        for name, values in st.session_state.get(_CHOSEN, {}).get(page, {}).items():
            st.query_params[name] = values


def _own_names() -> list[str]:
    """Return the names of the parameters that are a page's own choices (how to sort, what to draw)."""
    return [name for name in st.query_params if name not in (*PARAMETERS.values(), *_OTHERS)]


def apply(filters: Filters) -> None:
    """Write filters into the page's address, cleaned as if they had been typed there."""
    kept, _ = from_query(filters.to_query())
    query = kept.to_query()
    if not kept.text and filters.text.isprintable():
        query |= replace(Filters(), text=filters.text).to_query()  # what has no word: the next page says so
    for name in PARAMETERS.values():
        if name in query:
            st.query_params[name] = query[name]
        elif name in st.query_params:
            del st.query_params[name]
    st.session_state[_SHARED] = kept


def change(filters: Filters, **changes: Any) -> None:
    """Change some fields and write the result."""
    apply(replace(filters, **changes))


def without(filters: Filters, *names: str) -> Filters:
    """Return filters with some fields unset."""
    return replace(filters, **{name: getattr(Filters(), name) for name in names})


def toggled(filters: Filters, field: str, value: str) -> Filters:
    """Return filters with a value added to a field, or taken out if it is there.

    Raises:
        ValueError: there is no such field to filter by.
    """
    if field not in PARAMETERS:
        raise ValueError(f"no filter {field!r}; choose from {', '.join(PARAMETERS)}")
    held = getattr(filters, field)
    if isinstance(held, tuple):
        return replace(filters, **{field: tuple(v for v in held if v != value) if value in held else (*held, value)})
    if field in {"date_from", "date_to"}:
        return replace(filters, **{field: None if str(held) == value else date.fromisoformat(value)})
    return replace(filters, **{field: ("" if field == "text" else None) if held == value else value})


def active(filters: Filters) -> list[tuple[str, str]]:
    """Return the field and value of everything that is set, in the order of the fields."""
    found = []
    for field in fields(filters):
        held = getattr(filters, field.name)
        values = held if isinstance(held, tuple) else (held,) if held else ()
        found += [(field.name, str(value)) for value in values]
    return found


def widget(filters: Filters, field: str, view: str) -> dict[str, Any]:
    """Return key and callback that bind a widget to a field of the filters; the widget shows what they say."""
    key = f"{view}_{field}"
    held = getattr(filters, field)
    st.session_state[key] = list(held) if isinstance(held, tuple) else held
    return {"key": key, "on_change": _writer(filters, field, key)}


def _writer(filters: Filters, field: str, key: str) -> Callable[[], None]:
    def write() -> None:
        value = st.session_state[key]
        change(filters, **{field: tuple(value) if isinstance(value, list) else value or getattr(Filters(), field)})

    return write
