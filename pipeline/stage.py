"""What a stage is, and the check that stages stand in an order that can work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.errors import ConfigError
from pipeline.records import Article


class Stage(Protocol):
    """A step from articles to fuller articles: none lost, order kept, every span inside its text.

    `requires` and `assigns` name fields of Article.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def requires(self) -> frozenset[str]: ...  # noqa: D102
    @property
    def assigns(self) -> frozenset[str]: ...  # noqa: D102

    def __call__(self, articles: Sequence[Article]) -> list[Article]: ...  # noqa: D102


@dataclass(frozen=True)
class PerArticle:
    """A stage that looks at one article at a time."""

    name: str
    enrich: Callable[[Article], Article]
    requires: frozenset[str]
    assigns: frozenset[str]

    def __call__(self, articles: Sequence[Article]) -> list[Article]:
        """Enrich each article."""
        return [self.enrich(article) for article in articles]


# What intake gives before the first stage.
GIVEN = frozenset({"id", "text", "title", "published_at", "outlet", "url", "language", "body"})


def check_order(stages: Sequence[Stage]) -> None:
    """Check, before the first article, that each stage finds what it requires.

    Raises:
        ConfigError: a stage requires a field that nothing before it assigns.
    """
    known = set(GIVEN)
    for stage in stages:
        missing = stage.requires - known
        if missing:
            raise ConfigError(
                f"stage {stage.name!r} requires {', '.join(sorted(missing))}, which no stage before it assigns;"
                " move it behind the stage that does"
            )
        known |= stage.assigns
