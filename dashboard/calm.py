"""Calm mode: words that are hard to read are folded behind a click. Nothing is taken away, and nothing is loaded.

What is graphic is told by what the model found (GRAPHIC_RISKS, reported) or by a short
list of word stems of our own: it folds too much rather than too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dashboard.markup import Markup, joined, tag
from pipeline.records import Article, Quote, Span

# Told as having happened; what is feared or denied describes nobody's wounds.
GRAPHIC_RISKS = frozenset({"civilian_harm", "detention_abuse", "chemical_weapons"})
# Beginnings of words, of the languages that the pipeline reads; the whole word where its beginning has other meanings.
_STEMS = (
    *("behead", "decapitat", "dismember", "mutilat", "disembowel", "maim", "tortur", "corpse", "lynch", "charred"),
    *(
        "massacr",
        "raped",
        "rapes?\\b",
        "raping",
        "rapist",
        "mass graves?",
        "body parts",
        "dead bod",
        "burn(?:ed|t) alive",
    ),
    *("buried alive", "severed", "entrails", "bloodied", "blood-soaked", "suffocat", "electrocut", "castrat", "sodomi"),
    *("décapit", "démembr", "mutil", "cadavre", "charnier", "viol(?:é|e[rs]?\\b|eur|aient)", "égorg", "brûlés? vif"),
    *("descuartiz", "degoll", "cadáver", "violada", "violaci", "fosas? común", "fosas comunes", "masacr"),
    *("обезглав", "расчлен", "пытк", "пытал", "изнасил", "труп(?:ы|и|а|ов|ів|ами|ах)?\\b", "изувеч", "растерзан"),
    *("обезголов", "розчлен", "катуван", "катувал", "зґвалт", "закатован", "братськ\\w+ могил", "братск\\w+ могил"),
)
# Arabic joins "and", "the", "of" to the word: a stem may stand within.
_ARABIC = ("تعذيب", "جثة", "جثث", "جثامين", "اغتصاب", "قطع رأس", "قطع الرأس", "أشلاء", "مجزرة", "مجازر", "مقابر جماعية")
_GRAPHIC = re.compile(rf"\b(?:{'|'.join(_STEMS)})|{'|'.join(_ARABIC)}", re.IGNORECASE)

FOLDED = "Graphic words"  # what stands in the place of a line that is itself a link


def is_graphic(words: str, risks: Iterable[tuple[str, str]] = ()) -> bool:
    """Tell whether words are graphic by themselves or by the risks (label, modality) found in them."""
    return any(label in GRAPHIC_RISKS and how == "reported" for label, how in risks) or bool(_GRAPHIC.search(words))


def line(words: str, risks: Iterable[tuple[str, str]] = (), *, calm: bool) -> str:
    """Return words for a line that leads elsewhere: folded for good there, to be unfolded where it leads."""
    return f"{FOLDED}, folded" if calm and is_graphic(words, risks) else words


def fold(content: Markup, *, element: str = "div") -> Markup:
    """Return content behind a button that shows and hides it; surface.mjs does that, on the reader's machine."""
    button = tag(
        "button",
        f"{FOLDED}: ",
        tag("span", "show", class_="to-show"),
        tag("span", "hide", class_="to-hide"),
        type="button",
        class_="fold",
        data_fold="",
        aria_expanded="false",
    )
    return joined(button, tag(element, content, class_="folded", hidden=""))


def graphic_spans(article: Article, part: Span) -> list[Span]:
    """Return what is graphic in a part of an article's text: whole sentences and quotes, joined where they touch."""
    found = sorted(_graphic(article, part))
    merged: list[Span] = []
    for span in found:
        gap = article.text[merged[-1].end : span.start] if merged else "x"
        if merged and not gap.strip():
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _graphic(article: Article, part: Span) -> Iterable[Span]:
    sentences = [(s.span, [(r.label, r.modality) for r in s.risks]) for s in article.sentences if s.span.touches(part)]
    for span, risks in sentences or [(part, [])]:
        if is_graphic(span.of(article.text), risks):
            yield _within(span, part)
    for quote in article.quotes:
        spans = [span for span in quote.content if span.touches(part)]
        if spans and is_graphic(said(article, quote), quote_risks(quote)):
            yield from (_within(span, part) for span in spans)


def said(article: Article, quote: Quote) -> str:
    """Return the words of a quote, its parts joined."""
    return " … ".join(span.of(article.text) for span in quote.content)


def quote_risks(quote: Quote) -> Sequence[tuple[str, str]]:
    """Return label and modality of a quote's risks."""
    return [(risk.label, risk.modality) for risk in quote.risks]


def _within(span: Span, part: Span) -> Span:
    return Span(max(span.start, part.start), min(span.end, part.end))
