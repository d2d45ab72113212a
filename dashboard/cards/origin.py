"""Where a quote was read: outlet, date, how many reports carry it, and what leads to it and away from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from dashboard.cards.citation import citation
from dashboard.markup import Markup, tag, web_address

COPIES_MEANING = "Near-duplicates of one text: several articles, one source"
_INDEPENDENT = (
    "carry these words in texts of their own. Copies of one text count once; whether two had them from one agency "
    "is not known"
)
_ALONE = "No other text in the store carries these words of this speaker within three days."


def article_link(article_id: str, quote: int | None = None) -> str:
    """Return the address of an article's page, at a quote."""
    return "article?" + urlencode({"article": article_id, **({} if quote is None else {"quote": quote})})


def moment(at: datetime | None, precision: str | None = "time") -> str:
    """Return a time as the screen shows it; an unknown date stays unknown."""
    if at is None or pd.isna(at):
        return "date unknown"
    day = f"{at.day} {at:%b %Y}"
    return f"{day}, {at:%H:%M} UTC" if precision == "time" else day


def origin(quote: Any) -> Markup:
    """Return the line of where a quote comes from, with what can be done: cite it, open the original."""
    return tag(
        "div",
        tag("span", quote.outlet or "outlet unknown", dir="auto", class_="outlet"),
        tag("span", moment(quote.published_at, quote.published_precision), class_="date"),
        _reports(quote),
        tag("span", "sample", class_="sample", title="Sample text, written for the demo") if quote.is_sample else None,
        tag("span", *_acts(quote), class_="acts"),
        class_="origin",
    )


def _reports(quote: Any) -> Markup | None:
    """Return how many outlets report the words by themselves, where that was asked, and how many copies there are."""
    outlets = getattr(quote, "independent", ())
    copies = quote.n_articles - 1
    parts = [_counted(outlets)] if outlets else []
    parts += [f"{copies} {'copy' if copies == 1 else 'copies'}"] if copies else []
    if not parts:
        return None
    several = len(outlets) > 1
    named = ", ".join(outlet or "an outlet without a name" for outlet in outlets)
    meaning = [f"{named} {_INDEPENDENT}." if several else _ALONE] if outlets else []
    meaning += [f"{COPIES_MEANING}: {', '.join(quote.outlets)}."] if copies else []
    return tag("span", ", ".join(parts), class_="reports several" if several else "reports", title=" ".join(meaning))


def _counted(outlets: Sequence[str]) -> str:
    return f"{len(outlets)} independent outlets" if len(outlets) > 1 else "one report"


def _acts(quote: Any) -> list[Markup]:
    cite = tag("button", "Cite", type="button", class_="cite", data_copy=citation(quote), data_copied="Copied",
               aria_label="Cite: copy as citation", title="Copy as citation")  # fmt: skip
    address = None if quote.is_sample else web_address(quote.url)
    if not address:
        return [cite]
    original = tag("a", "Original", href=address, target="_blank", rel="noreferrer noopener", class_="original")
    return [cite, original]
