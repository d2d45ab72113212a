"""How fast the gazetteer loads, looks up and resolves: `python -m benchmarks.bench_gazetteer`.

Prints loading time, memory, look-ups a second, and milliseconds an article over the sample.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipeline.gazetteer.index import Gazetteer
from pipeline.gazetteer.resolution import Ranker
from pipeline.records import Article, Sentence, Span
from pipeline.settings import Settings
from pipeline.stages import geocode

NAMES = ("Idlib", "Idlib province", "إدلب", "Khan Sheikhoun", "New York", "Springfield", "Xyzzyville", "Слов'янськ")
TEXT = (
    "Fighters left villages south of Idlib on Monday while aid reached Hodeidah and Taiz in Yemen. The Turkish foreign"
    " minister said in Ankara that talks with Russia and Iran would go on. Families from Aleppo moved towards Afrin."
)


def main() -> None:
    """Measure and print."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    gazetteer = Gazetteer.load(Settings().gazetteer)
    loading = time.perf_counter() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"load {loading * 1000:.0f} ms, {grown:.0f} MB more resident")
    print(f"look-ups {1 / per_call(lambda: [gazetteer.candidates(name) for name in NAMES]) * len(NAMES):,.0f} a second")
    stage = geocode.stage(gazetteer, Ranker.load(Settings().gazetteer))
    whole = Span(0, len(TEXT))
    article = Article("bench", TEXT, language="en", sentences=(Sentence(whole),))
    print(f"geocode {per_call(lambda: stage([article])) * 1000:.2f} ms for {len(TEXT)} characters")


def per_call(work: Callable[[], object], times: int = 300) -> float:
    """Return the seconds that one call takes, the mean of many."""
    work()
    start = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - start) / times


if __name__ == "__main__":
    main()
