"""The figures we publish, read off a tally, each with its counts and a 95 % bootstrap interval over articles."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from types import MappingProxyType

from pipeline.evaluation.tallies import Tally

Read = Callable[[Tally], float | None]
SAMPLES = 1000
SEED = 2018


@dataclass(frozen=True, slots=True)
class Counts:
    """What a figure was read off. A measure that asks only "right or wrong" has nothing spurious."""

    hit: int
    missed: int
    spurious: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure between 0 and 1. `value` is None where the articles hold nothing to measure it on."""

    name: str
    words: str  # what it says, for readers
    value: float | None
    low: float | None  # 2.5th percentile of the bootstrap
    high: float | None  # 97.5th
    counts: Counts
    by_label: Mapping[str, float]  # F1 of each label that gold has; empty where there are no labels


@dataclass(frozen=True, slots=True)
class Definition:
    """How a figure is read off a tally."""

    name: str
    words: str
    measure: str
    read: Read


def counts_of(tally: Tally, measure: str, label: str | None = None) -> Counts:
    """Add up a measure's counts, over all of its labels or of one."""
    sums = Counter[str]()
    for cell, number in tally.items():
        if cell.measure == measure and label in (None, cell.label):
            sums[cell.outcome] += number
    return Counts(sums["hit"], sums["missed"], sums["spurious"])


def f1(counts: Counts) -> float | None:
    """Return the harmonic mean of precision and recall; None where nothing was wanted and nothing found."""
    total = 2 * counts.hit + counts.missed + counts.spurious
    return 2 * counts.hit / total if total else None


def f1_by_label(tally: Tally, measure: str) -> dict[str, float]:
    """Return the F1 of every label that gold has."""
    labels = sorted({cell.label for cell in tally if cell.measure == measure})
    each = {label: counts_of(tally, measure, label) for label in labels}
    return {label: f1(counts) or 0.0 for label, counts in each.items() if counts.hit + counts.missed}


def _share(measure: str) -> Read:
    def read(tally: Tally) -> float | None:
        counts = counts_of(tally, measure)
        return counts.hit / (counts.hit + counts.missed) if counts.hit + counts.missed else None

    return read


def _micro(measure: str) -> Read:
    return lambda tally: f1(counts_of(tally, measure))


def _macro(measure: str) -> Read:
    def read(tally: Tally) -> float | None:
        each = f1_by_label(tally, measure)
        return mean(each.values()) if each else None

    return read


DEFINITIONS = tuple(
    Definition(name, words, measure, read(measure))
    for name, words, measure, read in (
        ("quote_f1_30", "quotes found, contents overlap by 0.3 (F1)", "content_30", _micro),
        ("quote_f1_80", "quotes found, contents overlap by 0.8 (F1)", "content_80", _micro),
        ("speaker", "right speaker, of quotes found", "speaker", _share),
        ("stance_macro_f1", "stance, of quotes found (macro-F1)", "stance", _macro),
        ("stance_accuracy", "right stance, of quotes found", "stance_right", _share),
        ("target", "right target, of quotes found that have one", "target", _share),
        ("quote_risk_micro_f1", "risks of quotes found (micro-F1)", "quote_risk", _micro),
        ("toponym_f1", "place names found (F1)", "toponym", _micro),
        ("role_macro_f1", "role, of place names found (macro-F1)", "role", _macro),
        ("within_161_km", "placed within 161 km, of all place names", "near", _share),
        ("risk_micro_f1", "risks of sentences (micro-F1)", "risk", _micro),
        ("risk_macro_f1", "risks of sentences (macro-F1)", "risk", _macro),
        ("modality", "right modality, of risks found", "modality", _share),
    )
)
NAMES = tuple(definition.name for definition in DEFINITIONS)


def figures(tallies: Sequence[Tally]) -> list[Figure]:
    """Read every figure off the articles' tallies, one a tally."""
    whole = total(tallies)
    samples = _resample(tallies)
    return [_figure(definition, whole, samples) for definition in DEFINITIONS]


def total(tallies: Sequence[Tally]) -> Tally:
    """Add tallies up."""
    whole: Tally = Counter()
    for tally in tallies:
        whole.update(tally)
    return whole


def _resample(tallies: Sequence[Tally]) -> list[Tally]:
    """Draw as many articles as there are, with replacement, again and again (Efron 1979); always the same draws."""
    draw = random.Random(SEED)  # noqa: S311  (nothing secret)
    return [total(draw.choices(tallies, k=len(tallies))) for _ in range(SAMPLES)] if tallies else []


def _figure(definition: Definition, whole: Tally, samples: Sequence[Tally]) -> Figure:
    values = sorted(value for sample in samples if (value := definition.read(sample)) is not None)
    by_label = f1_by_label(whole, definition.measure) if definition.name.endswith("macro_f1") else {}
    return Figure(
        definition.name,
        definition.words,
        definition.read(whole),
        _percentile(values, 0.025),
        _percentile(values, 0.975),
        counts_of(whole, definition.measure),
        MappingProxyType(by_label),
    )


def _percentile(values: Sequence[float], part: float) -> float | None:
    return values[round(part * (len(values) - 1))] if values else None
