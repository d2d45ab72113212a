"""One quote as a card, in the order in which it is read: the words, who, how, how bad, where and from whom."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pandas as pd

from dashboard import calm as calmly
from dashboard.cards.how import risks, stance, told
from dashboard.cards.origin import article_link, moment, origin
from dashboard.labels import GROUP_OF, is_sure
from dashboard.markup import Markup, joined, named, tag
from dashboard.surface import Item
from pipeline.brief import phrases

# A card is read at a glance; whoever wants all of a speech opens the article.
MAX_WORDS_CHARS = 700
MAX_PLACES = 4
_MARKS = {"en": ("“", "”"), "fr": ("« ", " »"), "es": ("«", "»"), "ar": ("«", "»"), "ru": ("«", "»"), "uk": ("«", "»")}


def quote_items(quotes: pd.DataFrame, *, calm: bool = False) -> list[Item]:
    """Return a card for each quote (columns: `queries.quotes`), named by article and quote."""
    return [Item(f"{quote.article_id}#{quote.quote}", quote_card(quote, calm=calm)) for quote in quotes.itertuples()]


def quote_card(quote: Any, *, calm: bool = False) -> Markup:
    """Return one quote as a card: the words first, but graphic ones behind a click in calm mode.

    Columns that `queries.quotes` does not have are shown where they are given: `firsts`
    (`queries.novel_quotes`) and `independent` (`queries.independent_outlets`).
    """
    graphic = calm and calmly.is_graphic(quote.words, [(label, modality) for label, modality, _ in quote.risks])
    group = GROUP_OF[quote.stance].id if quote.stance else "stating"
    return tag(
        "article",
        _withdrawn(quote),
        calmly.fold(_words(quote)) if graphic else _words(quote),
        _who(quote),
        tag("div", stance(quote), told(quote), class_="how"),
        risks(quote.risks),
        _firsts(quote),
        tag("footer", _where(quote), origin(quote), class_="foot"),
        class_=f"card {group}" if is_sure(quote.stance_score) else f"card {group} unsure",
    )


def _withdrawn(quote: Any) -> Markup | None:
    at = getattr(quote, "withdrawn_at", None)
    if at is None or pd.isna(at):
        return None
    return tag("div", tag("b", "Withdrawn"), f" by its outlet, noted {moment(at)}", class_="taken-back")


def _words(quote: Any) -> Markup:
    opening, closing = _MARKS.get(quote.language or "en", _MARKS["en"]) if quote.type == "direct" else ("", "")
    return tag(
        "a",
        tag("blockquote", f"{opening}{_shortened(quote.words)}{closing}", dir="auto", lang=quote.language),
        class_=f"words {quote.type}",
        href=article_link(quote.article_id, quote.quote),
        title="Read these words in the article",
        data_act="open",
        data_value=f"{quote.quote}#{quote.article_id}",
    )


def _shortened(words: str) -> str:
    """Return words cut at a space where they are very long, or anywhere where they have none."""
    if len(words) <= MAX_WORDS_CHARS:
        return words
    start = words[:MAX_WORDS_CHARS]
    return f"{start.rsplit(' ', 1)[0] if ' ' in start[-80:] else start} …"


def _who(quote: Any) -> Markup:
    if not quote.speaker:
        source = joined(": ", tag("span", quote.source_words, dir="auto")) if quote.source_words else None
        return tag("div", tag("span", "Speaker not named", source, class_="unnamed"), class_="who")
    name, *office = phrases.speaker_parts(quote)
    comma = "," if office else None
    return tag(
        "div",
        tag("button", named(name), comma, type="button", class_="speaker", data_act="actor", data_value=name,
            title=f"Show only what {name} says"),
        *(tag("span", " ", tag("span", part, dir="auto"), comma if number < len(office) else None, class_="role")
          for number, part in enumerate(office, 1)),
        None if name[:1].islower() else _profile(name),  # "residents" are others each time
        class_="who",
    )  # fmt: skip


def _profile(name: str) -> Markup:
    address = "actors?" + urlencode({"of": name})
    return tag("a", "Profile", class_="profile", href=address, data_act="profile", data_value=name,
               aria_label=f"Profile of {name}")  # fmt: skip


def _firsts(quote: Any) -> Markup | None:
    """Return what the quote is the first to have, in the words of the brief."""
    said = phrases.firsts(getattr(quote, "firsts", ()), dict(quote.about))
    lines = [tag("li", tag("span", line[:1].upper() + line[1:], dir="auto")) for line in said]
    return tag("ul", *lines, class_="firsts") if lines else None


def _where(quote: Any) -> Markup | None:
    about = [_place(*place) for place in quote.about[:MAX_PLACES]]
    rest = ", ".join(name for _, name in quote.about[MAX_PLACES:])
    more = tag("span", f" +{len(quote.about) - MAX_PLACES}", title=rest, class_="more") if rest else None
    parts = [
        tag("span", "said in ", _place(*quote.spoken_at)) if quote.spoken_at else None,
        tag("span", "about ", *_between(about, ", "), more) if about else None,
    ]
    return tag("div", *parts, class_="where") if any(parts) else None


def _place(gazetteer_id: str | None, name: str) -> Markup:
    if gazetteer_id is None:
        return tag("span", named(name), " (unresolved)", class_="unresolved")
    return tag("button", named(name), type="button", class_="place", data_act="place", data_value=gazetteer_id)


def _between(parts: list[Markup], separator: str) -> list[str]:
    return [piece for part in parts for piece in (separator, part)][1:]
