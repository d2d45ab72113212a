"""Pure: from what somebody types into the search to what both databases are asked.

The words typed are all wanted, in one quote or in one title. "Words in double quotes" stand next to
each other; so do the parts of a word that a mark divides ("cease-fire"). The last word may go on,
unless quotes close it or it is one letter. Nothing typed is ever an operator: a database is given words alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.store.folding import fold

_QUOTES = re.compile(r'["“”„«»＂]')


class Phrase(NamedTuple):
    """Words that stand next to each other, folded; with `goes_on`, the last of them can be a beginning."""

    words: tuple[str, ...]
    goes_on: bool = False


Wanted = tuple[Phrase, ...]  # all of them, in any order; empty: nothing that could be found


def wanted(text: str) -> Wanted:
    """Return what a text asks for.

    >>> wanted('Idlib "safe zone" cease-f')
    (Phrase(words=('idlib',), goes_on=False), Phrase(words=('safe', 'zone'), goes_on=False), \
Phrase(words=('cease', 'f'), goes_on=True))
    """
    parts = _QUOTES.split(text)
    found: list[Phrase] = []
    for number, part in enumerate(parts):
        closed = number % 2 == 1 and number < len(parts) - 1
        chunks = [part] if number % 2 == 1 else part.split()
        words = (tuple(fold(chunk).split()) for chunk in chunks)
        # One letter begins a tenth of all words: it took 0.4 s of computing to find nearly all of 1,000,000 quotes.
        found += [Phrase(some, not closed and len(some[-1]) > 1) for some in words if some]
    return tuple(phrase._replace(goes_on=False) for phrase in found[:-1]) + tuple(found[-1:])


def in_fts5(asked: Wanted) -> str:
    """Return it in the query language of SQLite's FTS5."""
    phrases = (f'"{" ".join(phrase.words)}"{" *" if phrase.goes_on else ""}' for phrase in asked)
    every = " AND ".join(phrases)
    return f"words : ({every}) OR title : ({every})"


def in_tsquery(asked: Wanted) -> str:
    """Return it in the query language of PostgreSQL's tsquery."""
    return " & ".join(f"({_next_to_each_other(phrase)})" for phrase in asked)


def _next_to_each_other(phrase: Phrase) -> str:
    return " <-> ".join(f"'{word}'" for word in phrase.words) + (":*" if phrase.goes_on else "")


def is_in(asked: Wanted, folded: str) -> bool:
    """Tell whether a folded text has all that is asked; what both databases answer, without one."""
    around = f" {folded} "
    return bool(asked) and all(
        f" {' '.join(phrase.words)}{'' if phrase.goes_on else ' '}" in around for phrase in asked
    )
