"""The stage `quotes`: what cannot be an attribution by its words."""

from __future__ import annotations

import pytest

from pipeline.stages.cue_words import is_function_word, is_nobody, is_saying
from tests.readings import read, spoken, told


@pytest.mark.parametrize("cue", ["should", "formally", "would", "on", "has never been", "didn’t"])
def test_a_cue_of_function_words_says_nothing(cue):
    text = f"The council {cue} the truce in the north."
    assert told(read(text, (cue, "The council", ("the truce in the north",)))) == []


@pytest.mark.parametrize("word", ["strongly", "formally", "would", "has"])
def test_a_cue_that_stops_short_of_its_verb_is_mended(word):
    text = f"The council {word} condemned the truce in the north."
    assert told(read(text, (word, "The council", ("the truce in the north",)))) == [
        ("indirect", ["the truce in the north"], f"{word} condemned")
    ]


@pytest.mark.parametrize("source", ["you", "You all", "that engage in terror against", "which fight"])
def test_listeners_and_relative_clauses_do_not_speak(source):
    text = f"Groups, {source} say the town will fall."
    assert told(read(text, ("say", source, ("the town will fall",)))) == []


def test_a_relative_pronoun_alone_may_speak():
    text = "The mayor, who said the town would fall, left."
    assert spoken(read(text, ("said", "who", ("the town would fall",)))) == [("who", ["the town would fall"])]


@pytest.mark.parametrize("content", ["that", "it", "what those studies are", "Yemen"])
def test_of_nobody_a_fragment_is_no_statement(content):
    text = f"Well, I mention {content} again."
    assert told(read(text, ("mention", "I", (content,)))) == []


@pytest.mark.parametrize("content", ["them", "what happened next", "Yemen"])
def test_somebody_with_a_name_may_condemn_them(content):
    text = f"The minister condemned {content} again."
    assert told(read(text, ("condemned", "The minister", (content,)))) == [("indirect", [content], "condemned")]


def test_of_a_nested_report_by_nobody_in_particular_the_outer_speaker_is_kept():
    text = "The ministry said some people claimed the town had fallen long ago."
    article = read(
        text,
        ("said", "The ministry", ("some people claimed the town had fallen long ago",)),
        ("claimed", "some people", ("the town had fallen long ago",)),
    )
    assert spoken(article) == [("The ministry", ["some people claimed the town had fallen long ago"])]


@pytest.mark.parametrize(
    ("tell", "yes", "no"),
    [
        (is_function_word, ["should", "Formally", "didn’t"], ["said", "reply", "denied"]),
        (is_saying, ["condemned", "warns", "denies", "said"], ["heard", "closed", "sayings’"]),
        (is_nobody, ["people", "some in the town"], ["the minister", "somebodies"]),
    ],
)
def test_words_are_told_by_their_class(tell, yes, no):
    assert all(map(tell, yes))
    assert not any(map(tell, no))
