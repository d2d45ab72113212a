"""The real pipeline on the labelled articles stays above its floors.

A floor moves only by `python -m pipeline evaluate --set-floors --reason "why"`.
"""

from __future__ import annotations

import pytest

from pipeline.assembly import Assembly
from pipeline.evaluation.figures import NAMES
from pipeline.evaluation.floors import FLOORS, find_breaches, read_floors
from pipeline.evaluation.measure import measure_gold
from pipeline.settings import Settings


@pytest.fixture(scope="session")
def measured():
    """Annotated once for all floors."""
    return measure_gold(Assembly(Settings()).stages, sample=Settings().sample)


def test_no_article_fails(measured):
    assert measured.failures == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_stays_above_its_floor(name, measured):
    (figure,) = (figure for figure in measured.figures if figure.name == name)
    assert find_breaches([figure], read_floors(FLOORS)) == []
