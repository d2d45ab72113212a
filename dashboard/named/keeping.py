"""The menu of named views in the header, and the line above a page that is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from dashboard import controls, data, look, routes, surface
from dashboard.data import views
from dashboard.markup import tag
from dashboard.named.address import Here, filters_of, here, parts
from dashboard.named.rows import greeting, rows
from dashboard.surface import Act, Item
from pipeline.errors import PipelineError, StoreError
from pipeline.store import View
from pipeline.store.views import MAX_NAME_CHARS

_MENU = "menu_views"
_ASKED = "views_asked"  # the session's: what is asked about which view (rows.Asked)
_SAID = "views_said"  # the session's: what could not be done


def menu(page: str, pages: Sequence[str]) -> View | None:
    """Offer to keep this page under a name, and to open, rename and delete what is kept; return the one it is."""
    at = here(page)
    kept = [view for view in views.all_views() if parts(view)[0] in pages]
    current = next((view for view in kept if at.is_at(view)), None)
    asked = st.session_state.get(_ASKED, ("", ""))
    with st.popover("Views", icon=":material/bookmark:", key=_MENU, on_change="rerun", help="Named views of this desk"):
        if not views.has_store():
            _note("Views are kept in the store, and there is none yet that can be read.")
            return None
        _say()
        if not views.can_write():
            _offer_address(at)
        elif current is None:
            _keep(at)
        names = controls.place_names(data.options().places) if kept else {}
        surface.show(rows(kept, current, names, asked), key="views_list", on_act=partial(_act, kept, at))
        if asked[0] == "rename":
            _rename(asked[1])
    return current


def _keep(at: Here) -> None:
    """Offer to keep this page; a name that is taken is asked about."""
    with st.form("views_keep", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Keep this page as", key="views_name", max_chars=MAX_NAME_CHARS, placeholder="A name")
        st.form_submit_button("Keep", on_click=_kept, args=(at.query,))


def _kept(query: str) -> None:
    name = str(st.session_state["views_name"])
    if there := views.find(name):
        st.session_state[_ASKED] = ("replace", there.name)
        return
    if _done(lambda: views.save(name, query)):
        st.session_state["views_name"] = ""


def _rename(name: str) -> None:
    st.session_state.setdefault("views_new_name", name)
    with st.form("views_rename", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("New name", key="views_new_name", max_chars=MAX_NAME_CHARS)
        st.form_submit_button("Rename", on_click=_renamed, args=(name,))


def _renamed(name: str) -> None:
    if _done(lambda: views.rename(name, st.session_state["views_new_name"])):
        st.session_state.pop(_ASKED, None)


def _act(shown: Sequence[View], at: Here, act: Act) -> None:
    """Do what was clicked in the list."""
    view = next((view for view in shown if view.name == act.value), None)
    st.session_state.pop(_ASKED, None)
    st.session_state.pop("views_new_name", None)
    if act.name == "replace":
        _done(lambda: views.save(act.value, at.query))
    elif view and act.name == "view":
        _open(view)
    elif view and act.name in {"rename", "delete"}:
        st.session_state[_ASKED] = (act.name, view.name)
    elif view and act.name == "delete!":
        _done(lambda: views.delete(view.name))


def _open(view: View) -> None:
    page, pairs = parts(view)
    query: dict[str, list[str]] = {}
    for name, value in pairs:
        query.setdefault(name, []).append(value)
    views.look_again(view.name)
    st.session_state[_MENU] = False
    st.session_state["go_to"] = page, query | look.to_query()


def _done(do: Callable[[], object]) -> bool:
    """Do it; where it cannot be done, keep why for the menu to say."""
    try:
        do()
    except PipelineError as error:
        address = " The page's address can be copied and kept instead." if isinstance(error, StoreError) else ""
        st.session_state[_SAID] = f"{error}.{address}"
        return False
    return True


def _say() -> None:
    if said := st.session_state.pop(_SAID, None):
        surface.show([Item("said", tag("div", said, class_="notice", role="alert"))], key="views_said")


def _note(words: str) -> None:
    surface.show([Item("locked", tag("p", words, class_="views-locked"))], key="views_locked")


def _offer_address(at: Here) -> None:
    """Say that nothing can be kept here, and give what can be."""
    _note("This store can only be read here, so views cannot be kept in it. This page's address keeps all of it:")
    path = "" if at.page == "situation" else at.page
    st.code(f"{routes.desk_address()}{path}?{urlencode(at.pairs)}", language=None, wrap_lines=True)


def greet(view: View | None) -> None:
    """Say, where the page is a named view, which one, and what is new in it since it was last looked at."""
    if view is None:
        return
    filters, _ = filters_of(parts(view)[1])
    before = views.looked_before(view.name)
    found = views.changes(filters, before) if before else None
    surface.show([Item("greeting", tag("div", greeting(view.name, found), class_="view-here"))], key="view_here")
