"""Whole articles of real news against our own stand-off labels: who said what, how they stand.

The labels (`assets/labels/desk.jsonl`) stand without their texts, which are not ours to publish; the gold
that the scorer reads is put together from the data folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.settings import ROOT

LABELS = ROOT / "assets" / "labels" / "desk.jsonl"
PARTS = ("tuned", "held")  # held: nobody looked at what was wrong in them
_KEYS = ("id", "doc_id")  # what the data folder's files call an article's id
_KEPT = ("title", "date")


def write_gold(shared: Path, folder: Path, labels: Path = LABELS) -> dict[str, Path]:
    """Write one gold file a part, as the scorer's `desk` reads it; return the paths by part.

    Empty where a data file that the labels name is missing, or has no such article.
    """
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    texts = _articles(shared / "data", {row["file"] for row in rows})
    if not all((row["file"], row["id"]) in texts for row in rows):
        return {}
    written = {}
    for part in PARTS:
        written[part] = folder / f"desk_{part}.jsonl"
        gold = (_gold(row, texts[row["file"], row["id"]]) for row in rows if row["part"] == part)
        written[part].write_text("".join(f"{json.dumps(g, ensure_ascii=False)}\n" for g in gold), encoding="utf-8")
    return written


def _gold(row: Mapping[str, Any], article: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: article[key] for key in _KEPT if article.get(key)}
    labels = {"places": [], "quotes": row["quotes"], "optional": row["optional"]}
    return {**kept, "id": row["id"], "text": article["text"], **labels}


def _articles(data: Path, files: set[str]) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {(name, article): row for name in files for article, row in _rows(data, name)}


def _rows(data: Path, name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    path = next(data.glob(f"*/{name}.jsonl"), None)
    if path is None:
        return
    with path.open(encoding="utf-8") as lines:
        for number, row in enumerate(json.loads(line) for line in lines if line.strip()):
            yield str(next((row[key] for key in _KEYS if row.get(key)), number)), row
