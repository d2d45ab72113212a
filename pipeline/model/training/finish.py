"""From trained weights to the folder that ships: exported, calibrated and measured on what was held out."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.model.labels import MODALITIES, RISKS, STANCES
from pipeline.model.reader import Reader as OpenReader
from pipeline.model.reader import Tagged, open_reader
from pipeline.model.training.calibrate import Held, fit, report
from pipeline.model.training.datasets import Corpus, held_out
from pipeline.model.training.examples import UNKNOWN
from pipeline.model.training.export import export, write_card
from pipeline.model.training.network import Reader
from pipeline.model.training.tags import read_risks

EVALUATION_FILE = "evaluation.json"
_SMALLEST = 1e-4  # scores are told to four places


def finish(model: Reader, tokenizer: Any, corpus: Corpus, labels: Path, folder: Path) -> dict[str, Any]:
    """Write the whole folder of the model; return the figures on held-out documents."""
    export(model, folder)
    tokenizer.save_pretrained(folder)
    write_card(folder, {"calibration": _untouched()})
    held = answers(open_reader(folder, threads=2), corpus, labels)
    write_card(folder, {"calibration": fit(held)})
    figures = {"held_out_texts": len(held.keys), **report(held)}
    (folder / EVALUATION_FILE).write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return figures


def _untouched() -> dict[str, Any]:
    """Return the calibration that changes nothing and tells everything."""
    same = dict.fromkeys(RISKS, 1.0)
    none = dict.fromkeys(RISKS, 0.0)
    return {"temperature": 1.0, "slopes": same, "offsets": none, "thresholds": none}


def answers(reader: OpenReader, corpus: Corpus, labels: Path) -> Held:
    """Return what an uncalibrated reader says of the held-out labelled sentences."""
    kept = [row for row in rows(labels) if held_out(f"{row['file']}:{row['id']}")]
    texts = {name: corpus.texts(name) for name in {row["file"] for row in kept}}
    told = reader.tag([texts[r["file"]][r["id"]][int(r["start"]) : int(r["end"])] for r in kept])
    stances = np.log(np.array([[max(_SMALLEST, t.stance_scores[label]) for label in STANCES] for t in told]))
    wanted = [STANCES.index(r["stance"]) if r["stance"] in STANCES else UNKNOWN for r in kept]
    return Held(
        stances,
        np.array([_log_odds(t) for t in told]),
        np.array([_modalities(t) for t in told]),
        np.array(wanted),
        np.array([read_risks(r["risks"]) for r in kept]),
        [f"{r['file']}:{r['id']}" for r in kept],
    )


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file of labels."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def _log_odds(told: Tagged) -> Sequence[float]:
    chances = {risk.label: min(1 - _SMALLEST, max(_SMALLEST, risk.score)) for risk in told.risks}
    return [float(np.log(chances[risk] / (1 - chances[risk]))) for risk in RISKS]


def _modalities(told: Tagged) -> Sequence[int]:
    found = {risk.label: MODALITIES.index(risk.modality) for risk in told.risks}
    return [found[risk] for risk in RISKS]
