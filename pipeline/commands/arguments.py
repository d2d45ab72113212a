"""Options that several commands share."""

from __future__ import annotations

import argparse


def add_store(parser: argparse.ArgumentParser) -> None:
    """Take --store behind the command's name, too; without it, what stands before the name counts."""
    parser.add_argument(
        "--store",
        metavar="URL",
        default=argparse.SUPPRESS,
        help="the store, sqlite:///FILE.db or postgresql+psycopg://USER@HOST/NAME (default: TOCSIN_STORE,"
        " or sqlite:///tocsin.db)",
    )


def add_lines(parser: argparse.ArgumentParser, given: str, made: str) -> None:
    """Take a file of JSON lines to read and one to write."""
    parser.add_argument("input", metavar="IN.jsonl", help=f"{given}, one JSON object a line; - for standard input")
    parser.add_argument("output", metavar="OUT.jsonl", help=f"where the {made} go; - for standard output")
