"""Articles annotated exactly as labelled, and labels for tests to write down."""

from __future__ import annotations

from dataclasses import replace

from pipeline.evaluation.gold import GoldArticle, GoldQuote, GoldSentence, GoldToponym
from pipeline.records import (
    Actor,
    Article,
    Place,
    Precision,
    Quote,
    Risk,
    Sentence,
    Span,
    StanceTag,
    Toponym,
)


def quote(*content: tuple[int, int], speakers=("Ann",), stances=("report",), targets=(None,), risks=None, disputed=()):
    spans = tuple(Span(*span) for span in content)
    return GoldQuote(spans, tuple(speakers), tuple(stances), tuple(targets), dict(risks or {}), frozenset(disputed))


def toponym(start: int, end: int, *, point=(0.0, 0.0), role=None) -> GoldToponym:
    return GoldToponym(Span(start, end), point, role)


def sentence(start: int, end: int, *, risks=None, disputed=()) -> GoldSentence:
    return GoldSentence(Span(start, end), dict(risks or {}), frozenset(disputed))


def gold(*, quotes=(), optional=(), toponyms=(), sentences=(), name: str = "a") -> GoldArticle:
    spans = tuple(tuple(Span(*span) for span in content) for content in optional)
    return GoldArticle(name, tuple(quotes), spans, tuple(toponyms), tuple(sentences))


def found(*, quotes=(), places=(), sentences=(), actors=()) -> Article:
    """What the pipeline made of an article; `actors` are names, known as a0, a1 …"""
    named = tuple(Actor(f"a{number}", name, "other") for number, name in enumerate(actors))
    return Article(
        "a", "x" * 1000, quotes=tuple(quotes), places=tuple(places), sentences=tuple(sentences), actors=named
    )


def said(*content: tuple[int, int], speaker=None, stance=None, target=None, risks=(), kind="indirect") -> Quote:
    tag = StanceTag(stance, 0.9, target) if stance else None
    spans = tuple(Span(*span) for span in content)
    return Quote(kind, spans, speaker=speaker, stance=tag, risks=_risks(dict(risks)))


def named(start: int, end: int, *, point=None, role="about") -> Toponym:
    return Toponym(Span(start, end), role, 0.9, Place("there", *point, Precision.TOWN, "test:1") if point else None)


def speaking(start: int, end: int, **risks: str) -> Sentence:
    return Sentence(Span(start, end), _risks(risks))


def as_labelled(labels: GoldArticle, article: Article) -> Article:
    """The article, annotated exactly as labelled; where several values are acceptable, with the first."""
    names = {name for q in labels.quotes for name in (q.speakers[0], q.targets[0]) if name}
    actors = {name: Actor(f"a{number}", name, "other") for number, name in enumerate(sorted(names))}

    def quoted(one: GoldQuote) -> Quote:
        target = actors[one.targets[0]].id if one.targets[0] else None
        tag = StanceTag(one.stances[0], 0.9, target)
        return Quote("indirect", one.content, speaker=actors[one.speakers[0]].id, stance=tag, risks=_risks(one.risks))

    return replace(
        article,
        actors=tuple(actors.values()),
        quotes=tuple(quoted(one) for one in labels.quotes),
        places=tuple(named(*t.span, point=t.point, role=t.role or "about") for t in labels.toponyms),
        sentences=tuple(speaking(*s.span, **s.risks) for s in labels.sentences),
    )


def _risks(pairs) -> tuple[Risk, ...]:
    return tuple(Risk(label, modality, 0.9) for label, modality in pairs.items())
