"""What a bag of words does on the same held-out sentences: TF-IDF and logistic regression, one model a label.

`python -m pipeline.model.training.baseline` prints its figures beside the reader's.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from pipeline.model.labels import RISKS, STANCES
from pipeline.model.training.calibrate import f1
from pipeline.model.training.datasets import Corpus, held_out
from pipeline.model.training.examples import UNKNOWN
from pipeline.model.training.finish import EVALUATION_FILE, rows
from pipeline.model.training.tags import read_risks
from pipeline.settings import Settings


def main() -> None:
    """Fit on the training part of our labels, measure on the held-out part."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.model.training.baseline", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder of labelled data")
    arguments = parser.parse_args()
    found = rows(Settings().assets / "labels" / "sentences.tsv")
    corpus = Corpus(arguments.data, tokenizer=None, is_demonym=lambda _: False)  # type: ignore[arg-type]  # texts only
    texts = {name: corpus.texts(name) for name in {row["file"] for row in found}}
    words = [texts[row["file"]][row["id"]][int(row["start"]) : int(row["end"])] for row in found]
    held = np.array([held_out(f"{row['file']}:{row['id']}") for row in found])
    bag = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    inputs = bag.fit([text for text, kept in zip(words, held, strict=True) if not kept]).transform(words)
    ours = json.loads((Settings().model / EVALUATION_FILE).read_text(encoding="utf-8"))
    print(f"stance macro-F1: bag of words {_stance(inputs, found, held):.3f}, reader {ours['stance']['macro_f1']:.3f}")
    print(f"risk macro-F1: bag of words {_risk(inputs, found, held):.3f}, reader {ours['risk']['macro_f1']:.3f}")


def _stance(inputs: Any, found: Sequence[dict[str, str]], held: Any) -> float:
    labels = np.array([row["stance"] for row in found])
    known = np.isin(labels, STANCES)
    model = LogisticRegression(C=10, max_iter=1000, class_weight="balanced")
    told = model.fit(inputs[known & ~held], labels[known & ~held]).predict(inputs[known & held])
    return float(np.mean([f1(told == s, labels[known & held] == s)[2] for s in STANCES]))


def _risk(inputs: Any, found: Sequence[dict[str, str]], held: Any) -> float:
    states = np.array([read_risks(row["risks"]) for row in found])
    scores = []
    for index in range(len(RISKS)):
        known = states[:, index] != UNKNOWN
        model = LogisticRegression(C=10, max_iter=1000, class_weight="balanced")
        model.fit(inputs[known & ~held], states[known & ~held, index] > 0)
        scores.append(f1(model.predict(inputs[known & held]), states[known & held, index] > 0)[2])
    return float(np.mean(scores))


if __name__ == "__main__":
    main()
