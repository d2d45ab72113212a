"""Figures on the development data beside the project, by the scorer that comes with it.

Runs the commands themselves, as a user would: `annotate` or `tag` over a file's texts, then the scorer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tqdm import tqdm

from pipeline.evaluation.desk_dev import write_gold
from pipeline.settings import ROOT, Settings

SHARED = ROOT.parent / "shared"
PROGRAM = ("-m", "pipeline")
_KEPT = ("title", "date")


@dataclass(frozen=True, slots=True)
class DevFile:
    """A file of gold data, the scorer's name for what it measures, and the command that annotates it."""

    path: str  # in the data folder
    task: str
    command: str

    @property
    def name(self) -> str:
        """What the report calls it."""
        return Path(self.path).stem


DEV_FILES = (
    DevFile("places/lgl.jsonl", "places", "annotate"),
    DevFile("places/geovirus.jsonl", "places", "annotate"),
    DevFile("places/geowebnews_even.jsonl", "places", "annotate"),
    DevFile("quotes/polnear_dev.jsonl", "quotes", "annotate"),
    DevFile("stance/plover_dev.jsonl", "stance", "tag"),
)


def measure_dev(
    settings: Settings, *, shared: Path = SHARED, program: Sequence[str] = PROGRAM
) -> dict[str, dict[str, Any]]:
    """Return the scorer's figures by file; {"error": words} for a file that could not be measured.

    Empty where the folder or its scorer is missing. `program` is what Python runs for our commands.
    """
    scorer = shared / "score.py"
    files = [file for file in DEV_FILES if (shared / "data" / file.path).is_file()] if scorer.is_file() else []
    if not files:
        return {}
    with TemporaryDirectory() as folder:
        golds = {file: shared / "data" / file.path for file in files}
        golds |= {DevFile(path.name, "desk", "annotate"): path for path in write_gold(shared, Path(folder)).values()}
        with tqdm(golds, unit=" files", file=sys.stderr) as bar:
            by = partial(_measure, scorer=shared / "score.py", folder=Path(folder), program=program)
            return {file.name: by(file, golds[file], settings) for file in _named(bar)}


def _named(bar: Any) -> Iterator[DevFile]:
    """Yield the files, and say on the bar which one is at work."""
    for file in bar:
        bar.set_description(file.name)
        yield file


def _measure(
    file: DevFile, gold: Path, settings: Settings, *, scorer: Path, folder: Path, program: Sequence[str]
) -> dict[str, Any]:
    given, made = folder / f"{file.name}.in.jsonl", folder / f"{file.name}.out.jsonl"
    _write_texts(gold, given)
    # Failed articles end the command with 1 and have nothing found in them: the scorer counts that.
    run = _run([*program, file.command, str(given), str(made)], settings)
    if not made.is_file():
        return {"error": f"{file.command} ended with {run.returncode} and wrote nothing: {_last_line(run.stderr)}"}
    score = _run([str(scorer), file.task, str(gold), str(made)], settings)
    if score.returncode:
        return {"error": f"score.py ended with {score.returncode}: {_last_line(score.stderr)}"}
    figures: dict[str, Any] = json.loads(score.stdout)
    return figures


def _write_texts(gold: Path, given: Path) -> None:
    """Write what the commands read: no labels. A row without an id is known by its number, as for the scorer."""
    with gold.open(encoding="utf-8") as rows, given.open("w", encoding="utf-8") as out:
        for number, row in enumerate(json.loads(line) for line in rows if line.strip()):
            kept = {key: row[key] for key in _KEPT if row.get(key)}
            out.write(json.dumps({"id": str(row.get("id", number)), "text": row["text"], **kept}) + "\n")


def _run(arguments: list[str], settings: Settings) -> subprocess.CompletedProcess[str]:
    environment: Mapping[str, str] = {
        **os.environ,
        "TOCSIN_ASSETS": str(settings.assets),
        "TOCSIN_THREADS": str(settings.threads),
    }
    command = [sys.executable, *arguments]
    return subprocess.run(  # noqa: S603  (our own commands, no shell)
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def _last_line(words: str) -> str:
    return (words.strip().splitlines() or ["no message"])[-1][:200]
