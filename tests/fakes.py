"""Stand-ins for the heavy parts, for tests of what stands around them.

`python -m tests.fakes COMMAND …` runs a command over them, for tests that need a process.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from pipeline.__main__ import main
from pipeline.assembly import Assembly
from pipeline.records import Actor, Article, Place, Precision, Quote, Risk, Sentence, Span, StanceTag, Toponym
from pipeline.settings import Settings
from pipeline.stage import PerArticle, Stage

HARBOUR = Place("Harbour", 35.9, 36.6, Precision.TOWN, "test:1", country="SY", admin1="Coast", radius_km=5.0)
# A word that the fake stage and the fake reader fail on.
POISON = "unspeakable"


@dataclass(frozen=True)
class FakeTagged:
    """What the reader says of one text."""

    stance: str
    stance_scores: MappingProxyType[str, float]
    risks: tuple[Risk, ...]


@dataclass(frozen=True)
class FakeReader:
    """Calls a text a warning if it has the word, and else a report."""

    revision: str = "fake@1"

    def tag(self, texts: Sequence[str]) -> list[FakeTagged]:
        if any(POISON in text for text in texts):
            raise RuntimeError("no words for it")
        return [self._tag(text) for text in texts]

    def _tag(self, text: str) -> FakeTagged:
        stance = "warn" if "warn" in text else "report"
        risks = (Risk("displacement", "feared", 0.75),) if "flee" in text else ()
        return FakeTagged(stance, MappingProxyType({stance: 0.9}), risks)


class FakeAssembly(Assembly):
    """One quick stage in place of all; it counts how often it was opened."""

    def __init__(self, settings: Settings, *, revision: str = "fake@1", delay_s: float = 0.0) -> None:
        super().__init__(settings)
        self.revision = revision
        self.delay_s = delay_s
        self.opened = 0

    @property
    def reader(self) -> FakeReader:
        self.opened += 1
        return FakeReader(self.revision)

    @property
    def stages(self) -> tuple[Stage, ...]:
        self.opened += 1
        return (PerArticle("fake", self._enrich, frozenset({"text"}), frozenset({"sentences", "quotes"})),)

    @property
    def models(self) -> dict[str, str]:
        return {"tagger": self.revision, "gazetteer": "fake@1"}

    def _enrich(self, article: Article) -> Article:
        time.sleep(self.delay_s)
        if POISON in article.text:
            raise RuntimeError("no words for it")
        whole = Span(0, len(article.text))
        first = Span(0, len(article.text.split()[0]))
        return replace(
            article,
            sentences=(Sentence(whole),),
            actors=(Actor("a1", first.of(article.text), "person", mentions=(first,)),),
            places=(Toponym(first, "about", 0.9, HARBOUR),),
            quotes=(Quote("indirect", (whole,), speaker="a1", stance=StanceTag("warn", 0.8), about=(0,)),),
            models=MappingProxyType(self.models),
        )


def slow(settings: Settings) -> FakeAssembly:
    """Take TOCSIN_TEST_DELAY_S seconds over each article."""
    return FakeAssembly(settings, delay_s=float(os.environ.get("TOCSIN_TEST_DELAY_S", "0")))


if __name__ == "__main__":
    sys.exit(main(assemble=slow))
