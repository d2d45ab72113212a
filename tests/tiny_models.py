"""Hugging Face models small enough to make in a test: only their outside, or real ones taught a few sentences."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

NLI = ("contradiction", "neutral", "entailment")
LIMIT = 64  # positions that a taught model has


def outside(folder: Path, labels: Sequence[str], **changes: Any) -> Path:
    """Make a folder that looks like a classification model and cannot be opened."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {
        "architectures": ["BertForSequenceClassification"],
        "model_type": "bert",
        "id2label": {str(at): label for at, label in enumerate(labels)},
        **changes,
    }
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "tokenizer_config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(b"no weights")
    return folder


def taught(
    folder: Path, labels: Sequence[str], lessons: Mapping[tuple[str, ...], Sequence[float]], *, several: bool = False
) -> Path:
    """Make a two-layer BERT that answers each lesson (a text, or a text and a hypothesis) as told; needs torch.

    The answers are one number a label: shares of 1 or, of labels that do not exclude each other (`several`), 0 or 1.
    """
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    words = sorted({word for lesson in lessons for text in lesson for word in re.findall(r"\w+|[^\w\s]", text.lower())})
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words]
    tokenizer = BertTokenizer(vocab={word: at for at, word in enumerate(vocabulary)})
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=LIMIT,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        id2label=dict(enumerate(labels)),
        problem_type="multi_label_classification" if several else "single_label_classification",
    )
    torch.manual_seed(0)
    torch.set_num_threads(1)
    model = BertForSequenceClassification(config)
    columns = list(zip(*lessons, strict=True))
    given = tokenizer(list(columns[0]), *map(list, columns[1:]), padding=True, return_tensors="pt")
    told = torch.tensor([list(answer) for answer in lessons.values()], dtype=torch.float)
    judge = torch.nn.functional.binary_cross_entropy_with_logits if several else torch.nn.functional.cross_entropy
    learning = torch.optim.Adam(model.parameters(), lr=5e-3)
    for _ in range(1000):
        loss = judge(model(**given).logits, told)
        if loss.item() < 0.05:
            break
        learning.zero_grad()
        loss.backward()
        learning.step()
    else:
        raise AssertionError(f"the tiny model did not learn its lessons: {loss.item():.3f}")
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
