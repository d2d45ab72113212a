"""Speakers who are described instead of named, and sources that the reader cut short or let run on."""

from __future__ import annotations

import pytest

from tests.pipeline.test_speakers import annotated, spoken_by


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "{s1:The Syrian Observatory for Human Rights} {c1:said} {q1:no}. Fighters of the [o|Islamic State] group "
            "fled. {s2:The group} {c2:said} {q2:jets had flown}.",
            "Syrian Observatory for Human Rights",
        ),
        (
            "{s1:[o|Hamas]} {c1:said} {q1:no}. The aid agency [o|Oxfam] left. {s2:The militant group} {c2:denied} "
            "{q2:it}.",
            "Hamas",
        ),
        (
            "{s1:[o|Hamas]} {c1:said} {q1:no}. [o|Oxfam] left. {s2:The aid group} {c2:said} {q2:roads were shut}.",
            "Oxfam",
        ),
        (
            "{s1:The Syrian Observatory for Human Rights} {c1:said} {q1:no}. {s2:[o|Oxfam]} {c2:left}{q2: it}. "
            "{s3:The observatory} {c3:said} {q3:three died}.",
            "Syrian Observatory for Human Rights",
        ),
        (
            "{s1:The [o|Bank of Eastmark]} {c1:said} {q1:no}. {s2:[o|Oxfam]} {c2:left}{q2: it}. "
            "{s3:The bank} {c3:said} {q3:rates would fall}.",
            "Bank of Eastmark",
        ),
    ],
)
def test_the_group_is_the_body_of_that_kind_that_spoke_last(marked, expected):
    assert spoken_by(marked)[-1] == expected


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        (
            "{s1:A war monitor} {c1:said} {q1:no}. The Syrian Observatory for Human Rights has men there.",
            "Syrian Observatory for Human Rights",
        ),
        (
            "{s1:A state-run newspaper} {c1:said} {q1:no}. The [o|Harbour Dispatch], a state-run newspaper, is old.",
            "Harbour Dispatch",
        ),
        ("{s1:A group} {c1:said} {q1:no}. [o|Hamas], a group of fighters, left.", "group"),
    ],
)
def test_a_body_announced_by_its_kind_is_the_one_named_so_later(marked, speaker):
    assert spoken_by(marked) == [speaker]


def test_a_newspaper_in_apposition_is_the_one_named_before_it():
    assert spoken_by("In the end the [o|Harbour Dispatch], {s1:a newspaper with ties to} it, {c1:said} {q1:no}.") == [
        "Harbour Dispatch"
    ]


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        ("[o|Oxfam] has five clinics, {s1:its website} {c1:shows} {q1:so}.", "Oxfam"),
        ("{q1:Roads were shut}, {c1:according to} {s1:a report by the [o|Bank of Eastmark]}.", "Bank of Eastmark"),
        ("{q1:Roads were shut}, {c1:according to} {s1:figures compiled by [o|Oxfam] staff}.", "Oxfam"),
        ("{s1:The [o|Eastmark Mission] statement} {c1:said} {q1:no}.", "Eastmark Mission"),
        (
            "[p|Anna Lind] issued a statement late on Monday. [p|Holm] left. {s1:The statement} {c1:said} {q1:no}.",
            "Anna Lind",
        ),
        ("{q1:Roads were shut}, {c1:according to} {s1:a leaflet}.", "leaflet"),
    ],
)
def test_a_document_speaks_for_whoever_issued_it(marked, speaker):
    assert spoken_by(marked) == [speaker]


def test_of_a_report_at_second_hand_the_first_speaks():
    marked = "{q1:The [o|Harbour Brigade] report stated that the roof fell}, {c1:according to} {s1:[o|Oxfam]}."
    assert spoken_by(marked) == ["Harbour Brigade"]


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        ("[p|Anna Lind] waved to a crowd. {s1:The actress} {c1:said} {q1:no}.", "Anna Lind"),
        ("[p|Anna Lind] met [p|Erik Holm]. {s1:The actress} {c1:said} {q1:no}.", "Anna Lind"),
        ("[p|Kim Aas], 76, saw it. [p|Erik Holm] ran. {s1:The 76-year-old} {c1:said} {q1:no}.", "Kim Aas"),
        ("The boy’s mum [p|Kim] ran. [p|Anna] hid. {s1:The frightened mother} {c1:said} {q1:no}.", "Kim"),
        ("[p|Anna Lind] waved. {s1:The star, 36, and her husband [p|Erik Holm],} {c1:said} {q1:no}.", "Anna Lind"),
    ],
)
def test_a_personal_description_means_the_person_so_called_or_last_meant(marked, speaker):
    assert spoken_by(marked) == [speaker]


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        (
            "{s1:The director of [o|Riverside Zoo]} {c1:said} {q1:no}. “{q2:All is safe,}” {c2:said} {s2:[p|Jo Hall]}.",
            "Jo Hall",
        ),
        (
            "[p|Kevin Moe] hid. {s1:[p|Moe]’s sister} {c1:told} reporters {q1:so}. “{q2:He ran,}” {c2:said} "
            "{s2:[p|Jo Hall]}.",
            "Jo Hall",
        ),
        ("{s1:The head teacher} {c1:said} {q1:no}. “{q2:All is safe,}” {c2:said} {s2:[p|Jo Hall]}.", "head teacher"),
        (
            "{s1:The director of [o|Riverside Zoo]} {c1:said} {q1:no}. {s2:[p|Jo Hall], a baker,} {c2:said} {q2:no}.",
            "director of Riverside Zoo",
        ),
    ],
)
def test_a_role_that_fits_one_person_is_whoever_speaks_by_name_right_after(marked, speaker):
    assert spoken_by(marked)[0] == speaker


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        ("{s1:Long the Sailor The Pentagon} {c1:announced} {q1:no}.", "Pentagon"),
        ("{s1:and Haven\n[p|Anna Lind]} {c1:said} {q1:no}.", "Anna Lind"),
        ("({s1:Jo Ray / The Press) [o|Harbour Hospital] in Tarn,} {c1:said} {q1:no}.", "Harbour Hospital"),
        ("{s1:fighters with rifles} were hit near Tarn the Kremlin {c1:said} {q1:so}.", "Kremlin"),
        ("The friends {s1:hilltop the Kremlin} {c1:said} {q1:no}.", "Kremlin"),
        (
            "{s1:State media} said rebels hit it while a shop owner in the town {c1:said} {q1:no}.",
            "shop owner in the town",
        ),
        ("A doctor and nurses in {s1:the town} {c1:said} {q1:no}.", "doctor"),
        ("{s1:The} letter {c1:said} {q1:no}.", "letter"),
        ("{s1:The boy’s} mum [p|Kim] can be heard {c1:shouting} {q1:no}.", "Kim"),
        ("The worried father can then be {s1:heard} {c1:saying} {q1:no}.", "worried father"),
        ("They came from animal lovers {s1:who} {c1:claim} {q1:so}.", "animal lovers"),
        ("{s1:TARN — The [o|Harbour Guard]} {c1:said} {q1:no}.", "Harbour Guard"),
        ("“{q1:All is well}” {c1:said} [p|Jo Hall] head of Tarn’s health {s1:authority}.", "Jo Hall"),
        ("The town fell though the Kremlin {c1:said} {q1:no}.", "Kremlin"),
        ("“{q1:No}”, {c1:reported} the [o|BBC].", "BBC"),
        ("“{q1:All is well,}” said [p|Jo Hall].", "Jo Hall"),
        ("“{q1:All is well,}” {s1:[o|Reuters]} {c1:cited} [p|Jo Hall].", "Jo Hall"),
        ("Many traders shun [o|Hamas] because they {c1:say} {q1:it taxes} {s1:[o|Hamas]}.", "traders"),
        ("{s1:[p|Jo Hall] spokesman for the town} {c1:said} {q1:no}.", "Jo Hall"),
    ],
)
def test_the_words_next_to_the_cue_put_a_source_right(marked, speaker):
    assert spoken_by(marked)[-1] == speaker


@pytest.mark.parametrize(
    "marked",
    [
        "{s1:Video footage emerged} {c1:showing} {q1:smoke}.",
        "{s1:Twelve percent} {c1:said} {q1:no}.",
        "[p|Jo Hall] ran. There {c1:was accused of} {q1:theft}.",
    ],
)
def test_what_cannot_speak_is_no_speaker(marked):
    names = {actor.name for actor in annotated(marked).actors}
    assert names <= {"Jo Hall"}


def test_people_who_are_counted_are_a_group():
    assert spoken_by("{s1:Almost 300,000 people} {c1:called for} {q1:peace}.") == ["almost 300,000 people"]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{s1:[p|Anna Lind]} {c1:said} {q1:no}. They thanked [p|Maria Berg]. {s2:She} {c2:said} {q2:so}.", "Anna Lind"),
        (
            "{s1:[p|Erik Holm]} {c1:said} {q1:no}. They shot the gorilla [p|Bongo]. {s2:He} {c2:said} {q2:it hurt}.",
            "Erik Holm",
        ),
        (
            "{s1:[p|Erik Holm]} {c1:said} {q1:no}. {q2:[p|Karl Moe] had been arrested}, {s2:he} {c2:said}.",
            "Erik Holm",
        ),
        (
            "{s1:[p|Erik Holm]} {c1:said} {q1:no}. [p|Karl Moe] was killed. {s2:He} {c2:said} {q2:it was so}.",
            "Erik Holm",
        ),
        (
            "“{q1:[o|Hamas] is done,}” {s1:[p|Erik Holm]} {c1:told} [o|AFP], {c2:adding} {q2:that it fled}.",
            "Erik Holm",
        ),
    ],
)
def test_who_spoke_last_speaks_on_whoever_is_spoken_of(marked, expected):
    assert spoken_by(marked)[-1] == expected


def test_a_quotation_left_open_goes_on_past_captions():
    marked = "{s1:[p|Jo Hall]} {c1:said}: “{q1:We looked.}\n\nA fence.\n\nThe zoo at night.\n\n“{q2:We found nothing.}”"
    assert spoken_by(marked) == ["Jo Hall", "Jo Hall"]


def test_words_in_a_headline_of_capitals_name_nobody():
    done = annotated("[p|Jo Hall] left. MORE NEWS [o|SIN] CITY How it fell. [p|MARK STONEHAM] A street.")
    assert [actor.name for actor in done.actors] == ["Jo Hall"]


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        ("“{q1:No},” {c1:said} [p|Anna Lind], a left-wing {s1:politician who left the party}.", "Anna Lind"),
        (
            "“{q1:It is noteworthy},” {c1:said} {s1:[p|Anna Lind], a partner at the law firm [p|Holm Berg Moe] who "
            "helped to lead the long talks on the harbour as an envoy of the old government of Eastmark}.",
            "Anna Lind",
        ),
        (
            "{s1:A spokeswoman for the harbour} {c1:denied} {q1:it}. Boats left. “No,” said the spokeswoman, "
            "[p|Anna Lind].",
            "Anna Lind",
        ),
    ],
)
def test_a_description_beside_a_name_is_its_bearer(marked, speaker):
    assert spoken_by(marked) == [speaker]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "{s1:A local newspaper} {c1:said} {q1:no}. The newspaper [p|Eastmark Ilbo] has more. "
            "{s2:The newspaper} {c2:said} {q2:ships had left}.",
            "Eastmark Ilbo",
        ),
        (
            "{s1:[o|Harbour Times]} {c1:said} {q1:no}. Ships left. {s2:The report} {c2:said} {q2:none was seen}.",
            "Harbour Times",
        ),
        (
            "{s1:[o|Human Rights Watch]} {c1:said} {q1:no}. {s2:The U.S.-based rights group} {c2:said} {q2:it knew}.",
            "Human Rights Watch",
        ),
        (
            "{q1:Three died}, a {s1:monitoring group} {c1:said}. {s2:The Syrian Observatory for Human Rights} "
            "{c2:said} {q2:jets flew}.",
            "Syrian Observatory for Human Rights",
        ),
        ("{s1:[l|Russia]} {c1:said} {q1:no}. {s2:Russias} {c2:said} {q2:the road was open}.", "Russia"),
    ],
)
def test_a_body_described_is_the_one_named_beside_it(marked, expected):
    assert set(spoken_by(marked)) == {expected}


def test_credits_and_shortened_words_are_no_people():
    done = annotated(
        "[p|Anna Lind] spoke at the Passing out [p|Parade] (PoP) on Monday. REUTERS/[p|Jon Holm] stood by. "
        "{s1:Parade (PoP) of the course} {c1:said} {q1:no}."
    )
    assert [actor.name for actor in done.actors if actor.kind != "media"] == ["Anna Lind"]
