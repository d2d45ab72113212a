"""Pure: attributions that cannot be ones, by their words alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.records import Attribution, Span
from pipeline.stages.cue_words import is_function_word, is_saying
from pipeline.stages.drafts import Draft

WH_FRAGMENT_WORDS = 4  # "what those studies are" reports nothing; from here on a clause may
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_NEXT_WORD = re.compile(r" ([^\W\d_]+)")
_SPEAKING_SELF = frozenset({"i", "we", "you", "it"})
_WH = frozenset("what which who whom whose when where why how".split())  # noqa: SIM905
_BARE = frozenset(  # a pronoun is no content
    "it its he him his she her they them their this that these those me us you i we one so as than what which who whom"  # noqa: SIM905
    " whose why when where how something anything everything".split()
)
_EMPTY = frozenset("the a an of in to is was are were be been has have had what which who".split())  # noqa: SIM905
_LISTENER = re.compile(r"you\b(?![’'])")
_RELATIVE = re.compile(r"(?:that|which|who|whom|whose)\s+\S", re.IGNORECASE)


def with_whole_cue(found: Attribution, text: str) -> Attribution:
    """Return an attribution whose cue stops short of its verb with the verb: "formally" → "formally announced"."""
    after = _NEXT_WORD.match(text, found.cue.end) if _is_hollow(found.cue.of(text)) else None
    if not after or not is_saying(after[1]):
        return found
    verb = Span(*after.span(1))
    if any(span.touches(verb) for span in (*found.content, *filter(None, [found.source]))):
        return found
    return replace(found, cue=Span(found.cue.start, verb.end))


def is_sound(draft: Draft, text: str) -> bool:
    """Tell whether words can be an attribution: somebody, a verb or noun that may report, and a statement."""
    if draft.cue and _is_hollow(draft.cue.of(text)):
        return False
    source = draft.source.of(text).casefold().strip() if draft.source else ""
    if _RELATIVE.match(source) or (_LISTENER.match(source) and draft.type != "belief"):
        return False
    words = [word for span in draft.content for word in _WORD.findall(span.of(text))]
    if draft.type != "indirect" or not words:
        return True
    return not _is_empty(words) and not (source in {"", *_SPEAKING_SELF} and _is_fragment(words))


def _is_hollow(cue: str) -> bool:
    """Tell whether a cue holds function words and adverbs alone: "would", "should", "formally"."""
    words = _WORD.findall(cue)
    return bool(words) and all(is_function_word(word) for word in words)


def _is_empty(words: Sequence[str]) -> bool:
    return len(words) == 1 and words[0].casefold() in _EMPTY


def _is_fragment(words: Sequence[str]) -> bool:
    """Tell whether all that is reported is a name, pronouns or the beginning of a question: "what those studies are".

    Somebody with a name may condemn "them"; of nobody, or of an "I" that never says who it is, it is no statement.
    """
    low = [word.casefold() for word in words]
    name = len(words) == 1 and words[0].istitle()
    return name or all(word in _BARE for word in low) or (low[0] in _WH and len(low) <= WH_FRAGMENT_WORDS)
