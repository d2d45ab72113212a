"""The one door for text: what cannot be stored or shown safely is replaced, character by character."""

from __future__ import annotations

import re

# C0 and C1 controls but tab and newline; NUL breaks PostgreSQL and exporters, escapes fool terminals.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# Invisible direction overrides can make a sentence read as its opposite on the screen (CVE-2021-42574).
_OVERRIDE = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def clean_text(text: str) -> str:
    """Replace control characters and direction overrides by a space, lone surrogates by U+FFFD.

    One character for one, so that every span in the result is a span in what was given.
    """
    return _SURROGATE.sub("\ufffd", _OVERRIDE.sub(" ", _CONTROL.sub(" ", text)))


def clean_line(text: str, *, limit: int = 500) -> str:
    """Clean a short field (title, outlet) to one trimmed line of at most `limit` characters."""
    return " ".join(clean_text(text).split())[:limit]
