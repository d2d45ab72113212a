"""An article's text with what was found in it lit: a pure function from a stored article to markup.

Spans overlap, so the text is cut where any of them begins or ends; each piece carries
the layers that cover it. Layers are switched by classes of the whole, not by new markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from dashboard import calm as calmly
from dashboard.labels import KIND_NAMES, MODALITIES, ROLE_NAMES, TYPE_NAMES, risk_name, stance_said
from dashboard.markup import Markup, joined, tag
from pipeline.records import Actor, Article, Guess, Place, Quote, Sentence, Span, Toponym

LAYERS = ("quotes", "places", "actors", "risks")
# Beyond this many characters a page of marks is slower than it is useful; the rest follows unlit.
MAX_LIT_CHARS = 120_000
CITED = "wanted"  # the class of what is wanted and is no quote
MAX_FLAGS = 3  # behind a sentence; all are in its hint


class Light(NamedTuple):
    """A span with the class that draws it and the words that explain it."""

    span: Span
    css: str
    tip: str
    quote: int | None = None


def lit_text(article: Article, *, quote: int | None = None, at: Span | None = None, calm: bool = False) -> Markup:
    """Return the article's paragraphs, everything found in them lit; the wanted quote stands out and has an id.

    at: characters that are wanted, and are no quote; they stand out alike, with the id "cited".
    calm: sentences with graphic words are folded behind a click.
    """
    cited = [Light(at, CITED, "Cited in a brief")] if at else []
    lights = sorted([*cited, *_lights(article, quote)], key=lambda light: light.span)
    paragraphs = [
        _paragraph(article, span, lights, quote, calmly.graphic_spans(article, span) if calm else [])
        for span in _paragraphs(article.text)
    ]
    return tag("div", *paragraphs, class_="text", lang=article.language)


def _lights(article: Article, wanted: int | None) -> Iterable[Light]:
    actors = {actor.id: actor for actor in article.actors}
    for number, quote in enumerate(article.quotes):
        tip = quote_tip(quote, actors)
        css = f"q {quote.type}" + (" wanted" if number == wanted else "")
        yield from (Light(span, css, tip, number) for span in quote.content)
        yield from (Light(span, "cue", f"Cue of: {tip}") for span in (quote.cue,) if span)
    yield from (Light(place.span, _place_css(place), place_tip(place)) for place in article.places)
    for actor in article.actors:
        yield from (Light(span, "a", actor_tip(actor)) for span in actor.mentions)
    for sentence in article.sentences:
        if sentence.risks:
            yield Light(sentence.span, f"r {sentence.risks[0].modality}", "Risk language: " + _risk_words(sentence))


def quote_tip(quote: Quote, actors: dict[str, Actor]) -> str:
    """Explain a quote: type, speaker, stance with its score, risks."""
    speaker = actors.get(quote.speaker or "")
    lines = [f"{TYPE_NAMES.get(quote.type, quote.type)}, {speaker.name if speaker else 'speaker not named'}"]
    if quote.stance:
        target = actors.get(quote.stance.target or "")
        towards = f" → {target.name}" if target else ""
        said = stance_said(quote.stance.label, quote.stance.score)
        lines.append(f"{said}{towards} (p {quote.stance.score:.2f})")
    lines += [f"{risk_name(r.label)}, {r.modality} (p {r.score:.2f})" for r in quote.risks]
    return "\n".join(lines)


def place_tip(toponym: Toponym) -> str:
    """Explain a place: the entry, its role and precision, the score, why it was chosen or what it could be."""
    role = ROLE_NAMES[toponym.role]
    place = toponym.place
    if place is None:
        lines = ["Recognised as a place, not resolved", f"{role} (p {toponym.score:.2f})"]
    else:
        lines = [named_inside(place), f"{role}, {place.precision} (p {toponym.score:.2f})"]
    return "\n".join([*lines, *place_doubt(toponym)])


def place_doubt(toponym: Toponym) -> list[str]:
    """Say why a place was chosen, and of an unresolved one what it could be; nothing if nobody knows."""
    why = [f"Why here: {toponym.why}"] if toponym.why and toponym.place else []
    if toponym.place is None and toponym.candidates:
        guesses = ", ".join(named_inside(guess) for guess in toponym.candidates)
        return [f"Not placed: could be {guesses}"]
    return why


def named_inside(place: Place | Guess) -> str:
    """Return a place's name with what it lies in: "Harin (Harin Province, SY)"."""
    inside = ", ".join(part for part in (place.admin1, place.country) if part and part != place.name)
    return f"{place.name} ({inside})" if inside else place.name


def actor_tip(actor: Actor) -> str:
    """Explain an actor: name, kind, role, affiliation."""
    served = actor.affiliation if actor.affiliation != actor.name else None
    about = ", ".join(part for part in (actor.role, served) if part)
    return f"{actor.name}: {KIND_NAMES[actor.kind]}" + (f"\n{about}" if about else "")


def _place_css(toponym: Toponym) -> str:
    return f"p {toponym.role}" + ("" if toponym.place else " unresolved")


def _risk_words(sentence: Sentence) -> str:
    return "; ".join(f"{risk_name(r.label)}, {r.modality} (p {r.score:.2f})" for r in sentence.risks)


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
    flags = {s.span.end: s.risks for s in article.sentences if s.risks and s.span.end in edges}
    pieces: list[str | None] = []
    hidden: list[str | None] = []
    for start, end in pairwise(cuts):
        here = [light for light in inside if light.span.start <= start and end <= light.span.end]
        fold = next((folded for folded in folds if folded.start <= start and end <= folded.end), None)
        (hidden if fold else pieces).append(_piece(article.text[start:end], here, start, wanted))
        if fold and end == fold.end:
            pieces.append(calmly.fold(joined(*hidden), element="span"))
            hidden = []
        pieces += [_flag(risk.label, risk.modality) for risk in flags.get(end, ())[:MAX_FLAGS]]
    body = not article.body or any(span.touches(part) for part in article.body)
    return tag("p", *pieces, dir="auto", class_=None if body else "outside")


def _piece(words: str, lights: Sequence[Light], start: int, wanted: int | None) -> Markup:
    if not lights:
        return joined(words)
    goes_to = any(light.quote is not None and light.quote == wanted and light.span.start == start for light in lights)
    begins = any(light.css == CITED and light.span.start == start for light in lights)
    tips = dict.fromkeys(light.tip for light in lights)
    return tag(
        "mark",
        words,
        class_=" ".join(dict.fromkeys(" ".join(light.css for light in lights).split())),
        data_tip="\n".join(tips),
        tabindex="0",
        id=f"quote-{wanted}" if goes_to else "cited" if begins else None,
    )


def _flag(label: str, modality: str) -> Markup:
    reality = MODALITIES[modality]
    return tag("small", f"{reality.sign} {risk_name(label)}, {modality}", class_=f"flag {modality}")
