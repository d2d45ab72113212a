"""`withdraw`: mark stored articles that their outlet took back; they stay, and say so wherever they are shown."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from pipeline.assembly import Assembly
from pipeline.commands.arguments import add_store
from pipeline.errors import ConfigError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what may stand behind `withdraw`."""
    parser.add_argument(
        "articles", metavar="ARTICLE_ID", nargs="+", help="ids of stored articles; - for one a line on standard input"
    )
    parser.add_argument("--undo", action="store_true", help="take the mark away from articles that are there again")
    add_store(parser)


def run(arguments: argparse.Namespace, assembly: Assembly) -> int:
    """Mark the articles, or take the mark away; say how many that changed.

    Raises:
        ConfigError: one of them is not in the store; then none is marked.
        StoreError: the store cannot be opened or written.
    """
    ids = _given(arguments.articles)
    assembly.open_store(read_only=True).close()  # where there is no store, none is made
    store = assembly.open_store()
    try:
        if unknown := next((one for one in ids if store.article(one) is None), None):
            raise ConfigError(f"no article {unknown!r} in the store; export to .csv to see the ids of all")
        changed = store.reinstate(ids) if arguments.undo else store.withdraw(ids)
    finally:
        store.close()
    print(f"{changed} of {len(ids)} {'no longer marked' if arguments.undo else 'marked'} as withdrawn")
    return 0


def _given(ids: Sequence[str]) -> list[str]:
    lines = (line.decode("utf-8", errors="replace").strip() for line in sys.stdin.buffer) if "-" in ids else ()
    return list(dict.fromkeys([*(one for one in ids if one != "-"), *(line for line in lines if line)]))
