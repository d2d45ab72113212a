"""An article's text with what was found in it lit: a pure function from a stored article to markup.

Spans overlap, so the text is cut where any of them begins or ends; each piece carries
the layers that cover it. Layers are switched by classes of the whole, not by new markup;
surface/marks.mjs shows what a mark's `data-tip-…` says of each layer that is on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from dashboard import calm as calmly
from dashboard.article.tips import actor_tip, place_tip, quote_tip, risk_tip
from dashboard.labels import MODALITIES, risk_name
from dashboard.markup import Markup, joined, tag
from pipeline.records import Article, Sentence, Span, Toponym

# Beyond this many characters a page of marks is slower than it is useful; the rest follows unlit.
MAX_LIT_CHARS = 120_000
CITED = "wanted"  # the class of what is wanted and is no quote
MAX_FLAGS = 3  # behind a sentence; all are in its tip
_HINT = "Text with marks. Arrow keys go from mark to mark, Escape closes what is said of one."


class Light(NamedTuple):
    """A span with the class that draws it and, in its layer, the words that explain it; `of` ties parts together."""

    span: Span
    css: str
    layer: str
    tip: str
    of: str = ""
    quote: int | None = None


def lit_text(article: Article, *, quote: int | None = None, at: Span | None = None, calm: bool = False) -> Markup:
    """Return the article's paragraphs, everything found in them lit; the wanted quote stands out and has an id.

    at: characters that are wanted, and are no quote; they stand out alike, with the id "cited".
    calm: sentences with graphic words are folded behind a click, and no tip says them.
    """
    cited = [Light(at, CITED, "cited", "Cited in a brief")] if at else []
    lights = sorted([*cited, *_lights(article, quote, calm=calm)], key=lambda light: light.span)
    paragraphs = [
        _paragraph(article, span, lights, quote, calmly.graphic_spans(article, span) if calm else [])
        for span in _paragraphs(article.text)
    ]
    return tag("div", *paragraphs, class_="text", role="group", aria_label=_HINT, lang=article.language,
               **_models(article))  # fmt: skip


def _models(article: Article) -> dict[str, str | None]:
    """Return, for each layer, the name@version of what found its marks."""
    reader, gazetteer = article.models.get("tagger"), article.models.get("gazetteer")
    places = ", ".join(part for part in (gazetteer, reader) if part) or None
    return {"data_by_quotes": reader, "data_by_places": places, "data_by_actors": reader, "data_by_risks": reader}


def _lights(article: Article, wanted: int | None, *, calm: bool) -> Iterable[Light]:
    for number, quote in enumerate(article.quotes):
        tip, of = quote_tip(article, quote, calm=calm), f"q{number}"
        css = f"q {quote.type}" + (" wanted" if number == wanted else "")
        yield from (Light(span, css, "quotes", tip, of, number) for span in quote.content)
        yield from (Light(span, "cue", "quotes", f"Cue of: {tip}", of) for span in (quote.cue,) if span)
        yield from (Light(span, "by", "", "", of) for span in (quote.source,) if span)
    yield from (Light(place.span, _place_css(place), "places", place_tip(place)) for place in article.places)
    for actor in article.actors:
        for span in actor.mentions:
            yield Light(span, "a", "actors", actor_tip(actor, span.of(article.text), calm=calm))
    for number, sentence in enumerate(article.sentences):
        if sentence.risks:
            yield Light(sentence.span, f"r {sentence.risks[0].modality}", "", "", f"s{number}")


def _place_css(toponym: Toponym) -> str:
    return f"p as-{toponym.role}" + ("" if toponym.place else " unresolved")


def _paragraphs(text: str) -> Iterable[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield Span(start, start + len(line.rstrip()))
        start += len(line)


def _paragraph(
    article: Article, span: Span, lights: Sequence[Light], wanted: int | None, folds: Sequence[Span]
) -> Markup:
    inside = [light for light in lights if light.span.touches(span)] if span.start < MAX_LIT_CHARS else []
    edges = {span.start, span.end}
    edges |= {edge for light in inside for edge in light.span if span.start < edge < span.end}
    edges |= {edge for folded in folds for edge in folded}
    cuts = sorted(edges)
    flags = {s.span.end: _flags(n, s) for n, s in enumerate(article.sentences) if s.risks and s.span.end in edges}
    pieces: list[str | None] = []
    hidden: list[str | None] = []
    for start, end in pairwise(cuts):
        here = [light for light in inside if light.span.start <= start and end <= light.span.end]
        fold = next((folded for folded in folds if folded.start <= start and end <= folded.end), None)
        (hidden if fold else pieces).append(_piece(article.text[start:end], here, start, wanted))
        if fold and end == fold.end:
            pieces.append(calmly.fold(joined(*hidden), element="span"))
            hidden = []
        pieces += flags.get(end, ())
    body = not article.body or any(span.touches(part) for part in article.body)
    return tag("p", *pieces, dir="auto", class_=None if body else "outside")


def _piece(words: str, lights: Sequence[Light], start: int, wanted: int | None) -> Markup:
    if not lights:
        return joined(words)
    goes_to = any(light.quote is not None and light.quote == wanted and light.span.start == start for light in lights)
    begins = any(light.css == CITED and light.span.start == start for light in lights)
    tips = _tips(lights)
    return tag(
        "mark",
        words,
        class_=" ".join(dict.fromkeys(" ".join(light.css for light in lights).split())),
        **tips,
        data_of=" ".join(dict.fromkeys(light.of for light in lights if light.of)) or None,
        tabindex="-1" if tips else None,  # one of them becomes a stop of the tab key, the arrows reach the others
        id=f"quote-{wanted}" if goes_to else "cited" if begins else None,
    )


def _tips(lights: Sequence[Light]) -> dict[str, str]:
    """Return what is said of a piece in each layer, the narrowest mark first; paragraphs apart."""
    said: dict[str, dict[str, None]] = {}
    for light in sorted(lights, key=lambda light: light.span.end - light.span.start):
        if light.tip:
            said.setdefault(f"data_tip_{light.layer}", {})[light.tip] = None
    return {layer: "\n\n".join(tips) for layer, tips in said.items()}


def _flags(number: int, sentence: Sentence) -> list[Markup]:
    shown, rest = sentence.risks[:MAX_FLAGS], len(sentence.risks) - MAX_FLAGS
    words = [
        tag("span", f"{MODALITIES[r.modality].sign} {risk_name(r.label)}, {r.modality}", class_=f"flag {r.modality}")
        for r in shown
    ]
    more = tag("span", f"+{rest}", class_="flag") if rest > 0 else None
    tip = risk_tip(sentence)
    return [tag("small", *words, more, class_="flags", data_tip_risks=tip, data_of=f"s{number}", tabindex="-1")]
