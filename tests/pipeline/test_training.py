"""The parts of training that need no torch: how data sets become targets, and how scores become probabilities."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.model.labels import MODALITIES, NAME_KINDS, RISKS, STANCES, begins
from pipeline.model.training.calibrate import Held, best_threshold, fit, platt
from pipeline.model.training.datasets import bracketed, held_out, joined, marked
from pipeline.model.training.examples import UNKNOWN, covered, name_tags
from pipeline.model.training.figures import calibration_error, reliability, report
from pipeline.model.training.tags import read_risks, read_target
from pipeline.records import Span
from tests.pipeline.helds import perfect
from tests.pipeline.test_decoding import pieces_of


def test_tokens_are_joined_as_they_would_be_written():
    text, spans = joined(["Putin", "'s", "army", "(", "not", "his", ")", ",", "he", "does", "n't", "say", "."])
    assert text == "Putin's army (not his), he doesn't say."
    assert [span.of(text) for span in spans][:3] == ["Putin", "'s", "army"]


def test_pieces_of_a_name_begin_and_go_on():
    text = "Khanasir fell."
    pieces = pieces_of(text)
    place = begins(NAME_KINDS.index("place"))
    assert name_tags(pieces, [(Span(0, 8), "place")]) == (place, place + 1, 0, 0)


def test_pieces_under_a_span_are_covered():
    text = "He said it."
    assert covered(pieces_of(text), [Span(3, 7)]) == (1,)


def test_risks_are_read_with_their_modality():
    states = dict(zip(RISKS, read_risks("health:r,escalation:f,education:?"), strict=True))
    assert states["health"] == 1 + MODALITIES.index("reported")
    assert states["escalation"] == 1 + MODALITIES.index("feared")
    assert states["education"] == UNKNOWN
    assert states["displacement"] == 0
    assert set(read_risks("?")) == {UNKNOWN}
    assert set(read_risks("-")) == {0}


def test_a_target_is_read_as_the_pieces_under_its_characters():
    pieces = pieces_of("Norland blamed Sudland.")
    covered_by = covered(pieces, [Span(15, 22)])
    assert covered_by
    assert read_target("15-22", pieces) == covered_by
    assert read_target("-", pieces) == ()
    assert read_target("?", pieces) is None


def test_marks_of_source_and_target_are_taken_out_of_a_text():
    source, target = marked("On Monday <s>the envoy</s> scolded <t>Norland</t>.")
    bare = "On Monday the envoy scolded Norland."
    assert source is not None
    assert target is not None
    assert (source.of(bare), target.of(bare)) == ("the envoy", "Norland")
    assert marked("On Monday the envoy left.") == (None, None)


@pytest.mark.parametrize("text", ["[Lind] praised [the old mill].", "[the old mill] pleased [Lind]."])
def test_brackets_round_two_names_are_taken_out(text):
    found = bracketed(text, "Lind", "the old mill")
    assert found is not None
    bare, first, second = found
    assert "[" not in bare
    assert (first.of(bare), second.of(bare)) == ("Lind", "the old mill")


def test_a_text_without_the_bracketed_names_is_left_out():
    assert bracketed("[Lind] slept.", "Lind", "Berg") is None


def test_a_document_is_held_out_the_same_way_every_time():
    kept = [key for key in map(str, range(500)) if held_out(key)]
    assert kept == [key for key in map(str, range(500)) if held_out(key)]
    assert 60 < len(kept) < 140


def test_platt_brings_boastful_odds_back_to_what_is_right():
    rng = np.random.default_rng(3)
    true_odds = rng.normal(0, 1.5, 4000)
    truth = (rng.random(4000) < 1 / (1 + np.exp(-true_odds))).astype(float)
    slope, offset = platt(3 * true_odds + 1, truth)
    assert slope == pytest.approx(1 / 3, abs=0.05)
    assert offset == pytest.approx(-1 / 3, abs=0.1)


def test_the_threshold_is_the_one_with_the_best_f1():
    chances = np.array([0.9, 0.8, 0.45, 0.42, 0.3, 0.2])
    assert best_threshold(chances, np.array([1.0, 1, 1, 1, 0, 0])) in (0.35, 0.4)


def test_calibration_error_is_the_gap_between_said_and_right():
    assert calibration_error(np.array([0.75, 0.75, 0.75, 0.75]), np.array([True, True, True, False])) == 0.0
    assert calibration_error(np.array([0.9, 0.9]), np.array([False, False])) == 0.9


def test_reliability_tells_how_often_each_tenth_is_right():
    points = reliability(np.array([0.95, 0.95, 0.31, 0.39]), np.array([True, True, True, False]))
    assert points == [{"said": 0.35, "right": 0.5, "n": 2}, {"said": 0.95, "right": 1.0, "n": 2}]


def test_a_perfect_reader_is_reported_as_perfect():
    held = perfect(400)
    figures = report(held)
    assert figures["stance"]["macro_f1"] == figures["risk"]["macro_f1"] == figures["risk"]["modality"] == 1.0
    assert figures["intervals"]["stance:accuracy"] == [1.0, 1.0]


def test_an_interval_holds_the_figure_and_is_no_point():
    rng = np.random.default_rng(6)
    count = 300
    stance = rng.integers(0, len(STANCES), count)
    scores = np.full((count, len(STANCES)), -3.0)
    scores[np.arange(count), np.where(rng.random(count) < 0.7, stance, (stance + 1) % len(STANCES))] = 0.0
    nothing = np.zeros((count, len(RISKS)))
    held = Held(
        scores, nothing - 5, nothing.astype(int), stance, nothing.astype(int), [str(i // 3) for i in range(count)]
    )
    figures = report(held)
    low, high = figures["intervals"]["stance:accuracy"]
    assert low < figures["stance"]["accuracy"] < high
    assert set(fit(held)) == {"temperature", "slopes", "offsets", "thresholds"}
