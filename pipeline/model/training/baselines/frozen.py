"""The untuned encoder: mean-pooled vectors for a text, and one linear layer for a word piece. No weight of it moves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from tqdm import tqdm
from transformers import AutoModel

from pipeline.model.inputs import MAX_PIECES, SHAPES, Pieces, Tokenizer
from pipeline.model.training.baselines.tagging import Tag
from pipeline.model.training.datasets import Corpus

Array = Any
BATCH = 32  # sentences
EPOCHS, RATE, STEP, SEED = 10, 3e-3, 1024, 13  # of the linear layer; a step sees so many pieces


class Frozen:
    """A pretrained encoder, as it came. Pieces beyond MAX_PIECES of a sentence are not seen and have zeros."""

    def __init__(self, model: Any, corpus: Corpus) -> None:
        self._model = model.eval()
        self._corpus = corpus
        self._hidden = int(model.config.hidden_size)

    def vectors(self, learned: Sequence[str], asked: Sequence[str]) -> tuple[Array, Array]:
        """Return the mean vectors of texts, put to mean 0 and spread 1 by those that are learned from."""
        there, here = (self._pooled(texts) for texts in (learned, asked))
        middle, spread = there.mean(0), there.std(0) + 1e-6
        return (there - middle) / spread, (here - middle) / spread

    def _pooled(self, texts: Sequence[str]) -> Array:
        read = self.read([self._corpus.one(text) for text in texts])
        return np.stack([vectors.astype(np.float32).mean(0) if len(vectors) else self._nothing() for vectors in read])

    def _nothing(self) -> Array:
        return np.zeros(self._hidden, dtype=np.float32)

    def read(self, sentences: Sequence[Pieces]) -> list[Array]:
        """Return the last hidden states of each sentence's pieces, (pieces, hidden), in half precision to save room."""
        found = [np.zeros((len(pieces.ids), self._hidden), dtype=np.float16) for pieces in sentences]
        order = sorted((at for at, pieces in enumerate(sentences) if pieces.ids), key=lambda at: len(sentences[at].ids))
        starts = range(0, len(order), BATCH)
        for start in tqdm(starts, desc="frozen encoder", unit=" batches", disable=len(starts) < BATCH):
            batch = order[start : start + BATCH]
            for at, vectors in zip(batch, self._run([sentences[at].ids for at in batch]), strict=True):
                found[at][: len(vectors)] = vectors
        return found

    def _run(self, many: Sequence[Sequence[int]]) -> list[Array]:
        tokenizer: Tokenizer = self._corpus.tokenizer
        rows = [[tokenizer.cls_token_id, *ids[: MAX_PIECES - 2], tokenizer.sep_token_id] for ids in many]
        ids = torch.zeros((len(rows), max(map(len, rows))), dtype=torch.long)
        mask = torch.zeros_like(ids)
        for index, row in enumerate(rows):
            ids[index, : len(row)], mask[index, : len(row)] = torch.tensor(row), 1
        with torch.inference_mode():
            states = self._model(input_ids=ids, attention_mask=mask).last_hidden_state
        return [state[1 : len(row) - 1].numpy() for state, row in zip(states, rows, strict=True)]

    def learn_tags(self, sentences: Sequence[Pieces], tags: Sequence[Sequence[int]], count: int) -> Tag:
        """Return what tags the pieces of a sentence, learned from sentences and a tag a piece (below 0: unknown).

        Beside its vector a piece carries the shape of its word, as for the reader: the vocabulary has no capitals.
        """
        wanted = torch.tensor([tag for part in tags for tag in part])
        inputs = torch.from_numpy(np.concatenate(self._shaped(sentences)))
        layer = _fitted(inputs[wanted >= 0], wanted[wanted >= 0], count)

        def tag(asked: Sequence[Pieces]) -> list[Array]:
            with torch.inference_mode():
                return [layer(torch.from_numpy(given).float()).numpy() for given in self._shaped(asked)]

        return tag

    def _shaped(self, sentences: Sequence[Pieces]) -> list[Array]:
        shapes = np.eye(SHAPES, dtype=np.float16)
        read = zip(sentences, self.read(sentences), strict=True)
        return [np.concatenate([vectors, shapes[list(pieces.shapes)]], axis=1) for pieces, vectors in read]


def _fitted(inputs: torch.Tensor, wanted: torch.Tensor, count: int) -> nn.Linear:
    torch.manual_seed(SEED)
    layer = nn.Linear(inputs.shape[1], count)
    adam = torch.optim.Adam(layer.parameters(), lr=RATE)
    slowing = torch.optim.lr_scheduler.LinearLR(adam, 1.0, 0.1, total_iters=EPOCHS)
    for _ in range(EPOCHS):
        for chosen in torch.randperm(len(wanted)).split(STEP):
            adam.zero_grad()
            nn.functional.cross_entropy(layer(inputs[chosen].float()), wanted[chosen]).backward()
            adam.step()
        slowing.step()
    return layer


def open_frozen(folder: Path, corpus: Corpus, *, threads: int) -> Frozen:
    """Open the encoder in a folder; nothing is fetched."""
    torch.set_num_threads(threads)
    options = {"dtype": torch.float32, "add_pooling_layer": False, "local_files_only": True}
    return Frozen(AutoModel.from_pretrained(folder, **options), corpus)
