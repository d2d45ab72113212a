"""Articles as the reader leaves them, with attributions written by hand, for tests of the stage `quotes`."""

from __future__ import annotations

from pipeline.records import Article, Attribution, Quote, Reading, Sentence, Span
from pipeline.stages import quotes
from pipeline.stages.sentences import find_sentences

STAGE = quotes.stage()


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def read(text: str, *said: tuple[str, str | None, tuple[str, ...]]) -> Article:
    """Return an article as the reader leaves it; each `said` is cue, source, content, in words."""
    body = Span(0, len(text))
    sentences = tuple(find_sentences(text, body, "en"))
    found = [
        Attribution(span(text, cue), span(text, source) if source else None, tuple(span(text, c) for c in content), 0.9)
        for cue, source, content in said
    ]
    readings = tuple(Reading(s, (), tuple(a for a in found if a.cue.touches(s)), (), None) for s in sentences)
    return Article("a", text, language="en", body=(body,), sentences=tuple(map(Sentence, sentences)), readings=readings)


def quotes_of(article: Article) -> tuple[Quote, ...]:
    (done,) = STAGE([article])
    return done.quotes


def told(article: Article) -> list[tuple[str, list[str], str | None]]:
    """Return type, content and cue of each quote, in words."""
    text = article.text
    found = quotes_of(article)
    return [(q.type, [c.of(text) for c in q.content], q.cue.of(text) if q.cue else None) for q in found]


def spoken(article: Article) -> list[tuple[str | None, list[str]]]:
    """Return source and content of each quote, in words."""
    text = article.text
    found = quotes_of(article)
    return [(q.source.of(text) if q.source else None, [c.of(text) for c in q.content]) for q in found]
