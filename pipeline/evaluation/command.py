"""`evaluate`: measure, report, hold to the floors, and move them when told why."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.assembly import Assembly
from pipeline.errors import ConfigError
from pipeline.evaluation import dev, report, roles_dev
from pipeline.evaluation.floors import FLOORS, find_breaches, read_floors, set_floors
from pipeline.evaluation.measure import Measurement, measure_gold
from pipeline.settings import Settings
from pipeline.stage import Stage


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what may stand behind `evaluate`."""
    parser.add_argument("--json", metavar="PATH", help="write the report as JSON, too; - for standard output alone")
    parser.add_argument(
        "--dev", action="store_true", help="also measure on ../shared/data where it is present; takes many minutes"
    )
    parser.add_argument("--set-floors", action="store_true", help="move the floors to a margin under what is measured")
    parser.add_argument("--reason", metavar="WORDS", default="", help="why the floors move; kept beside them")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Measure and report with the pipeline that the settings describe; 1 if a figure is under its floor.

    Raises:
        AssetError: a part of the pipeline, the labels or the sample is missing or damaged.
        ConfigError: --set-floors stands without --reason, or a file cannot be written.
    """
    check(arguments)
    return evaluate(arguments, settings, Assembly(settings).stages)


def check(arguments: argparse.Namespace) -> None:
    """Refuse options that do not go together, before anything is measured.

    Raises:
        ConfigError: they do not.
    """
    if arguments.set_floors != bool(arguments.reason.strip()):
        raise ConfigError('--set-floors and --reason go together: evaluate --set-floors --reason "why the floors move"')


def evaluate(
    arguments: argparse.Namespace,
    settings: Settings,
    stages: Sequence[Stage],
    *,
    floors: Path = FLOORS,
    shared: Path = dev.SHARED,
) -> int:
    """Measure and report with these stages; 1 if an article failed or a figure is under its floor."""
    measured = measure_gold(stages, sample=settings.sample)
    if arguments.set_floors:
        for moved in set_floors(floors, measured.figures, reason=arguments.reason, today=datetime.now(UTC).date()):
            _say(f"floor moved: {moved}")
    known = read_floors(floors)
    extra = dev.measure_dev(settings, shared=shared) if arguments.dev else None
    if extra:
        extra |= roles_dev.measure_roles(stages, shared=shared)
    if arguments.json != "-":
        print(report.table(measured, known))
        print(_dev_words(extra, shared))
    if arguments.json:
        _write(arguments.json, report.as_json(measured, known, extra))
    return _judge(measured, find_breaches(measured.figures, known), extra or {})


def _dev_words(extra: dict[str, dict[str, Any]] | None, shared: Path) -> str:
    if extra is None:
        return "\nDevelopment data not measured: add --dev."
    return report.dev_table(extra) if extra else f"\nDevelopment data not measured: no data and score.py in {shared}."


def _judge(measured: Measurement, breaches: Sequence[str], extra: dict[str, dict[str, Any]]) -> int:
    """Say what is wrong, a line each; return the exit status."""
    wrong = [f"failed: {failure.origin}: {failure.error}" for failure in measured.failures]
    wrong += breaches
    wrong += [f"{name}: {scores['error']}" for name, scores in extra.items() if "error" in scores]
    for words in wrong:
        _say(words)
    return 1 if wrong else 0


def _write(name: str, values: dict[str, Any]) -> None:
    words = json.dumps(values, indent=2, ensure_ascii=False)
    if name == "-":
        print(words)
        return
    try:
        Path(name).write_text(words + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"{name}: cannot be written ({error.strerror}); name a file in a folder you may write"
        ) from None


def _say(words: str) -> None:
    print(words, file=sys.stderr)
