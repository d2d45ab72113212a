"""The figures that are shipped are those that the pipeline reaches, and a damaged file is said to be one."""

from __future__ import annotations

import json

import pytest

from pipeline.accuracy import REFRESH, SHIPPED, read_accuracy
from pipeline.errors import AssetError
from pipeline.evaluation.figures import NAMES
from tests.evaluation.test_floors import measured  # noqa: F401

# The screen shows two decimals; another processor may move a figure by the last of them.
SAME = 0.01


def test_shipped_figures_are_what_is_measured_today(measured):  # noqa: F811
    found = {one.name: one for one in read_accuracy().sample}
    assert dict(read_accuracy().models) == dict(measured.models), f"refresh with {REFRESH}"
    for figure in measured.figures:
        assert found[figure.name].value == pytest.approx(figure.value, abs=SAME), f"refresh with {REFRESH}"
        assert found[figure.name].low == pytest.approx(figure.low, abs=2 * SAME), f"refresh with {REFRESH}"


def test_each_figure_has_an_interval_round_it_and_what_it_counts():
    shipped = read_accuracy()
    assert {one.name for one in shipped.sample} == set(NAMES)
    for one in (*shipped.sample, *shipped.held_out):
        assert 0 <= one.low <= one.value <= one.high <= 1
        assert one.n > 0
        assert one.of


@pytest.mark.parametrize("damage", ["", "[]", '{"figures": {}}', "no json"])
def test_a_missing_or_damaged_file_is_said_with_the_command_that_writes_it(tmp_path, damage):
    broken = tmp_path / "accuracy.json"
    if damage:
        broken.write_text(damage, encoding="utf-8")
    with pytest.raises(AssetError, match="evaluate --json"):
        read_accuracy(broken)


def test_a_figure_that_could_not_be_measured_is_left_out(tmp_path):
    whole = json.loads(SHIPPED.read_text(encoding="utf-8"))
    whole["figures"]["target"]["value"] = None
    (tmp_path / "accuracy.json").write_text(json.dumps(whole), encoding="utf-8")
    assert "target" not in {one.name for one in read_accuracy(tmp_path / "accuracy.json").sample}
