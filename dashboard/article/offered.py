"""The articles that are offered where the page's address names none."""

from __future__ import annotations

import pandas as pd

from dashboard import calm as calmly
from dashboard import data, look, routes, states, surface
from dashboard.article.sheet import open_line
from dashboard.cards import moment
from dashboard.filters import last_filters
from dashboard.surface import Item
from pipeline.queries import Filters


def offer_articles() -> None:
    """Offer the articles that Situation showed last, where the address names none."""
    quotes = data.quotes(last_filters(), limit=50, sort="newest")
    if quotes.empty:
        states.say("No article to choose", _none(last_filters()), key="choose")
        return
    states.say(
        "Choose an article", "Open one from its quotes on Situation, or from this list of the latest.", key="choose"
    )
    surface.show(article_list(quotes, calm=look.calm()), key="article_list", on_act=routes.go)


def _none(filters: Filters) -> str:
    if filters == Filters():
        return "No article in the store quotes anybody yet. Runs fill it; this page follows."
    return "No quote in the store meets the filters of the page before. Clear them on Situation."


def article_list(quotes: pd.DataFrame, *, calm: bool = False) -> list[Item]:
    """Return a line for each article that has one of these quotes, in their order."""
    firsts = quotes.drop_duplicates("article_id")
    return [
        Item(
            row.article_id,
            open_line(
                calmly.line(row.title or "Untitled", calm=calm),
                f"{row.outlet or 'outlet unknown'}, {moment(row.published_at, row.published_precision)}",
                row.article_id,
            ),
        )
        for row in firsts.itertuples()
    ]
