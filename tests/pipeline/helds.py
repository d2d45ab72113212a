"""Held-out answers made by hand, for tests of what is worked out from them."""

from __future__ import annotations

import numpy as np

from pipeline.model.labels import RISKS, STANCES
from pipeline.model.training.calibrate import Held


def perfect(count: int) -> Held:
    """Return the answers of a reader that is always right, and sure of it; a document a text."""
    rng = np.random.default_rng(5)
    stance, state = rng.integers(0, len(STANCES), count), rng.integers(0, 4, (count, len(RISKS)))
    scores = np.full((count, len(STANCES)), -9.0)
    scores[np.arange(count), stance] = 0.0
    odds = np.where(state > 0, 8.0, -8.0)
    return Held(scores, odds, np.maximum(state - 1, 0), stance, state, [str(i) for i in range(count)])
