"""After training: calibration and thresholds on held-out documents, and the figures of the model card.

Stance by one temperature (Guo et al. 2017), each risk by Platt's two numbers and a threshold that is best
for its F1. The figures are cross-fitted: what is fitted on one half of the held-out documents is measured
on the other, and the other way round; what is shipped is fitted on all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np

from pipeline.model.decoding import sigmoid, softmax
from pipeline.model.labels import MODALITIES, RISKS, STANCES
from pipeline.model.training.examples import UNKNOWN

Array = Any
_THRESHOLDS = np.arange(0.25, 0.76, 0.05)
_TINY = 1e-9
_TEMPERATURES = np.arange(0.5, 3.01, 0.05)


@dataclass(frozen=True)
class Held:
    """Raw answers for held-out texts, beside what is right.

    stances: (texts, stances) log probabilities. log_odds, modalities: (texts, risks). want_stance: (texts,),
    UNKNOWN where nobody states anything. want_risks: (texts, risks) states or UNKNOWN. keys: documents.
    """

    stances: Array
    log_odds: Array
    modalities: Array
    want_stance: Array
    want_risks: Array
    keys: Sequence[str]

    def half(self, which: int) -> Held:
        """Return the texts of one half of the documents."""
        chosen = np.array([crc32(f"half {key}".encode()) % 2 == which for key in self.keys])
        return Held(
            self.stances[chosen],
            self.log_odds[chosen],
            self.modalities[chosen],
            self.want_stance[chosen],
            self.want_risks[chosen],
            [key for key, taken in zip(self.keys, chosen, strict=True) if taken],
        )


def fit(held: Held) -> dict[str, Any]:
    """Return the calibration of a model's card."""
    slopes, offsets, thresholds = {}, {}, {}
    for index, risk in enumerate(RISKS):
        known = held.want_risks[:, index] != UNKNOWN
        odds, truth = held.log_odds[known, index], (held.want_risks[known, index] > 0).astype(float)
        slope, offset = platt(odds, truth)
        slopes[risk], offsets[risk] = round(slope, 4), round(offset, 4)
        thresholds[risk] = best_threshold(sigmoid(slope * odds + offset), truth)
    return {
        "temperature": temperature(held),
        "slopes": slopes,
        "offsets": offsets,
        "thresholds": thresholds,
    }


def temperature(held: Held) -> float:
    """Return the temperature under which what is right is likeliest."""
    known = held.want_stance != UNKNOWN
    scores, truth = held.stances[known], held.want_stance[known]

    def surprise(t: float) -> float:
        chances = softmax(scores / t)[np.arange(len(truth)), truth]
        return float(-np.log(chances + 1e-9).mean())

    return round(float(min(_TEMPERATURES, key=surprise)), 2)


def platt(odds: Array, truth: Array, *, steps: int = 50) -> tuple[float, float]:
    """Return slope and offset of the logistic curve from log odds to truth, by Newton's method.

    A weak pull towards leaving the odds alone keeps rare labels steady.
    """
    weights, home, pull = np.array([1.0, 0.0]), np.array([1.0, 0.0]), 2.0
    inputs = np.stack([odds, np.ones_like(odds)], axis=1)

    def loss(at: Array) -> float:
        told = inputs @ at
        return float((np.logaddexp(0, told) - truth * told).sum() + pull / 2 * ((at - home) ** 2).sum())

    for _ in range(steps):
        chances = sigmoid(inputs @ weights)
        gradient = inputs.T @ (chances - truth) + pull * (weights - home)
        curve = (inputs * (chances * (1 - chances))[:, None]).T @ inputs + pull * np.eye(2)
        step = np.linalg.solve(curve, gradient)
        while loss(weights - step) > loss(weights) and np.abs(step).max() > _TINY:
            step = step / 2  # a full step overshoots where the curve is flat
        weights = weights - step
    return float(weights[0]), float(weights[1])


def best_threshold(chances: Array, truth: Array) -> float:
    """Return the threshold with the best F1; of equals the one nearest to 0.5."""
    scored = [(round(f1(chances >= t, truth > 0)[2], 4), -abs(t - 0.5), float(t)) for t in _THRESHOLDS]
    return round(max(scored)[2], 2)


def f1(told: Array, truth: Array) -> tuple[float, float, float]:
    """Return precision, recall and F1; all 0 where nothing is right."""
    hits = float((told & truth).sum())
    precision = hits / max(1.0, float(told.sum()))
    recall = hits / max(1.0, float(truth.sum()))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def report(held: Held) -> dict[str, Any]:
    """Return the cross-fitted figures on held-out texts, by label."""
    parts = [(held.half(which), fit(held.half(1 - which))) for which in (0, 1)]
    return {"stance": _stance_report(parts), "risk": _risk_report(parts)}


def _stance_report(parts: Sequence[tuple[Held, Mapping[str, Any]]]) -> dict[str, Any]:
    chances = np.concatenate([softmax(held.stances / card["temperature"]) for held, card in parts])
    truth = np.concatenate([held.want_stance for held, _ in parts])
    chances, truth = chances[truth != UNKNOWN], truth[truth != UNKNOWN]
    told = chances.argmax(-1)
    by_label = {label: _figures(told == i, truth == i) for i, label in enumerate(STANCES) if (truth == i).any()}
    sure = chances.max(-1) >= 0.8
    return {
        "n": len(truth),
        "accuracy": _round((told == truth).mean()),
        "macro_f1": _round(np.mean([figures["f1"] for figures in by_label.values()])),
        "calibration_error": calibration_error(chances.max(-1), told == truth),
        "accuracy_where_sure": _round((told == truth)[sure].mean()) if sure.any() else None,
        "share_sure": _round(sure.mean()),
        "by_label": by_label,
    }


def _risk_report(parts: Sequence[tuple[Held, Mapping[str, Any]]]) -> dict[str, Any]:
    by_label, told_all, truth_all, sure_all, right = {}, [], [], [], []
    for index, risk in enumerate(RISKS):
        chances, told, truth = [], [], []
        for held, card in parts:
            known = held.want_risks[:, index] != UNKNOWN
            chance = sigmoid(card["slopes"][risk] * held.log_odds[known, index] + card["offsets"][risk])
            chances.append(chance)
            told.append(chance >= card["thresholds"][risk])
            truth.append(held.want_risks[known, index])
            both = told[-1] & (truth[-1] > 0) & (truth[-1] <= len(MODALITIES))
            right.append((held.modalities[known, index] + 1 == truth[-1])[both])
        said, wanted = np.concatenate(told), np.concatenate(truth) > 0
        by_label[risk] = _figures(said, wanted)
        told_all.append(said)
        truth_all.append(wanted)
        sure_all.append(np.concatenate(chances))
    said, wanted = np.concatenate(told_all), np.concatenate(truth_all)
    return {
        "macro_f1": _round(np.mean([figures["f1"] for figures in by_label.values() if figures["n"]])),
        "micro": _figures(said, wanted),
        "modality": _round(np.concatenate(right).mean()),
        "calibration_error": calibration_error(np.concatenate(sure_all), wanted),
        "by_label": by_label,
    }


def calibration_error(chances: Array, right: Array, *, bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal width (Guo et al. 2017)."""
    at = np.minimum((chances * bins).astype(int), bins - 1)
    held = [at == b for b in range(bins) if (at == b).any()]
    return _round(sum(abs(chances[inside].mean() - right[inside].mean()) * inside.mean() for inside in held))


def _figures(told: Array, truth: Array) -> dict[str, Any]:
    precision, recall, score = f1(told, truth)
    return {"p": _round(precision), "r": _round(recall), "f1": _round(score), "n": int(truth.sum())}


def _round(value: Any) -> float:
    return round(float(value), 4)
