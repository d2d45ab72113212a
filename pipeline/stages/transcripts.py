"""Pure: the turns of a transcript.

"MR KIRBY: We have seen the reports.": a label at the beginning of a line says who speaks, up to the next label;
who only asks has no name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.records import Article, Span
from pipeline.stages.drafts import Draft
from pipeline.stages.marked_content import is_name

# Longer, a turn is a speech: what it reports is more to the point than the whole of it.
MAX_TURN_CHARS = 3000
MIN_TURN_WORDS = 4  # "Thank you." answers, but says nothing

_LINE = re.compile(r"[^\n]+")
_LABEL = re.compile(
    r"\s*[*_]{0,2}(?P<mark>[“\"]?)[*_]{0,2}(?P<name>[^\W\d_][\w.’' -]{0,40}?)(?: ?[(\[][^)\]\n]{1,60}[)\]])?"
    r"(?P<colon>:)[*_]{0,2}(?:\s+|$)"
)
_QUESTION = re.compile(r"\s*[*_]{0,2}(?P<mark>)(?P<name>Q)[*_]{0,2}(?P<colon>)[ \t\xa0]+(?=\S)")
# Who asks or calls out without a name: the turn is nobody's quote.
_NAMELESS = frozenset(
    {
        *("A", "AIDE", "ANSWER", "AUDIENCE", "AUDIENCE MEMBER", "AUDIENCE MEMBERS", "INTERVIEWER", "MODERATOR"),
        *("OPERATOR", "PARTICIPANT", "Q", "QUESTION", "REPORTER", "SPEAKER", "STAFF"),
    }
)
_SELF = frozenset({"i", "my", "we", "our", "you", "your"})
# Headings in capitals that are no speakers.
_HEADINGS = frozenset(
    {
        *("ADVERTISEMENT", "CLARIFICATION", "CORRECTION", "IMAGE", "MORE", "NOTE", "PHOTO", "PHOTOS", "PREVIOUSLY"),
        *("READ", "READ MORE", "RELATED", "SOURCE", "UPDATE", "VIDEO", "WATCH"),
    }
)
_ASIDE = re.compile(r"[\"“]?[(\[][^)\]]*[)\]][.\"”]*$")
_DIRECTION = re.compile(r"[(\[][^)\]]*[)\]]")  # "(Laughter.)"
_END_MARKS = (".", "?", "!", "…", "—", "–", "-", '"', "”", ")", "]")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in a transcript, a span a paragraph; the label is the source, its colon the cue."""

    source: Span
    cue: Span
    content: tuple[Span, ...]
    named: bool  # not "QUESTION"
    quoted: bool  # a quote as a whole: said by somebody with a name, and neither a word of thanks nor a speech

    def owns(self, draft: Draft, text: str) -> bool:
        """Tell whether what the reader found in the turn is the turn's own: its label, or words of its speaker.

        Of a turn that is no quote, what it reports of others is left; of one without a name not its "I" and "you".
        """
        cue = draft.cue or draft.content[0]
        label = Span(self.source.start, max(self.cue.end, self.source.end))
        if label.touches(cue) or (draft.source and label.touches(draft.source)):
            return True
        if not any(part.touches(cue) for part in self.content):
            return False
        if self.quoted or draft.source is None:
            return True
        return not self.named and draft.source.of(text).casefold() in _SELF

    def speaks_in(self, draft: Draft, text: str) -> bool:
        """Tell whether the "I" of something said in the turn is the one whom its label names."""
        said = draft.source is not None and draft.source.of(text).casefold() in {"i", "we"}
        return said and self.named and any(part.touches(draft.content[0]) for part in self.content)


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of an article in order; none where it holds no transcript."""

    text: str
    turns: tuple[Turn, ...]

    def drafts(self) -> Iterator[Draft]:
        """Yield the turns that are quotes: their words are the speaker's own."""
        for turn in self.turns:
            if turn.quoted:
                yield Draft("direct", turn.content, turn.source, turn.cue)

    def own(self, draft: Draft) -> bool:
        """Tell whether what the reader found is a turn's own."""
        turn = self._at(draft.cue or draft.content[0])
        return turn is not None and turn.owns(draft, self.text)

    def source(self, draft: Draft) -> Span | None:
        """Return the source of something said: for the "I" of a turn its label."""
        turn = self._at(draft.content[0])
        return turn.source if turn and turn.speaks_in(draft, self.text) else draft.source

    def _at(self, span: Span) -> Turn | None:
        index = bisect_right(self.turns, span.start, key=lambda turn: turn.source.start)
        return self.turns[index - 1] if index else None


def find_turns(article: Article) -> Turns:
    """Return the turns of an article that is, or holds, a transcript; none of any other."""
    found = (turn for part in article.body for turn in _turns(article.text, part))
    return Turns(article.text, tuple(sorted(found, key=lambda turn: turn.source.start)))


@dataclass(frozen=True, slots=True)
class _Label:
    line: int  # its number
    name: str
    source: Span
    cue: Span
    text: int  # where what is said begins
    marked: bool  # a quotation mark opens before the label


def _turns(text: str, part: Span) -> Iterator[Turn]:
    lines = [Span(*match.span()) for match in _LINE.finditer(text, part.start, part.end)]
    labels = _speaking(text, lines, [found for i, line in enumerate(lines) if (found := _label(text, i, line))])
    for number, label in enumerate(labels):
        last = number + 1 == len(labels)
        behind = lines[label.line + 1 : label.line + 1 if last else labels[number + 1].line]
        if label.marked:
            behind = _still_marked(text, behind)
        said = [Span(label.text, lines[label.line].end), *behind]
        content = tuple(span for line in said if (span := _words(text, line)).end > span.start)
        if content:
            named = label.name.upper() not in _NAMELESS
            yield Turn(label.source, label.cue, content, named, named and _is_statement(text, content))


def _is_statement(text: str, content: Sequence[Span]) -> bool:
    if content[-1].end - content[0].start > MAX_TURN_CHARS:
        return False
    return sum(len(_DIRECTION.sub(" ", span.of(text)).split()) for span in content) >= MIN_TURN_WORDS


def _label(text: str, number: int, line: Span) -> _Label | None:
    found = _LABEL.match(text, line.start, line.end) or _QUESTION.match(text, line.start, line.end)
    if not found or found["name"] in _HEADINGS:
        return None
    colon = Span(*found.span("colon"))
    cue = colon if found["colon"] else Span(*found.span("name"))
    return _Label(number, found["name"], Span(*found.span("name")), cue, found.end(), bool(found["mark"]))


def _speaking(text: str, lines: Sequence[Span], labels: Sequence[_Label]) -> list[_Label]:
    """Keep the labels of speakers: in capitals, if one speaks twice; else full names that come twice, if two do."""
    capitals = [label for label in labels if label.name.isupper()]
    if any(n > 1 for n in Counter(label.name.split()[-1] for label in capitals).values()):
        return capitals
    told = [label for label in labels if lines[label.line].of(text).rstrip().endswith(_END_MARKS)]
    often = {name for name, n in Counter(label.name for label in told).items() if n > 1}
    names = {name for name in often if len(name.split()) > 1 and is_name(name)}
    return [label for label in told if label.name in often] if names and len(often) > 1 else []


def _still_marked(text: str, lines: Sequence[Span]) -> list[Span]:
    """Return the first lines that open with a mark again."""
    opening = [line.of(text).lstrip()[:1] in ("“", '"') for line in lines]
    return list(lines[: opening.index(False) if False in opening else len(lines)])


def _words(text: str, line: Span) -> Span:
    """Return what is said in a line: without marks around it; nothing of a stage direction."""
    start, end = line
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if _ASIDE.match(text, start, end) or not any(map(str.isalnum, text[start:end])):
        return Span(start, start)
    inner = text[start:end]
    if inner[0] in '“"' and not re.search(r"[”\"]", inner[1:-1]):
        start += 1
    if inner[-1] in '”"' and not re.search(r"[“\"]", inner[1:-1]):
        end -= 1
    return Span(start, end)
