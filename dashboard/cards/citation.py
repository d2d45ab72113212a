"""A quote as a citation in plain text: what an editor pastes beside a footnote.

“We will strike every depot” — Omar Rashid, General, Sudland. Northern Wire, “Minister warns of
assault”, 6 Sep 2018, article one, characters 127–153. https://example.org/one
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from dashboard.markup import web_address
from pipeline.brief import phrases
from pipeline.formulas import disarmed
from pipeline.queries import passage_of

# Enough for a whole paragraph of speech; the article has the rest.
MAX_CITED_CHARS = 2_000
_FSI, _PDI = "\u2068", "\u2069"
# Marks of direction inside a part would turn what stands around it.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def citation(quote: Any) -> str:
    """Return a row of `queries.quotes` as one line: words, speaker, outlet, title, date, article, characters, address.

    Words that are not the speaker's own stand without marks and are said to be reported. What is
    written from right to left is isolated, so that it does not turn the parts around it. What a
    spreadsheet would run as a formula, were it pasted into one, begins with an apostrophe.
    """
    passage = passage_of(quote)
    said = phrases.shortened(quote.words, limit=MAX_CITED_CHARS)
    words = f"“{_apart(said)}”" if quote.type == "direct" else f"{_apart(said)} (reported speech)"
    speaker = ", ".join(map(_apart, phrases.speaker_parts(quote)))
    source = ", ".join(map(_apart, phrases.source(passage)))
    address = web_address(quote.url)
    return disarmed(" ".join(f"{words} — {speaker}. {source}. {_plain(address or '')}".split()))


def _plain(part: str) -> str:
    return _DIRECTION.sub("", part)


def _apart(part: str) -> str:
    plain = _plain(part)
    turned = any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in plain)
    return f"{_FSI}{plain}{_PDI}" if turned else plain
