"""Annotate the labelled sample articles with the pipeline and measure what comes out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from tqdm import tqdm

from pipeline.errors import AssetError
from pipeline.evaluation.figures import Figure, figures
from pipeline.evaluation.gold import GOLD, GoldArticle, load_gold
from pipeline.evaluation.tallies import tally
from pipeline.intake.jsonl import read_lines
from pipeline.records import Article, Failure
from pipeline.runner import annotate
from pipeline.stage import Stage

# Dates of the sample are all before this; nothing here depends on the day of the measurement.
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Measurement:
    """Figures over the labelled articles, how much was labelled, and with which models it was annotated."""

    figures: tuple[Figure, ...]
    labelled: Mapping[str, int]  # "articles", "quotes", "place names", "sentences"
    models: Mapping[str, str]
    failures: tuple[Failure, ...]  # articles that a stage failed on; they count as if nothing was found


def measure_gold(stages: Sequence[Stage], *, sample: Path, gold: Path = GOLD) -> Measurement:
    """Annotate the labelled articles of the folder `sample` and measure.

    Raises:
        AssetError: the labels, the sample or a part of the pipeline is missing or damaged.
    """
    articles = read_sample(sample)
    labels = load_gold(gold, {article.id: article.text for article in articles.values()})
    annotated = list(_annotated([articles[one.id] for one in labels], stages))
    tallies = [tally(one, article) for one, (article, _) in zip(labels, annotated, strict=True)]
    return Measurement(
        tuple(figures(tallies)),
        _labelled(labels),
        next((article.models for article, failure in annotated if not failure), MappingProxyType({})),
        tuple(failure for _, failure in annotated if failure),
    )


def read_sample(folder: Path) -> dict[str, Article]:
    """Read the bundled articles by id; of one that was published again, the last version.

    Raises:
        AssetError: a file is missing or holds a line that is no article.
    """
    articles = {}
    files = sorted(folder.glob("*.jsonl"))
    for file in files:
        for article in read_lines(file.read_bytes().splitlines(), origin=file.name, now=_NOW):
            if isinstance(article, Failure):
                raise AssetError(str(file), f"sample {article.error}; restore it from the repository")
            articles[article.id] = article
    if not articles:
        raise AssetError(str(folder), f"sample {folder} holds no articles; restore it from the repository")
    return articles


def _annotated(articles: Sequence[Article], stages: Sequence[Stage]) -> Iterator[tuple[Article, Failure | None]]:
    bar = tqdm(articles, desc="evaluate", unit=" articles", delay=2.0, file=sys.stderr)
    for done in annotate(bar, stages, chunk=4):  # small chunks, so that the bar moves
        if not isinstance(done, Failure):  # intake has read them already
            yield done


def _labelled(labels: Sequence[GoldArticle]) -> dict[str, int]:
    return {
        "articles": len(labels),
        "quotes": sum(len(one.quotes) for one in labels),
        "place names": sum(toponym.point is not None for one in labels for toponym in one.toponyms),
        "sentences": sum(len(one.sentences) for one in labels),
    }
