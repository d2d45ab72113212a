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
from pipeline.model.training.calibrate import Held, fit
from pipeline.model.training.card import with_figures
from pipeline.model.training.datasets import Corpus, held_out
from pipeline.model.training.examples import UNKNOWN
from pipeline.model.training.export import export, write_card
from pipeline.model.training.figures import calibrated, report, risk_report, stance_report
from pipeline.model.training.names import name_figures
from pipeline.model.training.network import Reader
from pipeline.model.training.tags import read_risks

EVALUATION_FILE, CARD_FILE = "evaluation.json", "MODEL_CARD.md"
_SMALLEST = 1e-4  # scores are told to four places


def finish(model: Reader, tokenizer: Any, corpus: Corpus, labels: Path, folder: Path, *, card: str) -> dict[str, Any]:
    """Write the whole folder of the model; return the figures on held-out documents and on names' development files.

    `card` is the model card whose figures are to be written anew. Beside the folder, `whole` holds the same in
    floats, for what the 8 bits cost.
    """
    whole = folder.with_name("whole")
    for place, bits in ((folder, 8), (whole, 32)):
        export(model, place, bits=bits)
        tokenizer.save_pretrained(place)
        write_card(place, {"calibration": _untouched()})
    held, exact = (answers(open_reader(place, threads=2), corpus, labels) for place in (folder, whole))
    write_card(folder, {"calibration": fit(held)})
    reader = open_reader(folder, threads=2)
    figures = {
        **report(held),
        "names": {name: name_figures(reader, corpus, name) for name in ("conll2003_dev", "crossner_politics_dev")},
        "eight_bits": _cost(held, exact),
    }
    (folder / EVALUATION_FILE).write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    (folder / CARD_FILE).write_text(with_figures(card, figures), encoding="utf-8")
    return figures


def _cost(held: Held, exact: Held) -> dict[str, float]:
    """Return the macro-F1 of 8 bits less that of floats, both under the calibration of the first; flips by stance."""
    told, meant = (calibrated(answered, fit(held)) for answered in (held, exact))
    stance = stance_report(told)["macro_f1"] - stance_report(meant)["macro_f1"]
    risk = risk_report(told)["macro_f1"] - risk_report(meant)["macro_f1"]
    flips = float((told.chances.argmax(-1) != meant.chances.argmax(-1)).mean())
    return {"stance": round(stance, 4), "risk": round(risk, 4), "stance_flips": round(flips, 4)}


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
