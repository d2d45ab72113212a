"""The stage `quotes`, over attributions written by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Article, Attribution, Reading, Sentence, Span
from pipeline.stages.sentences import find_sentences
from tests.readings import STAGE, read, told


def test_a_direct_content_is_all_between_the_marks():
    text = "“There are lines. They were crossed,” the minister said."
    found = told(read(text, ("said", "the minister", ("There are lines. They were",))))
    assert found == [("direct", ["There are lines. They were crossed,"], "said")]


def test_an_indirect_content_is_the_clause_behind_that():
    text = "The ministry said that it would open a corridor."
    found = told(read(text, ("said", "The ministry", ("that it would open a corridor.",))))
    assert found == [("indirect", ["it would open a corridor"], "said")]


@pytest.mark.parametrize(
    "dateline",
    ["ATHENS, 12 September 2018 — ", "SAN MARTIN, Sept. 6 (Northern Wire) - ", "HARIN (Agency) -- ", "NEW HARIN — "],
)
def test_where_a_dispatch_was_sent_from_is_no_content(dateline):
    text = f"It rained.\n{dateline}Convoys reach nobody, the ministry said."
    found = told(read(text, ("said", "the ministry", (f"{dateline}Convoys reach nobody",))))
    assert found == [("indirect", ["Convoys reach nobody"], "said")]


def test_a_content_that_begins_within_a_dateline_begins_behind_it():
    text = "HARIN, 6 September (Northern Wire) — Convoys reach nobody, the ministry said."
    found = told(read(text, ("said", "the ministry", ("Northern Wire) — Convoys reach nobody",))))
    assert found == [("indirect", ["Convoys reach nobody"], "said")]


@pytest.mark.parametrize("words", ["UNHCR staff — all of them — left", "A day - no more - was left", "UN - led talks"])
def test_a_dash_within_a_content_is_no_dateline(words):
    text = f"{words}, the office said."
    assert told(read(text, ("said", "the office", (words,))))[0][1] == [words]


def test_a_mixed_content_keeps_its_marks():
    text = "She warned of “catastrophic consequences” for the town."
    found = told(read(text, ("warned of", "She", ("catastrophic consequences” for the town",))))
    assert found == [("mixed", ["“catastrophic consequences” for the town"], "warned of")]


def test_marks_around_a_name_do_not_make_a_content_mixed():
    text = "He said the “Northern Shield” had begun."
    assert told(read(text, ("said", "He", ("the “Northern Shield” had begun",))))[0][0] == "indirect"


def test_a_split_quotation_is_one_quote():
    text = "“We stay,” she said, “and we wait.”"
    found = told(read(text, ("said", "she", ("We stay",))))
    assert found == [("direct", ["We stay,", "and we wait."], "said")]


def test_a_marked_sentence_without_a_cue_joins_the_direct_quote_before_it():
    text = "“We stay,” she said. “Nobody will move us.”"
    assert told(read(text, ("said", "she", ("We stay",)))) == [("direct", ["We stay,", "Nobody will move us."], "said")]


def test_a_marked_sentence_after_narration_is_a_quote_of_its_own():
    text = "“We stay,” she said. Rain fell on the camp. “Nobody will move us.”"
    assert told(read(text, ("said", "she", ("We stay",))))[1] == ("direct", ["Nobody will move us."], None)


def test_a_quotation_over_paragraphs_comes_whole():
    text = "“We stay,” she said. “It is our home.\n\n“Nobody will move us.”\n\nRain fell."
    found = told(read(text, ("said", "she", ("We stay",))))
    assert found == [("direct", ["We stay,", "It is our home.", "Nobody will move us."], "said")]


def test_a_word_held_at_arms_length_is_a_scare_quote():
    assert told(read("The army killed “terrorists” in the east.")) == [("scare", ["terrorists"], None)]


def test_a_cue_with_a_colon_takes_the_quotation_that_follows():
    text = "He added:\n\n“Nobody will move us.”"
    assert told(read(text, ("added", "He", ()))) == [("direct", ["Nobody will move us."], "added")]


@pytest.mark.parametrize(("cue", "kind"), [("believe", "belief"), ("say they believe", "indirect")])
def test_a_thought_is_a_belief_unless_it_is_told(cue, kind):
    text = f"Officials {cue} the offensive is near."
    assert told(read(text, (cue, "Officials", ("the offensive is near",))))[0][0] == kind


def test_what_nobody_is_named_as_saying_is_no_quote():
    text = "The offensive is reportedly near."
    assert told(read(text, ("reportedly", None, ("The offensive is", "near")))) == []


def test_of_a_nested_report_the_inner_speaker_is_kept_and_the_outer_stays_in_the_source():
    text = "State media said the minister had warned that the town would fall within days."
    (done,) = STAGE(
        [
            read(
                text,
                ("said", "State media", ("the minister had warned that the town would fall within days",)),
                ("had warned", "the minister", ("that the town would fall within days",)),
            )
        ]
    )
    (quote,) = done.quotes
    assert quote.source is not None
    assert quote.source.of(text) == "State media said the minister"


def test_saying_within_marks_belongs_to_the_one_who_is_quoted():
    text = "“The general told us that it was over,” she said."
    found = told(
        read(
            text, ("said", "she", ("The general told us that it was over",)), ("told", "The general", ("it was over",))
        )
    )
    assert [cue for _, _, cue in found] == ["said"]


def test_what_stands_beyond_another_cue_is_not_said():
    text = "She called for a truce in the north, but he rejected the appeal, saying nobody would honour it."
    found = told(
        read(
            text,
            ("called for", "She", ("a truce in the north", "honour it")),
            ("saying", "he", ("nobody would honour it",)),
        )
    )
    assert found[0] == ("indirect", ["a truce in the north"], "called for")


def test_two_cues_for_the_same_words_are_one_quote():
    text = "Geneva: The envoy warned that the town would fall."
    content = ("that the town would fall",)
    assert len(told(read(text, (":", None, content), ("warned", "The envoy", content)))) == 1


@given(st.text(st.sampled_from("ab “”\"'.,\n:"), max_size=80), st.data())
def test_every_span_of_a_quote_lies_inside_the_text(text, data):
    if not text.strip():
        return
    points = st.integers(0, len(text) - 1)
    start, end = sorted((data.draw(points), data.draw(points)))
    body = Span(0, len(text))
    sentences = tuple(find_sentences(text, body, "en"))
    attribution = Attribution(Span(start, start + 1), None, (Span(start, end + 1),), 0.9)
    readings = tuple(Reading(s, (), (attribution,) if attribution.cue.touches(s) else (), (), None) for s in sentences)
    article = Article("a", text, body=(body,), sentences=tuple(map(Sentence, sentences)), readings=readings)
    (done,) = STAGE([article])
    spans = [part for quote in done.quotes for part in (*quote.content, *filter(None, (quote.source, quote.cue)))]
    assert all(0 <= part.start <= part.end <= len(text) for part in spans)
    assert all(quote.content for quote in done.quotes)


@pytest.mark.parametrize(
    ("cue", "content"),
    [("was", "The aid chief gave a warning"), ("warning", "Yemen"), ("gave", "a")],
)
def test_a_function_word_says_nothing_and_a_bare_name_is_not_said(cue, content):
    text = "The aid chief gave a warning on Yemen and was heard."
    assert told(read(text, (cue, None, (content,)))) == []


def test_a_bare_object_is_said():
    text = "The militia denied responsibility."
    found = told(read(text, ("denied", "The militia", ("responsibility",))))
    assert found == [("indirect", ["responsibility"], "denied")]
