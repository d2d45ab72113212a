"""The stage `quotes`: quotations that go on, and marks that quote nobody."""

from __future__ import annotations

import pytest

from tests.readings import read, spoken, told


@pytest.mark.parametrize(
    "clause",
    [
        "said the minister, who has led the party since its founders broke with the old guard, in a long statement",
        "the minister said after the session, referring to the talks that the two neighbours had broken off in spring",
    ],
)
def test_a_quotation_goes_on_behind_a_long_attribution(clause):
    text = f"“We stay,” {clause}. “Nobody will move us.”"
    assert spoken(read(text, ("said", "the minister", ("We stay",)))) == [
        ("the minister", ["We stay,", "Nobody will move us."])
    ]


def test_a_quotation_goes_on_behind_a_clause_with_a_cue_of_its_own():
    text = "“We stay,” she said, stressing that the town was hers. “Nobody will move us.”"
    article = read(text, ("said", "she", ("We stay",)), ("stressing", None, ("that the town was hers",)))
    assert ("she", ["We stay,", "Nobody will move us."]) in spoken(article)


def test_a_quotation_split_within_its_sentence_goes_on_behind_a_long_clause():
    clause = "the senator told the head of the bank after a long silence in the crowded hall upstairs"
    text = f"“Each time you say that,” {clause}, “we lose.”"
    assert spoken(read(text, ("told", "the senator", ("Each time you say that",)))) == [
        ("the senator", ["Each time you say that,", "we lose."])
    ]


def test_a_verb_within_marks_does_not_keep_a_quotation_from_going_on():
    text = "“We stay open to talks,” he said. “Sadly, the north has made clear it will not come.”"
    article = read(text, ("said", "he", ("We stay open to talks",)), ("made clear", "the north", ("it will not come",)))
    assert spoken(article) == [("he", ["We stay open to talks,", "Sadly, the north has made clear it will not come."])]


def test_another_speakers_words_end_a_quotation():
    text = "“We stay,” she said. “We go,” he said. “It is over.”"
    article = read(text, ("she said", "she", ("We stay",)), ("he said", "he", ("We go",)))
    assert ("he", ["We go,", "It is over."]) in spoken(article)


def test_a_question_in_marks_belongs_to_who_stands_behind_it():
    text = "“How many more will die?” the mayor asked. “Nobody counts them.”"
    assert spoken(read(text, ("asked", "the mayor", ()))) == [
        ("the mayor", ["How many more will die?", "Nobody counts them."])
    ]


def test_a_reported_clause_goes_on_with_a_second_marked_part():
    text = "He claimed that fraud was “a big problem” but “nobody has the guts to talk about it.” Rain fell."
    assert told(read(text, ("claimed", "He", ("fraud was “a big problem”",)))) == [
        ("mixed", ["fraud was “a big problem” but “nobody has the guts to talk about it.”"], "claimed")
    ]


def test_a_reported_clause_with_a_marked_word_comes_whole():
    text = "She said she recalls the colleague being “confused,” and the partner being kind."
    content = "she recalls the colleague being “confused,” and the partner being kind"
    assert told(read(text, ("said", "She", (content,)))) == [("mixed", [content], "said")]


def test_a_content_is_not_cut_at_a_sentence_end_within_its_marks():
    text = "“It began here. It went on. It ended there,” he said."
    assert told(read(text, ("said", "he", ("It ended there",)))) == [
        ("direct", ["It began here. It went on. It ended there,"], "said")
    ]


def test_a_quotation_over_three_paragraphs_comes_whole():
    text = "He wrote: “It began here. It went on.\n\n“It grew.\n\n“It ended there.”\n\nRain fell."
    assert told(read(text, ("wrote", "He", ("It began here",)))) == [
        ("direct", ["It began here. It went on.", "It grew.", "It ended there."], "wrote")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Army ‘frees’ Northern Town After Siege\n\nRain fell.",
        "They spoke on “Face the Nation.”",
        "The trust was known as a “liquidating trust.”",
        "They called it a war that was “on the up and up.”",
    ],
)
def test_words_at_arms_length_names_and_phrases_are_scare_quotes(text):
    assert [kind for kind, _, _ in told(read(text))] == ["scare"]


@pytest.mark.parametrize(
    "text", ["The rebels' camp wasn't far; the soldiers' wasn't either.", 'An odd mark " stands here, and no other.']
)
def test_apostrophes_and_an_odd_mark_quote_nothing(text):
    assert told(read(text)) == []
