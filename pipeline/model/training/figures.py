"""The figures of the model card, from what the reader says of held-out documents.

They are cross-fitted: what is calibrated on one half of the documents is measured on the other, and the
other way round; what ships is fitted on all of them. Intervals are 95 % by bootstrap over documents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.model.decoding import sigmoid, softmax
from pipeline.model.labels import MODALITIES, RISKS, STANCES
from pipeline.model.training.calibrate import Held, f1, fit
from pipeline.model.training.examples import UNKNOWN

Array = Any
SAMPLES, SEED = 500, 2018
BINS = 10
SURE = 0.8
_ARRAYS = ("chances", "risk_chances", "told", "modalities", "want_stance", "want_risks")


@dataclass(frozen=True)
class Answers:
    """Calibrated answers beside what is right.

    chances: (texts, stances). risk_chances: (texts, risks). told: (texts, risks), at or above the threshold.
    modalities: (texts, risks). want_stance: (texts,) and want_risks: (texts, risks) hold UNKNOWN. keys: documents.
    """

    chances: Array
    risk_chances: Array
    told: Array
    modalities: Array
    want_stance: Array
    want_risks: Array
    keys: Sequence[str]

    def take(self, rows: Array) -> Answers:
        """Return some of the texts; a text may be taken more than once."""
        return Answers(**{name: getattr(self, name)[rows] for name in _ARRAYS}, keys=[self.keys[row] for row in rows])

    @property
    def stances(self) -> tuple[Array, Array]:
        """What stance was told and what is right, of the texts where somebody states something."""
        known = self.want_stance != UNKNOWN
        return self.chances[known].argmax(-1), self.want_stance[known]


def cross_fitted(held: Held) -> Answers:
    """Return answers to each half of the documents, calibrated on the other half."""
    return joined([calibrated(held.half(which), fit(held.half(1 - which))) for which in (0, 1)])


def calibrated(held: Held, card: Mapping[str, Any]) -> Answers:
    """Return answers under the calibration of a card."""
    slopes, offsets, thresholds = (
        np.array([card[key][risk] for risk in RISKS]) for key in ("slopes", "offsets", "thresholds")
    )
    risks = sigmoid(slopes * held.log_odds + offsets)
    stances = softmax(held.stances / card["temperature"])
    wanted = (held.want_stance, held.want_risks)
    return Answers(stances, risks, risks >= thresholds, held.modalities, *wanted, held.keys)


def joined(parts: Sequence[Answers]) -> Answers:
    """Return several answers as one."""
    arrays = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _ARRAYS}
    return Answers(**arrays, keys=[key for part in parts for key in part.keys])


def report(held: Held) -> dict[str, Any]:
    """Return the cross-fitted figures on held-out texts, by label, with intervals and reliability."""
    answers = cross_fitted(held)
    drawn = [_main_figures(answers.take(rows)) for rows in _resamples(answers.keys)]
    return {
        "held_out_texts": len(answers.keys),
        "documents": len(set(answers.keys)),
        "stance": stance_report(answers),
        "risk": risk_report(answers),
        "intervals": {name: _interval([figures[name] for figures in drawn]) for name in drawn[0]},
    }


def _resamples(keys: Sequence[str]) -> list[Array]:
    chooser = np.random.default_rng(SEED)
    documents = sorted(set(keys))
    rows = {key: [row for row, other in enumerate(keys) if other == key] for key in documents}
    drawn = chooser.integers(0, len(documents), (SAMPLES, len(documents)))
    return [np.concatenate([rows[documents[index]] for index in sample]) for sample in drawn]


def _main_figures(answers: Answers) -> dict[str, float]:
    """Return F1 by label and the headline figures, of one resample."""
    told, right = answers.stances
    by_stance = {f"stance:{label}": f1(told == i, right == i)[2] for i, label in enumerate(STANCES)}
    by_risk = {f"risk:{label}": _risk_f1(answers, i) for i, label in enumerate(RISKS)}
    return {
        "stance:macro_f1": float(np.mean(list(by_stance.values()))),
        "stance:accuracy": float((told == right).mean()),
        "risk:macro_f1": float(np.mean(list(by_risk.values()))),
        "risk:modality": _modality(answers),
        **by_stance,
        **by_risk,
    }


def _risk_f1(answers: Answers, index: int) -> float:
    known = answers.want_risks[:, index] != UNKNOWN
    return f1(answers.told[known, index], answers.want_risks[known, index] > 0)[2]


def _modality(answers: Answers) -> float:
    """Return the share of risks found and wanted whose modality is right."""
    both = answers.told & (answers.want_risks > 0) & (answers.want_risks <= len(MODALITIES))
    return float((answers.modalities + 1 == answers.want_risks)[both].mean()) if both.any() else 0.0


def _interval(values: Sequence[float]) -> list[float]:
    return [round(float(value), 4) for value in np.percentile(values, (2.5, 97.5))]


def stance_report(answers: Answers) -> dict[str, Any]:
    """Return accuracy, F1 by label and reliability of stance."""
    told, right = answers.stances
    top = answers.chances[answers.want_stance != UNKNOWN].max(-1)
    by_label = {label: _figures(told == i, right == i) for i, label in enumerate(STANCES) if (right == i).any()}
    sure = top >= SURE
    return {
        "n": len(right),
        "accuracy": _round((told == right).mean()),
        "macro_f1": _mean([figures["f1"] for figures in by_label.values()]),
        "calibration_error": calibration_error(top, told == right),
        "reliability": reliability(top, told == right),
        "accuracy_where_sure": _round((told == right)[sure].mean()) if sure.any() else None,
        "share_sure": _round(sure.mean()),
        "by_label": by_label,
    }


def risk_report(answers: Answers) -> dict[str, Any]:
    """Return F1 by label and over all, modality and reliability of risks."""
    known = answers.want_risks != UNKNOWN
    said, wanted, chances = answers.told[known], answers.want_risks[known] > 0, answers.risk_chances[known]
    by_label = {
        risk: _figures(answers.told[known[:, i], i], answers.want_risks[known[:, i], i] > 0)
        for i, risk in enumerate(RISKS)
    }
    return {
        "macro_f1": _mean([figures["f1"] for figures in by_label.values() if figures["n"]]),
        "micro": _figures(said, wanted),
        "modality": _round(_modality(answers)),
        "calibration_error": calibration_error(chances, wanted),
        "reliability": reliability(chances, wanted),
        "by_label": by_label,
    }


def reliability(chances: Array, right: Array) -> list[dict[str, float]]:
    """Return, for each tenth of what is said, how much of it is right: the points of a reliability diagram."""
    at = np.minimum((chances * BINS).astype(int), BINS - 1)
    bins = [at == index for index in range(BINS)]
    return [
        {"said": _round(chances[inside].mean()), "right": _round(right[inside].mean()), "n": int(inside.sum())}
        for inside in bins
        if inside.any()
    ]


def calibration_error(chances: Array, right: Array) -> float:
    """Return the expected calibration error over bins of equal width (Guo et al. 2017)."""
    points = reliability(chances, right)
    return _round(sum(abs(point["said"] - point["right"]) * point["n"] for point in points) / len(chances))


def _figures(told: Array, truth: Array) -> dict[str, Any]:
    precision, recall, score = f1(told, truth)
    return {"p": _round(precision), "r": _round(recall), "f1": _round(score), "n": int(truth.sum())}


def _mean(values: Sequence[float]) -> float:
    return _round(np.mean(values)) if values else 0.0


def _round(value: Any) -> float:
    return round(float(value), 4)
