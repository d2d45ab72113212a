"""The figures that training writes into the model card."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.model.labels import RISKS, STANCES
from pipeline.model.training.calibrate import Held
from pipeline.model.training.card import BEGIN, END, with_figures
from pipeline.model.training.figures import report


def figures() -> dict[str, object]:
    rng = np.random.default_rng(5)
    count = 200
    stance, state = rng.integers(0, len(STANCES), count), rng.integers(0, 4, (count, len(RISKS)))
    scores = np.full((count, len(STANCES)), -9.0)
    scores[np.arange(count), stance] = 0.0
    odds = np.where(state > 0, 8.0, -8.0)
    held = Held(scores, odds, np.maximum(state - 1, 0), stance, state, [str(i) for i in range(count)])
    names = {"some_dev": {"p": 0.5, "r": 0.25, "f1": 0.3333, "n": 4}}
    return {**report(held), "names": names, "eight_bits": {"stance": -0.001, "risk": 0.0, "stance_flips": 0.002}}


def test_figures_replace_what_stood_between_the_marks_and_nothing_else():
    card = f"# Card\n\n{BEGIN}\nstale\n{END}\n\n## Use\n"
    done = with_figures(card, figures())
    assert done.startswith("# Card\n")
    assert done.endswith(f"{END}\n\n## Use\n")
    assert "stale" not in done
    assert "| `condemn` | 1.00 | 1.00 | 1.00 [1.00, 1.00] |" in done
    assert "some_dev: F1 0.333" in done
    assert with_figures(done, figures()) == done


def test_a_card_without_marks_is_refused():
    with pytest.raises(ValueError, match="put the two marks"):
        with_figures("# Card\n", figures())
