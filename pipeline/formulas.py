"""What a spreadsheet would run: told by how it begins, and kept from running."""

from __future__ import annotations

# What spreadsheets take for the start of a formula (OWASP, CSV injection): also in the wide forms of East Asian
# keyboards, and behind spaces and signs that nobody sees.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNSEEN = " \u00a0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


def disarmed(words: str) -> str:
    """Return words that no spreadsheet runs as a formula: those it would begin with an apostrophe."""
    return f"'{words}" if words.lstrip(_UNSEEN).startswith(_STARTS) else words
