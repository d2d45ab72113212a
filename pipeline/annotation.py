"""An article as the annotation of the contract, and back: what `annotate` prints and the store keeps as the truth.

A lone surrogate becomes U+FFFD, one for one, so that spans stay true; a number that is
none (NaN, infinity) can be claimed by nobody: a score becomes 0, a place unresolved.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from pipeline.errors import StageError
from pipeline.records import Actor, Article, Guess, Place, Precision, Quote, Risk, Sentence, Span, StanceTag, Toponym

Json = dict[str, Any]

_UNSTORABLE = re.compile("[\\0\\ud800-\\udfff]")


def to_annotation(article: Article) -> Json:
    """Return the contract's annotation of an article: plain values that are valid JSON.

    Raises:
        StageError: a span, an index or a name of the annotation points outside the article.
    """
    check(article)
    return {
        "id": plain(article.id),
        "language": plain(article.language),
        "places": [_toponym(toponym, article.text) for toponym in article.places],
        "actors": [_actor(actor) for actor in article.actors],
        "quotes": [_quote(quote) for quote in article.quotes],
        "sentences": [{**_span(s.span), "risks": [_risk(risk) for risk in s.risks]} for s in article.sentences],
        "models": plain(article.models),
    }


def from_annotation(annotation: Mapping[str, Any], article: Article) -> Article:
    """Return the article with what its annotation says.

    Raises:
        StageError: the annotation has not the contract's shape, or belongs to another text.
    """
    try:
        whole = replace(
            article,
            language=annotation["language"],
            places=tuple(_read_toponym(row) for row in annotation["places"]),
            actors=tuple(_read_actor(row) for row in annotation["actors"]),
            quotes=tuple(_read_quote(row) for row in annotation["quotes"]),
            sentences=tuple(Sentence(_read_span(s), _read_risks(s["risks"])) for s in annotation["sentences"]),
            models=MappingProxyType(dict(annotation["models"])),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _broken(article, f"its annotation has not the contract's shape ({error!r})") from error
    check(whole)
    return whole


def plain(value: Any) -> Any:
    """Return a value as JSON and both databases can keep it.

    Lone surrogates and NUL become U+FFFD, one for one; NaN and infinity become None;
    what JSON does not know becomes its words.
    """
    # Asked a thousand times an article: the frequent and the cheap first.
    if isinstance(value, str):
        return _words(value)
    if isinstance(value, int) or value is None:
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {_words(str(key)): plain(item) for key, item in value.items()}
    return _words(str(value))


def check(article: Article) -> None:
    """Check that every span lies inside the text and every reference leads to something.

    Raises:
        StageError: one does not.
    """
    end = len(article.text)
    outside = next((span for span in _spans(article) if not 0 <= span.start <= span.end <= end), None)
    if outside:
        raise _broken(article, f"the span {tuple(outside)} lies outside its {end} characters")
    known = {actor.id for actor in article.actors}
    if len(known) < len(article.actors):
        raise _broken(article, "two of its actors share one id")
    for quote in article.quotes:
        target = quote.stance.target if quote.stance else None
        if strange := {quote.speaker, target} - known - {None}:
            raise _broken(article, f"a quote names {', '.join(sorted(map(str, strange)))}, who is none of its actors")
        at = () if quote.spoken_at is None else (quote.spoken_at,)
        if not all(0 <= index < len(article.places) for index in (*quote.about, *at)):
            raise _broken(article, "a quote points to a place that the article has not")


def _broken(article: Article, what: str) -> StageError:
    return StageError("annotation", article.id, f"article {article.id}: {what}; report it with the article")


def _spans(article: Article) -> Iterable[Span]:
    yield from article.body
    yield from (sentence.span for sentence in article.sentences)
    yield from (toponym.span for toponym in article.places)
    for actor in article.actors:
        yield from actor.mentions
    for quote in article.quotes:
        yield from quote.content
        yield from (span for span in (quote.source, quote.cue) if span is not None)


def _words(text: str) -> str:
    return text if text.isascii() and "\0" not in text else _UNSTORABLE.sub("\ufffd", text)


def _score(score: float) -> float:
    return min(1.0, max(0.0, float(score))) if math.isfinite(score) else 0.0


def _span(span: Span) -> Json:
    return {"start": span.start, "end": span.end}


def _toponym(toponym: Toponym, text: str) -> Json:
    return {
        **_span(toponym.span),
        "text": plain(toponym.span.of(text)),
        "role": toponym.role,
        "score": _score(toponym.score),
        "place": _place(toponym.place) if toponym.place else None,
        "why": plain(toponym.why),
        "candidates": guesses_json(toponym.candidates),
    }


def guesses_json(guesses: Iterable[Guess]) -> list[Json]:
    """Return candidates as the annotation and the store keep them."""
    return [
        {
            "gazetteer_id": plain(guess.gazetteer_id),
            "name": plain(guess.name),
            "country": plain(guess.country),
            "admin1": plain(guess.admin1),
            "score": _score(guess.score),
        }
        for guess in guesses
    ]


def _place(place: Place) -> Json | None:
    if not all(map(math.isfinite, (place.latitude, place.longitude, place.radius_km))):
        return None
    return {
        "name": plain(place.name),
        "lat": float(place.latitude),
        "lon": float(place.longitude),
        "precision": str(place.precision),
        "country": plain(place.country),
        "admin1": plain(place.admin1),
        "gazetteer_id": plain(place.gazetteer_id),
        "radius_km": float(place.radius_km),
    }


def _actor(actor: Actor) -> Json:
    return {
        "id": plain(actor.id),
        "name": plain(actor.name),
        "kind": actor.kind,
        "role": plain(actor.role),
        "affiliation": plain(actor.affiliation),
        "wikidata": plain(actor.wikidata),
        "mentions": [list(span) for span in actor.mentions],
    }


def _risk(risk: Risk) -> Json:
    return {"label": risk.label, "modality": risk.modality, "score": _score(risk.score)}


def _quote(quote: Quote) -> Json:
    stance = quote.stance
    return {
        "type": quote.type,
        "content": [list(span) for span in quote.content],
        "source": list(quote.source) if quote.source else None,
        "cue": list(quote.cue) if quote.cue else None,
        "speaker": plain(quote.speaker),
        "stance": {"label": stance.label, "score": _score(stance.score), "target": plain(stance.target)}
        if stance
        else None,
        "risks": [_risk(risk) for risk in quote.risks],
        "about": list(quote.about),
        "spoken_at": quote.spoken_at,
    }


def _read_span(row: Mapping[str, Any]) -> Span:
    return Span(int(row["start"]), int(row["end"]))


def _read_pair(pair: Iterable[int] | None) -> Span | None:
    return None if pair is None else Span(*pair)


def _read_risks(rows: Iterable[Mapping[str, Any]]) -> tuple[Risk, ...]:
    return tuple(Risk(row["label"], row["modality"], row["score"]) for row in rows)


def _read_toponym(row: Mapping[str, Any]) -> Toponym:
    place = row["place"]
    return Toponym(
        span=_read_span(row),
        role=row["role"],
        score=row["score"],
        place=_read_place(place) if place else None,
        # Annotations written before 2026-11 say neither why nor what else a name could mean.
        why=row.get("why") or "",
        candidates=tuple(_read_guess(guess) for guess in row.get("candidates") or ()),
    )


def _read_guess(row: Mapping[str, Any]) -> Guess:
    return Guess(row["gazetteer_id"], row["name"], row["country"], row["admin1"], row["score"])


def _read_place(row: Mapping[str, Any]) -> Place:
    return Place(
        name=row["name"],
        latitude=row["lat"],
        longitude=row["lon"],
        precision=Precision(row["precision"]),
        gazetteer_id=row["gazetteer_id"],
        country=row["country"],
        admin1=row["admin1"],
        radius_km=row["radius_km"],
    )


def _read_actor(row: Mapping[str, Any]) -> Actor:
    return Actor(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        role=row["role"],
        affiliation=row["affiliation"],
        wikidata=row["wikidata"],
        mentions=tuple(Span(*pair) for pair in row["mentions"]),
    )


def _read_quote(row: Mapping[str, Any]) -> Quote:
    stance = row["stance"]
    return Quote(
        type=row["type"],
        content=tuple(Span(*pair) for pair in row["content"]),
        source=_read_pair(row["source"]),
        cue=_read_pair(row["cue"]),
        speaker=row["speaker"],
        stance=StanceTag(stance["label"], stance["score"], stance["target"]) if stance else None,
        risks=_read_risks(row["risks"]),
        about=tuple(row["about"]),
        spoken_at=row["spoken_at"],
    )
