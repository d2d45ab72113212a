"""The rules-only baseline: words of speech acts and needs, quotation marks, known names. It learns nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.model.labels import MODALITIES, RISKS, STANCES
from pipeline.model.training.baselines import lexicon
from pipeline.model.training.baselines.clauses import MIN_QUOTED_WORDS, Saying, find_saying
from pipeline.model.training.baselines.gold import Statements
from pipeline.model.training.baselines.rule_names import RuleNames
from pipeline.model.training.examples import Example
from pipeline.model.training.figures import Answers
from pipeline.quotation_marks import find_quotations
from pipeline.records import Modality, RiskLabel, Span, Stance
from pipeline.stages.sentences import find_sentences

Array = Any
# Where no word tells: plain accounts are commonest, and of the others blame.
_ELSE: tuple[Stance, ...] = ("report", "condemn")


@dataclass(frozen=True)
class Rules:
    """The baseline; what is given to learn from is not looked at."""

    known: RuleNames
    title: str = "rules only"

    def statements(self, _: Statements, asked: Statements) -> Answers:
        """Return stance, risks and modality of each text."""
        ranked = [stances(text)[0] for text in asked.texts]
        chances = np.array([[float(label == first) for label in STANCES] for first in ranked])
        told = np.array([[risk in risks(text) for risk in RISKS] for text in asked.texts])
        modalities = np.array([[MODALITIES.index(modality(text))] * len(RISKS) for text in asked.texts])
        return Answers(chances, told.astype(float), told, modalities, asked.stances, asked.risks, asked.keys)

    def stances(self, _: Statements, asked: Sequence[str]) -> list[Mapping[str, float]]:
        """Return scores that put the stances of each text in order."""
        return [{label: 1 / (1 + rank) for rank, label in enumerate(stances(text))} for text in asked]

    def names(self, _: Sequence[Example]) -> RuleNames:
        """Return what finds names."""
        return self.known

    def quotes(self, _: Sequence[Example]) -> RuleQuotes:
        """Return what finds quotes."""
        return RuleQuotes()


def stances(text: str) -> list[Stance]:
    """Return the stances that a text's words tell, the one that wins first; then what is likeliest without a word."""
    found = [label for label, words in lexicon.STANCES.items() if words.search(text)]
    return [*found, *(label for label in _ELSE if label not in found)]


def risks(text: str) -> frozenset[RiskLabel]:
    """Return the risks that a text's words name."""
    return frozenset(label for label, words in lexicon.RISKS.items() if words.search(text))


def modality(text: str) -> Modality:
    """Return the modality that a text's words tell, one for all of its risks."""
    return next((label for label, words in lexicon.MODALITIES.items() if words.search(text)), "reported")


@dataclass(frozen=True)
class RuleQuotes:
    """Finds verbs of saying with what hangs on them, and quotations beside which nobody is named."""

    def find(self, texts: Sequence[str]) -> list[list[Saying]]:
        """Return what is said in each text."""
        return [list(_sayings(text)) for text in texts]


def _sayings(text: str) -> Iterator[Saying]:
    whole = Span(0, len(text))
    quotations = find_quotations(text, whole)
    for sentence in find_sentences(text, whole, "en"):
        inside = [span for span in quotations if span.touches(sentence)]
        cues = (Span(*found.span()) for found in lexicon.SAYING.finditer(text, sentence.start, sentence.end))
        # A verb within the marks is part of what is said.
        found = [find_saying(text, sentence, cue, quotations) for cue in cues if not _within(cue, inside)]
        told = [saying for saying in found if saying]
        yield from told
        if not told:
            yield from (Saying((span,)) for span in inside if len(span.of(text).split()) > MIN_QUOTED_WORDS)


def _within(cue: Span, quotations: Sequence[Span]) -> bool:
    return any(span.contains(cue) for span in quotations)
