"""The states that are not the full one, each with a sentence and a next step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from dashboard import method, surface
from dashboard.data import worked_out as worked
from dashboard.markup import tag
from dashboard.surface import Act
from pipeline.errors import StoreError
from pipeline.queries import Change, Filters, KeyFigures

MAX_DROPPED = 5  # parameters that meant nothing: enough to see what is wrong
CONTENT_PX = 296  # what the notice on content takes of the line that it ends, on a wide screen


def say(title: str, sentence: str, *, next_step: str | None = None, key: str) -> None:
    """Say in the middle of the page what is the case and what to do."""
    step = tag("div", next_step, class_="next") if next_step else None
    surface.show([surface.Item(key, tag("div", tag("h2", title), tag("p", sentence), step, class_="state"))], key=key)


def open_or_say(view: str, version: Callable[[], str]) -> None:
    """Stop the page with a sentence where the store is missing or cannot be read."""
    try:
        version()
    except StoreError as error:
        missing = "no store" in str(error) or "no Tocsin store" in str(error)
        title = "There is no store yet" if missing else "The store cannot be read"
        sentence = "Read the sample articles, or your own, and this page fills by itself." if missing else str(error)
        command = "python -m pipeline run" if missing else None
        say(title, sentence, next_step=command, key=f"{view}_state")
        worked_out(view, {})
        wait_for_store(version)
        st.stop()


def say_empty_store(view: str) -> None:
    """Stop the page with a sentence where the store has no article yet."""
    say("The store is empty", "Runs fill it; this page follows.", next_step="python -m pipeline run", key="empty")
    worked_out(view, {})
    st.stop()


@st.fragment(run_every=5)
def wait_for_store(version: Callable[[], str]) -> None:
    """Look again every few seconds, and show the page as soon as there is one."""
    try:
        version()
    except StoreError:
        return
    st.rerun(scope="app")


@st.fragment
def worked_out(view: str, versions: Mapping[str, Sequence[str]]) -> None:
    """Say how the view's figures were worked out, how right that is, what is covered, and with which versions.

    Asked only once it is opened: what is covered is counted over the whole store.
    """
    expander = st.expander("How this was worked out", key=f"{view}_worked_out", on_change="rerun")
    with expander:
        if expander.open:
            _work_out(view, versions)


def _work_out(view: str, versions: Mapping[str, Sequence[str]]) -> None:
    left, right = st.columns([10, 9], gap="large")
    with left, st.container(key="method_words"):
        for title, words in method.sections(view, versions):
            st.markdown(f"**{title}.** {words}")
        if versions:
            lines = [f"{part}: {version}" for part, found in sorted(versions.items()) for version in found]
            st.text("\n".join(lines))
        whole, *by = method.coverage_tables(worked.coverage())
        surface.show([surface.Item(f"by{n}", table) for n, table in enumerate(by)], key="coverage_by")
    with right, st.container(key="method_side"):
        st.markdown(f"**How often it is right.** {method.RIGHT}")
        right_ones = method.accuracy_table(view, worked.accuracy(), versions)
        surface.show([surface.Item("accuracy", right_ones)], key="accuracy")
        st.markdown(f"**What is covered.** {method.COVERED}")
        surface.show([surface.Item("coverage", whole)], key="coverage")


def say_content(*, calm: bool, on_act: Callable[[Act], None]) -> None:
    """Say what the words on the page may describe, and offer to fold the worst of it."""
    words = "Calm mode folds graphic words." if calm else "Some quotes describe killing and cruelty."
    switch = tag("button", "Show all" if calm else "Fold them", type="button", data_act="calm",
                 class_="switch")  # fmt: skip
    notice = surface.Item("content", tag("div", words + " ", switch, class_="content"))
    surface.show([notice], key="content", width=CONTENT_PX, on_act=on_act)


def say_dropped(dropped: tuple[str, ...]) -> None:
    """Say what of the page's address meant nothing."""
    if words := left_out(dropped):
        surface.show([surface.Item("dropped", tag("div", words, class_="notice"))], key="dropped")


def left_out(dropped: tuple[str, ...]) -> str:
    """Return what of the page's address meant nothing, in words, the first of many; empty: nothing did."""
    named = "; ".join(dropped[:MAX_DROPPED])
    return f"Left out of the address, because it means nothing here: {named}" if named else ""


def say_left_out(figures: KeyFigures) -> None:
    """Say how many articles the date filter leaves out for want of a date."""
    if n := figures.undated_left_out:
        which = "1 matching article has" if n == 1 else f"{n:,} matching articles have"
        words = f"{which} no known date: left out by the date filter."
        surface.show([surface.Item("left_out", tag("div", words, class_="notice"))], key="left_out")


def say_nothing_changed(quotes: pd.DataFrame, taken_out: Sequence[object], change: Change) -> None:
    """Say that no quote is new, or revised, or withdrawn, where the page was asked for these alone."""
    if quotes.empty and not taken_out:
        words = f"No quote that matches is {change} since then. Show all quotes, or choose another moment above."
        say(f"Nothing {change}", words, key="nothing")


def say_nothing_matches(quotes: pd.DataFrame, filters: Filters, *, among: int = 0) -> None:
    """Say that no quote matches, and what to do about it; `among`: those that do match, and say nothing new."""
    if not quotes.empty:
        return
    if among:
        words = "No quote that matches says anything for the first time. Sort by time to see them all."
        say("Nothing new here", words, key="nothing")
    elif filters == Filters():
        say("No quotes yet", "The articles in the store quote nobody. Run the pipeline over more.", key="nothing")
    else:
        words = "No quote meets all of these filters. Widen the dates, or take one of the filters above away."
        say("Nothing matches", words, key="nothing")
