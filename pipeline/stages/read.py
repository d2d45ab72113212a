"""Stage `read`: one pass of the model over every sentence, those of a whole chunk of articles together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Protocol

from pipeline.model.reader import Text
from pipeline.quotation_marks import find_quotations
from pipeline.records import Article, Reading
from pipeline.stages.one_sense import one_sense

# What the reader was taught; None: too short to tell, and most of what comes in is English. In any other language it
# would answer as surely and be wrong: names, quotes and tags stay empty, places come from the gazetteer alone.
LANGUAGES = frozenset({"en", None})


class Reads(Protocol):
    """What the stage uses of a Reader."""

    @property
    def revision(self) -> str: ...  # noqa: D102

    def read(self, texts: Sequence[Text]) -> list[tuple[Reading, ...]]: ...  # noqa: D102


@dataclass(frozen=True)
class Read:
    """The stage over an open reader."""

    reader: Reads
    name: str = "read"
    requires: frozenset[str] = frozenset({"sentences", "body"})
    assigns: frozenset[str] = frozenset({"readings"})

    def __call__(self, articles: Sequence[Article]) -> list[Article]:
        """Return the articles with a Reading a sentence, those in a language the reader knows."""
        known = [article for article in articles if article.language in LANGUAGES]
        found = iter(self.reader.read([_text(article) for article in known]))
        return [self._with(article, next(found) if article.language in LANGUAGES else ()) for article in articles]

    def _with(self, article: Article, readings: tuple[Reading, ...]) -> Article:
        models = MappingProxyType({**article.models, "tagger": self.reader.revision})
        return replace(article, readings=one_sense(article.text, readings), models=models)


def stage(reader: Reads) -> Read:
    """Return the stage over an open reader."""
    return Read(reader)


def _text(article: Article) -> Text:
    marked = tuple(span for part in article.body for span in find_quotations(article.text, part))
    return Text(article.text, tuple(sentence.span for sentence in article.sentences), marked)
