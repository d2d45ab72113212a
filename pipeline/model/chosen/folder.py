"""The folder of a chosen model: found, checked and named without opening the model.

A local folder is named by what its files hold, one from the Hugging Face hub by its commit. Only weights in
safetensors are taken, which hold numbers and nothing that runs; a model that brings code of its own is refused.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError
from pipeline.model.chosen.meanings import LABEL_FILES
from pipeline.settings import ChosenModel

# All that opening a model reads, and nothing that could hold code: what may be fetched, and what a revision is of.
FILES = ("*.json", "*.toml", "*.txt", "*.model", "*.safetensors")
_WEIGHTS = ("model.safetensors", "model.safetensors.index.json")
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[\w.-]+)?")
_COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Folder:
    """A sequence-classification model on disk.

    name: OWNER/NAME on the hub, or the folder's own name. labels: in the order of its outputs. exclusive: whether
    only one of them can be right.
    """

    path: Path
    name: str
    revision: str
    labels: tuple[str, ...]
    exclusive: bool

    @property
    def entailment(self) -> int | None:
        """Which output of an NLI model says that a hypothesis follows; None: the model is no such one."""
        found = (at for at, label in enumerate(self.labels) if label.casefold().startswith("entail"))
        return next(found, None)

    @property
    def labels_file(self) -> Path | None:
        """The labels file beside the model, if there is one."""
        return next((path for name in LABEL_FILES if (path := self.path / name).is_file()), None)


def find_folder(chosen: ChosenModel) -> Folder:
    """Find a model by the path of its folder, or by its name among those fetched from the hub.

    Raises:
        ConfigError: there is none, it could not be fetched, or it is none that can be used safely.
    """
    local = Path(chosen.name).expanduser()
    path = local if local.is_dir() else _fetched(chosen)
    name = local.resolve().name if path is local else chosen.name
    config = _config(path / "config.json", name)
    if "auto_map" in config or "auto_map" in _optional(path / "tokenizer_config.json", name):
        raise ConfigError(
            f"model {name} brings code of its own (auto_map in {path}), which is never run; choose a model that"
            " transformers knows by itself"
        )
    architectures = config.get("architectures") or ["none"]
    if not any(str(architecture).endswith("ForSequenceClassification") for architecture in architectures):
        raise ConfigError(
            f"model {name} is {', '.join(map(str, architectures))}; choose one for sequence classification, or an NLI"
            " model"
        )
    _check_weights(path, name)
    return Folder(path, name, _revision(path), _labels(config, name), _exclusive(config, name))


def _fetched(chosen: ChosenModel) -> Path:
    """Return the folder of a model of the hub, fetched before or, where the user allows it, now."""
    if not _HUB_NAME.fullmatch(chosen.name):
        raise ConfigError(f"there is no folder {chosen.name}; give a model's folder, or its name OWNER/NAME on the hub")
    from huggingface_hub import snapshot_download  # noqa: PLC0415 -- half a second, for those who choose a model

    try:
        found = snapshot_download(
            chosen.name, allow_patterns=list(FILES), ignore_patterns=["*/*"], local_files_only=not chosen.download
        )
    except (OSError, ValueError) as error:  # what the hub's own errors are
        words = " ".join(str(error).split())[:160]
        step = f"check the name and the network ({words})" if chosen.download else "add --model-download to fetch it"
        raise ConfigError(f"there is no folder {chosen.name}, and no model of this name at hand; {step}") from None
    return Path(found)


def _config(path: Path, name: str) -> Mapping[str, Any]:
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(given, dict):
            raise ValueError("no JSON object")
    except OSError as error:
        raise ConfigError(
            f"model {name}: {path} cannot be read ({error.strerror}); choose the folder of a Hugging Face model"
        ) from None
    except ValueError as error:
        raise ConfigError(f"model {name}: {path} is damaged ({error}); fetch or save the model again") from None
    return given


def _optional(path: Path, name: str) -> Mapping[str, Any]:
    return _config(path, name) if path.exists() else {}


def _check_weights(path: Path, name: str) -> None:
    if any((path / weights).is_file() for weights in _WEIGHTS):
        return
    pickled = sorted(file.name for ending in ("*.bin", "*.pt", "*.pth", "*.ckpt") for file in path.glob(ending))
    found = f"its weights ({', '.join(pickled)}) are pickled, which can run code" if pickled else "it has no weights"
    raise ConfigError(
        f"model {name}: {found}; expected model.safetensors in {path}: choose another model, or save it again with"
        " save_pretrained"
    )


def _labels(config: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return the labels in the order of the outputs; transformers' own where the model names none."""
    try:
        given = config.get("id2label") or {at: f"LABEL_{at}" for at in range(config.get("num_labels", 2))}
        labels = {int(at): str(label) for at, label in given.items()}
    except (AttributeError, TypeError, ValueError):
        labels = {}
    if not labels or sorted(labels) != list(range(len(labels))):
        raise ConfigError(f"model {name}: id2label in its config.json is no list of labels; mend it, or choose another")
    return tuple(labels[at] for at in range(len(labels)))


def _exclusive(config: Mapping[str, Any], name: str) -> bool:
    problem = config.get("problem_type")
    if problem == "regression":
        raise ConfigError(f"model {name} answers with a number (regression), not with labels; choose a classifier")
    return problem != "multi_label_classification"


def _revision(path: Path) -> str:
    """Return the first digits of the commit, of a model from the hub, or else of the sum over its files."""
    if path.parent.name == "snapshots" and _COMMIT.fullmatch(path.name):
        return path.name[:8]
    total = hashlib.sha256()
    for file in sorted({file for pattern in FILES for file in path.glob(pattern)}):
        if file.is_file() and file.name not in LABEL_FILES:
            with file.open("rb") as opened:
                total.update(file.name.encode() + hashlib.file_digest(opened, "sha256").digest())
    return total.hexdigest()[:8]
