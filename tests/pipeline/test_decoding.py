"""From scores to names and attributions, over scores written by hand."""

from __future__ import annotations

import numpy as np

from pipeline.model import decoding
from pipeline.model.inputs import IN_MARKS, LOWER, MARK, MIXED, TITLE, UPPER, Pieces, cut, word_shape
from pipeline.model.labels import CUE_TAGS, LINKS, NAME_KINDS, NAME_TAGS, begins
from pipeline.records import Span

SURE = 6.0


class WordTokenizer:
    """Cuts at every fourth letter of a word, as a vocabulary without the word would."""

    cls_token_id, sep_token_id = 1, 2

    def __call__(self, text, **_):
        offsets = [self._cut(sentence) for sentence in text]
        return {"input_ids": [[7] * len(cuts) for cuts in offsets], "offset_mapping": offsets}

    @staticmethod
    def _cut(sentence):
        cuts, start = [], 0
        for index in range(1, len(sentence) + 1):
            whole = index - start == 4
            if index == len(sentence) or whole or sentence[index - 1].isalnum() != sentence[index].isalnum():
                if sentence[start:index].strip():
                    cuts.append((start, index))
                start = index
            elif sentence[start] == " ":
                start = index
        return cuts


def pieces_of(text: str, *quotations: Span) -> Pieces:
    return cut(WordTokenizer(), text, [Span(0, len(text))], quotations)[0]


def tags(pieces: Pieces, text: str, **named: str) -> np.ndarray:
    scores = np.zeros((len(pieces.ids), NAME_TAGS))
    scores[:, 0] = 4.0
    for words, kind in named.items():
        start = text.index(words)
        inside = [i for i, s in enumerate(pieces.spans) if start <= s.start < start + len(words)]
        for number, index in enumerate(inside):
            scores[index, begins(NAME_KINDS.index(kind)) + (number > 0)] = SURE
    return scores


def found(text: str, scores: np.ndarray, pieces: Pieces) -> list[tuple[str, str]]:
    return [(m.span.of(text), m.kind) for m in decoding.mentions(pieces, scores)]


def test_shapes_tell_how_a_word_is_written_and_whether_it_is_quoted():
    assert [word_shape(w) for w in ("town", "Idlib", "NATO", "iPhone", "UNICEF's")] == [
        LOWER,
        TITLE,
        UPPER,
        MIXED,
        MIXED,
    ]
    text = "He said “Idlib”."
    pieces = pieces_of(text, Span(9, 14))
    by_words = {span.of(text): shape for span, shape in zip(pieces.spans, pieces.shapes, strict=True)}
    assert (by_words["said"], by_words["Idli"], by_words["”."]) == (LOWER, TITLE + IN_MARKS, MARK)


def test_a_name_is_never_cut_inside_a_word():
    text = "Families fled Khanasir today."
    pieces = pieces_of(text)
    scores = tags(pieces, text, Khan="place")  # the rest of the word says nothing
    assert found(text, scores, pieces) == [("Khanasir", "place")]


def test_two_names_side_by_side_stay_two():
    text = "Idlib Homs fell."
    pieces = pieces_of(text)
    assert found(text, tags(pieces, text, Idlib="place", Homs="place"), pieces) == [
        ("Idlib", "place"),
        ("Homs", "place"),
    ]


def test_the_kind_of_a_name_is_the_one_with_the_most_weight_in_it():
    text = "The United States said."
    pieces = pieces_of(text)
    scores = tags(pieces, text, United="place")
    other, place = begins(NAME_KINDS.index("other")) + 1, begins(NAME_KINDS.index("place")) + 1
    for index, span in enumerate(pieces.spans):
        if span.start >= text.index("States") and span.end <= text.index(" said"):
            scores[index, [other, place]] = [4.6, 4.5]  # unsure of the kind, sure to go on
    assert found(text, scores, pieces) == [("United States", "place")]


def test_the_possessive_ending_is_left_outside_a_name():
    text = "Idlib's people"
    pieces = pieces_of(text)
    assert found(text, tags(pieces, text, Idlib="place"), pieces) == [("Idlib", "place")]


def test_an_attribution_is_a_cue_with_the_source_and_content_linked_to_it():
    text = "Anna Lind said the town would fall."
    pieces = pieces_of(text)
    count = len(pieces.ids)
    cues = np.zeros((count, CUE_TAGS))
    cues[:, 0] = SURE
    at = next(i for i, s in enumerate(pieces.spans) if s.of(text) == "said")
    cues[at] = [0, SURE, 0]
    links = np.full((count, count, len(LINKS)), -SURE)
    links[at, :at, 0] = SURE
    links[at, at + 1 : count - 1, 1] = SURE
    links[at, at + 3, 1] = -1.2  # a hole that a comma would leave
    (one,) = decoding.attributions(pieces, decoding.Scores(np.zeros((count, NAME_TAGS)), cues, links))
    assert one.cue.of(text) == "said"
    assert one.source is not None
    assert one.source.of(text) == "Anna Lind"
    assert [span.of(text) for span in one.content] == ["the town would fall"]
    assert one.score > 0.9


def test_a_sentence_without_a_cue_has_no_attribution():
    pieces = pieces_of("Rain fell.")
    count = len(pieces.ids)
    cues = np.tile([SURE, 0, 0], (count, 1))
    scores = decoding.Scores(np.zeros((count, NAME_TAGS)), cues, np.full((count, count, len(LINKS)), SURE))
    assert list(decoding.attributions(pieces, scores)) == []
