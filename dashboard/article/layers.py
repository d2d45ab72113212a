"""The layers of an article's marks: what each is called, how much is in it, and what its marks mean."""

from __future__ import annotations

from dashboard.labels import MODALITIES, ROLE_NAMES, TYPE_NAMES
from dashboard.markup import Markup, joined, tag
from pipeline.records import Article

NAMES = {"quotes": "Quotes", "places": "Places", "actors": "Actors", "risks": "Risks"}


def counted(article: Article) -> dict[str, str]:
    """Return each layer with its name and how much of it the article has: "Quotes · 12"."""
    return {layer: f"{NAMES[layer]} · {n:,}" for layer, n in _counts(article).items()}


def legend(article: Article) -> Markup:
    """Return what the marks of each layer mean; the line of a layer that is off, or empty, is not shown."""
    said = [tag("mark", "words said", class_="q direct"), tag("mark", "cue", class_="cue")]
    said.append(tag("mark", "marks or thoughts, no quote", class_="q scare"))
    places = [tag("mark", words, class_=f"p as-{role}") for role, words in ROLE_NAMES.items()]
    places.append(tag("mark", "not resolved", class_="p unresolved"))
    risks = [
        tag("span", f"{reality.sign} {reality.name.lower()}", class_=f"flag {modality}")
        for modality, reality in MODALITIES.items()
    ]
    signs = {"quotes": said, "places": places, "actors": [tag("mark", "actor", class_="a")], "risks": risks}
    lines = (
        tag("div", tag("span", f"{NAMES[layer]}: "), *signs[layer], class_=f"key of-{layer}")
        for layer, n in _counts(article).items()
        if n
    )
    return tag("div", joined(*lines), class_="legend")


def _counts(article: Article) -> dict[str, int]:
    return {
        "quotes": sum(quote.type in TYPE_NAMES for quote in article.quotes),
        "places": len(article.places),
        "actors": len(article.actors),
        "risks": sum(bool(sentence.risks) for sentence in article.sentences),
    }
