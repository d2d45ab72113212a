"""What the answers of a chosen model mean in the codebook: the labels file, read and checked.

    # a model with labels of its own: what each says    # an NLI model: hypotheses to put to it
    min_score = 0.5                                      [stances]
    [labels]                                             threaten = "The speaker threatens to use force."
    THREAT = ["threaten", "escalation:feared"]           report = "The speaker states facts."
    CALM = "report"                                      [risks]
    SHELLING = "escalation"                              "escalation:feared" = "An attack may be launched."

The same in JSON. `min_score` (0–1) is what a risk must score to be told, and a stance of a model whose labels do
not exclude each other. A label that is left out, or means [], tells nothing.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pipeline.errors import ConfigError
from pipeline.model.labels import MODALITIES, RISKS, STANCES
from pipeline.records import Modality, RiskLabel, Stance

LABEL_FILES = ("tocsin_labels.toml", "tocsin_labels.json")
# Where neither answer is likelier; we know no chosen model well enough to say better.
MIN_SCORE = 0.5


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one answer says. A risk without a modality leaves open how real it is."""

    stance: Stance | None = None
    risks: tuple[tuple[RiskLabel, Modality | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Meanings:
    """What each answer says: by the model's label, or by the hypothesis that is put to it.

    revision: changes with what the file says.
    """

    by_answer: Mapping[str, Meaning]
    min_score: float
    revision: str


def read_labels(path: Path, known: Collection[str]) -> Meanings:
    """Read what each label of a model means; `known` are the labels it has.

    Raises:
        ConfigError: the file cannot be read, or names a label that the model or the codebook has not.
    """
    given = _read(path, {"labels", "min_score"}, "a table [labels]; an NLI model takes [stances] and [risks]")
    table = _table(given, "labels", path)
    if strange := sorted(table.keys() - set(known)):
        raise ConfigError(
            f"{path}: the model has no label {_listed(strange)}; its labels are {_listed(list(dict.fromkeys(known)))}"
        )
    meanings = {label: _meaning(words, f"{path}: label {label!r}") for label, words in table.items()}
    if not any(meaning.stance or meaning.risks for meaning in meanings.values()):
        raise ConfigError(f"{path}: no label of the model means anything; write under [labels] what each says")
    return _meanings(meanings, given, path)


def read_hypotheses(path: Path) -> Meanings:
    """Read the hypotheses to put to an NLI model, one for each stance and risk that it is to tell.

    Raises:
        ConfigError: the file cannot be read, names a label that the codebook has not, or a stance without a rival.
    """
    given = _read(path, {"stances", "risks", "min_score"}, "tables [stances] and [risks], as this is an NLI model")
    meanings: dict[str, Meaning] = {}
    for name in ("stances", "risks"):
        for label, words in _table(given, name, path).items():
            where = f"{path}: {label!r} in [{name}]"
            meaning = _meaning(label, where)
            if (meaning.stance is None) == (name == "stances"):
                raise ConfigError(f"{where} is no {name[:-1]}; it belongs into the other table")
            if not isinstance(words, str) or not words.strip() or words.strip() in meanings:
                raise ConfigError(f"{where} needs a hypothesis of its own, such as {_EXAMPLE!r}")
            meanings[words.strip()] = meaning
    if not meanings:
        raise ConfigError(f"{path}: no hypotheses; write one for each label, such as {_EXAMPLE!r}")
    if sum(meaning.stance is not None for meaning in meanings.values()) == 1:
        raise ConfigError(f"{path}: one stance alone always wins; give two or more in [stances], or none")
    return _meanings(meanings, given, path)


_EXAMPLE = "The speaker threatens to use force."


def _read(path: Path, keys: Collection[str], expected: str) -> Mapping[str, Any]:
    """Return what a file of TOML or JSON says, once it has no other keys than these."""
    kind = "TOML" if path.suffix.lower() == ".toml" else "JSON"
    try:
        words = path.read_bytes().decode("utf-8")
        given = tomllib.loads(words) if kind == "TOML" else json.loads(words)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror}); give a labels file, .toml or .json") from None
    except ValueError as error:
        raise ConfigError(f"{path} is no {kind} ({error}); it is to hold {expected}") from None
    if not isinstance(given, dict) or given.keys() - keys:
        strange = f"has {_listed(sorted(given.keys() - keys))}" if isinstance(given, dict) else "is no table"
        raise ConfigError(f"{path} {strange}; it is to hold {expected}, and min_score")
    return given


def _table(given: Mapping[str, Any], name: str, path: Path) -> Mapping[str, Any]:
    table = given.get(name, {})
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: {name} is no table; write [{name}], and a line for each label")
    return table


def _meaning(given: object, where: str) -> Meaning:
    words = [given] if isinstance(given, str) else given
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ConfigError(
            f'{where} means {given!r}; give a label of the codebook or a list of them, or [] for "nothing"'
        )
    stances = [cast("Stance", word) for word in words if word in STANCES]
    if len(set(stances)) > 1:
        raise ConfigError(f"{where} means {_listed(stances)}; a statement has one stance")
    return Meaning(stances[0] if stances else None, tuple(_risks([w for w in words if w not in STANCES], where)))


def _risks(words: list[str], where: str) -> Iterator[tuple[RiskLabel, Modality | None]]:
    for word in words:
        label, colon, modality = word.partition(":")
        if label not in RISKS or (colon and modality not in MODALITIES):
            raise ConfigError(
                f"{where}: {word!r} is no label of the codebook; choose from {_listed([*STANCES, *RISKS])},"
                f" a risk also with its modality, such as escalation:feared (or {', '.join(MODALITIES)})"
            )
        yield label, cast("Modality", modality) if colon else None


def _meanings(by_answer: Mapping[str, Meaning], given: Mapping[str, Any], path: Path) -> Meanings:
    least = given.get("min_score", MIN_SCORE)
    if isinstance(least, bool) or not isinstance(least, int | float) or not 0 <= least <= 1:
        raise ConfigError(f"{path}: min_score is {least!r}; give a number from 0 to 1")
    said = json.dumps(given, sort_keys=True).encode()
    return Meanings(by_answer, float(least), hashlib.sha256(said).hexdigest()[:8])


def _listed(words: Collection[str]) -> str:
    """Return words in one line; of very many only the first."""
    shown = list(words)[:40]
    return ", ".join(shown) + (", …" if len(words) > len(shown) else "")
