"""Pure: of statements within statements, whose is kept (codebook, section 1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.records import Span
from pipeline.stages.cue_words import is_nobody
from pipeline.stages.drafts import Draft

SAME_CONTENT = 0.6  # share of characters in common that makes two contents one
# "state media said on Monday that" is about this long; further apart, two clauses speak.
MAX_HANDOVER_CHARS = 60
_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "who", "which", "that"})


def without_twins(drafts: Sequence[Draft]) -> list[Draft]:
    """Keep one of several drafts with the same content: the surest cue's."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: -d.score):
        if not any(_same(draft, other) for other in kept):
            kept.append(draft)
    return sorted(kept, key=lambda d: d.start)


def _same(one: Draft, other: Draft) -> bool:
    if not one.content or not other.content:
        return one.cue == other.cue
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one.content for b in other.content)
    total = sum(s.end - s.start for s in (*one.content, *other.content)) - common
    return common >= SAME_CONTENT * total


def without_strays(drafts: Sequence[Draft]) -> list[Draft]:
    """Cut from each content what stands beyond another cue, seen from its longest part.

    In "called for a truce but he rejected it, saying nobody would honour it", only the truce was called for.
    """
    cues = [draft.cue for draft in drafts if draft.cue]
    return [replace(draft, content=tuple(_connected(draft, cues))) for draft in drafts]


def _connected(draft: Draft, cues: Sequence[Span]) -> Iterator[Span]:
    main = max(draft.content, key=lambda span: span.end - span.start, default=None)
    for part in draft.content:
        if main is None or part == main or draft.type == "direct":
            yield part
            continue
        between = Span(min(main.end, part.end), max(main.start, part.start))
        if not any(between.contains(cue) for cue in cues if cue != draft.cue):
            yield part


def without_nested(drafts: Sequence[Draft], text: str) -> list[Draft]:
    """Leave one speaker to each statement: not what somebody says in marks of somebody else's saying.

    Of "state media said the minister had warned", the minister's is kept, with the outer source in its own.
    """
    gone: set[int] = set()
    kept = list(drafts)
    for i, outer in enumerate(kept):
        for j, inner in enumerate(kept):
            if i == j or inner.cue is None or not outer.covers(inner.cue) or i in gone or j in gone:
                continue
            if not _hands_over(outer, inner, text):
                gone.add(j)
                continue
            gone.add(i)
            source = inner.source
            if outer.source and source and 0 < source.start - outer.source.end < MAX_HANDOVER_CHARS:
                source = Span(outer.source.start, source.end)
            kept[j] = replace(inner, source=source)
    return [draft for index, draft in enumerate(kept) if index not in gone]


def _hands_over(outer: Draft, inner: Draft, text: str) -> bool:
    """Tell whether an outer statement only reports the inner one, of somebody in particular."""
    if outer.type not in ("indirect", "belief") or inner.type == "belief" or inner.source is None:
        return False
    speaker = inner.source.of(text).casefold()
    if speaker in _PRONOUNS or is_nobody(speaker) or not inner.content or inner.source.end == inner.source.start:
        return False
    said = sum(span.end - span.start for span in outer.content)
    within = inner.end - inner.start
    return within >= 0.65 * said
