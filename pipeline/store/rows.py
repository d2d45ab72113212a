"""Pure: from an article to the rows that the store keeps of it, and back."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from pipeline.annotation import from_annotation, guesses_json, plain, to_annotation
from pipeline.records import Actor, Article, Quote, Span
from pipeline.store import schema
from pipeline.store.folding import fold

Row = dict[str, Any]
# Kept, but no quote cards of their own (codebook, section 1).
NOT_SHOWN = frozenset({"scare", "belief"})
GAP = " … "
FINGERPRINT_CHARS = 16  # of the words of a quote, at the end of same_words


def content_hash(article: Article) -> str:
    """Return what an article's content is known by: its text, title, date, outlet and address, as intake gave them."""
    published = article.published_at.isoformat() if article.published_at else None
    content = [article.text, article.title, published, article.outlet, article.url]
    return hashlib.sha256(to_json(content).encode()).hexdigest()[:32]


def to_json(value: Any) -> str:
    """Return JSON that both databases can keep: no NaN, no lone surrogate, no NUL."""
    return json.dumps(plain(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def article_row(article: Article, *, signature: bytes, copy_of: str | None) -> Row:
    """Return the row of the table articles, without its times.

    Raises:
        StageError: the annotation points outside the article.
    """
    article_id = plain(article.id)
    return {
        "id": article_id,
        "title": plain(article.title),
        "title_folded": fold(plain(article.title or "")),
        "text": plain(article.text),
        "body": to_json(article.body),
        "published_at": article.published_at,
        "published_precision": article.published_precision,
        "outlet": plain(article.outlet),
        "url": plain(article.url),
        "language": plain(article.language),
        "extra": to_json(article.extra),
        "content_hash": content_hash(article),
        "annotation": to_json(to_annotation(article)),
        "models": to_json(article.models),
        "signature": signature,
        "copy_of": copy_of,
        "cluster": copy_of or article_id,
        "is_sample": int(bool(article.extra.get("sample") or article.extra.get("is_sample"))),
    }


def restore(row: Mapping[str, Any]) -> Article:
    """Return the article that a row of the table articles keeps."""
    bare = Article(
        id=row["id"],
        text=row["text"],
        title=row["title"],
        published_at=row["published_at"],
        published_precision=row["published_precision"],
        outlet=row["outlet"],
        url=row["url"],
        language=row["language"],
        extra=MappingProxyType(json.loads(row["extra"])),
        body=tuple(Span(*pair) for pair in json.loads(row["body"])),
    )
    return from_annotation(json.loads(row["annotation"]), bare)


def index_rows(article: Article, *, cluster: str) -> dict[sa.Table, list[Row]]:
    """Return the rows of the index tables, in the order in which they are written."""
    rows = {
        schema.toponyms: list(_toponyms(article)),
        schema.actors: list(_actors(article)),
        schema.mentions: list(_mentions(article)),
        schema.quotes: list(_quotes(article, cluster)),
        schema.quote_risks: list(_quote_risks(article)),
        schema.sentence_risks: list(_sentence_risks(article)),
        schema.quote_places: list(_quote_places(article)),
    }
    article_id = plain(article.id)
    return {table: [{"article_id": article_id, **row} for row in found] for table, found in rows.items()}


def _toponyms(article: Article) -> Iterator[Row]:
    starts = [sentence.span.start for sentence in article.sentences]
    for number, toponym in enumerate(article.places):
        place = toponym.place
        yield {
            "toponym": number,
            "span_start": toponym.span.start,
            "span_end": toponym.span.end,
            "text": plain(toponym.span.of(article.text)),
            "role": toponym.role,
            "score": toponym.score,
            "sentence": max(0, bisect_right(starts, toponym.span.start) - 1),
            "gazetteer_id": plain(place.gazetteer_id) if place else None,
            "name": plain(place.name) if place else None,
            "country": plain(place.country) if place else None,
            "admin1": plain(place.admin1) if place else None,
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
            "precision": str(place.precision) if place else None,
            "radius_km": place.radius_km if place else None,
            "why": plain(toponym.why) or None,
            "candidates": to_json(guesses_json(toponym.candidates)) if toponym.candidates else None,
        }


def _actors(article: Article) -> Iterator[Row]:
    for actor in article.actors:
        yield {
            "actor": plain(actor.id),
            "name": plain(actor.name),
            "kind": actor.kind,
            "role": plain(actor.role),
            "affiliation": plain(actor.affiliation),
            "wikidata": plain(actor.wikidata),
        }


def _mentions(article: Article) -> Iterator[Row]:
    for actor in article.actors:
        for number, span in enumerate(actor.mentions):
            words = plain(span.of(article.text))
            ends = {"span_start": span.start, "span_end": span.end}
            yield {"actor": plain(actor.id), "mention": number, **ends, "words": words}


def _quotes(article: Article, cluster: str) -> Iterator[Row]:
    actors = {actor.id: actor for actor in article.actors}
    for number, quote in enumerate(article.quotes):
        speaker = actors.get(quote.speaker or "")
        words = quote_words(quote, article.text)
        yield {
            "quote": number,
            "type": quote.type,
            "shown": int(quote.type not in NOT_SHOWN),
            "words": words,
            "folded": fold(words),
            "same_words": f"{cluster}|{_fingerprint(words)}",
            "n_same": 1,
            "rank": 0,
            "content": to_json(quote.content),
            "source_words": plain(quote.source.of(article.text)) if quote.source else None,
            "cue_words": plain(quote.cue.of(article.text)) if quote.cue else None,
            "spoken_at": quote.spoken_at,
            "added_at": None,
            "revised_at": None,
            "published_at": article.published_at,
            "outlet": plain(article.outlet),
            "language": plain(article.language),
            **_speaker(speaker),
            **_stance(quote, actors),
        }


def quote_words(quote: Quote, text: str) -> str:
    """Return a quote's content as one line of words, its parts joined by an ellipsis."""
    return GAP.join(str(plain(" ".join(span.of(text).split()))) for span in quote.content)


def _fingerprint(words: str) -> str:
    """Return a hash that ignores case, marks and spaces: what an editor changes without changing what was said."""
    letters = "".join(filter(str.isalnum, words.casefold()))
    return hashlib.sha256(letters.encode()).hexdigest()[:FINGERPRINT_CHARS]


def _speaker(speaker: Actor | None) -> Row:
    return {
        "speaker": plain(speaker.name) if speaker else None,
        "speaker_kind": speaker.kind if speaker else None,
        "speaker_role": plain(speaker.role) if speaker else None,
        "affiliation": plain(speaker.affiliation) if speaker else None,
    }


def _stance(quote: Quote, actors: Mapping[str, Actor]) -> Row:
    target = actors.get(quote.stance.target or "") if quote.stance else None
    return {
        "stance": quote.stance.label if quote.stance else None,
        "stance_score": quote.stance.score if quote.stance else None,
        "target": plain(target.name) if target else None,
    }


def _quote_risks(article: Article) -> Iterator[Row]:
    for number, quote in enumerate(article.quotes):
        # One label can stand twice with one modality only if a stage erred; the last one counts.
        for risk in {(risk.label, risk.modality): risk for risk in quote.risks}.values():
            yield {"quote": number, "label": risk.label, "modality": risk.modality, "score": risk.score}


def _sentence_risks(article: Article) -> Iterator[Row]:
    for number, sentence in enumerate(article.sentences):
        for risk in {(risk.label, risk.modality): risk for risk in sentence.risks}.values():
            yield {
                "sentence": number,
                "label": risk.label,
                "modality": risk.modality,
                "score": risk.score,
                "span_start": sentence.span.start,
                "span_end": sentence.span.end,
            }


def _quote_places(article: Article) -> Iterator[Row]:
    for number, quote in enumerate(article.quotes):
        about = _each_once(article, quote.about)
        for index, place in about.items():
            yield {"quote": number, "toponym": index, "part": "about", "gazetteer_id": place, "also_about": 0}
        if quote.spoken_at is not None:
            place = _gazetteer_id(article, quote.spoken_at)
            also = int(place is not None and place in about.values())
            at = {"toponym": quote.spoken_at, "part": "spoken_at", "gazetteer_id": place, "also_about": also}
            yield {"quote": number, **at}


def _each_once(article: Article, indexes: tuple[int, ...]) -> dict[int, str | None]:
    """Return the gazetteer id of each toponym (None: unresolved), a place named twice once."""
    found: dict[int, str | None] = {}
    for index in indexes:
        place = _gazetteer_id(article, index)
        if place is None or place not in found.values():
            found[index] = place
    return found


def _gazetteer_id(article: Article, index: int) -> str | None:
    place = article.places[index].place
    return plain(place.gazetteer_id) if place else None
