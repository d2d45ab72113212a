"""Quote cards and the small strips around them, as escaped markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from dashboard.labels import (
    GROUP_OF,
    GROUPS,
    LANGUAGE_NAMES,
    MODALITIES,
    ROLE_NAMES,
    STANCE_NAMES,
    TOWARDS,
    TYPE_NAMES,
    risk_name,
)
from dashboard.markup import Markup, joined, tag, web_address
from dashboard.surface import Item
from pipeline.queries import Copy, KeyFigures, StoredArticle
from pipeline.records import Article

# A card is read at a glance; whoever wants all of a speech opens the article.
MAX_WORDS_CHARS = 700
MAX_PLACES = 4
MAX_RISKS = 4  # the likeliest; the rest are counted and named in the hint
MAX_LINE_CHARS = 140
_CLOSING = {"en": ("“", "”"), "fr": ("« ", " »"), "ar": ("«", "»"), "ru": ("«", "»"), "uk": ("«", "»")}
_SCORE_MEANING = "Calibrated probability, given by the model, that this label is right"
_COPIES_MEANING = "Near-duplicates of one text: several articles, one source"


def quote_items(quotes: pd.DataFrame) -> list[Item]:
    """Return a card for each quote (columns: `queries.quotes`), named by article and quote."""
    return [Item(f"{quote.article_id}#{quote.quote}", quote_card(quote)) for quote in quotes.itertuples()]


def quote_card(quote: Any) -> Markup:
    """Return one quote as a card: the words first."""
    return tag(
        "article",
        tag("div", _stance(quote), _type(quote), class_="head"),
        _words(quote),
        _speaker(quote),
        _risks(quote.risks),
        tag("footer", _where(quote), _origin(quote), class_="foot"),
        class_=f"card {GROUP_OF[quote.stance].id if quote.stance else 'stating'}",
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


def chips(set_filters: Iterable[tuple[str, str, str]]) -> list[Item]:
    """Return a chip for each active filter: (field, value, words); a click takes the filter away."""
    made = [
        Item(
            f"{field}={value}",
            tag("button", words, tag("span", "×", class_="x"), type="button", class_="chip", data_act=f"drop:{field}",
                data_value=value, aria_label=f"Remove filter {words}"),
        )
        for field, value, words in set_filters
    ]  # fmt: skip
    if len(made) > 1:
        made.append(Item("clear", tag("button", "Clear all", type="button", class_="chip clear", data_act="clear")))
    return made


def figures(found: KeyFigures) -> Markup:
    """Return the key figures as one strip; the risks can be clicked."""
    copies = found.articles - found.independent_articles
    return tag(
        "dl",
        _figure(found.quotes, "quotes"),
        _figure(found.speakers, "speakers"),
        _figure(
            found.independent_articles,
            "independent articles",
            note=f"+ {copies:,} copies" if copies else None,
            title=_COPIES_MEANING,
        ),
        _figure(found.outlets, "outlets"),
        _figure(
            found.places,
            "places",
            note=f"{found.unresolved:,} of {found.toponyms:,} names unresolved",
            title="Names of places that led to no entry of the gazetteer: counted here, never drawn",
        ),
        *(_reality(modality, getattr(found, modality)) for modality in MODALITIES),
        class_="figures",
    )


def lane_names(names: list[str], by: str) -> Markup:
    """Return what stands beside the timeline: what a bar counts, and the lanes' actors, who can be clicked."""
    counted = "Quotes a day" if by == "stance" else "Articles a day that speak of a risk, each kind counted"
    lanes = [
        tag("button", _bdi(name), type="button", class_="lane", data_act="actor", data_value=name,
            title=f"Show only what {name} says")
        for name in names
    ]  # fmt: skip
    return tag("div", tag("small", counted, class_="counted"), *lanes, class_="lanes")


def bars_key(names: list[str], by: str) -> Markup:
    """Return the signs of what the bars stack; stances have theirs below the lanes."""
    if by == "stance":
        signs = [tag("span", "Bars and lanes: stance, as signed below")]
    elif by == "modality":
        signs = [_signed(reality.sign, reality.name, f"sign {label}") for label, reality in MODALITIES.items()]
    else:
        signs = [_signed("■", name, f"kind{index}") for index, name in enumerate(names[:-1])]
        signs.append(_signed("■", names[-1], "rest"))
    return tag("div", *signs, class_="key")


def _signed(sign: str, name: str, css: str) -> Markup:
    return tag("span", tag("i", sign, class_=css, aria_hidden="true"), name)


def stance_key() -> Markup:
    """Return the signs of the stances, as the lanes and the cards use them."""
    signs = [
        tag("span", tag("i", group.sign, aria_hidden="true"), group.name, class_=group.id,
            title=", ".join(STANCE_NAMES[stance] for stance in group.stances))
        for group in GROUPS
    ]  # fmt: skip
    return tag("div", *signs, class_="key")


def _figure(n: int, name: str, *, note: str | None = None, title: str | None = None) -> Markup:
    small = tag("small", note) if note else None
    return tag("div", tag("dd", f"{n:,}"), tag("dt", name, small), title=title)


def _reality(modality: str, n: int) -> Markup:
    reality = MODALITIES[modality]
    switch = tag(
        "button",
        tag("i", reality.sign, class_=f"sign {modality}", aria_hidden="true"),
        f"risk {reality.name.lower()}",
        type="button",
        title=f"Articles that speak of a risk as {reality.name.lower()}; show only these",
        data_act="modality",
        data_value=modality,
    )
    return tag("div", tag("dd", f"{n:,}"), tag("dt", switch), class_="reality")


def _stance(quote: Any) -> Markup | None:
    if not quote.stance:
        return None
    group = GROUP_OF[quote.stance]
    target = quote.target and joined(
        f" {TOWARDS[quote.stance]} " if quote.stance in TOWARDS else " ", _bdi(quote.target)
    )
    return tag(
        "span",
        tag("i", group.sign, aria_hidden="true"),
        tag("b", STANCE_NAMES[quote.stance]),
        target,
        tag("small", f"p {quote.stance_score:.2f}", title=_SCORE_MEANING) if not pd.isna(quote.stance_score) else None,
        class_=f"stance {group.id}",
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
        named = joined(": ", tag("span", quote.source_words, dir="auto")) if quote.source_words else None
        return tag("div", tag("span", "Speaker not named", named, class_="unnamed"), class_="who")
    role = ", ".join(part for part in (quote.speaker_role, quote.affiliation) if part)
    return tag(
        "div",
        tag("button", _bdi(quote.speaker), type="button", class_="speaker", data_act="actor", data_value=quote.speaker,
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
        return tag("span", _bdi(name), " (unresolved)", class_="unresolved")
    return tag("button", _bdi(name), type="button", class_="place", data_act="place", data_value=gazetteer_id)


def _origin(quote: Any) -> Markup:
    copies = quote.n_articles - 1
    carried = f" · {quote.n_articles} articles, one source" if copies else ""
    title = ", ".join(quote.outlets) + ". " + _COPIES_MEANING if copies else None
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


def _bdi(name: str) -> Markup:
    """A name in its own direction, so that an Arabic one does not turn what stands around it."""
    return tag("span", name, dir="auto", class_="name")


def as_of(last_run_at: datetime | None, now: datetime) -> tuple[str, bool]:
    """Return when the last run ended, in words, and whether that is too long ago to call the page current."""
    if last_run_at is None:
        return "no run has ended yet", True
    minutes = int((now - last_run_at).total_seconds() // 60)
    ago = "just now" if minutes < 1 else f"{minutes} min ago" if minutes < 120 else f"{minutes // 60} h ago"
    ago = ago if minutes < 48 * 60 else f"{minutes // 1440} days ago"
    # A newsroom looks every morning: a day without a run means that a night is missing.
    return f"{moment(last_run_at.astimezone(UTC))} ({ago})", minutes >= 24 * 60


def article_head(stored: StoredArticle) -> Markup:
    """Return an article's title, outlet and date; a sample says that it is one."""
    article = stored.article
    sample = tag("div", "Sample text, written for the demo: no source on the events.", class_="notice")
    return tag(
        "div",
        tag("h2", article.title or "Untitled", dir="auto", lang=article.language, class_="title"),
        tag(
            "div",
            tag("span", article.outlet or "outlet unknown", dir="auto"),
            tag("span", moment(article.published_at, article.published_precision)),
            tag("span", LANGUAGE_NAMES.get(article.language or "", article.language or "language unknown")),
            class_="byline",
        ),
        sample if stored.is_sample else None,
    )


def article_facts(stored: StoredArticle) -> Markup:
    """Return what is known of where an article came from: address, copies, revisions, failures, versions."""
    address = web_address(stored.article.url)
    link = address if stored.is_sample or not address else _outside(address)
    rows = [
        ("Original", link or "no address known"),
        ("First read", moment(stored.first_seen_at)),
        *(("Copy of" if copy.article_id == stored.copy_of else "Copy", _copy(copy)) for copy in stored.copies),
        *(("Earlier text", f"replaced {moment(revision.replaced_at)}: {revision.title or 'untitled'}")
          for revision in stored.revisions),
        *(("Not done", f"{failure.stage}: {failure.error}") for failure in stored.failures),
        *((part.capitalize(), version) for part, version in sorted(stored.article.models.items())),
    ]  # fmt: skip
    return tag("dl", *(joined(tag("dt", name), tag("dd", value, dir="auto")) for name, value in rows), class_="facts")


def article_quotes(stored: StoredArticle, wanted: int | None) -> list[Item]:
    """Return a line for each quote of an article that is shown, in reading order; a click marks it in the text."""
    actors = {actor.id: actor.name for actor in stored.article.actors}
    lines = [
        Item(f"{n}", _quote_line(stored.article, n, actors.get(quote.speaker or ""), chosen=n == wanted))
        for n, quote in enumerate(stored.article.quotes)
        if quote.type in TYPE_NAMES
    ]
    return lines or [Item("none", tag("p", "No quotes were found in this article.", class_="unnamed"))]


def article_list(quotes: pd.DataFrame) -> list[Item]:
    """Return a line for each article that has one of these quotes, in their order."""
    firsts = quotes.drop_duplicates("article_id")
    return [
        Item(
            row.article_id,
            _open(
                row.title or "Untitled",
                f"{row.outlet or 'outlet unknown'}, {moment(row.published_at, row.published_precision)}",
                row.article_id,
            ),
        )
        for row in firsts.itertuples()
    ]


def _quote_line(article: Article, number: int, speaker: str | None, *, chosen: bool) -> Markup:
    quote = article.quotes[number]
    words = " … ".join(span.of(article.text) for span in quote.content)
    words = words if len(words) <= MAX_LINE_CHARS else words[:MAX_LINE_CHARS].rstrip() + " …"
    stance = STANCE_NAMES[quote.stance.label] if quote.stance else "speaks"
    return _open(words, f"{speaker or 'Speaker not named'} {stance}", article.id, quote=number, chosen=chosen)


def _open(words: str, below: str, article_id: str, *, quote: int | None = None, chosen: bool = False) -> Markup:
    return tag(
        "a",
        tag("span", words, dir="auto", class_="line-words"),
        tag("small", below, dir="auto"),
        class_="line chosen" if chosen else "line",
        href=article_link(article_id, quote),
        data_act="open",
        data_value=f"{'' if quote is None else quote}#{article_id}",
    )


def _copy(copy: Copy) -> Markup:
    words = f"{copy.outlet or 'outlet unknown'}, {moment(copy.published_at)}"
    return tag("a", words, href=article_link(copy.article_id), data_act="open", data_value=f"#{copy.article_id}")


def _outside(address: str) -> Markup:
    return tag("a", address, href=address, target="_blank", rel="noreferrer noopener", class_="original")


def layers_key() -> Markup:
    """Return what the marks of the places' layer mean; it goes off with the layer."""
    marks = [tag("mark", words, class_=f"p {role}") for role, words in ROLE_NAMES.items()]
    unresolved = tag("mark", "not resolved", class_="p unresolved")
    return tag("div", tag("span", "Places: "), *marks, unresolved, class_="key places-key")
