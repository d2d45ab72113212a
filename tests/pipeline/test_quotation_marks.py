from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.quotation_marks import find_quotations
from pipeline.records import Span


def quoted(text: str) -> list[str]:
    return [span.of(text) for span in find_quotations(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We stay,” she said, “and we wait.”", ["We stay,", "and we wait."]),
        ('"We stay," she said, "and we wait."', ["We stay,", "and we wait."]),
        ("« Nous restons », dit-elle.", [" Nous restons "]),
        ("The rebels' camp isn't far; 'We stay,' he said.", ["We stay,"]),
        ("It’s the town’s ‘red line’, he said.", ["red line"]),
        ('An odd mark " stands here.', []),
        ('"It began here.\n\n"It ended there," he said.', ["It began here.", "It ended there,"]),
        ('"It began here.\n\nThen it rained.', []),
        ("He called it “the ‘dirty’ war” again.", ["the ‘dirty’ war"]),
        ("“You said “never” then,” he said.", ["You said “never” then,"]),
        ('Killing "terrorists".', ["terrorists"]),
        ("„Wir bleiben“, sagte sie.", ["Wir bleiben"]),
        ('"He said “never” to us," she said.', ["He said “never” to us,"]),
        ('"It comes across as “too loud” or “too shrill.”"', ["It comes across as “too loud” or “too shrill.”"]),
        ('"Rain fell.\n\n“Here he is,” she said.', ["Here he is,"]),  # two kinds of marks, two layers
        ("“The rate is 51 percent.“ Nobody asked.", ["The rate is 51 percent."]),
        ("”Fear. I am afraid,” she said.", ["Fear. I am afraid,"]),
        ("«Nous restons.\n»Rien d'autre.» Elle part.", ["Nous restons.", "Rien d'autre."]),
        ("He left.” Nobody asked.", []),
    ],
)
def test_what_stands_in_marks_is_found(text, expected):
    assert quoted(text) == expected


@given(st.text(st.sampled_from("ab .,\n“”\"'’‘«»"), max_size=60))
def test_quotations_lie_in_order_inside_the_text(text):
    found = find_quotations(text, Span(0, len(text)))
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(one.end < other.start for one, other in pairwise(found))
