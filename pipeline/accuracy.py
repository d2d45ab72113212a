"""How right the pipeline was where somebody had labelled what is right: the figures that are shipped with it.

Two measurements, each written by the command that makes it: `evaluate` on whole articles of the
sample (`assets/accuracy.json`), and training on held-out statements of real news (`assets/model/evaluation.json`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import AssetError
from pipeline.settings import ROOT

SHIPPED = ROOT / "assets" / "accuracy.json"
HELD_OUT = ROOT / "assets" / "model" / "evaluation.json"
REFRESH = "python -m pipeline evaluate --json assets/accuracy.json"


@dataclass(frozen=True, slots=True)
class Accurate:
    """One figure between 0 and 1 with its 95 % interval (None: none was measured) and what it was read off."""

    name: str
    words: str
    value: float
    low: float | None
    high: float | None
    n: int
    of: str  # what n counts


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Figures on whole sample articles and on held-out statements, with what they were measured on and with."""

    sample: tuple[Accurate, ...]
    held_out: tuple[Accurate, ...]
    labelled: Mapping[str, int]  # of the sample: "articles", "quotes", "place names", "sentences"
    held_out_texts: int
    models: Mapping[str, str]  # part → name@version that the figures on the sample are of


# Of what each figure on the sample counts its cases; the rest are shares of what was found.
_OF = {
    "quote_f1_30": "quotes",
    "quote_f1_80": "quotes",
    "quote_risk_micro_f1": "risks",
    "toponym_f1": "names of places",
    "within_161_km": "names of places",
    "risk_micro_f1": "risks",
    "risk_macro_f1": "risks",
}
_FOUND = {"role_macro_f1": "names found", "modality": "risks found"}


def read_accuracy(shipped: Path = SHIPPED, held_out: Path = HELD_OUT) -> Accuracy:
    """Return the figures that are shipped.

    Raises:
        AssetError: a file is missing or damaged; the message names the command that writes it.
    """
    sample = _read(shipped, REFRESH)
    training = _read(held_out, "python -m pipeline train")
    try:
        return Accuracy(
            tuple(_of_sample(sample["figures"])),
            tuple(_of_training(training)),
            dict(sample["labelled"]),
            int(training["held_out_texts"]),
            dict(sample["models"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise AssetError(str(shipped), f"figures lack {error}; write them again with {REFRESH}") from error


def _read(path: Path, command: str) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AssetError(str(path), f"figures {path} cannot be read ({error}); write them with {command}") from error


def _of_sample(figures: Mapping[str, Any]) -> Iterator[Accurate]:
    for name, figure in figures.items():
        if figure["value"] is not None:
            low, high = figure["interval"]
            n = figure["counts"]["found"] + figure["counts"]["missed"]
            of = _OF.get(name) or _FOUND.get(name, "quotes found")
            yield Accurate(name, figure["words"], figure["value"], low, high, n, of)


def _of_training(found: Mapping[str, Any]) -> Iterator[Accurate]:
    intervals, stance, risk = found["intervals"], found["stance"], found["risk"]
    for name, words, value, n, of in (
        ("stance:accuracy", "right stance", stance["accuracy"], stance["n"], "statements"),
        ("stance:macro_f1", "stance (macro-F1)", stance["macro_f1"], stance["n"], "statements"),
        ("risk:macro_f1", "risks (macro-F1)", risk["macro_f1"], risk["micro"]["n"], "risks"),
        ("risk:modality", "right modality, of risks found", risk["modality"], risk["micro"]["n"], "risks"),
    ):
        low, high = intervals[name]
        yield Accurate(name, words, value, low, high, n, of)
