"""Each baseline on each task, by the definitions that the reader is measured by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pipeline.model.reader import Text
from pipeline.model.training.baselines import gold
from pipeline.model.training.baselines.clauses import Saying
from pipeline.model.training.baselines.gold import Statements
from pipeline.model.training.datasets import Corpus
from pipeline.model.training.examples import Example
from pipeline.model.training.figures import Answers, risk_report, stance_report
from pipeline.model.training.names import name_figures
from pipeline.records import Reading

Figures = dict[str, Any]
NAME_FILES = ("conll2003_dev", "crossner_politics_dev")


class FindsNames(Protocol):
    """What is used of a Reader to count names."""

    def read(self, texts: Sequence[Text]) -> list[tuple[Reading, ...]]: ...  # noqa: D102


class FindsQuotes(Protocol):
    """What finds who says what in whole texts."""

    def find(self, texts: Sequence[str]) -> list[list[Saying]]: ...  # noqa: D102


class Baseline(Protocol):
    """Something to hold the reader against; each method is given what to learn from, then what is asked."""

    @property
    def title(self) -> str: ...  # noqa: D102

    def statements(self, learned: Statements, asked: Statements) -> Answers: ...  # noqa: D102

    def stances(self, learned: Statements, asked: Sequence[str]) -> list[Mapping[str, float]]: ...  # noqa: D102

    def names(self, learned: Sequence[Example]) -> FindsNames: ...  # noqa: D102

    def quotes(self, learned: Sequence[Example]) -> FindsQuotes: ...  # noqa: D102


@dataclass(frozen=True)
class Tasks:
    """The data and how it is counted. labels: the folder of our own labels; scorer: the module beside the data."""

    corpus: Corpus
    labels: Path
    scorer: Any

    def measure(self, baseline: Baseline) -> Figures:
        """Return all figures of one baseline, by task."""
        return {
            **self._statements(baseline),
            "plover_dev": self._plover(baseline),
            "names": self._names(baseline),
            "polnear_dev": self._quotes(baseline),
        }

    def _statements(self, baseline: Baseline) -> Figures:
        answers = baseline.statements(*gold.statements(self.corpus, self.labels))
        return {"stance": stance_report(answers), "risk": risk_report(answers)}

    def _plover(self, baseline: Baseline) -> Figures:
        rows = self._rows("stance/plover_dev")
        told = baseline.stances(gold.rooted(self.corpus, "plover_train"), [row["text"] for row in rows])
        tags = {row["id"]: {"stance_scores": scores} for row, scores in zip(rows, told, strict=True)}
        return dict(self.scorer.stance(rows, tags))

    def _names(self, baseline: Baseline) -> Figures:
        reader: Any = baseline.names(gold.names(self.corpus))
        return {name: name_figures(reader, self.corpus, name) for name in NAME_FILES}

    def _quotes(self, baseline: Baseline) -> Figures:
        rows = self._rows("quotes/polnear_dev")
        found = baseline.quotes(gold.cues(self.corpus)).find([row["text"] for row in rows])
        told = {
            row["id"]: {"quotes": [_quote(saying) for saying in said]} for row, said in zip(rows, found, strict=True)
        }
        return dict(self.scorer.quotes(rows, told))

    def _rows(self, name: str) -> list[dict[str, Any]]:
        """Return rows with an id each, as the scorer joins them."""
        return [{**row, "id": str(row.get("id", number))} for number, row in enumerate(self.corpus.rows(name))]


def _quote(saying: Saying) -> dict[str, Any]:
    """Return a saying as an annotation holds it."""
    return {
        "type": "indirect",
        "content": [list(span) for span in saying.content],
        "source": list(saying.source) if saying.source else None,
        "cue": list(saying.cue) if saying.cue else None,
    }
