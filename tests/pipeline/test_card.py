"""The figures that training writes into the model card."""

from __future__ import annotations

import pytest

from pipeline.model.training.card import BEGIN, END, with_figures
from pipeline.model.training.figures import report
from tests.pipeline.helds import perfect


def figures() -> dict[str, object]:
    names = {"some_dev": {"p": 0.5, "r": 0.25, "f1": 0.3333, "n": 4}}
    return {
        **report(perfect(200)),
        "names": names,
        "eight_bits": {"stance": -0.001, "risk": 0.0, "stance_flips": 0.002},
    }


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
