"""The stage `quotes`, where the layout of a text says who speaks."""

from __future__ import annotations

import pytest

from tests.readings import quotes_of, read, spoken, told

BRIEFING = """BRIEFING ROOM

MR FERRER: Good afternoon. We have seen the reports from the valley.

We urge both sides to hold their fire.

QUESTION: The governor said the bridge was mined. Do you think we should believe him?

MR FERRER: (Laughter.) I have nothing to confirm on that.

(Crosstalk.)

QUESTION: Thank you.

MR FERRER: Thank you."""


@pytest.mark.parametrize("dash", ["—", "―", "–", "--"])
def test_a_name_behind_a_dash_at_the_end_of_the_line_signs_the_quotation(dash):
    text = f"“Nobody asked. We stay.” {dash} Ann Lee\n“He is afraid.”{dash}\xa0Carla Diaz Soto, a farmer.\n\nRain fell."
    assert spoken(read(text)) == [
        ("Ann Lee", ["Nobody asked. We stay."]),
        ("Carla Diaz Soto, a farmer", ["He is afraid."]),
    ]


def test_the_dash_is_the_cue_of_a_signed_quotation():
    assert told(read("“Nobody asked us.” ― Ann Lee")) == [("direct", ["Nobody asked us."], "―")]


def test_a_name_may_stand_in_the_line_below_a_quotation():
    assert spoken(read("“Nobody asked us.”\n— Ann Lee")) == [("Ann Lee", ["Nobody asked us."])]


def test_what_is_attributed_within_a_signed_quotation_is_the_signers():
    text = "“The mayor said it was over. It was not.” — Ann Lee"
    assert spoken(read(text, ("said", "The mayor", ("it was over",)))) == [
        ("Ann Lee", ["The mayor said it was over. It was not."])
    ]


def test_a_dash_before_a_clause_signs_nothing():
    assert spoken(read("“Nobody asked us.” — He left the room at noon")) == [(None, ["Nobody asked us."])]


@pytest.mark.parametrize("opening", ["And from", "From", "Then, from"])
def test_from_and_a_name_open_a_quotation(opening):
    text = f"Rain fell. {opening} Ann Lee: “Nobody asked us. We stay.”"
    assert spoken(read(text)) == [("Ann Lee", ["Nobody asked us. We stay."])]


def test_a_turn_of_a_transcript_is_a_quote_whose_source_is_the_label():
    first, *rest = spoken(read(BRIEFING))
    assert first == (
        "MR FERRER",
        ["Good afternoon. We have seen the reports from the valley.", "We urge both sides to hold their fire."],
    )
    assert rest == [("MR FERRER", ["(Laughter.) I have nothing to confirm on that."])]


def test_the_colon_is_the_cue_of_a_turn_and_its_words_are_direct():
    quote = quotes_of(read(BRIEFING))[0]
    assert quote.type == "direct"
    assert quote.cue is not None
    assert quote.cue.of(BRIEFING) == ":"


def test_what_a_turn_reports_is_part_of_it():
    article = read(BRIEFING, ("urge", "We", ("both sides to hold their fire",)))
    assert [source for source, _ in spoken(article)] == ["MR FERRER", "MR FERRER"]


def test_a_question_is_nobodys_quote_but_what_it_reports_of_others_is_theirs():
    article = read(BRIEFING, ("said", "The governor", ("the bridge was mined",)), ("think", "you", ("we should",)))
    assert ("The governor", ["the bridge was mined"]) in spoken(article)
    assert not [source for source, _ in spoken(article) if source in {"QUESTION", "you"}]


def test_questions_may_bear_a_letter_alone():
    text = "Q    Is it over?\n\nTHE MINISTER:  It is not over yet.\n\nQ    Why?\n\nTHE MINISTER:  Ask the rebels that."
    assert spoken(read(text)) == [
        ("THE MINISTER", ["It is not over yet."]),
        ("THE MINISTER", ["Ask the rebels that."]),
    ]


def test_a_transcript_in_marks_ends_where_its_marks_end():
    text = (
        '"LEE: Will you stay? This is what\n"FERRER: Well, look, we stay. It is “our home” after all.\n'
        '"We will not be moved.\n"LEE: That was the mayor, from his home."\n\nRain fell.'
    )
    assert spoken(read(text)) == [
        ("LEE", ["Will you stay? This is what"]),
        ("FERRER", ["Well, look, we stay. It is “our home” after all.", "We will not be moved."]),
        ("LEE", ["That was the mayor, from his home."]),
    ]


def test_an_interview_between_full_names_is_a_transcript():
    text = (
        "Ann Lee: Will you stay in the valley?\nJon Ferrer: We stay, come what may.\n"
        "Ann Lee: And the rebels, will they?\nJon Ferrer: Ask them, not me."
    )
    assert [source for source, _ in spoken(read(text))] == ["Ann Lee", "Jon Ferrer", "Ann Lee", "Jon Ferrer"]


@pytest.mark.parametrize(
    "text",
    [
        "GENEVA: The envoy left the talks on Monday.",
        "UPDATE: The road is open again.\n\nUPDATE: The road is closed again.",
        "Opening Hours: Nine to five\nOpening Hours: Ten to four\nEntry Fee: None at all\nEntry Fee: One coin",
        "Poll: Voters leave the party.\n\nRain fell on the camp.",
    ],
)
def test_headings_with_a_colon_are_no_speakers(text):
    assert spoken(read(text)) == []


def test_a_speech_is_no_single_quote():
    text = "THE MINISTER: " + "We will stay. " * 300 + "\n\nQUESTION: Why is that?\n\nTHE MINISTER: It is our home."
    assert spoken(read(text)) == [("THE MINISTER", ["It is our home."])]


def test_within_a_speech_i_am_the_one_whom_the_label_names():
    speech = "THE ENVOY: " + "Rain fell on us. " * 300 + "I promise peace."
    text = speech + "\n\nQUESTION: Why?\n\nTHE ENVOY: It is our home."
    found = spoken(read(text, ("promise", "I", ("peace",))))
    assert found == [("THE ENVOY", ["peace"]), ("THE ENVOY", ["It is our home."])]
