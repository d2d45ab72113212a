"""Learn the ranker's weights: `python -m pipeline.gazetteer.train_ranker GOLD.jsonl …`. Build time only.

GOLD are places corpora of the shape `{"id", "text", "toponyms": [{"start", "end", "lat", "lon"}]}`. Prints the
share of toponyms within 161 km in five-fold cross-validation over documents, beside the most populous place.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.gazetteer.build import ASSETS
from pipeline.gazetteer.features import Feature
from pipeline.gazetteer.index import Candidate, Gazetteer
from pipeline.gazetteer.resolution import (
    FEATURES,
    FILE_NAME,
    MAX_CANDIDATES,
    Question,
    Ranker,
    Table,
    log_odds,
    to_json,
)
from pipeline.gazetteer.toponyms import Name, context_countries, key, look_up, question
from pipeline.records import Span

RIGHT_KM = 161.0  # 100 miles, the usual bound
FOLDS = 5
ROUNDS = 3  # the context depends on the weights, so they are learned in turns
STEPS = 400
RIDGE = 2e-4
# LGL collects small towns that share a name with a capital, on purpose: not what our news is like.
WEIGHT = {"lgl": 0.15}

Array = Any


@dataclass(frozen=True, slots=True)
class Document:
    """One gold article: its questions, and for each the gold points of its mentions."""

    corpus: str
    fold: int
    questions: tuple[Question, ...]
    gold: tuple[tuple[tuple[float, float], ...], ...]


def main(arguments: list[str] | None = None) -> int:
    """Learn, report and write the ranker."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--assets", type=Path, default=ASSETS)
    options = parser.parse_args(arguments)
    gazetteer = Gazetteer.load(options.assets)
    documents = [document for path in options.gold for document in read(path, gazetteer)]
    rankers = [learn([d for d in documents if d.fold != fold]) for fold in range(FOLDS)]
    report(documents, rankers)
    final = learn(documents)
    bias, slope = calibrate(documents, rankers)
    weights = dict(zip(FEATURES, (round(float(w), 4) for w in final), strict=True))
    text = to_json(weights, bias=round(bias, 4), slope=round(slope, 4), version="ranker-1")
    (options.assets / FILE_NAME).write_text(text, encoding="utf-8")
    return 0


def read(path: Path, gazetteer: Gazetteer) -> list[Document]:
    """Read a gold corpus as questions."""
    documents = []
    for line in filter(None, path.read_text(encoding="utf-8").split("\n")):
        row = json.loads(line)
        marked = [t for t in row["toponyms"] if t.get("lat") is not None]
        fold = blake2b(str(row["id"]).encode(), digest_size=2).digest()[0] % FOLDS
        questions, gold = ask(row["text"], marked, gazetteer)
        documents.append(Document(path.stem, fold, questions, gold))
    return documents


def ask(
    text: str, marked: Sequence[dict[str, Any]], gazetteer: Gazetteer
) -> tuple[tuple[Question, ...], tuple[tuple[tuple[float, float], ...], ...]]:
    """Turn an article's gold toponyms into questions, one a name."""
    names = [_name(gazetteer, text, Span(toponym["start"], toponym["end"])) for toponym in marked]
    countries = context_countries(names)
    grouped: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        grouped.setdefault(key(name.text), []).append(index)
    questions = [question(gazetteer, text, [names[i] for i in indexes], countries) for indexes in grouped.values()]
    gold = [tuple((float(marked[i]["lat"]), float(marked[i]["lon"])) for i in indexes) for indexes in grouped.values()]
    return tuple(questions), tuple(gold)


def _name(gazetteer: Gazetteer, text: str, span: Span) -> Name:
    written = span.of(text)
    people = gazetteer.demonym(written)
    return Name(span, written, (people,) if people else look_up(gazetteer, written), demonym=people is not None)


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance in km."""
    one, other = np.radians(a), np.radians(b)
    inner = np.sin((one[0] - other[0]) / 2) ** 2
    inner += np.cos(one[0]) * np.cos(other[0]) * np.sin((one[1] - other[1]) / 2) ** 2
    return float(12742 * np.arcsin(min(1.0, np.sqrt(inner))))


def learn(documents: Sequence[Document]) -> Array:
    """Maximise the likelihood that each name's winner lies within RIGHT_KM of gold."""
    tables, rights, counts = [], [], []
    for document in documents:
        pairs = [(q, g) for q, g in zip(document.questions, document.gold, strict=True) if q.candidates]
        if pairs:
            tables.append(Table.of([q for q, _ in pairs]))
            rights.append([_right(q, g) for q, g in pairs])
            counts.append([len(g) * WEIGHT.get(document.corpus, 1.0) ** 2 for _, g in pairs])
    weights = np.zeros(len(FEATURES))
    weights[FEATURES.index("population")] = 3.0
    beliefs = [table.softmax(table.fixed @ weights) for table in tables]
    for _ in range(ROUNDS):
        weights = _fit([t.features(b) for t, b in zip(tables, beliefs, strict=True)], tables, rights, counts, weights)
        ranker = Ranker(weights, (0.0, 1.0), "")
        beliefs = [ranker.beliefs(table) for table in tables]
    return weights


def _right(question: Question, gold: Sequence[tuple[float, float]]) -> list[float]:
    shown = question.candidates[:MAX_CANDIDATES]
    return [sum(_agrees(c, g) for g in gold) / len(gold) for c in shown]


def _agrees(candidate: Candidate, point: tuple[float, float]) -> bool:
    """Tell whether a place is the gold one; corpora differ in where they put the middle of a country."""
    reach = candidate.place.radius_km / 2 if candidate.feature in (Feature.COUNTRY, Feature.CONTINENT) else 0.0
    return km((candidate.place.latitude, candidate.place.longitude), point) <= max(RIGHT_KM, reach)


def _fit(features: list[Array], tables: list[Table], rights: list[Any], counts: list[Any], weights: Array) -> Array:
    """Fit the conditional logit by Adam on all names at once; names without a right candidate teach nothing."""
    rows = np.concatenate(features)
    right = np.concatenate([np.concatenate(r) for r in rights])
    offsets = np.cumsum([0, *(len(t.starts) for t in tables)])
    group = np.concatenate([t.group + o for t, o in zip(tables, offsets, strict=False)])
    starts = np.searchsorted(group, np.arange(offsets[-1]))
    solvable = np.maximum.reduceat(right, starts) > 0
    weight = np.sqrt(np.concatenate([np.array(c, float) for c in counts])) * solvable
    weight = (weight / weight.sum())[group]
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = rows @ weights
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        belief = raised / np.add.reduceat(raised, starts)[group]
        good = belief * right
        good /= np.maximum(np.add.reduceat(good, starts)[group], 1e-12)
        gradient = rows.T @ ((belief - good) * weight) + RIDGE * weights
        mean = 0.9 * mean + 0.1 * gradient
        spread = 0.99 * spread + 0.01 * gradient**2
        weights = weights - 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-9)
    return weights


def report(documents: Sequence[Document], rankers: Sequence[Array]) -> None:
    """Print, per corpus, the share of mentions within RIGHT_KM: ranker, most populous, best possible."""
    for corpus in dict.fromkeys(d.corpus for d in documents):
        ranked, populous, possible, total, unknown = 0, 0, 0, 0, 0
        for document in (d for d in documents if d.corpus == corpus):
            answers = Ranker(rankers[document.fold], (0.0, 1.0), "").resolve(document.questions)
            for asked, gold, answer in zip(document.questions, document.gold, answers, strict=True):
                total += len(gold)
                if answer is None:
                    unknown += len(gold)
                    continue
                largest = max(asked.candidates, key=lambda c: c.population)
                ranked += _hits(answer.candidate, gold)
                populous += _hits(largest, gold)
                possible += sum(any(_hits(c, [g]) for c in asked.candidates) for g in gold)
        found = total - unknown
        print(
            f"{corpus}: {total} toponyms, {unknown} unknown; within {RIGHT_KM:.0f} km of those found:"
            f" ranker {ranked / found:.3f}, most populous {populous / found:.3f}, best possible {possible / found:.3f};"
            f" of all: ranker {ranked / total:.3f}",
            file=sys.stderr,
        )


def _hits(candidate: Candidate, gold: Sequence[tuple[float, float]]) -> int:
    point = (candidate.place.latitude, candidate.place.longitude)
    return sum(km(point, g) <= RIGHT_KM for g in gold)


def calibrate(documents: Sequence[Document], rankers: Sequence[Array]) -> tuple[float, float]:
    """Fit Platt's sigmoid from the winner's log odds to its being right, on folds not learned from."""
    odds, right = [], []
    for document in documents:
        ranker = Ranker(rankers[document.fold], (0.0, 1.0), "")
        for gold, answer in zip(document.gold, ranker.resolve(document.questions), strict=True):
            if answer is not None:
                odds += [log_odds(answer.score)] * len(gold)
                right += [float(_agrees(answer.candidate, g)) for g in gold]
    x, y = np.array(odds), np.array(right)
    bias, slope = 0.0, 1.0
    for _ in range(3000):
        error = 1 / (1 + np.exp(-(bias + slope * x))) - y
        bias, slope = bias - 0.1 * float(error.mean()), slope - 0.02 * float((error * x).mean())
    return bias, slope


if __name__ == "__main__":
    raise SystemExit(main())
