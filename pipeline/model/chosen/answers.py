"""From the raw scores of a chosen model to stance and risks in the codebook's words; scores stay the model's own.

Zero-shot: a stance is told as one of several that exclude each other, by a softmax over how far each hypothesis
follows; a risk by itself, by how likely its hypothesis follows (Yin, Hay and Roth 2019).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

import numpy as np

from pipeline.model.chosen.meanings import Meaning, Meanings
from pipeline.model.decoding import sigmoid, softmax
from pipeline.records import Modality, Risk, RiskLabel, Stance

Array = Any


class Scores(Protocol):
    """What is used of an open model."""

    def logits(self, texts: Sequence[str], hypotheses: Sequence[str] | None = None) -> Array:
        """Return (texts, labels); each text alone or beside its hypothesis."""


@dataclass(frozen=True, slots=True)
class Told:
    """A risk that a text speaks of. modality None: the model does not say how real it is."""

    label: RiskLabel
    modality: Modality | None
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model says of a text. stance None: none of those it can tell. risks: surest first."""

    stance: Stance | None = None
    stance_scores: Mapping[Stance, float] | None = None
    risks: tuple[Told, ...] = ()


class Model(Protocol):
    """A chosen model, of either kind."""

    def answers(self, statements: Iterable[str], sentences: Iterable[str] = ()) -> dict[str, Answer]:
        """Return the stance and risks of statements, and the risks of sentences, by their words."""


@dataclass(frozen=True)
class Classifier:
    """A model with labels of its own, in the order of its outputs."""

    scores: Scores
    meanings: Meanings
    labels: Sequence[str]
    exclusive: bool

    def answers(self, statements: Iterable[str], sentences: Iterable[str] = ()) -> dict[str, Answer]:
        """Do `Model.answers`: one pass a text."""
        texts = list(dict.fromkeys([*statements, *sentences]))
        logits = self.scores.logits(texts)
        # One output stands by itself, whatever the model is said to be.
        chances = softmax(logits) if self.exclusive and len(self.labels) > 1 else sigmoid(logits)
        return {text: self._answer(row) for text, row in zip(texts, chances.tolist(), strict=True)}

    def _answer(self, chances: Sequence[float]) -> Answer:
        meant = [
            (self.meanings.by_answer.get(label, _NOTHING), p) for label, p in zip(self.labels, chances, strict=True)
        ]
        stances: dict[Stance, list[float]] = {}
        for meaning, chance in meant:
            if meaning.stance:
                stances.setdefault(meaning.stance, []).append(chance)
        scores = {stance: round(self._joined(found), 4) for stance, found in stances.items()}
        # Of labels that exclude each other one without a stance may win; of others each answers for itself.
        rivals = [chance for meaning, chance in meant if meaning.stance is None] if self.exclusive else []
        least = max(rivals, default=0.0) if self.exclusive else self.meanings.min_score
        return Answer(_best(scores, least), scores, _told(meant, self.meanings.min_score, self._joined))

    def _joined(self, chances: Sequence[float]) -> float:
        """Return the chance of any of some labels."""
        return min(1.0, sum(chances)) if self.exclusive else max(chances)


@dataclass(frozen=True)
class ZeroShot:
    """An NLI model; `entailment` is the output that says that a hypothesis follows from a text."""

    scores: Scores
    meanings: Meanings
    entailment: int

    def answers(self, statements: Iterable[str], sentences: Iterable[str] = ()) -> dict[str, Answer]:
        """Do `Model.answers`: one pass for each text and hypothesis; a sentence is not asked for stance."""
        every = list(self.meanings.by_answer)
        risks = [words for words, meaning in self.meanings.by_answer.items() if meaning.risks]
        asked = dict.fromkeys(sentences, risks) | dict.fromkeys(statements, every)
        texts = [text for text, hypotheses in asked.items() for _ in hypotheses]
        logits = self.scores.logits(texts, [words for hypotheses in asked.values() for words in hypotheses])
        follows = iter(
            zip(logits[:, self.entailment].tolist(), softmax(logits)[:, self.entailment].tolist(), strict=True)
        )
        return {
            text: self._answer(hypotheses, list(islice(follows, len(hypotheses)))) for text, hypotheses in asked.items()
        }

    def _answer(self, hypotheses: Sequence[str], follows: Sequence[tuple[float, float]]) -> Answer:
        meant = [self.meanings.by_answer[words] for words in hypotheses]
        raw = {m.stance: logit for m, (logit, _) in zip(meant, follows, strict=True) if m.stance}
        scores = dict(zip(raw, _shares(list(raw.values())), strict=True))
        risks = [(meaning, chance) for meaning, (_, chance) in zip(meant, follows, strict=True)]
        return Answer(_best(scores, 0.0), scores, _told(risks, self.meanings.min_score, max))


_NOTHING = Meaning()


def _shares(logits: Sequence[float]) -> list[float]:
    return [round(share, 4) for share in softmax(np.array(logits)).tolist()] if logits else []


def _best(scores: Mapping[Stance, float], least: float) -> Stance | None:
    best = max(scores, key=lambda stance: scores[stance], default=None)
    return best if best and scores[best] >= least else None


def _told(
    meant: Iterable[tuple[Meaning, float]], least: float, joined: Callable[[Sequence[float]], float]
) -> tuple[Told, ...]:
    """Return the risks that score enough, each with the modality of the surest answer that speaks of it."""
    found: dict[RiskLabel, list[tuple[float, Modality | None]]] = {}
    for meaning, chance in meant:
        for label, modality in meaning.risks:
            found.setdefault(label, []).append((chance, modality))
    told = [
        Told(label, max(heard, key=lambda one: one[0])[1], round(joined([chance for chance, _ in heard]), 4))
        for label, heard in found.items()
    ]
    return tuple(sorted((one for one in told if one.score >= least), key=lambda one: -one.score))


def with_modality(told: Iterable[Told], own: Sequence[Risk]) -> tuple[Risk, ...]:
    """Return risks with a modality each: the model's, else what our reader says of this risk in the same words.

    Where it does not speak of this risk, that of its surest other one: so that a warning, which is seldom of one
    thing alone, does not become an event. Where it speaks of none, reported.
    """
    said = {risk.label: risk.modality for risk in own}
    surest: Modality = own[0].modality if own else "reported"
    return tuple(Risk(one.label, one.modality or said.get(one.label, surest), one.score) for one in told)
