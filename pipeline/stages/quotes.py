"""Stage `quotes`: from the attributions that the reader found, and the marks in the text, to quotes.

The reader says who is quoted and which words are the cue; quotation marks and the labels of
a transcript say where a direct content begins and ends, over sentences and paragraphs.
Speakers are the next stage's. Types and spans are the codebook's, section 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.records import Article, Attribution, Quote, QuoteType, Reading, Span
from pipeline.stage import PerArticle
from pipeline.stages.cue_words import is_agentless, is_thought
from pipeline.stages.drafts import Draft, is_sentence, tidied, trimmed
from pipeline.stages.joining import with_marked
from pipeline.stages.marked_content import Marked
from pipeline.stages.nesting import without_nested, without_strays, without_twins
from pipeline.stages.signatures import find_signed
from pipeline.stages.soundness import is_sound, with_whole_cue
from pipeline.stages.transcripts import find_turns


def stage() -> PerArticle:
    """Return the stage."""
    return PerArticle("quotes", enrich, frozenset({"readings", "sentences", "actors"}), frozenset({"quotes"}))


def enrich(article: Article) -> Article:
    """Return the article with its quotes, in reading order."""
    turns = find_turns(article)
    labelled = list(turns.drafts())
    marked = Marked.of(article).outside([span for turn in labelled for span in turn.content])
    signed = list(find_signed(marked))
    attributed = [
        draft
        for draft in _attributed(article.readings, marked)
        if not turns.own(draft) and not _is_signed(draft, signed)
    ]
    drafts = without_nested(without_strays(without_twins(attributed)), article.text)
    drafts = with_marked([*drafts, *signed], [sentence.span for sentence in article.sentences], marked)
    ordered = sorted([*drafts, *labelled], key=lambda d: (d.start, d.end))
    return replace(
        article,
        quotes=tuple(Quote(d.type, d.content, source=turns.source(d), cue=d.cue) for d in ordered),
    )


def _is_signed(draft: Draft, signed: Sequence[Draft]) -> bool:
    """Tell whether what is attributed, or its cue, belongs to a quotation that bears a name."""
    return any(own.covers(span) for own in signed for span in (*draft.content, *filter(None, [draft.cue])))


def _attributed(readings: Sequence[Reading], marked: Marked) -> Iterator[Draft]:
    """Yield a draft for each attribution that can be one; its content may still be empty."""
    for reading in readings:
        for found in reading.attributions:
            if _is_quoted(found.cue, marked):
                continue
            whole = with_whole_cue(found, marked.text)
            cue = whole.cue.of(marked.text)
            if is_agentless(cue) and whole.source is None:
                continue
            draft = _drafted(whole, marked)
            if draft.type == "indirect" and is_thought(cue):
                draft = replace(draft, type="belief")
            if is_sound(draft, marked.text):
                yield draft


def _is_quoted(cue: Span, marked: Marked) -> bool:
    """Tell whether a cue is itself somebody's words in marks: saying within them belongs to the one who is quoted."""
    return any(is_sentence(marked.text, chain) for chain in marked.chains if any(span.contains(cue) for span in chain))


def _drafted(found: Attribution, marked: Marked) -> Draft:
    parts: list[Span] = []
    types: set[QuoteType] = set()
    for run in found.content:
        spans, kind = marked.snap(run)
        tidy = [tidied(marked.text, span) if kind != "direct" else span for span in spans]
        parts += [span for span in tidy if span.end > span.start and not any(span.touches(p) for p in parts)]
        types.add(kind)
    kind = types.pop() if len(types) == 1 else "mixed" if types else "indirect"
    outside = [span for span in parts if not found.cue.contains(span)]
    source = trimmed(marked.text, found.source) if found.source else None
    return Draft(kind, tuple(sorted(outside)), source, found.cue, found.score)
