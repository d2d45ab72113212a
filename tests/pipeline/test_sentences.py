from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Article, Span
from pipeline.stages import sentences

STAGE = sentences.stage()


def split(text: str, language: str | None = "en") -> list[str]:
    (article,) = STAGE([Article("a", text, language=language, body=(Span(0, len(text)),))])
    return [sentence.span.of(text) for sentence in article.sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. envoy met Gen. Haddad. Talks go on.", ["The U.S. envoy met Gen. Haddad.", "Talks go on."]),
        ("“Go now. We stay,” he said. She left.", ["“Go now. We stay,” he said.", "She left."]),
        ("Aid stopped\n\nThe road is shut.", ["Aid stopped", "The road is shut."]),
        ("Aid stopped\nThe road is shut.", ["Aid stopped", "The road is shut."]),
        (
            "The road to the camp, which the convoy had used since the spring, was shut\non Friday. Nobody passed.",
            [
                "The road to the camp, which the convoy had used since the spring, was shut\non Friday.",
                "Nobody passed.",
            ],
        ),
        ("المدينة في خطر. هل تعلم؟ نعم.", ["المدينة في خطر.", "هل تعلم؟", "نعم."]),
    ],
)
def test_sentences_are_split_where_a_reader_would(text, expected):
    assert split(text) == expected


def test_an_agency_tag_outside_the_body_is_no_sentence():
    text = "Rain fell. [source]Wire[/source]"
    (article,) = STAGE([Article("a", text, language="en", body=(Span(0, 10),))])
    assert [sentence.span for sentence in article.sentences] == [Span(0, 10)]


@given(st.text(st.sampled_from('Ab .!?\n“”"é😀ع\t'), max_size=80), st.sampled_from(["en", "ar", "xx", None]))
def test_sentences_cover_every_word_once_and_in_order(text, language):
    found = split(text, language)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(words == words.strip() for words in found)
