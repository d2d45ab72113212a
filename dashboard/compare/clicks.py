"""What clicks on the page do: they change what is compared, choose days, or lead to an article or an actor."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from dashboard import routes
from dashboard.charts import day_range
from dashboard.compare.bins import whole_bins
from dashboard.compare.choice import MAX_SIDES, Choice, set_sides, set_subject
from dashboard.filters import change
from dashboard.surface import Act
from pipeline.queries import Filters, Meetings, Options
from pipeline.queries.compare import Bin

MANY_DAYS = 60  # more bars than this are too thin to point at on a phone
_MORE = "pairs"  # in the address: whether all pairs are shown


def on_act(choice: Choice, filters: Filters, act: Act) -> None:
    """Do what a click on the page asks for.

    A place becomes the subject. A speaker is shown alone: as the only side among speakers, else as a filter.
    """
    routes.go(act)
    if act.name == "place":
        set_subject("place", act.value)
    elif act.name == "actor" and choice.kind == "actor":
        set_sides(choice, "actor", (act.value,))
    elif act.name == "actor":
        change(filters, actors=(act.value,))
    elif act.name == "side" and len(choice.names) < MAX_SIDES:
        set_sides(choice, choice.kind, (*choice.names, act.value))


def chosen_days(filters: Filters, key: str, bucket: Bin) -> None:
    """Filter by the days of the bins that the box drawn on the chart touches."""
    if days := day_range(st.session_state[key].selection):
        first, last = whole_bins(days, bucket)
        change(filters, date_from=first, date_to=last)


def bins(filters: Filters, options: Options) -> dict[str, str]:
    """Return the ways to cut time → words, the default first: days where all of them are few, else weeks."""
    first, last = filters.date_from or options.first_day, filters.date_to or options.last_day
    few = first is None or last is None or (last - first).days <= MANY_DAYS
    return {"day": "Days", "week": "Weeks"} if few else {"week": "Weeks", "day": "Days"}


def show_all(n: int) -> None:
    """Offer to show all pairs."""
    st.button(f"Show {n:,} more", key="compare_pairs", width="stretch", on_click=_all)


def all_shown() -> bool:
    """Tell whether all pairs are shown."""
    return st.query_params.get(_MORE) == "all"


def articles(pages: Iterable[pd.DataFrame], met: Meetings) -> list[str]:
    """Return the articles of all quotes on the page."""
    return [article_id for page in (*pages, met.quotes) for article_id in page["article_id"]]


def _all() -> None:
    st.query_params[_MORE] = "all"
