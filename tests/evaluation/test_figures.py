"""Every published figure on cases small enough to count by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.figures import NAMES, figures, total
from pipeline.evaluation.gold import GOLD, load_gold
from pipeline.evaluation.matching import distance_km, pair_contents, same_actor
from pipeline.evaluation.measure import read_sample
from pipeline.evaluation.tallies import tally
from pipeline.records import Article, Span
from pipeline.settings import Settings
from tests.evaluation.labelled import (
    as_labelled,
    found,
    gold,
    named,
    quote,
    said,
    sentence,
    speaking,
    toponym,
)


def read(labels, annotated, name: str) -> float | None:
    return {figure.name: figure.value for figure in figures([tally(labels, annotated)])}[name]


def test_contents_count_by_what_they_share_of_what_either_covers():
    labels = gold(quotes=[quote((0, 10)), quote((40, 50))])
    annotated = found(quotes=[said((0, 8)), said((20, 30)), said((40, 43))])
    # Shared of covered: 8/10, nothing, 3/10. At 0.3: 2 found, 0 missed, 1 extra: 2·2/(2·2+0+1).
    assert read(labels, annotated, "quote_f1_30") == pytest.approx(4 / 5)
    # At 0.8: 1 found, 1 missed, 2 extra: 2·1/(2·1+1+2).
    assert read(labels, annotated, "quote_f1_80") == pytest.approx(2 / 5)


def test_a_split_quotation_is_one_content():
    labels = gold(quotes=[quote((0, 10), (20, 30))])
    # 10 of 20 characters are covered: a pair at 0.3, none at 0.8.
    assert read(labels, found(quotes=[said((0, 10))]), "quote_f1_30") == 1.0
    assert read(labels, found(quotes=[said((0, 10))]), "quote_f1_80") == 0.0


def test_the_closest_contents_are_paired_first_and_once():
    # The second found content shares 9/10 with the gold one, the first 5/10; the gold one is paired once.
    assert pair_contents([[Span(0, 10)]], [[Span(0, 5)], [Span(0, 9)]], least=0.3) == [(0, 1)]


def test_an_optional_content_is_neither_right_nor_wrong():
    labels = gold(quotes=[quote((0, 10))], optional=[[(50, 60)]])
    for quotes in ([said((0, 10))], [said((0, 10)), said((50, 60))]):
        assert read(labels, found(quotes=quotes), "quote_f1_30") == 1.0


@pytest.mark.parametrize("kind", ["scare", "belief"])
def test_what_nobody_said_is_no_quote(kind):
    labels = gold(quotes=[quote((0, 10))])
    assert read(labels, found(quotes=[said((0, 10)), said((20, 30), kind=kind)]), "quote_f1_30") == 1.0
    assert read(labels, found(quotes=[said((0, 10), kind=kind)]), "quote_f1_30") == 0.0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jean-Yves Le Drian", "the French foreign minister Le Drian", True),  # le, drian of french, le, drian
        ("Jean-Yves Le Drian", "Jean-Marc Ayrault", False),  # jean: 1 of 3 words
        ("Saudi-led coalition", "the coalition", True),
        ("Russian Ministry of Defence", "Ministry of Health", False),  # what they share says nothing
        ("the ministry", "The Ministry", True),  # nothing else to go by
        ("Ann", None, False),
        ("Ann", "", False),
    ],
)
def test_names_mean_one_actor_if_they_share_half_the_words_of_the_shorter(one, other, same):
    assert same_actor(one, other) is same


def test_the_speaker_is_looked_at_in_quotes_that_were_found():
    labels = gold(quotes=[quote((0, 10), speakers=["Ann", "the mayor"]), quote((20, 30)), quote((40, 50))])
    annotated = found(
        quotes=[said((0, 10), speaker="a1"), said((20, 30), speaker="a0")], actors=["Bob", "Mayor Ann Li"]
    )
    # Two found: the first is Ann, the second not; the third was not found and is not counted here.
    assert read(labels, annotated, "speaker") == pytest.approx(1 / 2)


def stances(*pairs: tuple[str, str | None]):
    quotes = [quote((20 * i, 20 * i + 10), stances=[want]) for i, (want, _) in enumerate(pairs)]
    return gold(quotes=quotes), found(
        quotes=[said((20 * i, 20 * i + 10), stance=given) for i, (_, given) in enumerate(pairs)]
    )


def test_stance_by_label_and_by_quote():
    pairs = stances(("warn", "warn"), ("warn", "threaten"), ("threaten", "threaten"), ("condemn", "report"))
    # warn: 1 found, 1 missed: 2/3. threaten: 1 found, 1 extra: 2/3. condemn: 0. report is no label of gold's.
    assert read(*pairs, "stance_macro_f1") == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)
    assert read(*pairs, "stance_accuracy") == pytest.approx(2 / 4)


def test_a_quote_without_a_stance_is_a_miss():
    assert read(*stances(("warn", None), ("warn", "warn")), "stance_accuracy") == pytest.approx(1 / 2)


def test_a_stance_in_doubt_is_not_counted():
    labels = gold(quotes=[quote((0, 10), stances=["warn", "report"])])
    assert read(labels, found(quotes=[said((0, 10), stance="condemn")]), "stance_accuracy") is None


def test_the_target_is_looked_at_where_somebody_is_meant():
    labels = gold(
        quotes=[
            quote((0, 10), targets=["Syria", "Syrian government"]),
            quote((20, 30), targets=["Iran"]),
            quote((40, 50)),  # nobody
            quote((60, 70), targets=["Iran", None]),  # perhaps nobody
        ]
    )
    annotated = found(
        quotes=[
            said((0, 10), stance="warn", target="a0"),
            said((20, 30), stance="warn"),
            said((40, 50), stance="warn", target="a0"),
            said((60, 70), stance="warn", target="a0"),
        ],
        actors=["Syria"],
    )
    assert read(labels, annotated, "target") == pytest.approx(1 / 2)


def test_risks_of_quotes_count_without_those_in_doubt():
    labels = gold(
        quotes=[quote((0, 10), risks={"escalation": "feared", "health": "reported"}, disputed=["displacement"])]
    )
    risks = {"escalation": "reported", "displacement": "feared", "education": "reported"}
    # 1 found, 1 missed (health), 1 extra (education): 2·1/(2+1+1).
    assert read(labels, found(quotes=[said((0, 10), risks=risks)]), "quote_risk_micro_f1") == pytest.approx(1 / 2)


def test_place_names_are_found_by_any_overlap_and_once():
    labels = gold(toponyms=[toponym(0, 5), toponym(10, 15), toponym(20, 25, point=None)])
    # 0–3 finds the first, 12–18 the second, 20–25 touches one that does not count, 30–35 is extra.
    places = [named(0, 3), named(12, 18), named(20, 25), named(30, 35)]
    assert read(labels, found(places=places), "toponym_f1") == pytest.approx(2 * 2 / (2 * 2 + 0 + 1))


def test_the_longest_overlap_wins():
    labels = gold(toponyms=[toponym(0, 10, point=(0.0, 0.0))])
    places = [named(0, 2, point=(50.0, 50.0)), named(2, 10, point=(0.0, 0.0))]
    assert read(labels, found(places=places), "within_161_km") == 1.0


@pytest.mark.parametrize(
    ("longitude", "share"),
    [(1.44, 1.0), (1.46, 0.5)],  # a degree of the equator is 111.19 km: 160.1 km, 162.3 km
)
def test_a_place_is_right_within_161_km(longitude, share):
    labels = gold(toponyms=[toponym(0, 5), toponym(10, 15)])
    places = [named(0, 5, point=(0.0, 0.0)), named(10, 15, point=(0.0, longitude))]
    assert read(labels, found(places=places), "within_161_km") == share


def test_missed_and_unresolved_places_are_not_within_161_km():
    labels = gold(toponyms=[toponym(0, 5), toponym(10, 15), toponym(20, 25), toponym(30, 35, point=None)])
    assert read(labels, found(places=[named(0, 5, point=(0.0, 0.0)), named(10, 15)]), "within_161_km") == (
        pytest.approx(1 / 3)
    )


def test_a_quarter_of_the_globe():
    assert distance_km((0.0, 0.0), (90.0, 0.0)) == pytest.approx(6371.0 * 3.14159265 / 2)
    assert distance_km((10.0, 20.0), (-10.0, -160.0)) == pytest.approx(6371.0 * 3.14159265)  # the far side


def test_roles_of_places_that_were_found():
    labels = gold(
        toponyms=[
            toponym(0, 5, role="about"),
            toponym(10, 15, role="about"),
            toponym(20, 25, role="actor"),
            toponym(30, 35),  # in doubt
            toponym(40, 45, role="actor"),  # not found
        ]
    )
    places = [named(0, 5), named(10, 15, role="actor"), named(20, 25, role="actor"), named(30, 35)]
    # about: 1 found, 1 missed: 2/3. actor: 1 found, 1 extra: 2/3.
    assert read(labels, found(places=places), "role_macro_f1") == pytest.approx(2 / 3)


def test_risks_of_sentences_by_label_and_together():
    labels = gold(
        sentences=[
            sentence(0, 50, risks={"escalation": "feared", "displacement": "reported"}, disputed=["health"]),
            sentence(51, 100, risks={"escalation": "reported"}),
        ]
    )
    annotated = found(
        sentences=[speaking(0, 50, escalation="reported", health="reported"), speaking(51, 100, escalation="reported")]
    )
    # escalation 2 found; displacement 1 missed; health in doubt. Micro: 2·2/(2·2+1+0). Macro: (1 + 0) / 2.
    assert read(labels, annotated, "risk_micro_f1") == pytest.approx(4 / 5)
    assert read(labels, annotated, "risk_macro_f1") == pytest.approx(1 / 2)
    # Of the two found, the first is feared and not reported.
    assert read(labels, annotated, "modality") == pytest.approx(1 / 2)


def test_a_sentence_cut_in_two_is_still_one_sentence():
    labels = gold(
        sentences=[sentence(0, 50, risks={"escalation": "feared", "health": "reported"}), sentence(51, 60)],
    )
    annotated = found(sentences=[speaking(0, 20, escalation="feared"), speaking(21, 55, health="reported")])
    assert read(labels, annotated, "risk_micro_f1") == 1.0


def test_an_interval_comes_from_drawing_articles():
    right, wrong = found(quotes=[said((0, 10), speaker="a0")], actors=["Ann"]), found(quotes=[said((0, 10))])
    labels = gold(quotes=[quote((0, 10))])
    (speaker,) = (f for f in figures([tally(labels, right), tally(labels, wrong)]) if f.name == "speaker")
    # Of two articles, a quarter of all draws are twice the right one, a quarter twice the wrong one.
    assert (speaker.low, speaker.value, speaker.high) == (0.0, 0.5, 1.0)
    (alone,) = (f for f in figures([tally(labels, right)]) if f.name == "speaker")
    assert (alone.low, alone.value, alone.high) == (1.0, 1.0, 1.0)


def test_the_same_articles_give_the_same_interval():
    labels = [gold(quotes=[quote((0, 10)), quote((20, 30))])] * 5
    annotated = [found(quotes=[said((0, 10))] * number) for number in (0, 1, 1, 2, 3)]
    tallies = [tally(one, other) for one, other in zip(labels, annotated, strict=True)]
    assert figures(tallies) == figures(tallies)


def test_nothing_to_measure_is_no_figure():
    assert {figure.value for figure in figures([tally(gold(), found())])} == {None}


def test_nothing_found_is_nought():
    labels = gold(
        quotes=[quote((0, 10))], toponyms=[toponym(0, 5)], sentences=[sentence(0, 9, risks={"health": "feared"})]
    )
    values = {figure.name: figure.value for figure in figures([tally(labels, found())])}
    for name in ("quote_f1_30", "quote_f1_80", "toponym_f1", "within_161_km", "risk_micro_f1", "risk_macro_f1"):
        assert values[name] == 0.0
    assert values["speaker"] is None


LABELS = st.dictionaries(
    st.sampled_from(["escalation", "health", "displacement"]), st.sampled_from(["reported", "feared", "denied"])
)


@st.composite
def labelled(draw):
    """An article's labels, none of which overlap."""
    slots = draw(st.lists(st.integers(0, 20), unique=True, max_size=6))
    names = st.sampled_from(["Ann Li", "Bob", "the Syrian government"])
    quotes = [
        quote(
            (20 * slot, 20 * slot + draw(st.integers(1, 20))),
            speakers=[draw(names)],
            stances=[draw(st.sampled_from(["warn", "report", "threaten"]))],
            targets=[draw(st.none() | names)],
            risks=draw(LABELS),
        )
        for slot in slots
    ]
    toponyms = [
        toponym(
            20 * slot,
            20 * slot + 4,
            point=draw(st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180))),
            role=draw(st.none() | st.sampled_from(["about", "actor"])),
        )
        for slot in slots
    ]
    sentences = [sentence(20 * slot, 20 * slot + 20, risks=draw(LABELS)) for slot in slots]
    return gold(quotes=quotes, toponyms=toponyms, sentences=sentences)


@given(st.lists(labelled(), min_size=1, max_size=4))
def test_labels_against_themselves_are_right_everywhere(articles):
    blank = Article("a", "x" * 500)
    whole = total([tally(labels, as_labelled(labels, blank)) for labels in articles])
    assert {cell.outcome for cell in whole} <= {"hit"}


def test_the_labelled_sample_against_itself_is_right_everywhere():
    articles = read_sample(Settings().sample)
    labels = load_gold(GOLD, {article.id: article.text for article in articles.values()})
    measured = figures([tally(one, as_labelled(one, articles[one.id])) for one in labels])
    assert {figure.name: (figure.low, figure.value, figure.high) for figure in measured} == dict.fromkeys(
        NAMES, (1.0, 1.0, 1.0)
    )
