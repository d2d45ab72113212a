"""Sides next to each other: counted by hand, with what they contradict each other in and what they agree on."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline import queries
from pipeline.queries import Filters, RiskShare, Side, StanceShare, Subject
from pipeline.store import Entry, Store
from tests.pipeline.test_store import clock, url  # noqa: F401
from tests.speeches import Line, speech

LIND, RASHID, MOREAU = "Anna Lind", "Omar Rashid", "Ines Moreau"
HARIN = Subject("place", "geonames:1")
SIDES = (Side("actor", LIND), Side("actor", RASHID))
SHELLED = ("civilian_harm", "reported", 0.9)
NOT_SHELLED = ("civilian_harm", "denied", 0.8)


@pytest.fixture
def store(url):  # noqa: F811
    """Two weeks of what Lind and Rashid say of Harin, one day of what they say of Porto Vell."""
    opened = Store.open(url, clock=clock())
    monday = (
        Line(LIND, "homes were shelled", "condemn", MOREAU, 0.9, ("Harin",), (SHELLED,)),
        Line(LIND, "a school was shelled", "condemn", MOREAU, 0.7, ("Harin",), (SHELLED,)),
        Line(RASHID, "no home was shelled", "reject", LIND, 0.6, ("Harin",), (NOT_SHELLED,)),
        Line(RASHID, "she has our thanks", "support", MOREAU, 0.8, ("Harin",)),
    )
    opened.upsert([speech("one", *monday, date="2018-09-03")])
    opened.upsert([Entry(speech("copy", *monday, date="2018-09-04", outlet="Mirror"), copy_of="one")])
    wednesday = (
        Line(LIND, "the port is closed", "condemn", MOREAU, 0.5, ("Porto Vell",)),
        Line(RASHID, "the ships wait", "demand", MOREAU, 0.5, ("Porto Vell",)),
    )
    opened.upsert([speech("two", *wednesday, date="2018-09-05", outlet="Ledger")])
    later = (
        Line(RASHID, "she must leave the town", "demand", MOREAU, 0.9, ("Harin",)),
        Line(LIND, "nobody is fed there", None, None, 0.9, ("Harin",), (("food_water", "reported", 0.6),)),
    )
    opened.upsert([speech("three", *later, date="2018-09-12", outlet="Ledger")])
    opened.upsert([speech("undated", Line(LIND, "it goes on", "condemn", MOREAU, 0.9, ("Harin",)), date=None)])
    yield opened
    opened.close()


def words(page) -> list[str]:
    return list(page["words"])


def test_each_side_has_its_quotes_over_the_same_days(store):
    found = queries.compare(store, Filters(), HARIN, SIDES)
    assert (found.bins[0], found.bins[-1], len(found.bins)) == (date(2018, 9, 3), date(2018, 9, 12), 10)
    lind, rashid = found.sides
    assert (lind.n_in_bin, lind.n_undated) == ((2, 0, 0, 0, 0, 0, 0, 0, 0, 1), 1)
    assert (rashid.n_in_bin, rashid.n_undated) == ((2, 0, 0, 0, 0, 0, 0, 0, 0, 1), 0)


def test_weeks_count_from_monday(store):
    found = queries.compare(store, Filters(), HARIN, SIDES, bucket="week")
    assert found.bins == (date(2018, 9, 3), date(2018, 9, 10))
    assert [side.n_in_bin for side in found.sides] == [(2, 1), (2, 1)]


def test_each_bin_is_told_apart_by_stance(store):
    lind, rashid = queries.compare(store, Filters(), HARIN, SIDES, bucket="week").sides
    assert lind.stances_in_bin == ((None, (0, 1)), ("condemn", (2, 0)))
    assert rashid.stances_in_bin == (("demand", (0, 1)), ("reject", (1, 0)), ("support", (1, 0)))


def test_whoever_speaks_for_a_state_can_be_a_side(store):
    sides = (Side("affiliation", "Norland"), Side("affiliation", "Sudland"))
    found = queries.compare(store, Filters(affiliations=("Sudland",)), HARIN, sides)
    assert [side.n_quotes for side in found.sides] == [4, 3]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("actor", [(LIND, 4), (RASHID, 3)]),
        ("affiliation", [("Norland", 4), ("Sudland", 3)]),
        ("outlet", [("Northern Wire", 5), ("Ledger", 2)]),  # the copy stands under its original
    ],
)
def test_who_speaks_of_a_subject_is_told_the_most_quoted_first(store, kind, names):
    found = queries.speaking(store, HARIN.within(Filters()), kind)
    assert [(one.name, one.n_quotes) for one in found] == names


def test_who_speaks_is_told_with_the_stances_taken(store):
    _, rashid = queries.speaking(store, HARIN.within(Filters()), "actor")
    assert rashid.stances == (("demand", 1), ("reject", 1), ("support", 1))
    assert len(queries.speaking(store, Filters(), "actor", limit=1)) == 1


def test_shares_are_of_all_quotes_of_the_side(store):
    lind, rashid = queries.compare(store, Filters(), HARIN, SIDES).sides
    assert (lind.n_quotes, rashid.n_quotes) == (4, 3)
    assert lind.stances == (StanceShare("condemn", 3, 0.75),)
    assert rashid.stances == tuple(StanceShare(stance, 1, 1 / 3) for stance in ("demand", "reject", "support"))
    assert lind.risks == (RiskShare("civilian_harm", "reported", 2, 0.5), RiskShare("food_water", "reported", 1, 0.25))
    assert rashid.risks == (RiskShare("civilian_harm", "denied", 1, 1 / 3),)


def test_each_side_has_a_page_of_quotes_and_more_where_asked(store):
    lind = queries.compare(store, Filters(), HARIN, SIDES, size=2).sides[0]
    assert words(lind.quotes) == ["nobody is fed there", "homes were shelled"]
    more = queries.side_quotes(store, Filters(), HARIN, SIDES[0], limit=2, offset=2)
    assert words(more) == ["a school was shelled", "it goes on"]


@pytest.mark.parametrize(
    ("subject", "counts"),
    [
        (Subject("place", "geonames:2"), [1, 1]),
        (Subject("risk", "civilian_harm"), [2, 1]),
        (Subject("text", "SHELLED"), [2, 1]),
        (Subject("text", "no such words"), [0, 0]),
    ],
)
def test_a_subject_is_a_place_a_risk_or_a_search(store, subject, counts):
    assert [side.n_quotes for side in queries.compare(store, Filters(), subject, SIDES).sides] == counts


def test_outlets_are_sides_as_well_and_each_carries_a_copy_for_itself(store):
    sides = [Side("outlet", name) for name in ("Northern Wire", "Mirror", "Ledger")]
    found = queries.compare(store, Filters(date_from=date(2018, 9, 1)), HARIN, sides)
    assert [side.n_quotes for side in found.sides] == [4, 4, 2]


def test_a_comparison_honours_the_filters(store):
    filters = Filters(date_to=date(2018, 9, 9), stances=("condemn",), outlets=("Northern Wire",))
    found = queries.compare(store, filters, HARIN, SIDES)
    assert ([side.n_quotes for side in found.sides], found.bins) == ([2, 0], (date(2018, 9, 3),))


def test_nothing_found_is_a_comparison_without_bins(store):
    found = queries.compare(store, Filters(languages=("fr",)), HARIN, SIDES)
    assert (found.bins, [side.n_in_bin for side in found.sides]) == ((), [(), ()])
    assert all(side.quotes.empty for side in found.sides)


def claims(meeting) -> tuple[str, str | None, str | None, str, str]:
    return (meeting.topic, meeting.target, meeting.place, meeting.left_claims, meeting.right_claims)


def test_opposed_stances_and_denied_risks_contradict_and_come_closest_and_surest_first(store):
    found = queries.meetings(store, Filters(), HARIN, SIDES)
    assert [claims(meeting) for meeting in found.contradictions] == [
        ("stance", MOREAU, "Harin", "hostile", "friendly"),  # both share target and place; .9 * .8
        ("civilian_harm", None, "Harin", "reported", "denied"),  # place alone; .9 * .8
    ]
    first, second = found.contradictions
    assert (first.left, first.right, first.start) == (*SIDES, date(2018, 9, 3))
    assert (first.left_quote, first.right_quote) == (("one", 0), ("one", 3))
    assert (first.n_left, first.n_right, first.gazetteer_id) == (2, 1, "geonames:1")
    assert first.certainty == pytest.approx(0.9 * 0.8)
    assert (second.right_quote, second.n_left, second.n_right) == (("one", 2), 2, 1)


def test_what_one_side_fears_and_the_other_denies_is_no_contradiction(store):
    store.upsert(
        [
            speech("fear", Line(LIND, "a bridge may fall", about=("Harin",), risks=(("escalation", "feared", 0.9),))),
            speech("denial", Line(RASHID, "no bridge falls", about=("Harin",), risks=(("escalation", "denied", 0.9),))),
        ]
    )
    assert queries.meetings(store, Filters(), Subject("text", "bridge"), SIDES).contradictions == ()


def test_stances_of_one_camp_agree(store):
    found = queries.meetings(store, Filters(), HARIN, SIDES)
    (agreement,) = found.agreements  # Lind condemns Moreau, Rashid rejects Lind: alike about the place alone
    assert claims(agreement) == ("stance", None, "Harin", "hostile", "hostile")
    assert (agreement.left_quote, agreement.right_quote) == (("one", 0), ("one", 2))
    there = queries.meetings(store, Filters(), Subject("place", "geonames:2"), SIDES)
    assert [claims(meeting) for meeting in there.agreements] == [("stance", MOREAU, "Porto Vell", "hostile", "hostile")]
    assert there.contradictions == ()


def test_the_quotes_that_meet_come_along_each_once(store):
    found = queries.meetings(store, Filters(), HARIN, SIDES)
    assert sorted(words(found.quotes)) == ["homes were shelled", "no home was shelled", "she has our thanks"]


def test_sides_meet_within_a_week_or_a_day_only(store):
    search = Subject("text", "the")  # of Porto Vell on the 5th, of Harin on the 12th
    assert [meeting.start for meeting in queries.meetings(store, Filters(), search, SIDES).agreements] == [
        date(2018, 9, 3)
    ]
    daily = queries.meetings(store, Filters(), HARIN, SIDES, bucket="day")
    assert {meeting.start for meeting in daily.contradictions + daily.agreements} == {date(2018, 9, 3)}


def test_a_search_lets_sides_meet_over_a_target_without_a_place(store):
    store.upsert(
        [
            speech("four", Line(LIND, "a bridge of lies", "condemn", MOREAU, 0.6), date="2018-10-01"),
            speech("five", Line(RASHID, "a bridge of hope", "cooperate", MOREAU, 0.5), date="2018-10-02"),
        ]
    )
    found = queries.meetings(store, Filters(), Subject("text", "bridge"), SIDES)
    assert [claims(meeting) for meeting in found.contradictions] == [("stance", MOREAU, None, "hostile", "friendly")]
    assert found.contradictions[0].gazetteer_id is None


def test_outlets_that_carry_the_same_words_do_not_meet_over_them(store):
    sides = (Side("outlet", "Northern Wire"), Side("outlet", "Mirror"))
    found = queries.meetings(store, Filters(), HARIN, sides)
    shown = [(*meeting.left_quote, *meeting.right_quote) for meeting in found.agreements + found.contradictions]
    assert shown
    assert all(left != right for _, left, _, right in shown)


def test_only_so_many_are_told_of_each(store):
    found = queries.meetings(store, Filters(), HARIN, SIDES, limit=1)
    assert (len(found.contradictions), len(found.agreements)) == (1, 1)


def test_sides_that_never_meet_are_told_so(store):
    found = queries.meetings(store, Filters(), HARIN, (SIDES[0], Side("actor", "Nobody")))
    assert (found.contradictions, found.agreements, found.quotes.empty) == ((), (), True)
