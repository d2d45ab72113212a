"""The heads that read whole statements: stance and risks from the encoder's vectors, calibrated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.model.decoding import sigmoid, softmax
from pipeline.model.labels import MODALITIES, RISK_STATES, RISKS, STANCES
from pipeline.records import Reading, Risk, Span, Stance

Array = Any
_LAYERS = ("risks", "aim_query", "aim_key", "aim_alone", "stance_in", "stance_out")
_NAMES = tuple(f"{layer}.{part}" for layer in _LAYERS for part in ("weight", "bias"))
# A piece that is less likely than this to be whom a statement is directed at does not count for its stance.
MIN_AIM = 0.3


@dataclass(frozen=True, slots=True)
class Parts:
    """Where a statement stands in its text: what is said, the words that say so, who speaks."""

    content: Sequence[Span]
    cue: Span | None = None
    source: Span | None = None


@dataclass(frozen=True, slots=True)
class Tags:
    """What is told of a statement. stance_scores: calibrated probabilities of all stances.

    stance: None only where a model that was chosen in the reader's place tells none.
    tokens, aims: the word pieces of its sentences, and how likely each is whom the statement is directed at.
    """

    stance: Stance | None
    stance_scores: Mapping[Stance, float]
    risks: tuple[Risk, ...]
    tokens: tuple[Span, ...] = ()
    aims: tuple[float, ...] = ()

    def aim(self, span: Span) -> float:
        """Return how likely a span is whom the statement is directed at, by its likeliest piece; 0 where none is."""
        return max((aim for token, aim in zip(self.tokens, self.aims, strict=True) if token.touches(span)), default=0.0)


@dataclass(frozen=True)
class Calibration:
    """From raw scores to probabilities that mean what they say, fitted on held-out documents.

    temperature: divides stance scores. slopes, offsets: Platt's, one a risk, on the log odds of being
    spoken of. thresholds: one a risk; below it the risk is not told.
    """

    temperature: float
    slopes: Array
    offsets: Array
    thresholds: Array

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Calibration:
        """Read what the card of the model says; risks by name."""
        tables = [np.array([given[key][risk] for risk in RISKS]) for key in ("slopes", "offsets", "thresholds")]
        return cls(float(given["temperature"]), *tables)


@dataclass(frozen=True)
class Heads:
    """Weights by name, float32, and the calibration."""

    weights: Mapping[str, Array]
    calibration: Calibration

    @classmethod
    def load(cls, path: Path, card: Mapping[str, Any]) -> Heads:
        """Load weights and the calibration of a model's card.

        Raises:
            KeyError: a weight or a part of the calibration is missing.
        """
        from safetensors.numpy import load_file  # noqa: PLC0415 -- not for commands that read nothing

        kept = load_file(path)
        return cls({name: kept[name] for name in _NAMES}, Calibration.read(card["calibration"]))

    def sentence(self, reading: Reading) -> tuple[Risk, ...]:
        """Return the risks that a sentence speaks of, surest first."""
        return self._risks(_mean(reading.vectors, np.ones(len(reading.tokens))))

    def statement(self, readings: Sequence[Reading], parts: Parts, target: Span | None = None) -> Tags:
        """Return stance, risks and aims of a statement in these sentences.

        Stance reads as its target what the reader points at; a `target` that is known goes before that.
        """
        vectors = np.concatenate([reading.vectors for reading in readings]).astype(np.float32)
        tokens = tuple(token for reading in readings for token in reading.tokens)
        places = (parts.content, [parts.cue] if parts.cue else [], [parts.source] if parts.source else [])
        said = [_mean(vectors, _covered(tokens, spans)) for spans in places]
        whole = _mean(vectors, np.ones(len(tokens)))
        aims = self._aims(np.concatenate([*said, whole]), vectors)
        meant = _covered(tokens, [target]) if target else aims * (aims >= MIN_AIM)
        scores = self._stances(np.concatenate([*said, _mean(vectors, meant), whole]))
        best = int(scores.argmax())
        named = {label: round(float(score), 4) for label, score in zip(STANCES, scores, strict=True)}
        return Tags(STANCES[best], named, self._risks(said[0]), tokens, tuple(float(aim) for aim in aims))

    def _aims(self, joined: Array, vectors: Array) -> Array:
        """Return how likely each piece is whom a statement is directed at; a scaled product, as in training."""
        query = _gelu(self._apply("aim_query", joined))
        keys = vectors @ self.weights["aim_key.weight"].T + self.weights["aim_key.bias"]
        alone = vectors @ self.weights["aim_alone.weight"][0] + self.weights["aim_alone.bias"][0]
        return sigmoid(keys @ query / np.sqrt(len(query)) + alone)

    def _apply(self, layer: str, given: Array) -> Array:
        return self.weights[f"{layer}.weight"] @ given + self.weights[f"{layer}.bias"]

    def _stances(self, joined: Array) -> Array:
        raw = self._apply("stance_out", _gelu(self._apply("stance_in", joined)))
        return softmax(raw / self.calibration.temperature)

    def _risks(self, pooled: Array) -> tuple[Risk, ...]:
        raw = self._apply("risks", pooled).reshape(len(RISKS), RISK_STATES)
        chances = self.risk_chances(raw)
        modality = raw[:, 1:].argmax(-1)
        found = [
            Risk(label, MODALITIES[modality[index]], round(float(chances[index]), 4))
            for index, label in enumerate(RISKS)
            if chances[index] >= self.calibration.thresholds[index]
        ]
        return tuple(sorted(found, key=lambda risk: -risk.score))

    def risk_chances(self, raw: Array) -> Array:
        """Return the calibrated probability that each risk is spoken of, from scores (risks, states)."""
        return sigmoid(self.calibration.slopes * log_odds(raw) + self.calibration.offsets)


def log_odds(raw: Array) -> Array:
    """Return the log odds of any modality against none, from scores (…, states)."""
    spoken = raw[..., 1:]
    top = spoken.max(-1)
    return top + np.log(np.exp(spoken - top[..., None]).sum(-1)) - raw[..., 0]


def _covered(tokens: Sequence[Span], spans: Iterable[Span]) -> Array:
    found = list(spans)
    return np.array([float(any(span.touches(token) for span in found)) for token in tokens])


def _mean(vectors: Array, weights: Array) -> Array:
    """Return the mean of the vectors that count; zeros where none does."""
    return (weights @ vectors.astype(np.float32)) / max(float(weights.sum()), 1e-6)


def _gelu(values: Array) -> Array:
    """Return the Gaussian error linear unit, in the exact form that the head was trained with."""
    return 0.5 * values * (1 + _erf(values / np.sqrt(2)))


def _erf(values: Array) -> Array:
    """Return the error function to 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26)."""
    t = 1 / (1 + 0.3275911 * np.abs(values))
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    return np.sign(values) * (1 - series * np.exp(-(values**2)))
