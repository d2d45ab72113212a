"""Options that several commands share."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.settings import ChosenModel


def add_store(parser: argparse.ArgumentParser) -> None:
    """Take --store behind the command's name, too; without it, what stands before the name counts."""
    parser.add_argument(
        "--store",
        metavar="URL",
        default=argparse.SUPPRESS,
        help="the store, sqlite:///FILE.db or postgresql+psycopg://USER@HOST/NAME (default: TOCSIN_STORE,"
        " or sqlite:///tocsin.db)",
    )


def add_model(parser: argparse.ArgumentParser) -> None:
    """Take the model to ask for stance and risk in place of our reader."""
    parser.add_argument(
        "--model",
        metavar="NAME_OR_PATH",
        help="a Hugging Face classification or NLI model to ask for stance and risk (default: TOCSIN_MODEL, or our own"
        " reader): a folder, or OWNER/NAME where it was fetched before; needs torch",
    )
    parser.add_argument(
        "--model-labels", metavar="FILE", help="what its labels mean (default: tocsin_labels.toml or .json beside it)"
    )
    parser.add_argument(
        "--model-download",
        action="store_true",
        help="fetch the model from the Hugging Face hub where it is not at hand",
    )


def chosen_model(arguments: argparse.Namespace) -> ChosenModel | None:
    """Return the model that a command was given; None: none, or the command takes none.

    Raises:
        ConfigError: labels or a download were asked for without a model.
    """
    given = vars(arguments)
    labels, download = given.get("model_labels"), bool(given.get("model_download"))
    if given.get("model"):
        return ChosenModel(given["model"], Path(labels) if labels else None, download)
    if labels or download:
        raise ConfigError("--model-labels and --model-download go with --model; add --model NAME_OR_PATH")
    return None


def add_lines(parser: argparse.ArgumentParser, given: str, made: str) -> None:
    """Take a file of JSON lines to read and one to write."""
    parser.add_argument("input", metavar="IN.jsonl", help=f"{given}, one JSON object a line; - for standard input")
    parser.add_argument("output", metavar="OUT.jsonl", help=f"where the {made} go; - for standard output")
