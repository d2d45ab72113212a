"""Stance, risks and modality by logistic regression, over whatever stands for a text in numbers.

How strongly a regression is held back is chosen on the part that is learned from, by documents in three folds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedGroupKFold

from pipeline.model.labels import MODALITIES, RISKS, STANCES
from pipeline.model.training.baselines.gold import Statements
from pipeline.model.training.calibrate import Held
from pipeline.model.training.examples import UNKNOWN

Array = Any
# The numbers of texts to learn from and of texts that are asked about, a row each; nothing is fitted on the second.
Vectors = Callable[[Sequence[str], Sequence[str]], tuple[Array, Array]]
STRENGTHS = (0.01, 0.1, 1.0, 10.0)
FOLDS = 3
_TINY = 1e-6


def answers(vectors: Vectors, learned: Statements, asked: Statements) -> Held:
    """Return raw answers for the statements asked about, to be calibrated as the reader's are."""
    there, here = vectors(learned.texts, asked.texts)
    keys = np.array(learned.keys)
    known = learned.stances != UNKNOWN
    stances = _chances(there[known], learned.stances[known], keys[known], here, count=len(STANCES))
    odds = [_log_odds(there, learned.risks[:, index], keys, here) for index in range(len(RISKS))]
    modalities = np.repeat(_modality(there, learned.risks, keys, here)[:, None], len(RISKS), axis=1)
    wanted = (asked.stances, asked.risks)
    return Held(np.log(stances + _TINY), np.stack(odds, axis=1), modalities, *wanted, asked.keys)


def stance_scores(vectors: Vectors, learned: Statements, asked: Sequence[str]) -> list[Mapping[str, float]]:
    """Return the chances of the stances that were learned, for each text asked about."""
    there, here = vectors(learned.texts, asked)
    told = _chances(there, learned.stances, np.array(learned.keys), here, count=len(STANCES))
    return [{label: float(row[i]) for i, label in enumerate(STANCES)} for row in told]


def _chances(there: Array, wanted: Array, keys: Array, here: Array, *, count: int) -> Array:
    """Return (rows of `here`, count); a label that was never learned has no chance, one that was alone is certain."""
    chances = np.zeros((here.shape[0], count))
    if len(found := np.unique(wanted)) == 1:
        chances[:, found] = 1.0
        return chances
    regression = LogisticRegression(max_iter=1000, class_weight="balanced")
    search = GridSearchCV(regression, {"C": STRENGTHS}, scoring="f1_macro", cv=StratifiedGroupKFold(FOLDS))
    search.fit(there, wanted, groups=keys)
    chances[:, search.classes_] = search.predict_proba(here)
    return chances


def _log_odds(there: Array, states: Array, keys: Array, here: Array) -> Array:
    known = states != UNKNOWN
    spoken = _chances(there[known], (states[known] > 0).astype(int), keys[known], here, count=2)[:, 1]
    return np.log((spoken + _TINY) / (1 - spoken + _TINY))


def _modality(there: Array, states: Array, keys: Array, here: Array) -> Array:
    """Return the likeliest modality of each text, whatever the risk: learned from every risk that is spoken of."""
    texts, risks = np.nonzero((states > 0) & (states <= len(MODALITIES)))
    wanted = states[texts, risks] - 1
    return _chances(there[texts], wanted, keys[texts], here, count=len(MODALITIES)).argmax(-1)
