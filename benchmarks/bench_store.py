"""How fast the store writes, and how fast the dashboard's questions are answered.

    python -m benchmarks.bench_store --articles 20000 [--store URL]

Articles are generated from a seed: about 15 sentences, 8 toponyms, 6 actors and 5 quotes each, one in five
a copy of an earlier one. Times are wall seconds; each query is asked three times and the best is shown.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from tqdm import tqdm

from pipeline import queries
from pipeline.queries import RISKS, STANCES, Filters
from pipeline.records import Actor, Article, Place, Precision, Quote, Risk, Sentence, Span, StanceTag, Toponym
from pipeline.store import Entry, Store

SENTENCES, TOPONYMS, ACTORS, QUOTES = 15, 8, 6, 5
WORDS = (
    "army",
    "food",
    "water",
    "shelter",
    "medicine",
    "for",
    "the",
    "town",
    "would",
    "reach",
    "families",
    "by",
    "winter",
)


def main() -> int:
    """Fill a store and time it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--store", help="default: an SQLite file in a temporary folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        url = options.store or f"sqlite:///{path}"
        write(url, options.articles)
        if path.exists():
            print(f"file {path.stat().st_size / 1e6:.0f} MB")
        read(Store.open(url, read_only=True))
    return 0


def write(url: str, count: int) -> None:
    """Store generated articles, then the same again."""
    store = Store.open(url)
    for pass_ in ("first", "again"):
        entries = tqdm(generate(count), total=count, file=sys.stderr, desc=pass_)
        started = time.perf_counter()
        counts = store.upsert(entries)
        seconds = time.perf_counter() - started
        print(f"write, {pass_}: {count / seconds:,.0f} articles/s {counts}")
    store.close()


def read(store: Store) -> None:
    """Time each query, with and without filters."""
    some = Filters(actors=("Actor 7",))
    dated = Filters(date_from=date(2018, 9, 1), date_to=date(2018, 9, 14), risks=("escalation",))
    for name, filters in (("all", Filters()), ("one actor", some), ("two weeks, one risk", dated)):
        for query in (queries.quotes, queries.places, queries.arcs, queries.timeline, queries.lanes, queries.actors):
            clock(f"{query.__name__}, {name}", partial(query, store, filters))
        clock(f"key_figures, {name}", partial(queries.key_figures, store, filters))
    clock("quotes, text", lambda: queries.quotes(store, Filters(text="water shelter")))
    clock("quotes, gravest", lambda: queries.quotes(store, Filters(), sort="gravest"))
    clock("options", lambda: queries.options(store))
    clock("status", lambda: queries.status(store))
    clock("version", lambda: queries.version(store))
    clock("article", lambda: queries.article(store, "bench-17"))


def clock(name: str, ask: Callable[[], object]) -> None:
    """Print the best of three times."""
    times = []
    for _ in range(3):
        started = time.perf_counter()
        ask()
        times.append(time.perf_counter() - started)
    print(f"{name:32} {min(times) * 1000:8.1f} ms")


def generate(count: int) -> Iterator[Entry]:
    """Yield articles; every fifth is a copy of the one before, under another outlet."""
    original = ""
    for number in range(count):
        copied = number % 5 == 4
        seed = number - 1 if copied else number
        article_id = f"bench-{number}"
        yield Entry(_article(article_id, random.Random(seed), number), b"\0" * 512, original if copied else None)  # noqa: S311
        original = article_id


def _article(article_id: str, chance: random.Random, number: int) -> Article:
    lines = [" ".join(chance.choices(WORDS, k=20)) + "." for _ in range(SENTENCES)]
    text = " ".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:index]) for index in range(SENTENCES)]
    spans = [Span(start, start + len(line)) for start, line in zip(starts, lines, strict=True)]
    names = chance.sample(range(400), ACTORS)
    published = datetime(2018, 1, 1, tzinfo=UTC) + timedelta(minutes=20 * number)
    return Article(
        id=article_id,
        text=text,
        title=" ".join(chance.choices(WORDS, k=8)),
        published_at=published if number % 50 else None,
        published_precision="time" if number % 50 else None,
        outlet=f"Outlet {number % 40}",
        language="en",
        sentences=tuple(Sentence(span, _risks(chance)) for span in spans),
        places=tuple(_toponym(chance, spans[index]) for index in range(TOPONYMS)),
        actors=tuple(_actor(index, name) for index, name in enumerate(names)),
        quotes=tuple(_quote(chance, spans[index]) for index in range(QUOTES)),
        models={"bench": "1"},
    )


def _risks(chance: random.Random) -> tuple[Risk, ...]:
    labels = chance.sample(RISKS, chance.choice((0, 0, 1, 2)))
    # choice() gives a str, the record wants one of its literals
    return tuple(Risk(label, chance.choice(("reported", "feared")), chance.random()) for label in labels)  # type: ignore[arg-type]


def _toponym(chance: random.Random, sentence: Span) -> Toponym:
    number = min(int(chance.expovariate(0.01)), 3000)
    place = Place(f"Place {number}", number % 60, number % 90, Precision.TOWN, f"bench:{number}", "SY", "Region", 5.0)
    role = chance.choice(("about", "about", "spoken_at", "background"))
    return Toponym(Span(sentence.start, sentence.start + 8), role, 0.9, place if chance.random() < 0.8 else None)


def _actor(index: int, name: int) -> Actor:
    return Actor(
        f"a{index}", f"Actor {name}", "person", "minister", f"State {name % 30}", None, (Span(0, 3), Span(9, 12))
    )


def _quote(chance: random.Random, span: Span) -> Quote:
    return Quote(
        "direct",
        (span,),
        source=Span(span.start, span.start + 3),
        speaker=f"a{chance.randrange(ACTORS)}",
        stance=StanceTag(chance.choice(STANCES), chance.random()),  # type: ignore[arg-type]  # a str, as above
        risks=_risks(chance),
        about=tuple(chance.sample(range(TOPONYMS), 2)),
        spoken_at=chance.randrange(TOPONYMS),
    )


if __name__ == "__main__":
    sys.exit(main())
