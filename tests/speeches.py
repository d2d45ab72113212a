"""Articles made of lines that somebody says of somebody: what the questions about actors and sides are tried on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from pipeline.records import Actor, Article, Modality, Place, Quote, Risk, RiskLabel, Span, Stance, StanceTag, Toponym
from tests.stored import HARIN, PORTO

ROLES = {"Anna Lind": ("foreign minister", "Norland"), "Omar Rashid": ("general", "Sudland")}
PLACES = {place.name: place for place in (HARIN, PORTO)}


class Line(NamedTuple):
    """One quote: who says what, and how it is tagged."""

    speaker: str
    words: str
    stance: Stance | None = None
    target: str | None = None
    score: float = 0.9
    about: tuple[str, ...] = ()  # names of PLACES
    risks: tuple[tuple[RiskLabel, Modality, float], ...] = ()


def speech(
    article_id: str,
    *lines: Line,
    date: str | None = "2018-09-06",
    outlet: str | None = "Northern Wire",
    roles: dict[str, tuple[str, str]] = ROLES,
    ending: str = "",
) -> Article:
    """Return an article in which each line is `Of TARGET and PLACES, SPEAKER said: "WORDS."`."""
    text = ""
    actors: dict[str, list[Span]] = {}
    places: list[Toponym] = []
    quotes: list[Quote] = []

    def write(words: str) -> Span:
        nonlocal text
        start = len(text)
        text += words
        return Span(start, len(text))

    def name(actor: str) -> str:
        actors.setdefault(actor, []).append(write(actor))
        return f"a{list(actors).index(actor) + 1}"

    for line in lines:
        about = []
        for place in line.about:
            about.append(len(places))
            places.append(Toponym(write(place), "about", 0.9, _place(place)))
            write(", ")
        target = name(line.target) if line.target else None
        write(" " if line.target else "")
        speaker = name(line.speaker)
        write(' said: "')
        words = write(line.words)
        write('." ')
        stance = StanceTag(line.stance, line.score, target) if line.stance else None
        risks = tuple(Risk(*risk) for risk in line.risks)
        quotes.append(Quote("direct", (words,), speaker=speaker, stance=stance, risks=risks, about=tuple(about)))
    text += ending
    return Article(
        id=article_id,
        text=text,
        title=f"Speeches {article_id}",
        published_at=datetime.fromisoformat(date).replace(tzinfo=UTC) if date else None,
        published_precision="day" if date else None,
        outlet=outlet,
        language="en",
        places=tuple(places),
        actors=tuple(
            Actor(f"a{number}", actor, "person", *roles.get(actor, (None, None)), None, tuple(mentions))
            for number, (actor, mentions) in enumerate(actors.items(), start=1)
        ),
        quotes=tuple(quotes),
    )


def _place(name: str) -> Place:
    return PLACES[name]
