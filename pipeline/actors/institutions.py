"""Bodies of a state that are named by what they are: "Russia's defence ministry", "its army", "state media"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.actors.catalogue import Entry, Form, Hit
from pipeline.records import Span

SENTENCE_CHARS = 400  # before a phrase in which "its" finds a state
# What belongs to a state and speaks for itself.
_TITLE = (
    r"((?:(?:[Ff]oreign|[Dd]efen[cs]e|[Ii]nterior|[Hh]ealth|[Ii]nformation|[Ff]inance|[Jj]ustice|[Oo]il|[Ee]nergy|"
    r"[Tt]ransport|[Ee]ducation|[Ee]nvironment|[Hh]ome|[Ee]conomy) (?:[Mm]inistry|[Oo]ffice|"
    r"[Dd]epartment)|[Mm]inistry of "
    r"(?:[A-Z]\w+)(?: and [A-Z]\w+| [A-Z]\w+)?|[Aa]rmy|[Mm]ilitary|[Aa]rmed [Ff]orces|"
    r"[Aa]ir [Ff]orce|[Nn]avy|[Cc]oast ?[Gg]uard|"
    r"[Pp]arliament|[Ss]enate|[Pp]olice|[Cc]abinet|[Pp]residency|[Mm]ission|[Ee]mbassy|"
    r"[Ss]upreme [Cc]ourt|[Cc]entral [Bb]ank|"
    r"[Ss]tate (?:media|television|TV|news agency|radio)|[Cc]ivil [Dd]efen[cs]e|[Rr]ed [Cc]rescent))\b"
    r"(?!['’]s? (?:spokes\w+|ministers?|chiefs?)| (?:spokes\w+|ministers?|chiefs?|officials?|"
    r"officers?|sources?|commanders?|"
    r"vehicles|bases?|convoys?|positions?|jets|warplanes|intelligence|spokesperson|statement|operations?|offensive|campaign)\b)"
)
_INSTITUTION = re.compile(rf"(?:['’]s?)? {_TITLE}")
_BARE_INSTITUTION = re.compile(rf"\b([Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er) {_TITLE}")
_DATELINE = re.compile(r"[^\n.!?—]{0,40}(?:—|–|--|:| - )")
_STATE_MEDIA = re.compile(r"\b([Ss]tate (?:media|television|TV|news agency|radio))\b")
_SEATED = re.compile(r" in (?=[A-Z])")


class Institution(NamedTuple):
    """A body as written, without a name of its own."""

    span: Span
    title: str  # "defence ministry"
    state: Entry | None  # None: the text around does not tell


def institutions(text: str, hits: Sequence[Hit]) -> Iterator[Institution]:
    """Yield the institutions of a text in which known names have been found."""
    for hit in hits:
        found = _INSTITUTION.match(text, hit.span.end) if hit.entry.kind == "state" else None
        if found:
            yield Institution(Span(hit.span.start, found.end(1)), found[1], hit.entry)
    states = [hit for hit in hits if hit.entry.kind == "state"]
    yield from _bare(text, states)
    starts = [hit.span.start for hit in states]
    for media in _STATE_MEDIA.finditer(text):
        before = bisect_left(starts, media.start())
        state = _dateline(text, states) or _subject_before(text, states, before, media.start())
        yield Institution(Span(*media.span(1)), media[1], state)


def _bare(text: str, states: Sequence[Hit]) -> Iterator[Institution]:
    """Yield "its defence ministry", "the army": the state is named before, or behind "in", or not at all."""
    starts = [hit.span.start for hit in states]
    for found in _BARE_INSTITUTION.finditer(text):
        before = bisect_left(starts, found.start())
        seat = _SEATED.match(text, found.end())
        behind = bisect_left(starts, seat.end()) if seat else len(starts)
        if seat and behind < len(starts) and starts[behind] == seat.end():
            state: Entry | None = states[behind].entry
        elif found[1].casefold() != "the":
            state = _subject_before(text, states, before, found.start())
        else:
            state = _placed_before(text, states, before, found.start()) or _dateline(text, states)
        yield Institution(Span(*found.span(2)), found[2], state)


def _placed_before(text: str, states: Sequence[Hit], index: int, position: int) -> Entry | None:
    """Return the state of a capital right before: "In Moscow, the defence ministry"."""
    hit = states[index - 1] if index else None
    placed = (
        hit is not None
        and position - hit.span.end < 4
        and text[hit.span.end : position].strip(" ,") == ""
        and text[max(0, hit.span.start - 3) : hit.span.start] in {"In ", "in "}
    )
    return hit.entry if hit and placed else None


def _dateline(text: str, states: Sequence[Hit]) -> Entry | None:
    """Return the state whose capital the text is sent from: "MOSCOW — The defence ministry said"."""
    hit = states[0] if states else None
    sent = hit is not None and hit.form is Form.CAPITAL and hit.span.start == 0 and _DATELINE.match(text, hit.span.end)
    return hit.entry if hit and sent else None


def _subject_before(text: str, states: Sequence[Hit], index: int, position: int) -> Entry | None:
    """Return the first state of the sentence, else the last one before it."""
    start = max(0, position - SENTENCE_CHARS)
    begin = max(text.rfind(". ", start, position), text.rfind("\n", start, position), start - 1)
    inside = [hit for hit in states[max(0, index - 8) : index] if hit.span.start > begin]
    return inside[0].entry if inside else states[index - 1].entry if index else None
