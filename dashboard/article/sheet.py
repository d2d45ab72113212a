"""What stands around an article's text: head, facts, its quotes, its places."""

from __future__ import annotations

from dashboard import calm as calmly
from dashboard.article.revised import Changed, changes
from dashboard.article.tips import named_inside, place_doubt
from dashboard.cards import article_link, moment
from dashboard.labels import LANGUAGE_NAMES, TYPE_NAMES, stance_said
from dashboard.markup import Markup, joined, tag, web_address
from dashboard.surface import Item
from pipeline.queries import Copy, StoredArticle
from pipeline.records import Article, Toponym

MAX_LINE_CHARS = 140
MAX_CHANGES = 12  # sentences of a revision that are shown, of each kind; all are counted


def article_head(stored: StoredArticle, *, calm: bool = False) -> Markup:
    """Return an article's title, outlet and date; one that was taken back, and a sample, say so."""
    article = stored.article
    title = article.title or "Untitled"
    folded = calmly.fold(joined(title), element="span") if calm and calmly.is_graphic(title) else title
    sample = tag("div", "Sample text, written for the demo: no source on the events.", class_="notice")
    return tag(
        "div",
        _withdrawn(stored),
        tag("h2", folded, dir="auto", lang=article.language, class_="title"),
        tag(
            "div",
            tag("span", article.outlet or "outlet unknown", dir="auto"),
            tag("span", moment(article.published_at, article.published_precision)),
            tag("span", LANGUAGE_NAMES.get(article.language or "", article.language or "language unknown")),
            class_="byline",
        ),
        sample if stored.is_sample else None,
    )


def _withdrawn(stored: StoredArticle) -> Markup | None:
    if stored.withdrawn_at is None:
        return None
    words = f" by its outlet, noted {moment(stored.withdrawn_at)}. Kept as evidence: cite it only as withdrawn."
    return tag("div", tag("b", "Withdrawn"), words, class_="taken-back whole", role="note")


def article_facts(stored: StoredArticle, *, calm: bool = False) -> Markup:
    """Return what is known of where an article came from: address, copies, revisions, failures, versions."""
    address = web_address(stored.article.url)
    link = address if stored.is_sample or not address else _outside(address)
    rows = [
        ("Original", link or "no address known"),
        ("First read", moment(stored.first_seen_at)),
        *(("Copy of" if copy.article_id == stored.copy_of else "Copy", _copy(copy)) for copy in stored.copies),
        *(("Revised", _revision(change, calm=calm)) for change in changes(stored)),
        *(("Not done", f"{failure.stage}: {failure.error}") for failure in stored.failures),
        *((part.capitalize(), version) for part, version in sorted(stored.article.models.items())),
    ]  # fmt: skip
    return tag("dl", *(joined(tag("dt", name), tag("dd", value, dir="auto")) for name, value in rows), class_="facts")


def _revision(change: Changed, *, calm: bool) -> Markup:
    """Return what a later version changed: in numbers, and the sentences behind a click."""
    counts = (f"{len(change.added)} added", f"{len(change.taken_out)} taken out")
    around = [calmly.line(words, calm=calm) for words in change.around]
    what = ", ".join([f"sentences: {', '.join(counts)}" if change.added or change.taken_out else "", *around]).strip(
        ", "
    )
    lines = [
        tag("li", tag("b", sign, aria_label=said), _cut(calmly.line(sentence, calm=calm)), dir="auto", class_=css)
        for css, sign, said, found in (("out", "−", "taken out", change.taken_out), ("in", "+", "added", change.added))
        for sentence in found[:MAX_CHANGES]
    ]
    switch = tag("button", tag("span", "show", class_="to-show"), tag("span", "hide", class_="to-hide"), type="button",
                 data_fold="", aria_expanded="false", class_="unfold")  # fmt: skip
    folded = joined(switch, tag("ul", *lines, class_="changes", hidden="")) if lines else None
    return tag("div", f"{moment(change.before.replaced_at)}: {what or 'nothing that can be read'} ", folded)


def article_steps(stored: StoredArticle, wanted: int | None) -> list[Item]:
    """Return what leads to the quote before and after the wanted one, also by the keys p and n."""
    shown = [n for n, quote in enumerate(stored.article.quotes) if quote.type in TYPE_NAMES]
    if not shown:
        return []
    at = shown.index(wanted) if wanted in shown else None
    before = None if at is None else shown[at - 1] if at > 0 else None
    after = shown[0] if at is None else shown[at + 1] if at + 1 < len(shown) else None
    place = f"{len(shown)} {'quote' if len(shown) == 1 else 'quotes'}" if at is None else f"{at + 1} of {len(shown)}"
    step = tag("div", _step("‹", "Previous quote", "p", stored, before), tag("span", place, aria_live="polite"),
               _step("›", "Next quote", "n", stored, after), class_="steps", role="group",
               aria_label="Quotes")  # fmt: skip
    return [Item("steps", step)]


def _step(sign: str, words: str, key: str, stored: StoredArticle, quote: int | None) -> Markup:
    if quote is None:
        return tag("span", sign, class_="step", aria_hidden="true")
    article_id = stored.article.id
    return tag("a", sign, class_="step", href=article_link(article_id, quote), data_act="open", data_key=key,
               data_value=f"{quote}#{article_id}", aria_label=words, title=f"{words} (key {key})")  # fmt: skip


def heading(words: str) -> Item:
    """Return what stands above a list."""
    return Item("heading", tag("h3", words, class_="part"))


def article_quotes(stored: StoredArticle, wanted: int | None, *, calm: bool = False) -> list[Item]:
    """Return a line for each quote of an article that is shown, in reading order; a click marks it in the text."""
    actors = {actor.id: actor.name for actor in stored.article.actors}
    lines = [
        Item(f"{n}", _quote_line(stored.article, n, actors.get(quote.speaker or ""), chosen=n == wanted, calm=calm))
        for n, quote in enumerate(stored.article.quotes)
        if quote.type in TYPE_NAMES
    ]
    return lines or [Item("none", tag("p", "No quotes were found in this article.", class_="unnamed"))]


def article_places(stored: StoredArticle) -> list[Item]:
    """Return a line for each place name of an article, once, with where it was put and why, or what it could be."""
    text = stored.article.text
    firsts: dict[tuple[str, str | None], Toponym] = {}
    for toponym in stored.article.places:
        firsts.setdefault((toponym.span.of(text), toponym.place.gazetteer_id if toponym.place else None), toponym)
    in_order = sorted(firsts.values(), key=lambda toponym: toponym.span)
    return [Item(f"{number}", _place_line(toponym, text)) for number, toponym in enumerate(in_order)]


def _place_line(toponym: Toponym, text: str) -> Markup:
    place, doubt = toponym.place, place_doubt(toponym)
    put = [f"{named_inside(place)}, {place.precision}"] if place else [] if doubt else ["Not placed"]
    below = (tag("div", tag("small", words, dir="auto")) for words in (*put, *doubt))
    return tag("div", tag("span", toponym.span.of(text), dir="auto", class_="line-words"), *below, class_="line")


def _quote_line(article: Article, number: int, speaker: str | None, *, chosen: bool, calm: bool) -> Markup:
    quote = article.quotes[number]
    words = calmly.line(calmly.said(article, quote), calmly.quote_risks(quote), calm=calm)
    words = _cut(words)
    stance = stance_said(quote.stance.label, quote.stance.score) if quote.stance else "speaks"
    return open_line(words, f"{speaker or 'Speaker not named'} {stance}", article.id, quote=number, chosen=chosen)


def _cut(words: str) -> str:
    return words if len(words) <= MAX_LINE_CHARS else words[:MAX_LINE_CHARS].rstrip() + " …"


def open_line(words: str, below: str, article_id: str, *, quote: int | None = None, chosen: bool = False) -> Markup:
    """Return a line that opens an article, at a quote where one is given; `below` stands under its words."""
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
