"""Articles written for the tests, annotated by hand: what the store, the queries and the exports are tried on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from pipeline.records import (
    Actor,
    Article,
    Guess,
    Place,
    Precision,
    Quote,
    Risk,
    Sentence,
    Span,
    StanceTag,
    Toponym,
)

HARIN = Place("Harin", 35.9, 36.6, Precision.REGION, "geonames:1", country="SY", admin1="Harin", radius_km=55.0)
PORTO = Place("Porto Vell", 37.9, 23.7, Precision.TOWN, "geonames:2", country="GR", admin1="Attica", radius_km=5.0)
SYRIA = Place("Syria", 35.0, 38.0, Precision.COUNTRY, "geonames:3", country="SY", radius_km=400.0)
GUESSES = (
    Guess("geonames:4", "Kafr Nowhere", "SY", "Harin", 0.4),
    Guess("geonames:5", "Nowhere", "IQ", None, 0.1),
)
MODELS = MappingProxyType({"tagger": "test@1", "gazetteer": "test@1"})

WARNING = "an assault on Harin would be a disaster"
THREAT = "we will strike every depot"


def span(text: str, words: str) -> Span:
    """Return where the words first stand in the text."""
    start = text.index(words)
    return Span(start, start + len(words))


def article(
    article_id: str = "one",
    *,
    date: str | None = "2018-09-06",
    outlet: str | None = "Northern Wire",
    title: str | None = "Minister warns of assault",
    ending: str = "",
    **changes: Any,
) -> Article:
    """Return an article with two quotes, three resolved places and one that is not."""
    text = (
        f'PORTO VELL — "{WARNING}," Anna Lind, the foreign minister of Norland, said. '
        f'General Omar Rashid of Sudland said: "{THREAT}." Families fled Kafr Nowhere in Syria.{ending}'
    )
    first = text.index(" General")
    second = text.index(" Families")
    lind, rashid = span(text, "Anna Lind"), span(text, "General Omar Rashid")
    actors = (
        Actor("a1", "Anna Lind", "person", "foreign minister", "Norland", None, (lind,)),
        Actor("a2", "Omar Rashid", "person", "General", "Sudland", "Q1", (rashid,)),
    )
    places = (
        Toponym(span(text, "PORTO VELL"), "spoken_at", 0.9, PORTO),
        Toponym(span(text, "Harin"), "about", 0.95, HARIN, why="The only Harin near Syria."),
        Toponym(span(text, "Kafr Nowhere"), "about", 0.4, None, candidates=GUESSES),
        Toponym(span(text, "Syria"), "background", 0.9, SYRIA),
    )
    escalation = Risk("escalation", "feared", 0.8)
    quotes = (
        Quote(
            "direct",
            (span(text, WARNING),),
            source=span(text, "Anna Lind, the foreign minister of Norland"),
            cue=Span(first - 5, first - 1),
            speaker="a1",
            stance=StanceTag("warn", 0.9, "a2"),
            risks=(Risk("catastrophe", "feared", 0.9), escalation),
            about=(1,),
            spoken_at=0,
        ),
        Quote("direct", (span(text, THREAT),), speaker="a2", stance=StanceTag("threaten", 0.7), risks=(escalation,)),
        Quote("scare", (span(text, "disaster"),)),
    )
    sentences = (
        Sentence(Span(0, first), (Risk("catastrophe", "feared", 0.9),)),
        Sentence(Span(first + 1, second), (escalation,)),
        Sentence(Span(second + 1, len(text)), (Risk("displacement", "reported", 0.85),)),
    )
    whole = Article(
        id=article_id,
        text=text,
        title=title,
        published_at=datetime.fromisoformat(date).replace(tzinfo=UTC) if date else None,
        published_precision="day" if date else None,
        outlet=outlet,
        url=f"https://example.org/{article_id}",
        language="en",
        extra=MappingProxyType({"sample": True}),
        body=(Span(0, len(text)),),
        sentences=sentences,
        places=places,
        actors=actors,
        quotes=quotes,
        models=MODELS,
    )
    return replace(whole, **changes)
