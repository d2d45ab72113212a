"""`evaluate`: the project's own accuracy report, and its floors."""

from __future__ import annotations

import argparse

from pipeline.assembly import Assembly
from pipeline.evaluation import command


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what may stand behind `evaluate`."""
    command.add_arguments(parser)


def run(arguments: argparse.Namespace, assembly: Assembly) -> int:
    """Measure and report; the status is that of the floors."""
    status: int = command.run(arguments, assembly.settings)
    return status
