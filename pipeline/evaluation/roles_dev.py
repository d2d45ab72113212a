"""Roles of places on the development data, against our own stand-off labels (`assets/labels/roles.tsv`).

The texts are not in the repository; where the data folder is missing, nothing is measured.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any, get_args

from pipeline.records import Article, Failure, PlaceRole, Span, Toponym
from pipeline.runner import annotate
from pipeline.settings import ROOT
from pipeline.stage import Stage

LABELS = ROOT / "assets" / "labels" / "roles.tsv"
ROLES: tuple[PlaceRole, ...] = get_args(PlaceRole)
_KEYS = ("id", "doc_id")  # what the data folder's files call an article's id


@dataclass(frozen=True, slots=True)
class RoleLabel:
    """The part that one mention plays. `part`: "tuned", or "held" where the rules were not tuned on the article."""

    file: str  # in the data folder, without its ending
    article: str
    span: Span
    role: PlaceRole
    part: str

    @property
    def key(self) -> Key:
        """The article it stands in."""
        return self.file, self.article


Key = tuple[str, str]  # file, article
Pair = tuple[PlaceRole, PlaceRole, PlaceRole]  # labelled, found, and what the baseline says


def read_labels(path: Path = LABELS) -> list[RoleLabel]:
    """Read the labels; names that are no place ("-") are left out."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return [
        RoleLabel(row["file"], row["id"], Span(int(row["start"]), int(row["end"])), role, row["part"])
        for row in rows
        for role in ROLES
        if row["role"] == role
    ]


def measure_roles(stages: Sequence[Stage], *, shared: Path, labels: Path = LABELS) -> dict[str, dict[str, Any]]:
    """Return macro-F1, counts and the baseline's macro-F1 by part; empty where a data file is missing.

    Measured over the labelled mentions that the pipeline finds (by any overlap), as the scorer of
    whole articles does. Baseline: `about`, and `actor` for a demonym.
    """
    found = _annotated(stages, shared, labels)
    gold = read_labels(labels) if found else []
    if not found:
        return {}
    return {
        f"place roles, articles {part}": score(
            [
                pair
                for label in gold
                if label.part == part and (label.file, label.article) in found
                for pair in _pairs(label, *found[label.file, label.article])
            ]
        )
        for part in ("tuned", "held")
    }


def labelled_mentions(
    stages: Sequence[Stage], *, shared: Path, labels: Path = LABELS
) -> Iterator[tuple[RoleLabel, Article, Toponym, PlaceRole]]:
    """Yield each label with its article and mention as the stage `roles` is given them, and the role it gives.

    Demonyms are left out.
    """
    found = _annotated(stages, shared, labels)
    for label in read_labels(labels) if found else []:
        for plain, done in [found[label.key]] if label.key in found else []:
            for index in _matching(label, done):
                if plain.places[index].role != "actor":
                    yield label, plain, plain.places[index], done.places[index].role


def _annotated(stages: Sequence[Stage], shared: Path, labels: Path) -> dict[Key, tuple[Article, Article]]:
    """Return the labelled articles before and after the stage `roles`; empty where a data file is missing."""
    gold = read_labels(labels) if labels.is_file() else []
    files = {name: shared / "data" / f"{name}.jsonl" for name in {label.file for label in gold}}
    if not files or not all(path.is_file() for path in files.values()):
        return {}
    texts = dict(_read_texts(gold, files))
    names = [stage.name for stage in stages]
    plain = _through(list(texts.values()), stages[: names.index("roles")])
    done = _through(plain, stages[names.index("roles") :][:1])
    return {key: (before, after) for key, before, after in zip(texts, plain, done, strict=True)}


def score(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return macro-F1 over the roles that are labelled, each role's F1 with its count, and the baseline's macro-F1."""
    labelled = [role for role in ROLES if any(want == role for want, _, _ in pairs)]
    each = {role: _f1(role, [(want, got) for want, got, _ in pairs]) for role in labelled}
    base = [_f1(role, [(want, plain) for want, _, plain in pairs]) for role in labelled]
    counts = {role: sum(want == role for want, _, _ in pairs) for role in labelled}
    return {
        "macro_f1": round(fmean(each.values()), 4) if each else None,
        "n": len(pairs),
        **{role: f"{each[role]:.3f} of {counts[role]}" for role in labelled},
        "baseline_macro_f1": round(fmean(base), 4) if base else None,
    }


def _f1(role: PlaceRole, pairs: Sequence[tuple[PlaceRole, PlaceRole]]) -> float:
    hit = sum(want == got == role for want, got in pairs)
    return 2 * hit / max(1, sum((want == role) + (got == role) for want, got in pairs))


def _read_texts(gold: Sequence[RoleLabel], files: Mapping[str, Path]) -> Iterator[tuple[Key, Article]]:
    wanted = {(label.file, label.article) for label in gold}
    for name, path in files.items():
        for key, row in _rows(path):
            if (name, key) in wanted:
                yield (name, key), Article(key, row["text"], title=row.get("title"), body=(Span(0, len(row["text"])),))


def _through(articles: Sequence[Article], stages: Sequence[Stage]) -> list[Article]:
    return [one[0] for one in annotate(articles, stages) if not isinstance(one, Failure)]


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield next((str(row[key]) for key in _KEYS if row.get(key) is not None), ""), row


def _pairs(label: RoleLabel, plain: Article, done: Article) -> Iterator[Pair]:
    """Yield the label beside what was found, if anything was; before the stage `roles` stands the baseline."""
    for index in _matching(label, done):
        yield label.role, done.places[index].role, plain.places[index].role


def _matching(label: RoleLabel, done: Article) -> list[int]:
    """Return the mention that a label is of, the one of its very characters before one that overlaps; at most one."""
    hits = [index for index, toponym in enumerate(done.places) if toponym.span.touches(label.span)]
    exact = [index for index in hits if done.places[index].span == label.span]
    return (exact or hits)[:1]
