"""What sort of body a name means, told by its own words."""

from __future__ import annotations

import re

from pipeline.actors.vocabulary import KIND_WORDS
from pipeline.records import ActorKind

_KINDS = tuple((kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in KIND_WORDS)


def kind_of(name: str) -> ActorKind:
    """Guess what sort of body a name means; `other` if its words do not tell."""
    return next((kind for kind, pattern in _KINDS if pattern.search(name)), "other")
