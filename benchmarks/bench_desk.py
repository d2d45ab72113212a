"""How fast the desk is: its questions, its server, a further session's memory, and thirty analysts at once.

    python -m benchmarks.bench_desk                      # a small store, a minute
    python -m benchmarks.bench_desk --articles 100000    # the whole measure: about a million quotes
    python -m benchmarks.bench_desk --store URL          # a store that is there (articles are added to it)

The store is made from a seed (`desk_store`). The server is the real one; it is spoken to as by a browser
(`desk_browser`), from this machine: what is measured lies between asking and the end of the page's script.
Beside each figure stands its target; a figure that misses it says so, and fails nothing. "Computing" is
the processor's time: on a busy machine it says what the waiting would be on a quiet one.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from tqdm import tqdm

from benchmarks.desk_browser import DeskError, Run, Server, Session, open_session, serve
from benchmarks.desk_questions import Situation, filter_changes, percentiles
from benchmarks.desk_store import generate
from pipeline.queries import Filters
from pipeline.store import Entry, Store

WHOLE = 100_000  # articles, from which on all is measured in full
EVERY_S, WRITES_EVERY_S, WRITTEN = 5.0, 10.0, 10  # a rerun of each session; a write, of so many articles
MEMORY_AT = (10, 20, 30)  # sessions; with the first few, the server still lets go of what opening the store took


class Visit(NamedTuple):
    """A run of a page, and how long the server computed for it (0 where there is no /proc)."""

    seconds: float
    sent_bytes: int
    computing_s: float


def main() -> int:
    """Measure what was asked for; return 1 if a part of it could not be measured."""
    options = _options()
    whole = bool(options.store) or options.articles >= WHOLE
    changes = options.changes or (200 if whole else 20)
    with _store(options.store, options.articles) as url:
        parts = {
            "queries": lambda: measure_queries(url, changes),
            "server": lambda: measure_server(url, changes),
            "memory": lambda: measure_memory(url, MEMORY_AT if whole else (2, 4, 6)),
            "many": lambda: measure_many(url, *((30, 60.0) if whole else (6, 12.0))),
            "written": lambda: measure_many(url, *((30, 60.0) if whole else (6, 12.0)), written=True),
        }
        failed = [name for name in options.only or parts if not _measured(name, parts[name])]
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000, help="how many to generate (default: 1,000)")
    parser.add_argument("--store", help="measure a store that is there, or make one here and keep it")
    parser.add_argument("--changes", type=int, help="filter changes (default: 20, of the whole store 200)")
    parser.add_argument("--only", nargs="+", choices=("queries", "server", "memory", "many", "written"))
    return parser.parse_args()


def _measured(name: str, measure: Callable[[], None]) -> bool:
    try:
        measure()
    except Exception as error:  # noqa: BLE001  (one part that fails must not cost the others)
        print(f"{name}: FAILED: {type(error).__name__}: {error}", flush=True)
        return False
    return True


@contextmanager
def _store(url: str | None, articles: int) -> Iterator[str]:
    """Give the address of a store; without one, of one that is made now, and taken away in the end."""
    with tempfile.TemporaryDirectory() as folder:
        made = f"sqlite:///{Path(folder) / 'desk.db'}"
        if not url:
            build(made, articles)
        yield url or made


def build(url: str, articles: int) -> None:
    """Fill a store with generated articles."""
    store = Store.open(url)
    entries = tqdm(generate(articles), total=articles, file=sys.stderr, desc="store", mininterval=2)
    started = time.perf_counter()
    with store.run() as run:
        counts = store.upsert(entries, batch=200)
        run.counts.update(read=counts.new, new=counts.new)
    print(f"store: {articles / (time.perf_counter() - started):,.0f} articles/s, {counts}")
    store.close()


def say(what: str, value: str, *, target: str = "", met: bool = True) -> None:
    """Print one line of the table."""
    print(f"{what:52} {value:>34}   {target}{'' if met else '   MISSED'}", flush=True)


def _say_times(what: str, seconds: list[float], *, target_s: float) -> None:
    middle, high, most = percentiles(seconds)
    value = f"p50 {middle * 1000:,.0f}  p95 {high * 1000:,.0f}  max {most * 1000:,.0f} ms"
    say(f"{what} (n = {len(seconds)})", value, target=f"p95 < {target_s * 1000:,.0f} ms", met=high < target_s)


def _say_computing(seconds: list[float]) -> None:
    middle, high, most = percentiles(seconds)
    say("    computing", f"p50 {middle * 1000:,.0f}  p95 {high * 1000:,.0f}  max {most * 1000:,.0f} ms")


def measure_queries(url: str, count: int) -> None:
    """Time what Situation asks of the store at each of so many filter changes, one after the other."""
    store = Store.open(url, read_only=True)
    page = Situation(store, now=datetime.now(UTC))
    asked = filter_changes(store, count)
    started = time.perf_counter()
    page.ask(Filters())
    page.times.clear()
    say("queries: no filter, all of Situation, first time", f"{(time.perf_counter() - started) * 1000:,.0f} ms")
    times: list[tuple[float, str, Filters]] = []
    computing: list[float] = []
    for kind, filters in asked:
        started, computed = time.perf_counter(), time.process_time()
        page.ask(filters)
        times.append((time.perf_counter() - started, kind, filters))
        computing.append(time.process_time() - computed)
    _say_times("queries: a filter change, all of Situation", [seconds for seconds, _, _ in times], target_s=0.3)
    _say_computing(computing)
    for question, took in sorted(page.times.items()):
        _, waited, _ = percentiles([seconds for seconds, _ in took])
        middle, high, most = percentiles([computed for _, computed in took])
        value = f"p50 {middle * 1000:,.0f}  p95 {high * 1000:,.0f}  max {most * 1000:,.0f} ms"
        say(f"    computing {question} (n = {len(took)})", value, target=f"waited: p95 {waited * 1000:,.0f} ms")
    for kind in sorted({kind for _, kind, _ in times if " + " not in kind}):
        some = [seconds for seconds, of, _ in times if of == kind]
        say(f"    {kind} alone (n = {len(some)})", f"most {max(some) * 1000:,.0f} ms")
    for slow, _, filters in sorted(times, key=lambda row: -row[0])[:3]:
        say(f"    slowest: {_query(filters)[:120]}", f"{slow * 1000:,.0f} ms")
    store.close()


def measure_server(url: str, count: int) -> None:
    """Time the first page, cold and warm, and a session that changes its filters."""
    store = Store.open(url, read_only=True)
    queries = [_query(filters) for _, filters in filter_changes(store, count, seed=12)]
    store.close()
    with serve(url) as server:
        for state in ("cold", "warm"):
            first = asyncio.run(_visit(server, [""]))[0]
            value = f"{first.seconds:.2f} s, {first.sent_bytes / 1000:,.0f} kB"
            say(f"server: first page, {state}", value, target="< 2 s", met=first.seconds < 2)
            say("    computing", f"{first.computing_s:.2f} s")
        runs = asyncio.run(_visit(server, ["", *queries]))[1:]
    _say_times("server: a filter change, the whole page", [run.seconds for run in runs], target_s=0.3)
    _say_computing([run.computing_s for run in runs])
    middle, _, most = percentiles([run.sent_bytes / 1000 for run in runs])
    say("server: sent at a filter change", f"p50 {middle:,.0f}  max {most:,.0f} kB")


async def _visit(server: Server, queries: Iterable[str]) -> list[Visit]:
    found: list[Visit] = []
    async with open_session(server.port) as session:
        for query in queries:
            before = server.computed_s()
            run = await session.run(query)
            found.append(Visit(*run, server.computed_s() - before))
    return found


def measure_memory(url: str, at: tuple[int, ...]) -> None:
    """Measure the server's memory with more and more pages open; the slope is what a further one costs."""
    with serve(url) as server:
        held = asyncio.run(_held(server, at))
    if held is None:
        say("memory", "no /proc here: not measured")
        return
    say("memory with sessions", ", ".join(f"{n}: {mb:,.0f} MB" for n, mb in zip(at, held, strict=True)))
    middle_n, middle_mb = sum(at) / len(at), sum(held) / len(held)
    pairs = [(n - middle_n, mb - middle_mb) for n, mb in zip(at, held, strict=True)]
    slope = sum(n * mb for n, mb in pairs) / sum(n * n for n, _ in pairs)
    say("memory of a further session", f"{slope:.1f} MB", target="< 5 MB", met=slope < 5)


async def _held(server: Server, at: tuple[int, ...]) -> list[float] | None:
    found: list[float] = []
    async with AsyncExitStack() as stack:
        for n in range(1, max(at) + 1):
            session = await stack.enter_async_context(open_session(server.port))
            await session.run()
            await session.run()  # once more, as after a click: what a session keeps, it has by now
            if n in at:
                await asyncio.sleep(1)
                memory = server.memory_mb()
                if memory is None:
                    return None
                found.append(memory)
    return found


def measure_many(url: str, sessions: int, seconds: float, *, written: bool = False) -> None:
    """Time the reruns of many sessions, each with filters of its own; if `written`, while the store changes under them.

    A page that follows a store asks little every few seconds, and all only when the store has changed: whole reruns
    of all sessions are the worst that a server can be asked for.
    """
    store = Store.open(url, read_only=True)
    queries = ["", *(_query(filters) for _, filters in filter_changes(store, sessions - 1, seed=13))]
    store.close()
    writer = multiprocessing.get_context("spawn").Process(target=_write, args=(url, seconds), daemon=True)
    with serve(url) as server:
        asyncio.run(_visit(server, [""]))
        if written:
            writer.start()
        before = server.computed_s()
        try:
            runs = asyncio.run(_rerun(server.port, queries, seconds))
        finally:
            if written:
                writer.join(seconds + 30)
                writer.terminate()
        computed = (server.computed_s() - before) / max(1, len(runs))
    if writer.exitcode:
        raise DeskError(f"the writer ended with {writer.exitcode}")
    changing = f", a write every {WRITES_EVERY_S:.0f} s" if written else ""
    what = f"{sessions} sessions every {EVERY_S:.0f} s{changing}"
    _say_times(what, [run.seconds for run in runs], target_s=1.0)
    say("    computing, of all that was asked, a rerun", f"{computed * 1000:,.0f} ms")
    due = int(sessions * seconds / EVERY_S)
    say("    reruns done of those due", f"{len(runs)} of {due}", met=len(runs) >= 0.95 * due)


async def _rerun(port: int, queries: list[str], seconds: float) -> list[Run]:
    started = time.monotonic()
    chance = random.Random(5)  # noqa: S311  (no secret)

    async def follow(session: Session, query: str, offset: float) -> list[Run]:
        runs, due = [], started + offset
        while due < started + seconds:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            runs.append(await session.run(query))
            due = max(due + EVERY_S, time.monotonic())
        return runs

    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(open_session(port)) for _ in queries]
        for session, query in zip(opened, queries, strict=True):
            await session.run(query)
        started = time.monotonic()
        tasks = [follow(*pair, chance.uniform(0, EVERY_S)) for pair in zip(opened, queries, strict=True)]
        return [run for runs in await asyncio.gather(*tasks) for run in runs]


def _write(url: str, seconds: float) -> None:
    """Store some new articles now and again; to be run in a process of its own."""
    store = Store.open(url)
    stamp = time.time_ns()
    articles = generate(int(seconds / WRITES_EVERY_S + 2) * WRITTEN, seed=stamp % 2**32)
    started = time.monotonic()
    while time.monotonic() < started + seconds:
        some = [Entry(replace(entry.article, id=f"{entry.article.id}-{stamp}")) for entry in islice(articles, WRITTEN)]
        with store.run(wait_s=WRITES_EVERY_S):
            store.upsert(some)
        time.sleep(WRITES_EVERY_S)
    store.close()


def _query(filters: Filters) -> str:
    return urlencode(filters.to_query(), doseq=True)


if __name__ == "__main__":
    sys.exit(main())
