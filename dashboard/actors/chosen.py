"""What a reader of Actors chose: an actor, a cell of the matrix, how much of a list; the first two by address."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial

import streamlit as st

from dashboard.surface import Act
from pipeline.intake.clean import clean_line

OF, PAIR = "of", "pair"
Pair = tuple[str, str]  # actor and target


def actor() -> str | None:
    """Return the actor whose profile the address asks for."""
    return clean_line(st.query_params.get(OF) or "") or None


def pair() -> Pair | None:
    """Return the actor and the target whose quotes the address asks for; two names, neither more nor fewer."""
    match [clean_line(name) for name in st.query_params.get_all(PAIR)]:
        case [by, towards] if by and towards:
            return by, towards
    return None


def value_of(pair: Pair) -> str:
    """Return a pair as the `data-value` of what leads to it."""
    return json.dumps(pair, ensure_ascii=False)


def on_act(otherwise: Callable[[Act], None], act: Act) -> None:
    """Show what was clicked on this page; what is no matter of this page is left to `otherwise`."""
    if act.name == "profile":
        _write(OF, act.value)
    elif act.name == PAIR:
        clicked = _read(act.value)
        _write(PAIR, None if clicked == pair() else clicked)
    elif act.name == "drop" and act.value in {OF, PAIR}:
        _write(act.value, None)
    else:
        otherwise(act)


def goto(name: str, value: str | Pair) -> str | None:
    """Return what a part of the page is to be scrolled to by, where it was chosen last; else None.

    The parts above a cell's quotes come and go with a profile, and they are drawn anew: only what was
    chosen last may take the page along.
    """
    last = st.session_state.get("actors_goto", PAIR if actor() is None else OF)
    return "\n".join([value] if isinstance(value, str) else value) if last == name else None


def find(names: Iterable[str]) -> None:
    """Offer the actors by name, most quoted first."""
    held = actor()
    st.session_state["actors_find"] = held
    offered = list(dict.fromkeys([*names, *([held] if held else [])]))
    st.selectbox("Find an actor", offered, index=None, placeholder="Find an actor", key="actors_find",
                 on_change=_found, label_visibility="collapsed", width=300)  # fmt: skip


def shown(part: str, view: str, *, page: int) -> int:
    """Return how many quotes a part of the page shows: a page, and more only while its view asks for more."""
    asked_by, n = st.session_state.get(f"actors_shown_{part}", ("", page))
    return n if asked_by == view else page


def offer_more(part: str, view: str, n: int, *, left: int) -> None:
    """Offer to show `n` quotes of a part of the page."""
    if left > 0:
        more = partial(st.session_state.update, {f"actors_shown_{part}": (view, n)})
        st.button(f"Show more ({left:,} left)", on_click=more, key=f"actors_more_{part}", width="stretch")


def _found() -> None:
    _write(OF, st.session_state["actors_find"])


def _read(value: str) -> Pair | None:
    """Read what `value_of` wrote; anything else is nothing."""
    try:
        found = json.loads(value)
    except ValueError:
        return None
    match found:
        case [str(by), str(towards)] if by and towards:
            return by, towards
    return None


def _write(name: str, value: str | Pair | None) -> None:
    if value:
        st.session_state["actors_goto"] = name
        st.query_params[name] = value if isinstance(value, str) else list(value)
    else:
        st.query_params.pop(name, None)
