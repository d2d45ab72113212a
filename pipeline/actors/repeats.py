"""Family names that the reader missed: once "Jean-Yves Le Drian" is known, "Le Drian" is he."""

from __future__ import annotations

from dataclasses import replace

from pipeline.actors.gathering import Named, Names, index_of
from pipeline.actors.names import ARTICLES, WORD, fold, person_key
from pipeline.actors.vocabulary import COMMON_WORDS
from pipeline.records import Article, Span

MIN_CHARS = 4
MAX_FAMILY_WORDS = 4


def repeated(article: Article, names: Names) -> Names:
    """Return the names with the bare family names of the people among them added."""
    full = {key for item in names.items if item.sort == "person" and len(key := _key(article, item)) > 1}
    families = {key[-1] for key in full if len(key[-1]) >= MIN_CHARS and key[-1] not in COMMON_WORDS}
    if not full:
        return names
    ends = {known[-size:] for known in full for size in range(1, min(len(known), MAX_FAMILY_WORDS))}
    items = [replace(item, sort="person") if _is_family(article, item, ends) else item for item in names.items]
    found = [Named(span, "person") for span in _bare(article, families) if not _taken(names, span)]
    return index_of([*items, *found])


def _is_family(article: Article, item: Named, ends: set[tuple[str, ...]]) -> bool:
    """Tell whether what the reader took for a body is somebody's family name: "Le Drian"."""
    if item.sort != "body" or item.entry or item.title:
        return False
    return _key(article, item) in ends


def _key(article: Article, item: Named) -> tuple[str, ...]:
    return person_key(item.span.of(article.text))


def _bare(article: Article, families: set[str]) -> list[Span]:
    found = []
    for word in WORD.finditer(article.text):
        if word[0][0].isupper() and fold(word[0]) in families:
            start = word.start()
            before = article.text[max(0, start - 3) : start]
            if before.endswith("-") and fold(before.strip("- \n")) in ARTICLES:
                start -= len(before.lstrip(" \n"))
            if not article.body or any(part.contains(Span(start, word.end())) for part in article.body):
                found.append(Span(start, word.end()))
    return found


def _taken(names: Names, span: Span) -> bool:
    """Tell whether a name already claims the characters."""
    return any(item.span.touches(span) for item in names.before(span.end, reach=200))
