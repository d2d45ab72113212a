"""Stage `quotes`: from the attributions that the reader found, and the marks in the text, to quotes.

The reader says who is quoted and which words are the cue; quotation marks say where a
direct content begins and ends, over sentences and paragraphs. Speakers are the next
stage's. Types and spans are the codebook's, section 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.records import Article, Attribution, Quote, QuoteType, Reading, Span
from pipeline.stage import PerArticle
from pipeline.stages.cue_words import is_agentless, is_thought
from pipeline.stages.marked_content import Chain, Marked

SAME_CONTENT = 0.6  # share of characters in common that makes two contents one
SENTENCE_WORDS = 5  # marked words without an end mark are somebody's sentence from here on, a scare quote below
_ENDS = (".", "!", "?", "…", ",")
_EDGES = " \t\n,;:.—–-"
_NO_CUES = frozenset(
    ["the", "a", "an", "of", "in", "to", "is", "was", "are", "were", "be", "been", "has", "have", "had"]
)
_OPENERS = ("that ", "as ", "how ")


@dataclass(frozen=True, slots=True)
class Draft:
    """A quote in the making."""

    type: QuoteType
    content: tuple[Span, ...]
    source: Span | None = None
    cue: Span | None = None
    score: float = 1.0

    @property
    def start(self) -> int:
        """Where the first of its words stands."""
        return min(span.start for span in (*self.content, *filter(None, (self.source, self.cue))))

    @property
    def end(self) -> int:
        """Where the last of its words ends."""
        return max(span.end for span in (*self.content, *filter(None, (self.source, self.cue))))

    def covers(self, span: Span) -> bool:
        """Tell whether its content shares a character with a span."""
        return any(part.touches(span) for part in self.content)


def stage() -> PerArticle:
    """Return the stage."""
    return PerArticle("quotes", enrich, frozenset({"readings", "sentences", "actors"}), frozenset({"quotes"}))


def enrich(article: Article) -> Article:
    """Return the article with its quotes, in reading order."""
    marked = Marked.of(article)
    drafts = [draft for draft in _attributed(article.readings, marked) if not _says_nothing(draft, article.text)]
    drafts = _without_nested(_without_strays(_without_twins(drafts)), marked)
    drafts = _with_marked(drafts, article, marked)
    quotes = (_quote(draft) for draft in sorted(drafts, key=lambda d: (d.start, d.end)) if draft.content)
    return replace(article, quotes=tuple(quotes))


def _quote(draft: Draft) -> Quote:
    return Quote(draft.type, draft.content, source=draft.source, cue=draft.cue)


def _attributed(readings: Sequence[Reading], marked: Marked) -> Iterator[Draft]:
    """Yield a draft for each attribution; its content may still be empty."""
    for reading in readings:
        for found in reading.attributions:
            cue = found.cue.of(marked.text)
            if is_agentless(cue) and found.source is None:
                continue
            draft = _drafted(found, marked)
            if draft.type == "indirect" and is_thought(cue):
                draft = replace(draft, type="belief")
            yield draft


def _says_nothing(draft: Draft, text: str) -> bool:
    """Tell whether the cue is no word of saying ("the", "was"), or all that is reported is a bare name ("Yemen")."""
    if draft.cue and draft.cue.of(text).lower() in _NO_CUES:
        return True
    words = [span.of(text) for span in draft.content]
    lone = draft.type == "indirect" and len(words) == 1 and words[0].isalpha()
    return lone and (words[0].istitle() or words[0] in _NO_CUES)


def _drafted(found: Attribution, marked: Marked) -> Draft:
    parts: list[Span] = []
    types: set[QuoteType] = set()
    for run in found.content:
        spans, kind = marked.snap(run)
        tidy = [_tidied(marked.text, span) if kind != "direct" else span for span in spans]
        parts += [span for span in tidy if span.end > span.start and not any(span.touches(p) for p in parts)]
        types.add(kind)
    kind = types.pop() if len(types) == 1 else "mixed" if types else "indirect"
    outside = [span for span in parts if not found.cue.contains(span)]
    source = _tidied(marked.text, found.source) if found.source else None
    return Draft(kind, tuple(sorted(outside)), source, found.cue, found.score)


def _tidied(text: str, span: Span) -> Span:
    """Cut punctuation off both ends, and the word that opens a reported clause."""
    start, end = span
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    while start < end and text[start] in _EDGES:
        start += 1
    for opener in _OPENERS:
        if text.startswith(opener, start) and end - start > len(opener):
            start += len(opener)
    return Span(start, end)


def _without_twins(drafts: Sequence[Draft]) -> list[Draft]:
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


def _without_strays(drafts: Sequence[Draft]) -> list[Draft]:
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


def _without_nested(drafts: Sequence[Draft], marked: Marked) -> list[Draft]:
    """Leave one speaker to each statement: not what somebody says in marks of somebody else's saying.

    Of "state media said the minister had warned", the minister's is kept, with the outer source in its own.
    """
    gone: set[int] = set()
    kept = list(drafts)
    for i, outer in enumerate(kept):
        for j, inner in enumerate(kept):
            if i == j or inner.cue is None or not outer.covers(inner.cue) or i in gone or j in gone:
                continue
            if not _hands_over(outer, inner, marked.text):
                gone.add(j)
                continue
            gone.add(i)
            source = inner.source
            if outer.source and source and 0 < source.start - outer.source.end < MAX_HANDOVER_CHARS:
                source = Span(outer.source.start, source.end)
            kept[j] = replace(inner, source=source)
    return [draft for index, draft in enumerate(kept) if index not in gone]


# "state media said on Monday that" is about this long; further apart, two clauses speak.
MAX_HANDOVER_CHARS = 60
_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "who", "which", "that"})


def _hands_over(outer: Draft, inner: Draft, text: str) -> bool:
    """Tell whether an outer statement only reports the inner one."""
    if outer.type not in ("indirect", "belief") or inner.type == "belief" or inner.source is None:
        return False
    if inner.source.of(text).casefold() in _PRONOUNS or not inner.content or inner.source.end == inner.source.start:
        return False
    said = sum(span.end - span.start for span in outer.content)
    within = inner.end - inner.start
    return within >= 0.65 * said


def _with_marked(drafts: Sequence[Draft], article: Article, marked: Marked) -> list[Draft]:
    """Add the quotations that no cue has claimed: to the quote they go on with, or as quotes of their own."""
    found = list(drafts)
    sentences = [sentence.span for sentence in article.sentences]
    for chain in marked.chains:
        if any(draft.covers(span) for draft in found for span in chain):
            continue
        owner = _owner(found, chain, sentences, article.text)
        if owner is not None:
            old = found[owner]
            found[owner] = replace(old, type="direct", content=tuple(sorted((*old.content, *chain))))
        else:
            found.append(Draft("direct" if _is_sentence(marked.text, chain) else "scare", chain))
    return [draft for draft in found if draft.content]


def _owner(drafts: Sequence[Draft], chain: Chain, sentences: Sequence[Span], text: str) -> int | None:
    """Return the draft that an unclaimed quotation belongs to, if any.

    One in the same sentence whose cue has no content yet, or is direct already; else, for a whole sentence in
    marks, the one right before it when that is direct or still waits for its content ("He added:").
    """
    home = next((index for index, s in enumerate(sentences) if s.touches(chain[0])), None)
    if home is None:
        return None
    here = [i for i, d in enumerate(drafts) if d.cue and d.cue.touches(sentences[home])]
    for index in here:
        if not drafts[index].content or (drafts[index].type == "direct" and _goes_on(drafts[index], chain, text)):
            return index
    if not _is_sentence(text, chain) or here or home == 0:
        return None
    before = [i for i, d in enumerate(drafts) if d.end > sentences[home - 1].start and d.start < chain[0].start]
    last = max(before, key=lambda i: drafts[i].end, default=None)
    if last is None:
        return None
    waits = not drafts[last].content and text[sentences[home - 1].end - 1] == ":"
    return last if waits or drafts[last].type == "direct" else None


def _goes_on(draft: Draft, chain: Chain, text: str) -> bool:
    """Tell whether a quotation resumes a split one: it follows the cue's clause after a comma or a full stop."""
    between = text[draft.end : chain[0].start - 1]
    return chain[0].start > draft.end and len(between) <= 80 and '"' not in between and "“" not in between


def _is_sentence(text: str, chain: Chain) -> bool:
    """Tell whether marked words are a statement, not a word held at arm's length."""
    words = " ".join(span.of(text) for span in chain).strip()
    n_words = len(words.split())
    return (words.endswith(_ENDS) and n_words >= 2) or (n_words >= SENTENCE_WORDS and words[:1].isupper())
