"""The reader at run time: one ONNX session, one pass a sentence, and the heads that read whole statements.

Sentences of many articles are read together, sorted by length; what a sentence scores does
not depend on which others are in its batch: weights are kept in 8 bits, block by block, and
no scale of activations is shared among sentences (tests/pipeline/test_reader.py).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import AssetError
from pipeline.model import decoding
from pipeline.model.heads import Heads, Parts, Tags
from pipeline.model.inputs import MAX_PIECES, Pieces, Tokenizer, cut
from pipeline.quotation_marks import find_quotations
from pipeline.records import Attribution, Mention, Reading, Risk, Span, Stance

Array = Any

MODEL_FILE, HEADS_FILE, CARD_FILE = "reader.onnx", "heads.safetensors", "reader.json"
TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json")
# Batches of 8–32 sentences are fastest on two cores; the pieces cap keeps long sentences from swelling memory.
BATCH_SENTENCES, BATCH_PIECES = 32, 1536


@dataclass(frozen=True, slots=True)
class Tagged:
    """Stance and risks of one text. stance_scores: calibrated, they sum to 1.

    stance: None only where a model that was chosen in the reader's place tells none.
    """

    stance: Stance | None
    stance_scores: Mapping[Stance, float]
    risks: tuple[Risk, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """What is to be read: a text, its sentences, and what stands in quotation marks."""

    text: str
    sentences: tuple[Span, ...]
    quotations: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Output:
    """What one window of pieces gave; `vectors` as float16, for half the memory."""

    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...]
    vectors: Array


class Reader:
    """The open model. Safe to share among threads; one a process is enough."""

    def __init__(self, session: Any, tokenizer: Tokenizer, heads: Heads, *, revision: str) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._heads = heads
        self.revision = revision

    def read(self, texts: Sequence[Text]) -> list[tuple[Reading, ...]]:
        """Read the sentences of some texts; return a Reading for each sentence of each text, in order."""
        cuts = [cut(self._tokenizer, text.text, text.sentences, text.quotations) for text in texts]
        windows = [list(_windows(pieces)) for pieces in (piece for part in cuts for piece in part)]
        outputs = iter(self._run([window for sentence in windows for window in sentence]))
        found = iter([[next(outputs) for _ in sentence] for sentence in windows])
        return [
            tuple(_reading(span, pieces, next(found)) for span, pieces in zip(text.sentences, part, strict=True))
            for text, part in zip(texts, cuts, strict=True)
        ]

    def tags(self, readings: Sequence[Reading], parts: Parts, target: Span | None = None) -> Tags:
        """Return the stance and risks of a statement in these sentences, and whom it is directed at.

        A `target` that is known goes before the one that the reader points at.
        """
        return self._heads.statement(readings, parts, target)

    def risks(self, reading: Reading) -> tuple[Risk, ...]:
        """Return the risks that a sentence speaks of."""
        return self._heads.sentence(reading)

    def tag(self, texts: Sequence[str]) -> list[Tagged]:
        """Return stance and risks of single texts, each read as one statement."""
        whole = [Text(t, (Span(0, len(t)),), find_quotations(t, Span(0, len(t)))) for t in texts]
        return [self._tagged(readings) for readings in self.read(whole)]

    def _tagged(self, readings: Sequence[Reading]) -> Tagged:
        reading = readings[0]
        best = max(reading.attributions, key=lambda a: a.score, default=None)
        whole = (reading.sentence,)
        parts = Parts(best.content or whole, best.cue, best.source) if best else Parts(whole)
        found = self._heads.statement(readings, parts)
        return Tagged(found.stance, found.stance_scores, self._heads.sentence(reading))

    def _run(self, windows: Sequence[Pieces]) -> list[_Output]:
        """Run the model over windows, like lengths together; return what each gave, in the order given."""
        order = sorted(range(len(windows)), key=lambda index: len(windows[index].ids))
        outputs: dict[int, _Output] = {}
        for batch in _batches(order, windows):
            outputs |= zip(batch, self._batch([windows[index] for index in batch]), strict=True)
        return [outputs[index] for index in range(len(windows))]

    def _batch(self, windows: Sequence[Pieces]) -> Iterator[_Output]:
        length = max(len(pieces.ids) for pieces in windows) + 2
        ids, mask, shapes = (np.zeros((len(windows), length), dtype=np.int64) for _ in range(3))
        for row, pieces in enumerate(windows):
            count = len(pieces.ids)
            ids[row, : count + 2] = [self._tokenizer.cls_token_id, *pieces.ids, self._tokenizer.sep_token_id]
            mask[row, : count + 2] = 1
            shapes[row, 1 : count + 1] = pieces.shapes
        given = {"ids": ids, "mask": mask, "shapes": shapes}
        vectors, names, cues, links = self._session.run(("vectors", "names", "cues", "links"), given)
        for row, pieces in enumerate(windows):
            at = slice(1, len(pieces.ids) + 1)
            yield _decoded(pieces, vectors[row, at], decoding.Scores(names[row, at], cues[row, at], links[row, at, at]))


def _decoded(pieces: Pieces, vectors: Array, scores: decoding.Scores) -> _Output:
    return _Output(
        tuple(decoding.mentions(pieces, scores.names)),
        tuple(decoding.attributions(pieces, scores)),
        vectors.astype(np.float16),
    )


def _reading(sentence: Span, pieces: Pieces, outputs: Sequence[_Output]) -> Reading:
    return Reading(
        sentence,
        tuple(mention for output in outputs for mention in output.mentions),
        tuple(attribution for output in outputs for attribution in output.attributions),
        pieces.spans,
        np.concatenate([output.vectors for output in outputs]),
    )


def _windows(pieces: Pieces) -> Iterator[Pieces]:
    """Yield a sentence whole, or a very long one in parts; an empty one as one empty part."""
    size = MAX_PIECES - 2
    for start in range(0, max(1, len(pieces.ids)), size):
        yield pieces.window(start, start + size)


def _batches(order: Sequence[int], windows: Sequence[Pieces]) -> Iterator[list[int]]:
    batch: list[int] = []
    for index in order:
        longest = len(windows[index].ids) + 2
        if batch and (len(batch) == BATCH_SENTENCES or (len(batch) + 1) * longest > BATCH_PIECES):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def open_reader(folder: Path, *, threads: int) -> Reader:
    """Open the model in a folder, to run on so many processor threads.

    Raises:
        AssetError: a file of it is missing, cut short or damaged.
    """
    card = _checked(folder)
    import onnxruntime as ort  # noqa: PLC0415 -- 0.2 s that no other command should wait for
    from transformers import AutoTokenizer  # noqa: PLC0415 -- a second

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    try:
        session = ort.InferenceSession(folder / MODEL_FILE, options, providers=["CPUExecutionProvider"])
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        heads = Heads.load(folder / HEADS_FILE, card)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        words = " ".join(str(error).split())[:160]
        raise AssetError(str(folder), f"the model in {folder} cannot be opened ({words}); {_RESTORE}") from error
    return Reader(session, tokenizer, heads, revision=card["revision"])


_RESTORE = "restore the folder from the repository, or train it again: python -m pipeline train"


def read_revision(folder: Path) -> str:
    """Return the name and revision of the model in a folder, without opening it.

    Raises:
        AssetError: its card is missing or damaged.
    """
    return str(_card(folder)["revision"])


def _card(folder: Path) -> Mapping[str, Any]:
    path = folder / CARD_FILE
    try:
        card: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(card["revision"], str) or not isinstance(card["sha256"], dict):
            raise ValueError("no revision")
    except FileNotFoundError:
        raise AssetError(str(path), f"{path} is missing; {_RESTORE}") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AssetError(str(path), f"{path} is damaged; {_RESTORE}") from error
    return card


def _checked(folder: Path) -> Mapping[str, Any]:
    """Return the card, once every file of the model is what the card says."""
    card = _card(folder)
    for name in (MODEL_FILE, HEADS_FILE, *TOKENIZER_FILES):
        path = folder / name
        try:
            found = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise AssetError(str(path), f"{path} cannot be read ({error.strerror}); {_RESTORE}") from error
        if found != card["sha256"].get(name):
            raise AssetError(str(path), f"{path} is cut short or damaged; {_RESTORE}")
    return card
