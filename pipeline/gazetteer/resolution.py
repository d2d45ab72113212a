"""Which of its candidates a toponym means: a small learned ranker over an article's names together.

Pure: names and candidates in, probabilities out. A conditional logit (McFadden 1974) over
the features below, applied three times: first alone, then each name in the light of what
the others most likely mean. Weights and calibration: `Ranker.load`; learned by
`pipeline/gazetteer/train_ranker.py`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import AssetError
from pipeline.gazetteer.features import Feature
from pipeline.gazetteer.index import Candidate, Match

FILE_NAME = "ranker.json"
PASSES = 3
MAX_CANDIDATES = 64  # the largest by name and population; no gold place of the dev corpora stands behind it
NEAR_KM = 100.0
BESIDE = 1.0  # degrees
MAX_OTHERS = 3
MAX_REASONS = 2
MIN_GAIN = 0.1  # log odds; what gains less decided nothing
CLOSE_CHARS = 200  # names this near in the text belong together more than the rest of the article's
FEATURES = (
    "name", "alternate", "variant", "skeleton", "population", "unpeopled", "largest", "typed", "country", "capital",
    "town", "admin1", "admin2", "wide", "landscape", "site", "twin", "country_share", "main_country", "admin1_share",
    "near", "near_in_text", "capital_share", "admin1_country_share", "contained", "not_contained",
)  # fmt: skip
_CONTEXT = FEATURES.index("country_share")
_WIDE = frozenset({Feature.CONTINENT, Feature.SUPRANATIONAL, Feature.SEA, Feature.DESERT})
_LANDSCAPE = frozenset({Feature.HISTORIC_REGION, Feature.MOUNTAIN, Feature.RIVER, Feature.LAKE, Feature.ISLAND})
_CITIES = frozenset({Feature.CAPITAL, Feature.TOWN})
_SITES = frozenset({Feature.CAMP, Feature.CROSSING, Feature.BASE, Feature.SITE})
_UNPLACED = frozenset({Feature.COUNTRY}) | _WIDE  # too large for a distance to mean anything

Array = Any  # a float64 numpy array


@dataclass(frozen=True, slots=True)
class Question:
    """One name of an article, to be resolved to one place: one sense per article."""

    candidates: tuple[Candidate, ...]
    positions: tuple[int, ...]  # where in the text it stands
    containers: tuple[Candidate, ...] = ()  # what the text says it lies in: "Athens, Georgia"
    enclosed: bool = False  # no place bears the name; the candidates are what the text says it lies in


@dataclass(frozen=True, slots=True)
class Answer:
    """The likeliest candidate and the calibrated probability that it is right.

    `others` are the next likeliest, each with its share of belief (0–1, uncalibrated). `reasons` are the
    features that most set the winner apart from the likeliest place elsewhere, strongest first.
    """

    candidate: Candidate
    score: float
    others: tuple[tuple[Candidate, float], ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights of the features, and of the calibration of the winner's probability."""

    weights: Array  # (len(FEATURES),)
    calibration: tuple[float, float]  # bias, slope on the log odds
    version: str

    @classmethod
    def load(cls, path: Path) -> Ranker:
        """Read the ranker from a file, or from a folder.

        Raises:
            AssetError: the file is missing or damaged.
        """
        file = path / FILE_NAME if path.is_dir() else path
        try:
            stored = json.loads(file.read_text(encoding="utf-8"))
            weights = np.array([float(stored["weights"][name]) for name in FEATURES])
            return cls(weights, (float(stored["bias"]), float(stored["slope"])), str(stored["version"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise AssetError(
                str(file), f"ranker {file} cannot be read ({error!r}); restore it from the repository"
            ) from error

    def resolve(self, questions: Sequence[Question]) -> list[Answer | None]:
        """Choose a candidate for each name of one article; None where it has no candidates."""
        asked = [question for question in questions if question.candidates]
        if not asked:
            return [None] * len(questions)
        table = Table.of(asked)
        beliefs, features = self._settled(table)
        parts = zip(asked, table.split(beliefs), np.split(features, table.starts[1:]), strict=True)
        answers = iter(self._best(*part) for part in parts)
        return [next(answers) if question.candidates else None for question in questions]

    def beliefs(self, table: Table) -> Array:
        """Return each candidate's probability among those of its name."""
        return self._settled(table)[0]

    def _settled(self, table: Table) -> tuple[Array, Array]:
        """Return the beliefs after the last pass, and the features that it saw."""
        features = table.fixed
        beliefs = table.softmax(features @ self.weights)
        for _ in range(PASSES - 1):
            features = table.features(beliefs)
            beliefs = table.softmax(features @ self.weights)
        return beliefs, features

    def _best(self, asked: Question, beliefs: Array, features: Array) -> Answer:
        """Return the winner; what stands right beside it (a town, its region) counts for it."""
        order = np.argsort(-beliefs, kind="stable")
        winner = asked.candidates[order[0]]
        beside = np.array([_beside(candidate, winner) for candidate in asked.candidates[: len(beliefs)]])
        bias, slope = self.calibration
        score = 1 / (1 + math.exp(-(bias + slope * log_odds(float(beliefs[beside].sum())))))
        others = tuple((asked.candidates[index], float(beliefs[index])) for index in order[1 : 1 + MAX_OTHERS])
        rivals = [index for index in order if not beside[index]]
        gains = self.weights * (features[order[0]] - features[rivals[0]]) if rivals else self.weights * 0.0
        reasons = tuple(FEATURES[at] for at in np.argsort(-gains)[:MAX_REASONS] if gains[at] > MIN_GAIN)
        return Answer(winner, score, others, reasons)


def _beside(one: Candidate, other: Candidate) -> bool:
    degrees = abs(one.place.latitude - other.place.latitude) + abs(one.place.longitude - other.place.longitude)
    return degrees < BESIDE


def log_odds(probability: float) -> float:
    """Return the log odds of a probability, kept finite."""
    bounded = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))


@dataclass(frozen=True)
class Table:
    """All candidates of an article's names, one row each."""

    fixed: Array  # features that need no context; the context's columns are 0
    group: Array  # which name a row belongs to
    starts: Array  # the first row of each name
    radians: Array  # (rows, 2): latitude, longitude
    placed: Array  # whether distance to the row means anything
    countries: Array  # a number per country, -1: none
    divisions: Array  # a number per admin-1 division, -1: none
    weights: Array  # per name: how much it counts as context
    closeness: Array  # (names, names): whether two stand near each other in the text

    @classmethod
    def of(cls, questions: Sequence[Question]) -> Table:
        """Lay out the candidates of the names, at most MAX_CANDIDATES each."""
        rows = [(number, c) for number, q in enumerate(questions) for c in q.candidates[:MAX_CANDIDATES]]
        group = np.array([number for number, _ in rows])
        country_numbers: dict[str, int] = {}
        division_numbers: dict[tuple[str, str], int] = {}
        countries, divisions = [], []
        for _, c in rows:
            code, name = c.place.country, c.place.admin1
            countries.append(country_numbers.setdefault(code, len(country_numbers)) if code else -1)
            divisions.append(division_numbers.setdefault((code or "", name), len(division_numbers)) if name else -1)
        return cls(
            fixed=np.array([row for q in questions for row in _fixed(q)]),
            group=group,
            starts=np.searchsorted(group, np.arange(len(questions))),
            radians=np.radians([(c.place.latitude, c.place.longitude) for _, c in rows]),
            placed=np.array([c.feature not in _UNPLACED for _, c in rows]),
            countries=np.array(countries),
            divisions=np.array(divisions),
            weights=np.array([math.log2(1 + len(q.positions)) for q in questions]),
            closeness=_closeness(questions),
        )

    def softmax(self, scores: Array) -> Array:
        """Turn scores into probabilities within each name."""
        raised = np.exp(scores - np.maximum.reduceat(scores, self.starts)[self.group])
        return raised / np.add.reduceat(raised, self.starts)[self.group]

    def split(self, values: Array) -> list[Array]:
        """Cut a column into one piece a name."""
        return np.split(values, self.starts[1:])

    def features(self, beliefs: Array) -> Array:
        """Return all features, given what the names are believed to mean; a name is no context to itself."""
        table = self.fixed.copy()
        mass = beliefs * self.weights[self.group]
        share = self._share(self.countries, mass)
        best = np.maximum.reduceat(share, self.starts)[self.group]
        table[:, _CONTEXT] = share
        table[:, _CONTEXT + 1] = (share >= best) & (share > 0)
        table[:, _CONTEXT + 2] = self._share(self.divisions, mass)
        table[:, _CONTEXT + 3 : _CONTEXT + 5] = self._nearness(beliefs)
        table[:, _CONTEXT + 5] = share * table[:, FEATURES.index("capital")]
        table[:, _CONTEXT + 6] = share * table[:, FEATURES.index("admin1")]
        return table

    def _share(self, numbers: Array, mass: Array) -> Array:
        """Return what part of the other names' mass lies in each row's country (or division)."""
        size = int(numbers.max()) + 1
        names = len(self.weights)
        if size <= 0 or names < 2:
            return np.zeros(len(numbers))
        known = numbers >= 0
        matrix = np.zeros((names, size))
        np.add.at(matrix, (self.group[known], numbers[known]), mass[known])
        others = matrix.sum(axis=0) - matrix[self.group]
        total = np.maximum(self.weights.sum() - self.weights[self.group], 1e-9)
        return np.where(known, others[np.arange(len(numbers)), np.maximum(numbers, 0)] / total, 0.0)

    def _nearness(self, beliefs: Array) -> Array:
        """Return, for each row, how near the likely places of other names lie: anywhere, and close in the text."""
        tops = np.array(
            [start + int(np.argmax(part)) for start, part in zip(self.starts, self.split(beliefs), strict=True)]
        )
        km = _distances(self.radians, self.radians[tops])
        weight = beliefs[tops] * self.placed[tops]
        near = np.exp(-km / NEAR_KM) * weight
        near[self.group[:, None] == np.arange(len(tops))] = 0.0
        near *= self.placed[:, None]
        return np.stack([near.max(axis=1), (near * self.closeness[self.group]).max(axis=1)], axis=1)


def _distances(a: Array, b: Array) -> Array:
    """Return great-circle distances in km between every row of `a` and of `b` (haversine)."""
    latitude = np.sin((a[:, None, 0] - b[None, :, 0]) / 2) ** 2
    longitude = np.sin((a[:, None, 1] - b[None, :, 1]) / 2) ** 2
    inner = latitude + np.cos(a[:, None, 0]) * np.cos(b[None, :, 0]) * longitude
    return 12742 * np.arcsin(np.sqrt(np.clip(inner, 0, 1)))


def _closeness(questions: Sequence[Question]) -> Array:
    close = np.zeros((len(questions), len(questions)))
    spots = sorted((position, number) for number, q in enumerate(questions) for position in q.positions)
    for (here, one), (there, other) in pairwise(spots):
        if there - here <= CLOSE_CHARS:
            close[one, other] = close[other, one] = 1.0
    return close


def _fixed(question: Question) -> list[list[float]]:
    candidates = question.candidates[:MAX_CANDIDATES]
    largest = max(candidate.population for candidate in candidates)
    regions = {candidate.place.country for candidate in candidates if candidate.feature is Feature.ADMIN1}
    return [
        [
            candidate.match is Match.NAME,
            candidate.match is Match.ALTERNATE,
            candidate.match is Match.VARIANT,
            candidate.match is Match.SKELETON,
            math.log10(candidate.population + 1) / 7,
            candidate.population == 0,
            candidate.population == largest,
            candidate.typed,
            candidate.feature is Feature.COUNTRY,
            candidate.feature is Feature.CAPITAL,
            candidate.feature is Feature.TOWN,
            candidate.feature is Feature.ADMIN1,
            candidate.feature is Feature.ADMIN2,
            candidate.feature in _WIDE,
            candidate.feature in _LANDSCAPE,
            candidate.feature in _SITES,
            candidate.feature in _CITIES and candidate.place.country in regions,
            *(0.0,) * 7,
            *_containment(candidate, question.containers),
        ]
        for candidate in candidates
    ]


def _containment(candidate: Candidate, containers: Sequence[Candidate]) -> tuple[bool, bool]:
    if not containers:
        return False, False
    inside = any(lies_in(candidate, container) for container in containers)
    return inside, not inside


def lies_in(candidate: Candidate, container: Candidate) -> bool:
    """Tell whether a place lies in a country or a first-order division."""
    place, outer = candidate.place, container.place
    if container.feature is Feature.COUNTRY:
        return place.country == outer.country and candidate.feature is not Feature.COUNTRY
    same = place.country == outer.country and place.admin1 is not None and place.admin1 == outer.admin1
    return same and candidate.feature is not Feature.ADMIN1


def to_json(weights: Mapping[str, float], *, bias: float, slope: float, version: str) -> str:
    """Return the ranker's file."""
    return json.dumps({"version": version, "bias": bias, "slope": slope, "weights": dict(weights)}, indent=1) + "\n"
