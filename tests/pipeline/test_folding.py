"""Words are compared without case, marks and the ways of writing that change nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.store.folding import MAX_WORD_CHARS, MAX_WORDS, fold


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We will STRIKE every depot!", "we will strike every depot"),
        ("L’État, c’est", "l etat c est"),
        ("Straße in İzmir, Łódź", "strasse in izmir lodz"),
        ("Їжак і ёлка", "іжак і елка"),
        ("Слов'янськ Слов’янськ Словʼянськ", "слов янськ слов янськ слов янськ"),
        ("أَحْمَد إدلب آخر ٱلسلام", "احمد ادلب اخر السلام"),
        ("مـــديـنـة موسى ایران کرد", "مدينه موسي ايران كرد"),
        ("שָׁלוֹם", "שלום"),
        ("٣٤ ۳۴ 34 ３４", "34 34 34 34"),
        ("ﬁre ½", "fire 1 2"),
        ("co\u00adoperate \u202eabc\u202c ⚠\ufe0f", "cooperate abc"),
        ("می\u200cخواهم", "مي خواهم"),
        ("停火abc协议", "停 火 abc 协 议"),
        ("กิน", "กิ น"),
        ("한국", "한국"),
        ("कि की", "कि की"),
        ("snake_case a.b", "snake case a b"),
        ("% _ \\ \x00 \ud800 \u0301", ""),
        ("", ""),
    ],
)
def test_words_are_folded(text, words):
    assert fold(text) == words


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_what_is_left_are_words_between_single_spaces(text):
    assert fold(text) == " ".join(fold(text).split())
    assert all(word[0].isalnum() for word in fold(text).split())
    assert not set("\"'\\:*&|!<>()") & set(fold(text))


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_the_short_way_for_ascii_finds_what_the_long_way_finds(text):
    assert f"{fold(text)} e".split() == fold(f"{text} é").split()


def test_what_no_database_could_keep_is_cut():
    assert fold("x" * 5000) == "x" * MAX_WORD_CHARS
    assert fold("é" * 5000) == "e" * MAX_WORD_CHARS
    assert len(fold("so é " * 5000).split()) == MAX_WORDS
