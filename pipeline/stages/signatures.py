"""Pure: quotations that bear a name without a verb: “Nobody asked us.” — Ann Lee, farmer; And from Ann Lee: “…”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.records import Span
from pipeline.stages.drafts import Draft, is_sentence
from pipeline.stages.marked_content import Marked, is_name

MAX_SIGNATURE_CHARS = 100
_DASH = re.compile(r"[*_ \t\xa0]*\n?[ \t\xa0]*(?P<dash>―|—|–|--)[ \t\xa0]*(?P<name>[^\n]{2,120})(?:\n|\Z)")
_FROM = re.compile(r"(?:^|[.!?…”\"\n]\s*)(?:(?:And|Then|Also|Or),? )?(?P<cue>[Ff]rom) (?P<name>[^\n.!?:]+):\s*$")


def find_signed(marked: Marked) -> Iterator[Draft]:
    """Yield the quotations that a dash and a name follow, to the end of the line, or that "from" and a name open."""
    for chain in marked.chains:
        if not is_sentence(marked.text, chain):
            continue
        if behind := _DASH.match(marked.text, chain[-1].end + 1):
            words = behind["name"].rstrip(" \t\xa0.*_")
            if _is_signature(words):
                start = behind.start("name")
                yield Draft("direct", chain, Span(start, start + len(words)), Span(*behind.span("dash")))
                continue
        opened = chain[0].start - 1
        if before := _FROM.search(marked.text, max(0, opened - MAX_SIGNATURE_CHARS), opened):
            yield Draft("direct", chain, Span(*before.span("name")), Span(*before.span("cue")))


def _is_signature(words: str) -> bool:
    """Tell whether words are a name, perhaps with an office behind a comma."""
    return (
        len(words) <= MAX_SIGNATURE_CHARS
        and is_name(words.split(",", maxsplit=1)[0])
        and not re.search(r"\w{3}\. ", words)
    )
