"""The bar of filters: a small button for each field, with what is chosen in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import look, routes
from dashboard.filters import apply, change, toggled, widget
from dashboard.labels import LANGUAGE_NAMES, modality_name, risk_name, stance_name
from dashboard.surface import Act
from pipeline.queries import MODALITIES, RISKS, STANCES, Filters, Options

_FIELD_WORDS = {"date_from": "from", "date_to": "until", "text": "says", "affiliations": "of"}


def filter_bar(filters: Filters, options: Options, view: str) -> None:
    """Show a widget for each field of the filters; each writes the page's address."""
    bind = partial(widget, filters, view=view)
    with st.container(horizontal=True, vertical_alignment="center", key="bar"):
        st.text_input("Search", placeholder="Words in a quote or title", icon=":material/search:", max_chars=200,
                      label_visibility="collapsed", width=260, **bind("text"))  # fmt: skip
        with _menu("Actor", len(filters.actors) + len(filters.affiliations)):
            _choose("Speakers", "actors", options.actors["name"], filters, bind)
            _choose("Speaking for", "affiliations", options.affiliations["name"], filters, bind)
        with _menu("Place", len(filters.places)):
            names = place_names(options.places)
            _choose("About, or spoken at", "places", names, filters, bind, words=lambda place: names.get(place, place))
        with _menu("Stance", len(filters.stances)):
            st.pills("Stance", STANCES, selection_mode="multi", format_func=stance_name, **bind("stances"))
        with _menu("Risk", len(filters.risks) + bool(filters.modality)):
            st.pills("Language about", RISKS, selection_mode="multi", format_func=risk_name, **bind("risks"))
            st.segmented_control("Said to have happened?", MODALITIES, format_func=modality_name, **bind("modality"))
        with _menu("Dates", (filters.date_from is not None) + (filters.date_to is not None)):
            range_ = {"format": "YYYY-MM-DD", "min_value": None, "max_value": None}
            st.date_input("From (UTC)", **range_, **bind("date_from"))
            st.date_input("Until, included", **range_, **bind("date_to"))
        with _menu("Outlet, language", len(filters.outlets) + len(filters.languages)):
            _choose("Outlets", "outlets", options.outlets["name"], filters, bind)
            languages = options.languages["name"]
            _choose(
                "Languages", "languages", languages, filters, bind, words=lambda code: LANGUAGE_NAMES.get(code, code)
            )


@contextmanager
def _menu(name: str, chosen: int) -> Iterator[None]:
    with st.popover(f"{name} · {chosen}" if chosen else name, key=f"menu_{name}"):
        yield


def _choose(
    label: str,
    field: str,
    options: Iterable[str],
    filters: Filters,
    bind: Callable[[str], dict[str, object]],
    *,
    words: Callable[[str], str] = str,
) -> None:
    # What the address names but the store does not hold is still shown, so that it can be taken away.
    offered = list(dict.fromkeys([*options, *getattr(filters, field)]))
    st.multiselect(label, offered, format_func=words, placeholder="Any", select_all=False, **bind(field))


def place_names(places: pd.DataFrame) -> dict[str, str]:
    """Return gazetteer id → name with what tells it from its namesakes: country and precision."""
    rows = zip(places["gazetteer_id"], places["name"], places["country"], places["precision"], strict=True)
    return {
        place: f"{name} ({', '.join(part for part in (country, precision if precision != 'town' else None) if part)})"
        if country and precision != "country"
        else name
        for place, name, country, precision in rows
    }


def in_words(field: str, value: str, names: dict[str, str]) -> str:
    """Return an active filter as its chip says it."""
    if field == "places":
        return names.get(value, value)
    words = {"stances": stance_name, "risks": risk_name, "modality": modality_name}.get(field)
    if words:
        return words(value)
    if field == "languages":
        return LANGUAGE_NAMES.get(value, value)
    return f"{_FIELD_WORDS[field]} {value}" if field in _FIELD_WORDS else value


def on_act(filters: Filters, act: Act) -> None:
    """Do to the filters what a click on a card, a chip or a figure asks for."""
    routes.go(act)
    name, _, field = act.name.partition(":")
    if name == "clear":
        apply(Filters())
    elif name == "drop" and field:
        apply(toggled(filters, field, act.value))
    elif name == "actor":
        change(filters, actors=(act.value,))
    elif name == "place":
        change(filters, places=(act.value,))
    elif name == "modality":
        apply(toggled(filters, "modality", act.value))
    elif name == "calm":
        look.set_calm(not look.calm())


def choice(name: str, options: Mapping[str, str]) -> str:
    """Offer options (value → words) side by side, kept in the address under `name`; the first is the default."""
    default = next(iter(options))
    given = st.query_params.get(name)
    key = f"choice_{name}"
    st.session_state[key] = given if given in options else default

    def write() -> None:
        _keep(name, [] if st.session_state[key] == default else [st.session_state[key]])

    st.segmented_control(
        name,
        options,
        format_func=options.__getitem__,
        required=True,
        key=key,
        on_change=write,
        label_visibility="collapsed",
    )
    return st.session_state[key]


def look_menu() -> None:
    """Offer what changes how the page looks: its theme, and whether graphic words are folded."""
    with st.popover("Display", icon=":material/contrast:", key="menu_display", help="Theme and calm mode"):
        st.caption("Theme")
        choice("theme", look.THEMES)
        st.session_state["look_calm"] = look.calm()
        st.toggle("Calm mode: fold graphic words", key="look_calm", on_change=_calm_switched)


def _calm_switched() -> None:
    look.set_calm(st.session_state["look_calm"])


def switches(name: str, options: Mapping[str, str]) -> list[str]:
    """Offer options that are each on or off, kept in the address; all are on at first."""
    key = f"switches_{name}"
    st.session_state[key] = switched_on(name, options)

    def write() -> None:
        switch(name, options, st.session_state[key])

    st.pills(
        name, options, selection_mode="multi", format_func=options.__getitem__, key=key, on_change=write,
        label_visibility="collapsed",
    )  # fmt: skip
    return st.session_state[key]


def switched_on(name: str, options: Iterable[str]) -> list[str]:
    """Return which of the options the address has on: all, unless it says otherwise in words that mean something."""
    given = {value for value in st.query_params.get_all(name) if value in {*options, "none"}}
    return [option for option in options if not given or option in given]


def switch(name: str, options: Collection[str], chosen: Collection[str]) -> None:
    """Write into the address which of the options are on; nothing where all are."""
    _keep(name, [] if len(chosen) == len(options) else list(chosen) or ["none"])


def _keep(name: str, values: list[str]) -> None:
    if values:
        st.query_params[name] = values
    else:
        st.query_params.pop(name, None)


def shown(view: str, *, page: int) -> int:
    """Return how many quotes are shown: a page, and more only while the view stays the one that asked for more."""
    asked_by, n = st.session_state.get("situation_shown", ("", page))
    return n if asked_by == view else page


def show_more(view: str, n: int, *, left: int | None) -> None:
    """Offer to show `n` quotes of the view, if any are left; None: some are, not counted."""
    if left is None or left > 0:
        more = partial(st.session_state.update, situation_shown=(view, n))
        words = "Show more" if left is None else f"Show more ({left:,} left)"
        st.button(words, on_click=more, key="situation_more", width="stretch")
