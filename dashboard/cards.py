"""Quote cards: the words first, then who, how, how bad, where and from whom; as escaped markup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from dashboard import calm as calmly
from dashboard.labels import GROUP_OF, MODALITIES, SURE_STANCE, TOWARDS, TYPE_NAMES, is_sure, risk_name, stance_said
from dashboard.markup import Markup, joined, named, tag, web_address
from dashboard.surface import Item

# A card is read at a glance; whoever wants all of a speech opens the article.
MAX_WORDS_CHARS = 700
MAX_PLACES = 4
MAX_RISKS = 4  # the likeliest; the rest are counted and named in the hint
_CLOSING = {"en": ("“", "”"), "fr": ("« ", " »"), "ar": ("«", "»"), "ru": ("«", "»"), "uk": ("«", "»")}
_SCORE_MEANING = "Calibrated probability, given by the model, that this label is right"
_UNSURE = (
    f"Perhaps: the model gives this stance a probability below {SURE_STANCE:.2f}, so it is as likely wrong as right"
)
COPIES_MEANING = "Near-duplicates of one text: several articles, one source"


def quote_items(quotes: pd.DataFrame, *, calm: bool = False) -> list[Item]:
    """Return a card for each quote (columns: `queries.quotes`), named by article and quote."""
    return [Item(f"{quote.article_id}#{quote.quote}", quote_card(quote, calm=calm)) for quote in quotes.itertuples()]


def quote_card(quote: Any, *, calm: bool = False) -> Markup:
    """Return one quote as a card: the words first, but graphic ones behind a click in calm mode."""
    graphic = calm and calmly.is_graphic(quote.words, [(label, how) for label, how, _ in quote.risks])
    css = GROUP_OF[quote.stance].id if quote.stance else "stating"
    return tag(
        "article",
        tag("div", _stance(quote), _type(quote), class_="head"),
        calmly.fold(_words(quote)) if graphic else _words(quote),
        _speaker(quote),
        _risks(quote.risks),
        tag("footer", _where(quote), _origin(quote), class_="foot"),
        class_=f"card {css}" if is_sure(quote.stance_score) else f"card {css} unsure",
    )


def article_link(article_id: str, quote: int | None = None) -> str:
    """Return the address of an article's page, at a quote."""
    return "article?" + urlencode({"article": article_id, **({} if quote is None else {"quote": quote})})


def moment(at: datetime | None, precision: str | None = "time") -> str:
    """Return a time as the screen shows it; an unknown date stays unknown."""
    if at is None or pd.isna(at):
        return "date unknown"
    day = f"{at.day} {at:%b %Y}"
    return f"{day}, {at:%H:%M} UTC" if precision == "time" else day


def _stance(quote: Any) -> Markup | None:
    if not quote.stance:
        return None
    group, sure = GROUP_OF[quote.stance], is_sure(quote.stance_score)
    target = quote.target and joined(
        f" {TOWARDS[quote.stance]} " if quote.stance in TOWARDS else " ", named(quote.target)
    )
    return tag(
        "span",
        tag("i", group.sign, aria_hidden="true"),
        tag("b", stance_said(quote.stance, quote.stance_score)),
        target,
        tag("small", f"p {quote.stance_score:.2f}", title=_SCORE_MEANING) if not pd.isna(quote.stance_score) else None,
        class_=f"stance {group.id}" if sure else f"stance {group.id} unsure",
        title=None if sure else _UNSURE,
    )


def _type(quote: Any) -> Markup:
    cue = joined(" · ", tag("span", f"“{quote.cue_words}”", dir="auto")) if quote.cue_words else None
    return tag("span", TYPE_NAMES.get(quote.type, quote.type), cue, class_="type")


def _words(quote: Any) -> Markup:
    words = quote.words if len(quote.words) <= MAX_WORDS_CHARS else quote.words[:MAX_WORDS_CHARS].rstrip() + " …"
    opening, closing = _CLOSING.get(quote.language or "en", _CLOSING["en"]) if quote.type == "direct" else ("", "")
    return tag(
        "a",
        tag("blockquote", f"{opening}{words}{closing}", dir="auto", lang=quote.language),
        class_=f"words {quote.type}",
        href=article_link(quote.article_id, quote.quote),
        title="Read these words in the article",
        data_act="open",
        data_value=f"{quote.quote}#{quote.article_id}",
    )


def _speaker(quote: Any) -> Markup:
    if not quote.speaker:
        source = joined(": ", tag("span", quote.source_words, dir="auto")) if quote.source_words else None
        return tag("div", tag("span", "Speaker not named", source, class_="unnamed"), class_="who")
    served = quote.affiliation if quote.affiliation != quote.speaker else None  # a state speaks for itself
    role = ", ".join(part for part in (quote.speaker_role, served) if part)
    return tag(
        "div",
        tag("button", named(quote.speaker), type="button", class_="speaker", data_act="actor", data_value=quote.speaker,
            title=f"Show only what {quote.speaker} says"),
        tag("span", role, class_="role", dir="auto") if role else None,
        class_="who",
    )  # fmt: skip


def _risks(risks: Sequence[tuple[str, str, float]]) -> Markup | None:
    shown = [
        tag(
            "li",
            tag("i", MODALITIES[modality].sign, aria_hidden="true"),
            tag("span", risk_name(label)),
            tag("small", modality),
            class_=f"risk {modality}",
            title=f"{risk_name(label)}, {modality}: p {score:.2f}. {_SCORE_MEANING}",
        )
        for label, modality, score in risks[:MAX_RISKS]
    ]
    hidden = ", ".join(f"{risk_name(label)} {modality}" for label, modality, _ in risks[MAX_RISKS:])
    more = tag("li", f"+{len(risks) - MAX_RISKS}", class_="risk more", title=hidden) if hidden else None
    return tag("ul", *shown, more, class_="risks") if shown else None


def _where(quote: Any) -> Markup | None:
    about = [_place(*place) for place in quote.about[:MAX_PLACES]]
    more = f" +{len(quote.about) - MAX_PLACES}" if len(quote.about) > MAX_PLACES else None
    parts = [
        tag("span", "said in ", _place(*quote.spoken_at)) if quote.spoken_at else None,
        tag("span", "about ", *_between(about, ", "), more) if about else None,
    ]
    return tag("div", *parts, class_="where") if any(parts) else None


def _place(gazetteer_id: str | None, name: str) -> Markup:
    if gazetteer_id is None:
        return tag("span", named(name), " (unresolved)", class_="unresolved")
    return tag("button", named(name), type="button", class_="place", data_act="place", data_value=gazetteer_id)


def _origin(quote: Any) -> Markup:
    copies = quote.n_articles - 1
    carried = f" · {quote.n_articles} articles, one source" if copies else ""
    title = ", ".join(quote.outlets) + ". " + COPIES_MEANING if copies else None
    return tag(
        "div",
        tag("span", tag("span", quote.outlet or "outlet unknown", dir="auto"), carried, title=title),
        tag("span", moment(quote.published_at, quote.published_precision), class_="date"),
        tag("span", "sample", class_="sample", title="Sample text, written for the demo") if quote.is_sample else None,
        tag("a", "Original", href=address, target="_blank", rel="noreferrer noopener", class_="original")
        if (address := None if quote.is_sample else web_address(quote.url))
        else None,
        class_="origin",
    )


def _between(parts: list[Markup], separator: str) -> list[str]:
    return [piece for part in parts for piece in (separator, part)][1:]
