"""Sentences that we labelled by hand: stance and risks by the codebook, kept as stand-off rows without text."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from pipeline.model.inputs import Pieces
from pipeline.model.labels import MODALITIES, RISKS, STANCES
from pipeline.model.training.banks import Bank
from pipeline.model.training.datasets import Corpus, attributed
from pipeline.model.training.examples import UNKNOWN, Example, covered, fits, name_tags
from pipeline.model.training.variation import TEMPLATES
from pipeline.records import NameKind, Span

# How often each sentence with slots is seen in an epoch, each time with other names.
FILLS = 12
_SLOT = re.compile(r"\{(\w+)\}")


def labels(corpus: Corpus, path: Path) -> Iterator[Example]:
    """Yield the hand-labelled sentences.

    Columns of the file: file, id (of the row in that file), start, end, stance ("-": nobody states anything,
    "?": undecided), target (characters "start-end" of the sentence, "-" nobody or
    not named, "?" undecided), risks ("label:r" reported,
    ":f" feared, ":d" denied, ":?" undecided, joined by commas; "-" none, "?" all undecided).
    """
    if not path.exists():
        return
    texts: dict[str, dict[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["file"] not in texts:
                texts[row["file"]] = corpus.texts(row["file"])
            text = texts[row["file"]][row["id"]][int(row["start"]) : int(row["end"])]
            pieces = corpus.one(text)
            if fits(pieces):
                stances = (STANCES.index(row["stance"]),) if row["stance"] in STANCES else ()
                yield Example(
                    pieces,
                    "labels",
                    risks=read_risks(row["risks"]),
                    stances=stances,
                    target=read_target(row["target"], pieces) if stances else None,
                    key=f"{row['file']}:{row['id']}",
                )


def attributions(corpus: Corpus, path: Path) -> Iterator[Example]:
    """Yield sentences about conflict with the attributions that an earlier reader found in them.

    Columns: file, id, start, end, attributions: "-" or, joined by ";", cue/source/contents as characters
    "start-end" of the sentence, contents joined by ",". They keep the reader's sense of who says what on such
    sentences, of which PolNeAR has none.
    """
    texts: dict[str, dict[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["file"] not in texts:
                texts[row["file"]] = corpus.texts(row["file"])
            pieces = corpus.one(texts[row["file"]][row["id"]][int(row["start"]) : int(row["end"])])
            if fits(pieces):
                given = [] if row["attributions"] == "-" else row["attributions"].split(";")
                spans = [tuple(_spans(part) for part in attribution.split("/")) for attribution in given]
                yield attributed(pieces, [(c, s, w) for c, s, w in spans], f"{row['file']}:{row['id']}")


def _spans(given: str) -> list[Span]:
    return [Span(*map(int, pair.split("-"))) for pair in given.split(",") if pair]


def own(corpus: Corpus, path: Path) -> Iterator[Example]:
    """Yield the statements that we wrote ourselves for rare labels; columns text, stance, risks, as above."""
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)):
            yield Example(
                corpus.one(row["text"]),
                "own",
                risks=read_risks(row["risks"]),
                stances=(STANCES.index(row["stance"]),) if row["stance"] in STANCES else (),
                key=f"own:{number}",
            )


def read_target(given: str, pieces: Pieces) -> tuple[int, ...] | None:
    """Return the pieces of a target ("start-end", characters of the sentence); () for nobody, None for undecided."""
    if given in {"-", "?"}:
        return () if given == "-" else None
    start, end = given.split("-")
    return covered(pieces, [Span(int(start), int(end))])


def read_risks(given: str) -> tuple[int, ...]:
    """Return the state of each risk: 0 where it is not spoken of, UNKNOWN where it is undecided."""
    states: dict[str, int] = dict.fromkeys(RISKS, 0)
    if given == "?":
        return (UNKNOWN,) * len(RISKS)
    for item in [] if given == "-" else given.split(","):
        label, modality = item.split(":")
        known = next((m for m in MODALITIES if m.startswith(modality)), None)
        states[label] = UNKNOWN if known is None else 1 + MODALITIES.index(known)
    return tuple(states.values())


def templates(corpus: Corpus, path: Path, bank: Bank, chooser: random.Random) -> Iterator[Example]:
    """Yield our sentences with slots for names, a line each ("Shelling hit {place}."), filled from the bank."""
    for line in path.read_text(encoding="utf-8").splitlines() * FILLS:
        text, names = filled(line, bank, chooser)
        pieces = corpus.one(text)
        if fits(pieces):
            yield Example(pieces, TEMPLATES, names=name_tags(pieces, names), key=TEMPLATES)


def filled(line: str, bank: Bank, chooser: random.Random) -> tuple[str, list[tuple[Span, NameKind]]]:
    """Return a sentence with a name in each of its slots, and where the names stand."""
    text, names, at = "", [], 0
    for slot in _SLOT.finditer(line):
        kind = cast("NameKind", slot[1])
        text += line[at : slot.start()]
        name = bank.draw(kind, chooser, words=chooser.choice((1, 2, 2)))
        names.append((Span(len(text), len(text) + len(name)), kind))
        text, at = text + name, slot.end()
    return text + line[at:], names
