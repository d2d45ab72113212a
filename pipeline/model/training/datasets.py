"""The data sets of ../shared/data as examples; how each maps to the codebook stands here and nowhere else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from pipeline.model.inputs import Pieces, Tokenizer, cut
from pipeline.model.labels import STANCES
from pipeline.model.training.examples import (
    NOT_NAMED,
    UNKNOWN,
    Example,
    Link,
    covered,
    fits,
    name_tags,
)
from pipeline.quotation_marks import find_quotations
from pipeline.records import NameKind, Span
from pipeline.stages.sentences import find_sentences

Row = dict[str, Any]

# CoNLL 2003 and CrossNER politics: their types → ours. misc is told apart below.
_TYPES: dict[str, NameKind] = {
    "person": "person",
    "politician": "person",
    "organisation": "organisation",
    "politicalparty": "organisation",
    "location": "place",
    "country": "place",
    "election": "other",
    "event": "other",
    "misc": "other",
}
_PEOPLE = re.compile(r"[A-Z][\w-]*(?:an|ans|ish|ese|i|is|ic|ch|ni|ni|ite|ites|man|ian|ians)\Z|[A-Z]\w+-[A-Z]\w+ese\Z")
_NO_GAP_BEFORE = re.compile(r"[.,;:!?%)\]}]+\Z|'\w{0,2}\Z|n't\Z")
_NO_GAP_AFTER = frozenset("([{$")

# PLOVER root codes → the codebook's stances; REQUEST is demand or appeal, and the loss accepts both.
ROOTS: dict[str, tuple[str, ...]] = {
    "ACCUSE": ("condemn",),
    "DISAPPROVE": ("condemn",),
    "THREATEN": ("threaten",),
    "REQUEST": ("demand", "appeal"),
    "DEMAND": ("demand", "appeal"),
    "REJECT": ("reject",),
    "SUPPORT": ("support",),
    "AGREE": ("cooperate",),
    "CONSULT": ("cooperate",),
    "CONCEDE": ("cooperate",),
    "YIELD": ("cooperate",),
}

IsDemonym = Callable[[str], bool]


@dataclass(frozen=True)
class Corpus:
    """The data folder, and what cuts its texts into pieces."""

    folder: Path
    tokenizer: Tokenizer
    is_demonym: IsDemonym

    def rows(self, name: str) -> Iterator[Row]:
        """Yield the rows of a data set."""
        with (self.folder / f"{name}.jsonl").open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())

    def texts(self, name: str) -> dict[str, str]:
        """Return the texts of a data set by id; rows without one are numbered."""
        path = next(self.folder.glob(f"*/{name}.jsonl"))
        rows = enumerate(self.rows(f"{path.parent.name}/{name}"))
        return {str(row.get("id") or row.get("doc_id") or number): row["text"] or "" for number, row in rows}

    def sentences(self, text: str) -> list[Pieces]:
        """Cut a text into sentences, each in pieces."""
        whole = Span(0, len(text))
        return cut(self.tokenizer, text, list(find_sentences(text, whole, "en")), find_quotations(text, whole))

    def one(self, text: str) -> Pieces:
        """Cut a text of one sentence."""
        whole = Span(0, len(text))
        return cut(self.tokenizer, text, [whole], find_quotations(text, whole))[0]


def held_out(key: str, *, share: int = 5) -> bool:
    """Tell whether a document is kept from training, one in `share`, the same ones every time."""
    return crc32(key.encode()) % share == 0


def names(corpus: Corpus, name: str) -> Iterator[Example]:
    """Yield token-tagged sentences: CoNLL 2003, CrossNER politics."""
    for number, row in enumerate(corpus.rows(f"entities/{name}")):
        text, spans = joined(row["tokens"])
        found = list(tagged(row["tags"], spans, text, corpus.is_demonym))
        pieces = corpus.one(text)
        if fits(pieces):
            yield Example(pieces, name, names=name_tags(pieces, found), key=f"{name}:{number}")


def joined(tokens: Sequence[str]) -> tuple[str, list[Span]]:
    """Join tokens into text as it would be written; return it and each token's span."""
    text, spans = "", []
    for token in tokens:
        gap = text and not _NO_GAP_BEFORE.match(token) and text[-1] not in _NO_GAP_AFTER
        text += " " * bool(gap)
        spans.append(Span(len(text), len(text) + len(token)))
        text += token
    return text, spans


def tagged(
    tags: Sequence[str], spans: Sequence[Span], text: str, is_demonym: IsDemonym
) -> Iterator[tuple[Span, NameKind]]:
    """Yield the names of a sentence by its BIO tags, in our kinds."""
    start = kind = None
    for index, tag in enumerate([*tags, "O"]):
        if start is not None and not tag.startswith("I-"):
            span = Span(spans[start].start, spans[index - 1].end)
            yield span, _kind(str(kind), span.of(text), is_demonym)
            start = None
        if tag.startswith("B-"):
            start, kind = index, tag[2:]


def _kind(given: str, written: str, is_demonym: IsDemonym) -> NameKind:
    if given == "misc" and (is_demonym(written) or _PEOPLE.match(written)):
        return "demonym"
    return _TYPES[given]


def toponyms(corpus: Corpus, name: str) -> Iterator[Example]:
    """Yield sentences of a toponym corpus: what is marked is a place or a demonym, the rest is neither.

    GeoVirus does not mark demonyms: they stay unknown. What GeoWebNews marks without coordinates (common
    nouns) and HumSet's runs of several names are unknown.
    """
    for row in corpus.rows(f"places/{name}"):
        marked = [_toponym(t, name, corpus.is_demonym) for t in row["toponyms"]]
        unknown = [span for span, kind in marked if kind is None]
        known = [(span, kind) for span, kind in marked if kind is not None]
        for pieces in corpus.sentences(row["text"]):
            if fits(pieces):
                tags = list(name_tags(pieces, known, default=NOT_NAMED))
                for index in covered(pieces, unknown):
                    tags[index] = UNKNOWN
                if name == "geovirus":
                    tags = [
                        UNKNOWN if tag == NOT_NAMED and corpus.is_demonym(span.of(row["text"])) else tag
                        for tag, span in zip(tags, pieces.spans, strict=True)
                    ]
                yield Example(pieces, name, names=tuple(tags), key=f"{name}:{row['id']}")


def _toponym(row: Row, corpus: str, is_demonym: IsDemonym) -> tuple[Span, NameKind | None]:
    span = Span(row["start"], row["end"])
    if corpus == "humset_even":
        if re.search(r",| and |/|\n", row["text"]):
            return span, None
        return span, "demonym" if row["type"] == "AST" else "place"
    if row.get("lat") is None:
        return span, None
    return span, "demonym" if is_demonym(row["text"]) else "place"


def attributions(corpus: Corpus, name: str) -> Iterator[Example]:
    """Yield the sentences of PolNeAR: every cue with its source and content, thoughts and beliefs included."""
    for row in corpus.rows(f"quotes/{name}"):
        given = [(_spans(a["cue"]), _spans(a["source"]), _spans(a["content"])) for a in row["attributions"]]
        for pieces in corpus.sentences(row["text"]):
            if fits(pieces):
                yield attributed(pieces, given, f"{name}:{row['id']}")


def attributed(pieces: Pieces, given: Sequence[tuple[list[Span], list[Span], list[Span]]], key: str) -> Example:
    """Return a sentence with its attributions, each the spans of cue, source and content; other pieces are no cue."""
    cues = [0] * len(pieces.ids)
    links = []
    for cue, source, content in given:
        at = covered(pieces, cue[:1])
        if not at:
            continue
        for index in at:
            cues[index] = 1 if index == at[0] else 2
        links.append(Link(at[0], covered(pieces, source), covered(pieces, content)))
    return Example(pieces, "polnear", cues=tuple(cues), links=tuple(links), key=key)


def _spans(pairs: Sequence[Sequence[int]] | None) -> list[Span]:
    return [Span(*pair) for pair in pairs or ()]


def stances(corpus: Corpus, name: str) -> Iterator[Example]:
    """Yield PLOVER sentences: an example for each pair of source and target whose root code names a stance.

    A root code may leave two stances open (PLOVER does not tell them apart). Rows whose codes differ are told apart
    by their marked pairs.
    """
    for number, row in enumerate(corpus.rows(f"stance/{name}")):
        pieces = corpus.one(row["text"])
        for dyad in row["dyads"] if fits(pieces) else []:
            if dyad["rootcode"] in ROOTS:
                yield _directed(pieces, name, ROOTS[dyad["rootcode"]], marked(dyad["marked"]), key=f"{name}:{number}")


def sentiments(corpus: Corpus, name: str) -> Iterator[Example]:
    """Yield who is for or against whom, from both ends: what p does to q, and what q does to p.

    Being against somebody is one of five stances, being for somebody one of four; the way back is none of the
    hostile ones. Of the pairs with no feeling between them one in four is kept, read one way.
    """
    for number, row in enumerate(corpus.rows(f"stance/{name}")):
        found = bracketed(row["text"], row["p"], row["q"])
        if found is None or (row["label"] == 0 and number % 4):
            continue
        text, first, second = found
        pieces = corpus.one(text)
        there, back = _FEELINGS[row["label"]]
        for stances, ends in ((there, (first, second)), (back, (second, first))) if fits(pieces) else ():
            if stances:
                yield _directed(pieces, name, stances, ends, key=f"{name}:{number}")


def actors(corpus: Corpus, name: str) -> Iterator[Example]:
    """Yield sentences with the source and the target of what is done or said in them, tagged S and T."""
    for number, row in enumerate(corpus.rows(f"entities/{name}")):
        text, spans = joined(row["tokens"])
        pieces = corpus.one(text)
        source, target = (
            covered(pieces, [span for tag, span in zip(row["tags"], spans, strict=True) if tag.endswith(end)])
            for end in ("-S", "-T")
        )
        if fits(pieces) and target:
            yield Example(pieces, name, source=source or None, target=target, key=f"{name}:{number}")


_AGAINST = ("condemn", "threaten", "warn", "demand", "reject")
_FOR = ("appeal", "justify", "support", "cooperate")
_NOT_AGAINST = (*_FOR, "report")
# Labels of the directed sentiment data: 0 none, 1 p→q +, 2 q→p +, 3 p→q −, 4 q→p − → stances there and back.
_FEELINGS = {
    0: (("report", "appeal", "cooperate"), ()),
    1: (_FOR, _NOT_AGAINST),
    2: (_NOT_AGAINST, _FOR),
    3: (_AGAINST, _NOT_AGAINST),
    4: (_NOT_AGAINST, _AGAINST),
}


def _directed(
    pieces: Pieces, name: str, stances: Sequence[str], ends: tuple[Span | None, Span | None], *, key: str
) -> Example:
    source, target = (covered(pieces, [end]) if end else None for end in ends)
    labels = tuple(index for index, label in enumerate(STANCES) if label in stances)
    return Example(pieces, name, stances=labels, source=source, target=target, key=key)


_MARK = re.compile(r"</?([st])>")


def marked(text: str) -> tuple[Span | None, Span | None]:
    """Return where <s>source</s> and <t>target</t> stand in a text once the marks are taken out."""
    at: dict[str, list[int]] = {"s": [], "t": []}
    gone = 0
    for mark in _MARK.finditer(text):
        at[mark[1]].append(mark.start() - gone)
        gone += len(mark[0])
    source, target = (Span(ends[0], ends[1]) if len(ends) >= 2 else None for ends in at.values())
    return source, target


def bracketed(text: str, first: str, second: str) -> tuple[str, Span, Span] | None:
    """Return a text without the brackets around two names, and where the names stand; None where they do not."""
    one, two = text.find(f"[{first}]"), text.find(f"[{second}]")
    if one < 0 or two < 0 or one == two:
        return None
    starts = [at - 2 * (at > other) for at, other in ((one, two), (two, one))]
    bare = text.replace(f"[{first}]", first, 1).replace(f"[{second}]", second, 1)
    return bare, Span(starts[0], starts[0] + len(first)), Span(starts[1], starts[1] + len(second))
