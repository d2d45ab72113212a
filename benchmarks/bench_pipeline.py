"""How fast articles are annotated: `python -m benchmarks.bench_pipeline [SOURCE …]`, by default the bundled sample.

Prints how long the model and the gazetteer take to open, articles and characters a second, and what each
stage costs. Wall seconds, the best of three rounds.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from pipeline.assembly import Assembly
from pipeline.intake.files import read_sources
from pipeline.records import Article
from pipeline.runner import CHUNK
from pipeline.settings import Settings
from pipeline.stage import Stage

ROUNDS = 3


def main() -> int:
    """Measure and print."""
    settings = Settings()
    sources = sys.argv[1:] or [str(settings.sample)]
    articles = [item for item in read_sources(sources, now=datetime.now(UTC)) if isinstance(item, Article)]
    start = time.perf_counter()
    stages = Assembly(settings).stages
    print(f"open {time.perf_counter() - start:.2f} s")
    rounds = [measure(articles, stages) for _ in range(ROUNDS)]
    best = min(rounds, key=lambda spent: sum(spent.values()))
    whole, characters = sum(best.values()), sum(len(article.text) for article in articles)
    print(f"{len(articles)} articles, {characters:,} characters: {len(articles) / whole:.1f} articles a second,")
    print(f"{characters / whole:,.0f} characters a second, {whole / len(articles) * 1000:.0f} ms an article, of which")
    for name, spent in best.items():
        print(f"  {name:<10} {spent / len(articles) * 1000:7.2f} ms  {spent / whole:4.0%}")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")
    return 0


def measure(articles: Sequence[Article], stages: Sequence[Stage]) -> dict[str, float]:
    """Return the seconds that each stage took over all articles, in the runner's chunks."""
    spent = dict.fromkeys((stage.name for stage in stages), 0.0)
    for first in range(0, len(articles), CHUNK):
        chunk = list(articles[first : first + CHUNK])
        for stage in stages:
            start = time.perf_counter()
            chunk = stage(chunk)
            spent[stage.name] += time.perf_counter() - start
    return spent


if __name__ == "__main__":
    sys.exit(main())
