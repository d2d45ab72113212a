"""The model that the settings name, found and checked, and what its answers mean; nothing of it is open yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.model.chosen.folder import Folder, find_folder
from pipeline.model.chosen.meanings import Meanings, read_hypotheses, read_labels
from pipeline.settings import ChosenModel


@dataclass(frozen=True, slots=True)
class Choice:
    """A model and what its answers mean."""

    folder: Folder
    meanings: Meanings

    def beside(self, reader: str) -> str:
        """Return what annotations name as their tagger: our reader's revision, and this one's with its labels'."""
        chosen = f"{self.folder.name}@{self.folder.revision} (labels {self.meanings.revision})"
        return f"{reader} + {chosen} for stance and risks, uncalibrated"


def choose(chosen: ChosenModel, *, hypotheses: Path) -> Choice:
    """Find the model and its labels file: the one named, the one beside it, or our `hypotheses` for an NLI model.

    Raises:
        ConfigError: the model cannot be used, or nothing says what its labels mean.
    """
    folder = find_folder(chosen)
    path = chosen.labels or folder.labels_file
    if folder.entailment is not None:
        return Choice(folder, read_hypotheses(path or hypotheses))
    if path is None:
        raise ConfigError(
            f"nothing says what the labels of model {folder.name} mean ({', '.join(folder.labels[:20])}); write a"
            f" tocsin_labels.toml into {folder.path}, or name one with --model-labels (README, A model of your own)"
        )
    return Choice(folder, read_labels(path, folder.labels))
