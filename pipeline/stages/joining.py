"""Pure: quotations that no cue has claimed: whose quote they go on with, or that they are nobody's."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from pipeline.records import Span
from pipeline.stages.drafts import Draft, is_sentence
from pipeline.stages.marked_content import Chain, Marked

# "and", "but", "as well as": what may stand between two marked parts of one reported clause.
MAX_BETWEEN_PARTS = 20
MAX_GAP = 3  # from a quotation to the words that say who spoke: the mark, and a space
_MARKS = frozenset('"“”«»„')
_STOPS = (".", "!", "?", "…", ";", ":", "\n")


def with_marked(drafts: Sequence[Draft], sentences: Sequence[Span], marked: Marked) -> list[Draft]:
    """Add the quotations that no cue has claimed: to the quote they go on with, or as quotes of their own."""
    found = list(drafts)
    for chain in _unclaimed(drafts, marked.chains):
        owner = _owner(found, chain, sentences, marked.text)
        widened = _widened(found, chain, marked.text) if owner is None else None
        if owner is not None:
            old = found[owner]
            found[owner] = replace(old, type="direct", content=tuple(sorted((*old.content, *chain))))
        elif widened is not None:
            found[widened[0]] = widened[1]
        else:
            found.append(Draft("direct" if is_sentence(marked.text, chain) else "scare", chain))
    return [draft for draft in found if draft.content]


def _unclaimed(drafts: Sequence[Draft], chains: Sequence[Chain]) -> Iterator[Chain]:
    """Yield the quotations that no content shares a character with."""
    parts = sorted(part for draft in drafts for part in draft.content)
    reaches = list(accumulate((part.end for part in parts), max))
    starts = [part.start for part in parts]
    for chain in chains:
        before = [(span, bisect_left(starts, span.end)) for span in chain]
        if not any(index and reaches[index - 1] > span.start for span, index in before):
            yield chain


def _owner(drafts: Sequence[Draft], chain: Chain, sentences: Sequence[Span], text: str) -> int | None:
    """Return the draft that an unclaimed quotation belongs to, if any.

    One in the same sentence whose cue has no content yet, or a direct one that is split; else, for a whole
    sentence in marks, the one right before it when that is direct or still waits for its content ("He added:").
    """
    home = next((index for index, s in enumerate(sentences) if s.touches(chain[0])), None)
    if home is None:
        return None
    outside = [i for i, d in enumerate(drafts) if d.cue and not any(span.contains(d.cue) for span in chain)]
    here = [i for i in outside if (cue := drafts[i].cue) and cue.touches(sentences[home])]
    for index in here:
        if not drafts[index].content or _goes_on(drafts[index], chain, text):
            return index
    if not is_sentence(text, chain):
        return None
    if (asked := _behind(drafts, chain, text)) is not None:
        return asked
    if here or home == 0:
        return None
    return _before(drafts, chain, sentences[home - 1], text)


def _behind(drafts: Sequence[Draft], chain: Chain, text: str) -> int | None:
    """Return the draft without content that stands right behind a quotation whose end mark cut the sentence.

    “Who will pay?” she asked.
    """
    end = chain[-1].end
    if text[end - 1] not in "?!…":
        return None
    waiting = [i for i, d in enumerate(drafts) if not d.content and end < d.start <= end + MAX_GAP]
    return next(iter(waiting), None)


def _before(drafts: Sequence[Draft], chain: Chain, sentence: Span, text: str) -> int | None:
    """Return the draft that a quotation goes on with from the sentence before, however long its attribution."""
    near = [i for i, d in enumerate(drafts) if d.end > sentence.start and d.start < chain[0].start]
    last = max(near, key=lambda i: drafts[i].end, default=None)
    if last is not None and not drafts[last].content and text[sentence.end - 1] == ":":
        return last
    direct = [i for i in near if drafts[i].type == "direct" and drafts[i].content[-1].end < chain[0].start]
    spoken = max(direct, key=lambda i: drafts[i].content[-1].end, default=None)
    if spoken is None or _intervenes(drafts, drafts[spoken], chain):
        return None
    return spoken


def _intervenes(drafts: Sequence[Draft], spoken: Draft, chain: Chain) -> bool:
    """Tell whether somebody else's words in marks stand between a quote and a quotation."""
    gap = Span(spoken.content[-1].end, chain[0].start)
    others = [d for d in drafts if d is not spoken and d.type in ("direct", "mixed")]
    return any(gap.contains(part) for d in others for part in d.content)


def _goes_on(draft: Draft, chain: Chain, text: str) -> bool:
    """Tell whether a quotation resumes a split one: behind the clause of its cue, in the same sentence."""
    if draft.type != "direct" or not draft.content or chain[0].start <= draft.end:
        return False
    return _MARKS.isdisjoint(text[draft.end : chain[0].start - 1])


def _widened(drafts: Sequence[Draft], chain: Chain, text: str) -> tuple[int, Draft] | None:
    """Return the draft whose reported clause goes on with a marked part, made to hold it, and its number.

    'He said fraud was “a big problem” but “nobody dares to say it”' is one clause.
    """
    for index, draft in enumerate(drafts):
        if draft.type not in ("mixed", "indirect") or not draft.content or draft.cue is None:
            continue
        end, opened = draft.content[-1].end, chain[0].start - 1
        near = 0 <= opened - end <= MAX_BETWEEN_PARTS
        if near and not any(stop in text[end:opened] for stop in _STOPS):
            last = Span(draft.content[-1].start, min(chain[-1].end + 1, len(text)))
            return index, replace(draft, type="mixed", content=(*draft.content[:-1], last))
    return None
