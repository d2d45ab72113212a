"""The words of a source put right by those next to its cue: what the reader cut short or let run over other words.

Only words are looked at, near the cue and inside one sentence. Everything is bounded: articles are untrusted.
"""

from __future__ import annotations

import re

from pipeline.actors.marks import Marks
from pipeline.actors.phrases import DEFINITE, INDEFINITE, parse
from pipeline.actors.vocabulary import DOCUMENTS, HEADS, PERSONAL, STANDS_FOR, STOPS
from pipeline.records import Quote, Span

REACH = 120  # characters before a cue or a source that are looked at
MAX_WORDS = 8  # a longer source without a comma has swallowed a clause
# What stands between a subject and the bare verb of its cue: "can then be heard | saying".
_AUXILIARY = [
    "can",
    "could",
    "may",
    "might",
    "must",
    "will",
    "would",
    "has",
    "have",
    "had",
    "was",
    "were",
    "is",
    "are",
    "be",
    "been",
    "being",
    "then",
    "also",
    "later",
    "now",
    "still",
    "heard",
    "seen",
    "quoted",
    "repeatedly",
    "reportedly",
    "earlier",
    "today",
    "again",
]
_AUXILIARIES = re.compile(rf"(?:\s(?:{'|'.join(_AUXILIARY)}))*\s*$")
_DETERMINERS = DEFINITE | INDEFINITE
_NOT_NOUNS = frozenset(_AUXILIARY)
# "It" is an object as often as not; as a subject it begins a clause.
_PRONOUN = re.compile(
    r"(?:^|[\s(“\"])(he|she|they)$|(?:^|[.,;:”\"] |\b(?:that|because|as|when|while|but|and|if) )(it)$", re.IGNORECASE
)
# A few words without another determiner or the start of another clause.
_WORDS = r"(?:(?!(?:the|an?|that|who|which|and|but|of|in|to)\b)[\w'’.-]+ ){0,3}?"
_WORDS += r"(?!(?:the|an?|that|who|which|and|but|of|in|to)\b)[\w'’-]+"
_DEFINITE = re.compile(
    rf"(?:^|(?P<before>[\w'’.-]+)[,;:]? )(?P<phrase>(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er) {_WORDS})$"
)
_CLAUSE = re.compile(r"\b(?:while|whereas|but) (?P<phrase>(?:the |an? )[^,;:.\n]{3,90})$")
_NAME = re.compile(r"(?:^|[\s(])(?P<phrase>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3})$")
_PREPOSITIONS = frozenset(
    [
        "of",
        "in",
        "for",
        "from",
        "with",
        "at",
        "by",
        "to",
        "near",
        "on",
        "inside",
        "against",
        "about",
        "between",
        "as",
        "than",
    ]
)
# A gap that begins like this belongs to the source: a clause or an aside, "a resident who fled the town".
_GOES_ON = re.compile(r"\s*(?:[,(–—-]|who\b|which\b|that\b|whose\b|of\b|in\b|for\b|from\b|with\b|at\b|and\b|on\b)")
_COMPLEMENT = re.compile(
    r"\b(?P<phrase>(?:[Tt]he|[Aa]n?|[Ss]ome|[Ii]ts) (?:[\w'’-]+ ){1,7}?)(?:in|of|at|from|near|for|with) $"
)
_HANDED_ON = re.compile(r"(?:seen|obtained|released|published|issued|maintained|compiled|provided|carried) by\b")
_DASH = re.compile(r" (?:—|–|--) (?=[Tt]he |[Aa]n? |[A-Z])")  # behind a dateline
_NEW_SENTENCE = re.compile(r"(?<=[^\W\d_.,;:]) (?=The [\w'’-]+)")
_SINGULAR = re.compile(r"(?:has|was|is|says|\w+[^s]s)\b")
_LAST_JOINED = re.compile(r" and ((?:the )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3})$")
_POSSESSIVE = re.compile(r"['’]s?$")
_BEHIND_CUE = re.compile(
    rf"\s(?P<phrase>(?:the |an? )?[A-Z][\w'’-]+(?: (?:[A-Z]|al-|de |bin )[\w'’-]+){{0,4}}|(?:the|an?) {_WORDS})"
)


_SAID_BEHIND = re.compile(
    r"[”\"'’],? (?:said|says|told|added|wrote|explained|recalled) (?P<phrase>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,4})"
)
_PASSIVE = re.compile(r"(?:has |have |had )?(?:was|were|is|are|been) (?:\w+ly )?(?:\w+ed|told)\b")
MAX_CLAUSE_CHARS = 400  # between a source and its cue


def mended(known: Marks, quote: Quote) -> Span | None:
    """Return the source of a quote as the words next to its cue show it; None if they show none either."""
    text, cue = known.article.text, quote.cue
    if cue is not None and any(span.contains(cue) for span in quote.content):
        cue = None  # the reader took a word of what is said
    if quote.source is None:
        return _beside(known, cue) if cue else _behind_marks(known, quote)
    source = _completed(text, _cut(known, quote.source, cue), cue)
    if cue is not None and source.start >= cue.end:  # "they say the town fell": the town is no source of it
        return _pronoun(text, Span(max(0, cue.start - 16), cue.start - 1)) or _named_first(known, source, cue)
    if cue is None or not 0 <= cue.start - source.end <= MAX_CLAUSE_CHARS:
        return source
    gap = Span(source.end, _before_auxiliaries(text, source.end, cue.start))
    if cue.of(text).casefold().endswith("ing") or _pronoun(text, gap):
        return source  # "a woman telephoned the police, telling"; "the traders said yes as they feared": it is the same
    if text[gap.start : gap.end].strip() and not _GOES_ON.match(text, gap.start, cue.start):
        return _subject(known, gap) or source
    return source


def _named_first(known: Marks, source: Span, cue: Span) -> Span:
    """Return a source behind its cue with the name that the reader left out: "said [Anna Lind head of the] clinic"."""
    text = known.article.text
    name = _BEHIND_CUE.match(text, cue.end, min(source.start, cue.end + REACH))
    span = Span(*name.span("phrase")) if name else None
    between = text[span.end : source.start] if span else ""
    goes_on = re.fullmatch(r",? (?:the )?[\w’'-]+ (?:of|at|for|in) [\w’' -]{0,40}", between)
    return Span(span.start, source.end) if span and goes_on and _may_speak(known, span) else source


def _behind_marks(known: Marks, quote: Quote) -> Span | None:
    """Return who stands behind a quotation with a word of saying: "…" said Anna Lind."""
    if quote.type != "direct" or not quote.content:
        return None
    found = _SAID_BEHIND.match(known.article.text, quote.content[-1].end)
    span = Span(*found.span("phrase")) if found else None
    return span if span and _may_speak(known, span) else None


def first_of_joint(text: str, source: Span) -> Span | None:
    """Return the first of two who speak together, "The star, 36, and her husband"; None if one speaks alone."""
    found = re.search(r",? and (?=(?:the|an?|its|his|her|their) |[A-Z])", source.of(text))
    return Span(source.start, source.start + found.start()) if found and found.start() > 2 else None


def phrase_before(text: str, end: int) -> Span | None:
    """Return the noun phrase that ends at a position: "animal lovers" of "abuse from animal lovers | who"."""
    words = list(re.finditer(r"[\w'’-]+|[^\w\s]", text[max(0, end - REACH) : end]))[-5:]
    kept: list[re.Match[str]] = []
    for word in reversed(words):
        if not word[0][0].isalnum() or (word[0].casefold() in STOPS and word[0].casefold() not in DEFINITE):
            break
        kept.append(word)
        if word[0].casefold() in _DETERMINERS:
            break
    if not kept:
        return None
    offset = max(0, end - REACH)
    return Span(offset + kept[-1].start(), offset + kept[0].end())


def _before_auxiliaries(text: str, start: int, end: int) -> int:
    found = _AUXILIARIES.search(text, max(start, end - 60), end)
    return found.start() if found else end


def _beside(known: Marks, cue: Span) -> Span | None:
    """Return who stands right before a cue, or right behind it: "the Pentagon | said", "reported | the BBC"."""
    text = known.article.text
    if cue.of(text).casefold().endswith("ing"):
        return None  # "…, he told AFP, adding": the subject stands further off
    if _PASSIVE.match(text, cue.start, cue.end):
        return None  # "he was accused of": who says so is not told
    start = known.sentence_before(cue.start).start
    before = Span(max(start, cue.start - REACH), _before_auxiliaries(text, start, cue.start))
    if found := _subject(known, before):
        return found
    behind = _BEHIND_CUE.match(text, cue.end, min(len(text), cue.end + REACH))
    preceded = text[max(0, cue.start - 3) : cue.start].rstrip()[-1:] in {"”", '"', "'", "’", ","}
    span = Span(*behind.span("phrase")) if behind and preceded else None
    return span if span and _may_speak(known, span) else None


def _subject(known: Marks, gap: Span) -> Span | None:
    """Return the pronoun or noun phrase that ends where a gap ends, if it can be a subject."""
    text, start = known.article.text, max(gap.start, gap.end - REACH)
    words = text[start : gap.end]
    if pronoun := _pronoun(text, Span(start, gap.end)):
        return pronoun
    for pattern in (_CLAUSE, _DEFINITE, _NAME):
        found = pattern.search(words)
        before = words[: found.start("phrase")].split()[-1:] if found else []
        if found and not (before and before[0].casefold().strip(",") in _PREPOSITIONS):
            span = Span(start + found.start("phrase"), gap.end)
            if _may_speak(known, span):
                return span
    return None


def _pronoun(text: str, span: Span) -> Span | None:
    """Return the subject pronoun that ends where a span ends."""
    found = _PRONOUN.search(span.of(text))
    return Span(span.start + found.start(found.lastindex or 0), span.end) if found else None


def _may_speak(known: Marks, span: Span) -> bool:
    """Tell whether words next to a cue can be who speaks: a noun for people or bodies, or a name."""
    phrase = parse(known.article.text, span)
    if phrase.head in HEADS or phrase.head in STANDS_FOR or phrase.head in DOCUMENTS or phrase.head in PERSONAL:
        return True
    return any(mark.end >= span.end - 2 for mark in known.marks_in(span))


def _cut(known: Marks, source: Span, cue: Span | None) -> Span:
    """Cut off what stands before a line's end, a closed bracket or a new sentence inside a source."""
    text = known.article.text
    if cue is not None and source.start >= cue.end:
        end = text.find("\n", *source)
        return Span(source.start, end) if end > source.start else source
    words = source.of(text)
    starts = [words.rfind("\n") + 1, *(dash.end() for dash in _DASH.finditer(words))]
    found = _DEFINITE.search(words) if words[0].islower() and words.split()[0] not in _DETERMINERS else None
    if found and found["before"] and found["before"].casefold() not in _PREPOSITIONS | STOPS:
        starts.append(found.start("phrase"))  # "hilltop the ministry": the sentence before ran on
    for left, right in (("(", ")"), ("[", "]")):
        if right in words and left not in words[: words.rfind(right)] and words.rfind(right) < len(words) - 1:
            starts.append(words.rfind(right) + 1)
    for begun in _NEW_SENTENCE.finditer(words):
        at = source.start + begun.end()
        if not any(mark.start < at for mark in known.marks_in(Span(at, at + 1))):
            starts.append(begun.end())
    long = len(words.split()) > MAX_WORDS and "," not in words
    if long and cue and _SINGULAR.match(text, *cue) and (last := _LAST_JOINED.search(words)):
        starts.append(last.start(1))
    start = source.start + max(starts)
    while start < source.end and not text[start].isalnum() and text[start] not in '“"':
        start += 1
    return Span(start, source.end) if start < source.end else source


def _completed(text: str, source: Span, cue: Span | None) -> Span:
    """Return a source with the words that it lacks: the noun of "The", what "Anna's" owns, the start of a phrase."""
    limit = _before_auxiliaries(text, source.end, cue.start) if cue and cue.start > source.end else source.end
    words = source.of(text)
    if words.casefold() in {"the", "a", "an"}:
        end = limit if limit > source.end else source.start + REACH
        return Span(source.start, max(source.end, parse(text, Span(source.start, end)).span.end))
    if words.casefold() in _NOT_NOUNS:
        return phrase_before(text, _before_auxiliaries(text, max(0, source.start - 60), source.start)) or source
    if (owner := _POSSESSIVE.search(words)) and source.end < limit <= source.end + REACH:
        owned = parse(text, Span(source.end + 1, limit))
        speaks = owned.head in HEADS | PERSONAL | DOCUMENTS or owned.head in STANDS_FOR or " " in owned.span.of(text)
        return Span(source.start, owned.span.end if speaks else source.start + owner.start())
    if cue and cue.end <= source.start <= cue.end + REACH and _HANDED_ON.match(words):
        return Span(cue.end + 1, source.end)
    return _extended_left(text, source, cue)


def _extended_left(text: str, source: Span, cue: Span | None) -> Span:
    """Return a source with what it completes, "medics in [the area]", or with its first word, "Zoo [directors]"."""
    if cue is None or source.end > cue.start:
        return source
    article = re.search(r"\b(?:[Aa]n?|[Tt]he) $", text[max(0, source.start - 4) : source.start])
    if article and source.of(text)[0].islower():
        return Span(source.start - len(article[0]), source.end)
    start = max(text.rfind("\n", 0, source.start) + 1, text.rfind(". ", 0, source.start) + 1, source.start - REACH)
    found = _COMPLEMENT.search(text, min(start, source.start), source.start)
    if found and text[max(0, found.start() - 24) : found.start()].split()[-1:] not in [
        [word] for word in (*_PREPOSITIONS, "In", "At", "After")
    ]:
        return Span(found.start("phrase"), source.end)
    word = re.search(r"(?<=\w )[A-Z][a-z]{2,20} $", text[max(0, source.start - 24) : source.start])
    plural = parse(text, source).plural and source.of(text)[0].islower() and parse(text, source).determiner is None
    return Span(source.start - len(word[0]), source.end) if word and plural else source
