"""What the reader's heads tell apart, in the order of their outputs. Changing an order means training anew."""

from __future__ import annotations

from typing import get_args

from pipeline.records import Modality, NameKind, RiskLabel, Stance

NAME_KINDS: tuple[NameKind, ...] = get_args(NameKind)
STANCES: tuple[Stance, ...] = get_args(Stance)
RISKS: tuple[RiskLabel, ...] = get_args(RiskLabel)
MODALITIES: tuple[Modality, ...] = get_args(Modality)

# Outside, then beginning and inside of each kind: 0 is O, 1 B-person, 2 I-person, …
NAME_TAGS = 1 + 2 * len(NAME_KINDS)
CUE_TAGS = 3  # outside, beginning, inside
LINKS = ("source", "content")
# Each risk is told as absent or in one of the modalities.
RISK_STATES = 1 + len(MODALITIES)


def begins(kind: int) -> int:
    """Return the tag that begins a name of this kind; one more is the tag inside it."""
    return 1 + 2 * kind
