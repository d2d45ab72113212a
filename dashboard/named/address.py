"""Where the reader is, and where a named view leads: a page and the parameters of its address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from dashboard import controls
from dashboard.filters import active
from pipeline.queries import PARAMETERS, Filters, from_query
from pipeline.store import View

_PAGE = "page"  # the parameter of a kept address that names the page; no page has one of this name
_LOOK = ("theme", "calm")  # the reader's, not the view's

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Here:
    """The page that is shown, with its address."""

    page: str
    pairs: Pairs

    @property
    def query(self) -> str:
        """The address as it is kept."""
        return urlencode(((_PAGE, self.page), *self.pairs))

    def is_at(self, view: View) -> bool:
        """Tell whether a view leads here."""
        page, pairs = parts(view)
        return page == self.page and sorted(pairs) == sorted(self.pairs)


def here(page: str) -> Here:
    """Return where the reader is; the look is left out."""
    names = [name for name in st.query_params if name not in _LOOK]
    return Here(page, tuple((name, value) for name in names for value in st.query_params.get_all(name)))


def parts(view: View) -> tuple[str, Pairs]:
    """Return the page and the parameters of a view."""
    pairs = parse_qsl(view.query)
    page = next((value for name, value in pairs if name == _PAGE), "situation")
    return page, tuple(pair for pair in pairs if pair[0] != _PAGE)


def in_words(view: View, names: dict[str, str]) -> str:
    """Say what a view shows: its page and its filters; `names` are those of places by gazetteer id."""
    page, pairs = parts(view)
    filters, own = filters_of(pairs)
    said = [controls.in_words(field, value, names) for field, value in active(filters)]
    more = [f"{len(own)} more {'choice' if len(own) == 1 else 'choices'}"] if own else []
    return " · ".join([page.title(), *(said or ["no filter"]), *more])


def filters_of(pairs: Pairs) -> tuple[Filters, Pairs]:
    """Return the filters that parameters set, and the parameters that are none."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    filters, _ = from_query({name: given.get(name, []) for name in PARAMETERS.values()})
    return filters, tuple(pair for pair in pairs if pair[0] not in PARAMETERS.values())
