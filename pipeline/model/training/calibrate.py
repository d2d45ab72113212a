"""After training: calibration and thresholds on held-out documents.

Stance by one temperature (Guo et al. 2017), each risk by Platt's two numbers and a threshold that is best
for its F1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np

from pipeline.model.decoding import sigmoid, softmax
from pipeline.model.labels import RISKS
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
