"""The commands: `python -m pipeline run`, `watch`, `annotate`, `tag`, `export`, `withdraw`, `evaluate`, `train`."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from pipeline.assembly import Assembly
from pipeline.commands.arguments import chosen_model
from pipeline.errors import PipelineError
from pipeline.settings import Settings, from_environment

COMMANDS = {
    "run": "read sources (none: the bundled sample), annotate and store what is new",
    "watch": "the same, again and again, until stopped",
    "annotate": "annotate JSON lines into JSON lines, without a store",
    "tag": "stance and risk of single texts",
    "export": "write what is stored to .jsonl, .csv, .geojson, .xlsx, .html or .docx",
    "withdraw": "mark stored articles that their outlet took back",
    "evaluate": "measure accuracy on gold data",
    "train": "make the reader anew from labelled data (needs requirements-train.txt)",
}
STOPPED = 130  # what shells report for Ctrl-C


def main(argv: Sequence[str] | None = None, *, assemble: Callable[[Settings], Assembly] = Assembly) -> int:
    """Run one command and return its exit status: 0, 1 after an error or a failure; bad usage exits with 2."""
    given = sys.argv[1:] if argv is None else list(argv)
    arguments = _parser(given).parse_args(given)
    try:
        chosen = chosen_model(arguments)
        assembly = assemble(from_environment(os.environ, store_url=arguments.store, chosen=chosen))
        status: int = _module(arguments.command).run(arguments, assembly)
        sys.stdout.flush()
    except PipelineError as error:
        print(f"error: {' '.join(str(error).split())}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        with suppress(OSError):  # nobody reads what is left; the interpreter must not try to write it at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("stopped; what was stored stays, the same command goes on from there", file=sys.stderr)
        return STOPPED
    return status


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    """Build the parser; only the command that is named is imported, for its options."""
    parser = argparse.ArgumentParser(prog="python -m pipeline", description=__doc__)
    parser.add_argument("--store", metavar="URL", help="the store (or TOCSIN_STORE); default: sqlite:///tocsin.db")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, words in COMMANDS.items():
        command = commands.add_parser(name, help=words, description=words)
        if name in given:
            _module(name).add_arguments(command)
    return parser


def _module(name: str) -> Any:
    return importlib.import_module(f"pipeline.commands.{name}")


if __name__ == "__main__":
    sys.exit(main())
