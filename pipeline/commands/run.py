"""`run`: read sources, annotate and store what is new; running it again changes nothing."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import UTC, datetime

from pipeline.assembly import Assembly
from pipeline.commands.arguments import add_model, add_store
from pipeline.commands.progress import bar, expected
from pipeline.commands.storing import Storing, Tally
from pipeline.intake.files import read_sources

# A watch beside this run holds the store for moments only; a run that holds it longer is named at once.
WAIT_S = 2.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what may stand behind `run`."""
    parser.add_argument(
        "sources",
        metavar="SOURCE",
        nargs="*",
        help="a file or folder of .jsonl, .txt, .html; - for JSON lines on standard input; none: the bundled sample",
    )
    add_store(parser)
    add_model(parser)


def run(arguments: argparse.Namespace, assembly: Assembly) -> int:
    """Store the sources' articles and print what became of them; 1 if anything failed."""
    tally = store_sources(arguments.sources or [str(assembly.settings.sample)], assembly)
    print(tally)
    return 1 if tally.failed else 0


def store_sources(sources: list[str], assembly: Assembly) -> Tally:
    """Read and store all there is in the sources, as one run.

    Raises:
        StoreError: the store cannot be opened or written, or another run holds it (StoreBusyError).
        AssetError: a bundled file that is needed is missing or damaged.
    """
    store = assembly.open_store()
    try:
        with store.run(wait_s=WAIT_S) as this, bar("run", unit="articles", total=expected(sources)) as it:
            storing = Storing(store, assembly)
            tally = storing.keep(read_sources(sources, now=datetime.now(UTC)), done=it.update)
            storing.settle(sources)
            this.counts = asdict(tally)
        return tally
    finally:
        store.close()
