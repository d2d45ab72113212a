"""What the baselines learn from and are asked: the splits of the reader, and the scorer beside the data."""

from __future__ import annotations

import csv
import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from pipeline.errors import AssetError
from pipeline.model.labels import STANCES
from pipeline.model.training import datasets
from pipeline.model.training.datasets import ROOTS, Corpus, held_out
from pipeline.model.training.examples import UNKNOWN, Example
from pipeline.model.training.tags import read_risks

Array = Any
# CrossNER's 200 sentences beside CoNLL's 14,000, as often as the reader sees them in an epoch.
CROSSNER_TIMES = 6
_SCORED = ("stance", "quotes")
_Row = tuple[str, Mapping[str, str], str]  # text, labels, document


@dataclass(frozen=True)
class Statements:
    """Labelled sentences, by their text.

    stances: (texts,) indexes, UNKNOWN where nobody states anything or it is undecided. risks: (texts, risks)
    states or UNKNOWN. keys: documents.
    """

    texts: Sequence[str]
    stances: Array
    risks: Array
    keys: Sequence[str]


def statements(corpus: Corpus, folder: Path) -> tuple[Statements, Statements]:
    """Return what is learned from, our own sentences for rare labels included, and what is held out."""
    ours: list[_Row] = []
    kept: list[_Row] = []
    texts: dict[str, Mapping[str, str]] = {}
    for row in _rows(folder / "sentences.tsv", csv.QUOTE_MINIMAL):
        if row["file"] not in texts:
            texts[row["file"]] = corpus.texts(row["file"])
        text = texts[row["file"]][row["id"]][int(row["start"]) : int(row["end"])]
        key = f"{row['file']}:{row['id']}"
        (kept if held_out(key) else ours).append((text, row, key))
    own = _rows(folder / "own.tsv", csv.QUOTE_NONE)
    ours += [(row["text"], row, f"own:{number}") for number, row in enumerate(own)]
    return _gathered(ours), _gathered(kept)


def _rows(path: Path, quoting: Literal[0, 3]) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=quoting)


def _gathered(found: Sequence[_Row]) -> Statements:
    texts, rows, keys = zip(*found, strict=True)
    stances = [STANCES.index(row["stance"]) if row["stance"] in STANCES else UNKNOWN for row in rows]
    return Statements(texts, np.array(stances), np.array([read_risks(row["risks"]) for row in rows]), keys)


def rooted(corpus: Corpus, name: str) -> Statements:
    """Return the PLOVER sentences of one stance, as the scorer takes them; risks are unknown.

    Where a root code leaves two stances open it is the first: the scorer tells no demand from an appeal.
    """
    found = [
        (row["text"], {"stance": label, "risks": "?"}, f"{name}:{number}")
        for number, row in enumerate(corpus.rows(f"stance/{name}"))
        for label in filter(None, [one_root(row["rootcodes"])])
    ]
    return _gathered(found)


def one_root(codes: Sequence[str]) -> str | None:
    """Return the stance that all root codes of a sentence name, or None."""
    named = {ROOTS[code][0] if code in ROOTS else None for code in codes}
    return named.pop() if len(named) == 1 else None


def names(corpus: Corpus) -> list[Example]:
    """Return the name-tagged training sentences."""
    rare = list(datasets.names(corpus, "crossner_politics_train"))
    return [*datasets.names(corpus, "conll2003_train"), *rare * CROSSNER_TIMES]


def cues(corpus: Corpus) -> list[Example]:
    """Return PolNeAR's training sentences; of those in which nobody says anything half, as for the reader."""
    found = datasets.attributions(corpus, "polnear_train")
    return [example for number, example in enumerate(found) if example.links or not number % 2]


def open_scorer(shared: Path) -> Any:
    """Return the scorer beside the data as a module.

    Raises:
        AssetError: it is missing, or has not the functions that are called here.
    """
    path = shared / "score.py"
    spec = importlib.util.spec_from_file_location("score", path) if path.is_file() else None
    if spec is None or spec.loader is None:
        raise AssetError(str(path), f"no scorer at {path}; name the folder that holds score.py and data with --shared")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    missing = [name for name in _SCORED if not hasattr(scorer, name)]
    if missing:
        raise AssetError(str(path), f"{path} scores no {missing[0]}; this is another scorer than the one we know")
    return scorer
