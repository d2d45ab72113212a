"""TF-IDF and logistic regression: a bag of words for a text, a bag of its neighbours for a word piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from pipeline.model.inputs import Pieces
from pipeline.model.training.baselines.tagging import Tag

Array = Any
REACH = 3  # pieces on either side that a piece's bag holds
STRENGTH = 10.0
_NEVER = -30.0


def vectors(learned: Sequence[str], asked: Sequence[str]) -> tuple[Array, Array]:
    """Return texts as weighted words and pairs of words; both are counted on what is learned from."""
    bag = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    return bag.fit_transform(learned), bag.transform(asked)


def learn_tags(sentences: Sequence[Pieces], tags: Sequence[Sequence[int]], count: int) -> Tag:
    """Return what tags the pieces of a sentence, learned from sentences and a tag a piece (below 0: unknown)."""
    wanted = np.array([tag for part in tags for tag in part])
    bag = TfidfVectorizer(analyzer=_same, min_df=2)
    inputs = bag.fit_transform(each for pieces in sentences for each in neighbours(pieces))
    regression = LogisticRegression(C=STRENGTH, max_iter=200)
    regression.fit(inputs[wanted >= 0], wanted[wanted >= 0])

    def tag(asked: Sequence[Pieces]) -> list[Array]:
        return [_scores(regression, bag, pieces, count) for pieces in asked]

    return tag


def _scores(regression: Any, bag: Any, pieces: Pieces, count: int) -> Array:
    scores = np.full((len(pieces.ids), count), _NEVER)
    if pieces.ids:
        scores[:, regression.classes_] = regression.predict_log_proba(bag.transform(neighbours(pieces)))
    return scores


def neighbours(pieces: Pieces) -> Iterator[list[str]]:
    """Yield for each piece what stands around it: pieces and shapes of words, each with its distance."""
    for index in range(len(pieces.ids)):
        near = range(max(0, index - REACH), min(len(pieces.ids), index + REACH + 1))
        yield [
            f"{at - index}{kind}{value}"
            for at in near
            for kind, value in (("piece", pieces.ids[at]), ("shape", pieces.shapes[at]))
        ]


def _same(given: list[str]) -> list[str]:
    return given
