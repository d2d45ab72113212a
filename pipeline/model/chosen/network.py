"""A chosen model, open: texts in, raw scores out. The only module that runs torch outside of training."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np

from pipeline.errors import ConfigError
from pipeline.model.chosen.folder import Folder

Array = Any
# A statement is seldom longer than 100 pieces. Beyond these its end is not read: so that no text, however long, swells
# memory; characters first, as the tokenizer reads all that it is given.
MAX_PIECES, MAX_CHARS = 512, 4000
BATCH = 16


class Network:
    """The open model; one a process."""

    def __init__(self, model: Any, tokenizer: Any, name: str) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._name = name
        self._pieces = _longest(model.config, tokenizer)

    def logits(self, texts: Sequence[str], hypotheses: Sequence[str] | None = None) -> Array:
        """Return raw scores, (texts, labels); each text alone, or beside its hypothesis. Like lengths run together.

        Raises:
            ConfigError: a score is no number.
        """
        found = np.zeros((len(texts), self._model.config.num_labels), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]) + len(hypotheses[at] if hypotheses else ""))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            beside = [hypotheses[at] for at in batch] if hypotheses else None
            found[batch] = self._run([texts[at][:MAX_CHARS] for at in batch], beside)
        if not np.isfinite(found).all():
            raise ConfigError(f"model {self._name} answers with what is no number; its weights are damaged")
        return found

    def check(self, hypotheses: Sequence[str]) -> None:
        """Check that each hypothesis leaves half of what the model can read to the text.

        Raises:
            ConfigError: one does not.
        """
        for words in hypotheses:
            if len(self._tokenizer(words)["input_ids"]) > self._pieces // 2:
                raise ConfigError(f"model {self._name} cannot read so long a hypothesis: {words[:60]!r}…; shorten it")

    def _run(self, texts: list[str], hypotheses: list[str] | None) -> Array:
        import torch  # noqa: PLC0415 -- seconds, for those who choose a model

        cut = "only_first" if hypotheses else True
        given = self._tokenizer(
            texts, hypotheses, truncation=cut, max_length=self._pieces, padding=True, return_tensors="pt"
        )
        with torch.inference_mode():
            return self._model(**given).logits.float().numpy()


def open_network(folder: Folder, *, threads: int) -> Network:
    """Open a model to run on so many processor threads, without the network.

    Raises:
        ConfigError: torch is missing, or the model cannot be opened.
    """
    try:
        import torch  # noqa: PLC0415 -- as above
    except ImportError:
        raise ConfigError(
            "--model needs PyTorch, which is not installed: pip install torch (or -r requirements-train.txt)"
        ) from None
    transformers: Any = import_module("transformers")  # a second
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    torch.set_num_threads(threads)
    safely = {"local_files_only": True, "trust_remote_code": False}
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder.path, **safely)
        model, found = transformers.AutoModelForSequenceClassification.from_pretrained(
            folder.path, use_safetensors=True, dtype=torch.float32, output_loading_info=True, **safely
        )
        network = Network(model.eval(), tokenizer, folder.name)
    except Exception as error:  # tokenizers and safetensors raise Exception itself
        words = " ".join(str(error).split())[:200]
        raise ConfigError(
            f"model {folder.name} cannot be opened ({type(error).__name__}: {words}); fetch or save {folder.path} again"
        ) from error
    if found["missing_keys"]:
        # transformers would fill them with random numbers, and the model would answer at random.
        missing = ", ".join(sorted(found["missing_keys"])[:3])
        raise ConfigError(f"model {folder.name} lacks weights ({missing}); choose one that was trained to classify")
    if tokenizer.pad_token_id is None:
        raise ConfigError(f"the tokenizer of model {folder.name} names no padding; set pad_token in {folder.path}")
    return network


def _longest(config: Any, tokenizer: Any) -> int:
    """Return how many pieces the model can read; two positions less than it says, which some keep for themselves."""
    positions = getattr(config, "max_position_embeddings", None) or MAX_PIECES
    return int(min(MAX_PIECES, tokenizer.model_max_length, max(positions - 2, 8)))
