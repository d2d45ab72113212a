"""Since you last looked: the moment that the address names, what changed since, and what was taken out of articles.

The moment is `since` in the page's address (24h, 7d, or a time in UTC), else when the desk was last
looked at; `changed` names which of the changed quotes the cards show alone.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, get_args

import pandas as pd
import streamlit as st

from dashboard import calm as calmly
from dashboard.cards import article_link, moment
from dashboard.markup import Markup, joined, named, tag
from dashboard.surface import Act, Item
from pipeline.queries import Change, Changes

SPANS = {"24h": ("the last 24 hours", timedelta(hours=24)), "7d": ("the last 7 days", timedelta(days=7))}
_ISO = "%Y-%m-%dT%H:%M:%SZ"
_MEANING: dict[Change, str] = {
    "new": "Quotes that this store has seen for the first time since, copies once",
    "revised": "Quotes whose words or speaker their outlet has changed since",
    "withdrawn": "Quotes that a later version of their article no longer has, or whose article was taken back",
}
_NOT_ALONE = "Looks are noted for the store: whoever opened the desk last, looked"


class Moment(NamedTuple):
    """Since when changes are told. `kept` is how the address says it; looked: it is the desk's last look."""

    at: datetime  # aware, whole seconds or minutes: part of the key that answers are kept under
    kept: str
    looked: bool


def moment_asked(looked: datetime | None, now: datetime) -> Moment:
    """Return the moment that the address names, else the last look, else 24 hours ago."""
    last = looked and looked.astimezone(UTC).replace(microsecond=0)
    asked = st.query_params.get("since", "")
    if at := _time(asked, now):
        return Moment(at, asked, at == last)
    if last:
        return Moment(last, last.strftime(_ISO), looked=True)
    return moment_of("24h", now)


def moment_of(span: str, now: datetime) -> Moment:
    """Return the moment a span (of SPANS) ago, to the minute."""
    return Moment(now.astimezone(UTC).replace(second=0, microsecond=0) - SPANS[span][1], span, looked=False)


def changed() -> Change | None:
    """Return which changed quotes the address asks for, or None: all quotes, changed or not."""
    asked = st.query_params.get("changed")
    return next((change for change in get_args(Change) if change == asked), None)


def on_act(act: Act) -> None:
    """Write into the address what a click on the strip asks for; a click on what is chosen takes it back."""
    name, _, since = act.name.partition("@")
    if name == "changed" and st.query_params.get("changed") != act.value and act.value in get_args(Change):
        st.query_params.update({"changed": act.value, "since": since})
    elif name == "changed":
        st.query_params.pop("changed", None)
    elif name == "since" and act.value in SPANS:
        st.query_params["since"] = act.value
    elif name == "since":
        st.query_params.pop("since", None)


def strip(found: Changes, since: Moment, *, chosen: Change | None, looked: datetime | None) -> Markup:
    """Return what changed in one line; each number shows its quotes alone, another moment can be chosen."""
    first = tag("span", "First visit: from the next one on, this line starts where you left.") if not looked else None
    new = f"{found.new_articles:,} new {'article' if found.new_articles == 1 else 'articles'}"
    numbers = [
        _number("new", found.new_quotes, "new quote", since, chosen),
        tag("span", new),
        _number("revised", found.revised_quotes, "revised", since, chosen),
        _number("withdrawn", found.withdrawn_quotes, "withdrawn", since, chosen),
    ]
    nothing = tag("span", "nothing new, revised or withdrawn") if not found.any else None
    return tag(
        "div",
        tag("b", _words(since), title=_NOT_ALONE if since.looked else None),
        *([nothing] if nothing else numbers),
        first,
        tag("span", "Other: ", *_others(since, looked), class_="others"),
        class_="news",
        role="status",
    )


def total(found: Changes, chosen: Change | None, n_quotes: int) -> int:
    """Return how many quotes there are to show: all that match, or those of the change that is chosen."""
    return int(getattr(found, f"{chosen}_quotes")) if chosen else n_quotes


def heading(since: Moment, chosen: Change) -> Markup:
    """Return what the cards are, where they are not all quotes."""
    words = f"Only quotes {'that are ' if chosen == 'new' else ''}{chosen} {_lower(_words(since))}"
    back = tag("button", "Show all quotes", type="button", data_act="changed", data_value="", class_="switch")
    return tag("div", tag("b", words), back, class_="news only")


def struck_items(gone: pd.DataFrame, *, calm: bool = False) -> list[Item]:
    """Return a struck card for each quote that a revision took out (columns: `queries.taken_out`)."""
    return [Item(f"gone-{row.article_id}-{row.content_hash}-{row.quote}", _struck(row, calm=calm))
            for row in gone.itertuples()]  # fmt: skip


def _struck(row: Any, *, calm: bool) -> Markup:
    words = tag("blockquote", row.words, dir="auto", lang=row.language, class_="struck")
    link = {"href": article_link(row.article_id), "data_act": "open", "data_value": f"#{row.article_id}"}
    return tag(
        "article",
        tag("div", tag("b", "Withdrawn"), f" taken out of the article, seen {moment(row.withdrawn_at)}", class_="head"),
        calmly.fold(words) if calm and calmly.is_graphic(row.words) else words,
        tag("div", tag("span", named(row.speaker), class_="speaker") if row.speaker else "Speaker not named",
            class_="who"),
        tag(
            "footer",
            tag("span", row.outlet or "outlet unknown", ", ", moment(row.published_at, row.published_precision)),
            tag("a", "The article as it is now", **link, class_="original"),
            class_="foot",
        ),
        class_="card gone",
    )  # fmt: skip


def _number(change: Change, n: int, words: str, since: Moment, chosen: Change | None) -> Markup:
    said = joined(tag("b", f"{n:,}"), f" {words}{'s' if change == 'new' and n != 1 else ''}")
    if not n:
        return tag("span", said)
    pressed = chosen == change
    return tag("button", said, tag("span", "×", class_="x", aria_hidden="true") if pressed else None,
               type="button", class_=f"change {change}", title=_MEANING[change], data_act=f"changed@{since.kept}",
               data_value=change, aria_pressed=str(pressed).lower())  # fmt: skip


def _others(since: Moment, looked: datetime | None) -> list[Markup]:
    spans = [(span, words.removeprefix("the ")) for span, (words, _) in SPANS.items() if span != since.kept]
    if looked and not since.looked:
        spans.insert(0, ("looked", "since you looked"))
    return [tag("button", words, type="button", data_act="since", data_value=span) for span, words in spans]


def _words(since: Moment) -> str:
    if since.kept in SPANS:
        return f"In {SPANS[since.kept][0]}"
    return f"Since you looked, {moment(since.at)}" if since.looked else f"Since {moment(since.at)}"


def _lower(words: str) -> str:
    return words[0].lower() + words[1:]


def _time(asked: str, now: datetime) -> datetime | None:
    """Read a moment of the address; None: it means nothing, or is to come."""
    if asked in SPANS:
        return moment_of(asked, now).at
    try:
        at = datetime.strptime(asked, _ISO).replace(tzinfo=UTC)
    except ValueError:
        return None
    return at if at <= now else None
