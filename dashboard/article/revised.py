"""What a later version of an article changed: sentences taken out and added, and what stands around the text."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from pipeline.queries import Revision, StoredArticle

_END = re.compile(r"(?<=[.!?؟…])\s+|(?<=[.!?؟…][”’\"»)])\s+|\s*\n\s*")
MAX_SENTENCES = 2_000  # of a text that is compared; what stands behind them is not


class Changed(NamedTuple):
    """What replaced an earlier version. around: changes of title, outlet or date, in words."""

    before: Revision
    taken_out: tuple[str, ...]
    added: tuple[str, ...]
    around: tuple[str, ...]


def changes(stored: StoredArticle) -> list[Changed]:
    """Return what each later version changed, the latest change first."""
    article = stored.article
    later: list[tuple[str, str | None, str | None]] = [(article.text, article.title, article.outlet)]
    later += [(past.text, past.title, past.outlet) for past in stored.revisions]
    return [_changed(past, *after) for past, after in zip(stored.revisions, later, strict=False)]


def _changed(past: Revision, text: str, title: str | None, outlet: str | None) -> Changed:
    old, new = _sentences(past.text), _sentences(text)
    taken_out: list[str] = []
    added: list[str] = []
    for how, start, end, into, until in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if how != "equal":
            taken_out += old[start:end]
            added += new[into:until]
    around = [f"title was “{past.title or 'untitled'}”"] if past.title != title else []
    around += [f"outlet was {past.outlet or 'unknown'}"] if past.outlet != outlet else []
    return Changed(past, tuple(taken_out), tuple(added), tuple(around))


def _sentences(text: str) -> list[str]:
    parts = (" ".join(part.split()) for part in _END.split(text))
    return [part for part in parts if part][:MAX_SENTENCES]
