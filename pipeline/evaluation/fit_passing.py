"""Learn what tells a passing mention: `python -m pipeline.evaluation.fit_passing [SHARED]`. Build time only.

Fits the weights of `pipeline/stages/passing.py` to the labelled mentions (`assets/labels/roles.tsv`, articles tuned on)
that the rules take for no venue and no actor, prints them, and prints macro-F1 of all four roles in ten-fold
cross-validation over articles for several thresholds. SHARED is the folder that holds the data.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.assembly import Assembly
from pipeline.evaluation.dev import SHARED
from pipeline.evaluation.roles_dev import Key, labelled_mentions, score
from pipeline.records import PlaceRole
from pipeline.settings import Settings
from pipeline.stages.passing import signs

FOLDS = 10
RIDGE = 1.0  # on each weight but the constant; of 0.3, 1 and 3 all give the same to a point
STEPS = 2000
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.5)


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled mention: what the rules said, and its signs where they leave the question open."""

    key: Key
    label: PlaceRole
    ruled: PlaceRole
    signs: Mapping[str, float]


def main(arguments: Sequence[str]) -> int:
    """Fit and print."""
    shared = Path(arguments[0]) if arguments else SHARED
    examples = [
        Example(label.key, label.role, ruled, signs(article, toponym))
        for label, article, toponym, ruled in labelled_mentions(Assembly(Settings()).stages, shared=shared)
        if label.part == "tuned"
    ]
    if not examples:
        print(f"no labelled article found; expected data/ with articles/ and places/ in {shared}", file=sys.stderr)
        return 1
    names = list(examples[0].signs)
    for threshold in THRESHOLDS:
        found = score([(e.label, role, e.ruled) for e, role in cross_validated(examples, names, threshold)])
        print(f"threshold {threshold}: macro-F1 {found['macro_f1']}, background {found.get('background')}")
    for name, weight in zip(names, fit(examples, names), strict=True):
        print(f'    "{name}": {weight:.2f},')
    return 0


def cross_validated(
    examples: Sequence[Example], names: Sequence[str], threshold: float
) -> list[tuple[Example, PlaceRole]]:
    """Return each example with the role that weights learned on other articles give it."""
    folds = [blake2b(str(e.key).encode(), digest_size=2).digest()[0] % FOLDS for e in examples]
    decided: list[tuple[Example, PlaceRole]] = []
    for fold in range(FOLDS):
        weights = fit([e for e, own in zip(examples, folds, strict=True) if own != fold], names)
        for example in (e for e, own in zip(examples, folds, strict=True) if own == fold):
            odds = sum(w * example.signs[name] for w, name in zip(weights, names, strict=True))
            open_ = example.ruled in ("about", "background")
            passing: PlaceRole = "background" if odds > np.log(threshold / (1 - threshold)) else "about"
            decided.append((example, passing if open_ else example.ruled))
    return decided


def fit(examples: Sequence[Example], names: Sequence[str]) -> Any:
    """Return the weights, by gradient descent on the logistic loss with a ridge."""
    used = [e for e in examples if e.ruled in ("about", "background") and e.label in ("about", "background")]
    rows = np.array([[e.signs[name] for name in names] for e in used])
    right = np.array([e.label == "background" for e in used], float)
    ridge = np.array([0.0 if name == "always" else RIDGE for name in names])
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        wrong = 1 / (1 + np.exp(-rows @ weights)) - right
        weights -= 4.0 * (rows.T @ wrong + ridge * weights) / len(used) / 4
    return weights


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
