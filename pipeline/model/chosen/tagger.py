"""A chosen model in the place of our reader's tags: its stance and risks, beside the reader's targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pipeline.model.chosen.answers import Answer, Classifier, Model, ZeroShot, with_modality
from pipeline.model.chosen.choice import Choice
from pipeline.model.chosen.network import open_network
from pipeline.model.heads import Parts, Tags
from pipeline.model.reader import Tagged
from pipeline.records import Article, Reading, Risk, Span


class Own(Protocol):
    """What is used of our Reader."""

    @property
    def revision(self) -> str: ...  # noqa: D102

    def tags(self, readings: Sequence[Reading], parts: Parts, target: Span | None = None) -> Tags: ...  # noqa: D102

    def risks(self, reading: Reading) -> tuple[Risk, ...]: ...  # noqa: D102

    def tag(self, texts: Sequence[str]) -> list[Tagged]: ...  # noqa: D102


@dataclass(frozen=True)
class Chosen:
    """The open model beside our reader. revision: of both, as annotations name their tagger."""

    own: Own
    model: Model
    revision: str

    def over(self, article: Article, said: Sequence[Parts]) -> Over:
        """Return what tags one article, whose statements these are; all of it is put to the model at once."""
        statements = [statement(parts, article.text) for parts in said]
        sentences = [reading.sentence.of(article.text) for reading in article.readings]
        return Over(self.own, article.text, self.model.answers(statements, sentences))

    def tag(self, texts: Sequence[str]) -> list[Tagged]:
        """Return stance and risks of single texts, each put to the model as one statement."""
        answers = self.model.answers(texts)
        pairs = ((answers[text], own) for text, own in zip(texts, self.own.tag(texts), strict=True))
        return [
            Tagged(answer.stance, answer.stance_scores or {}, with_modality(answer.risks, own.risks))
            for answer, own in pairs
        ]


@dataclass(frozen=True, slots=True)
class Over:
    """The tagger of one article: what the model answered, by the words that were put to it."""

    own: Own
    text: str
    answers: Mapping[str, Answer]

    def tags(self, readings: Sequence[Reading], parts: Parts, target: Span | None = None) -> Tags:
        """Return our reader's tags of a statement with the stance and risks of the model."""
        own = self.own.tags(readings, parts, target)
        answer = self.answers[statement(parts, self.text)]
        risks = with_modality(answer.risks, own.risks)
        return replace(own, stance=answer.stance, stance_scores=answer.stance_scores or {}, risks=risks)

    def risks(self, reading: Reading) -> tuple[Risk, ...]:
        """Return the risks that a sentence speaks of."""
        return with_modality(self.answers[reading.sentence.of(self.text)].risks, self.own.risks(reading))


def statement(parts: Parts, text: str) -> str:
    """Return a statement as it is put to a model: from its first word to its last, with who says it and how.

    One without a cue, as words in marks are, speaks for itself: only what is said.
    """
    if parts.cue is None:
        return " ".join(span.of(text) for span in sorted(parts.content))
    spans = [*parts.content, parts.cue, *([parts.source] if parts.source else [])]
    return text[min(span.start for span in spans) : max(span.end for span in spans)]


def open_chosen(choice: Choice, own: Own, *, threads: int) -> Chosen:
    """Open a chosen model beside our reader.

    Raises:
        ConfigError: torch is missing, or the model cannot be opened.
    """
    folder, meanings = choice.folder, choice.meanings
    network = open_network(folder, threads=threads)
    model: Model
    if folder.entailment is None:
        model = Classifier(network, meanings, folder.labels, folder.exclusive)
    else:
        network.check(list(meanings.by_answer))
        model = ZeroShot(network, meanings, folder.entailment)
    return Chosen(own, model, choice.beside(own.revision))
