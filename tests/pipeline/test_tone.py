"""Changed tone: what counts as hostile and friendly, which change is more than chance, and the quotes that show it."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline import queries
from pipeline.queries import CAMPS, STANCES, Filters, Tone
from pipeline.store import Entry, Store
from tests.pipeline.test_store import clock, url  # noqa: F401
from tests.speeches import Line, speech

LIND, RASHID, MOREAU = "Anna Lind", "Omar Rashid", "Ines Moreau"
AFTER = Filters(date_from=date(2018, 9, 3), date_to=date(2018, 9, 30))
PRAISE = [Line(LIND, f"he kept promise {n}", "support", RASHID, 0.5 + n / 10) for n in range(4)]
BLAME = [Line(LIND, f"he broke promise {n}", "condemn", RASHID, 0.5 + n / 10) for n in range(4)]
STEADY = [Line(MOREAU, f"she warns of hour {n}", "warn", RASHID) for n in range(4)]
RARE = [Line(RASHID, f"they will regret day {n}", "threaten", LIND) for n in range(3)]
ASIDE = [
    Line(LIND, "he spoke at noon", "report", RASHID),
    Line(LIND, "he should grant a truce", "appeal", RASHID),
    Line(LIND, "we had to answer him", "justify", RASHID),
]


@pytest.fixture
def store(url):  # noqa: F811
    """August is praise, September is blame; one pair is steady, one too rare. A copy of August comes in September."""
    opened = Store.open(url, clock=clock())
    opened.upsert([speech("august", *PRAISE, *STEADY, *RARE, *ASIDE, date="2018-08-20")])
    opened.upsert([Entry(speech("copy", *PRAISE, *STEADY, date="2018-09-04", outlet="Mirror"), copy_of="august")])
    again = [line._replace(words=line.words + " again") for line in STEADY]
    opened.upsert([speech("september", *BLAME, *again, *ASIDE, date="2018-09-28", outlet="Ledger")])
    yield opened
    opened.close()


def test_each_stance_of_the_codebook_is_hostile_or_friendly_or_takes_no_side():
    hostile = {stance for stance in STANCES if CAMPS.get(stance) == "hostile"}
    friendly = {stance for stance in STANCES if CAMPS.get(stance) == "friendly"}
    assert hostile == {"condemn", "threaten", "demand", "reject", "warn"}
    assert friendly == {"support", "cooperate"}
    assert set(STANCES) - set(CAMPS) == {"appeal", "justify", "report"}


def test_a_turn_from_praise_to_blame_is_found_with_how_likely_it_is_by_chance(store):
    found = queries.changed_tones(store, AFTER)
    assert (found.before, found.after) == ((date(2018, 8, 6), date(2018, 9, 2)), (date(2018, 9, 3), date(2018, 9, 30)))
    assert found.n_tested == 2  # the rare pair is not
    (change,) = found.changes
    assert (change.actor, change.target, change.towards) == (LIND, RASHID, "hostile")
    assert (change.before, change.after) == (Tone(hostile=0, friendly=4), Tone(hostile=4, friendly=0))
    assert (change.before.share_hostile, change.after.share_hostile) == (0.0, 1.0)
    assert change.p == pytest.approx(2 / 70)
    assert change.p_adjusted == pytest.approx(2 / 70 * 2)  # of two pairs asked


def test_the_likeliest_praise_before_and_blame_after_show_it(store):
    found = queries.changed_tones(store, AFTER)
    (change,) = found.changes
    assert (change.quote_before, change.quote_after) == (("august", 3), ("september", 3))
    assert list(found.quotes["words"]) == ["he broke promise 3", "he kept promise 3"]  # newest first


def test_a_change_for_the_better_is_shown_by_blame_before_and_praise_after(store):
    kinder = [line._replace(words=line.words + " anew") for line in PRAISE]
    store.upsert([speech("october", *kinder, date="2018-10-20")])
    found = queries.changed_tones(store, Filters(date_from=date(2018, 10, 5), date_to=date(2018, 10, 30)))
    (change,) = found.changes
    assert (change.towards, change.quote_before, change.quote_after) == ("friendly", ("september", 3), ("october", 3))
    assert change.p_adjusted == change.p


def test_without_dates_the_last_four_weeks_up_to_the_newest_article_are_held_against_the_four_before(store):
    found = queries.changed_tones(store, Filters())
    assert (found.before, found.after) == ((date(2018, 8, 4), date(2018, 8, 31)), (date(2018, 9, 1), date(2018, 9, 28)))
    assert len(found.changes) == 1


def test_with_fewer_quotes_than_asked_for_nothing_is_tested(store):
    assert queries.changed_tones(store, AFTER, least=5).n_tested == 0
    assert queries.changed_tones(store, AFTER, least=3).n_tested == 2


def test_what_could_be_chance_is_not_told(store):
    assert queries.changed_tones(store, AFTER, max_p=0.02).changes == ()


def test_the_filters_choose_whose_tone_is_asked_for(store):
    assert queries.changed_tones(store, Filters(**asdict(AFTER), actors=(MOREAU,))).changes == ()
    assert queries.changed_tones(store, Filters(**asdict(AFTER), outlets=("Ledger",))).n_tested == 0


def asdict(filters: Filters) -> dict[str, date | None]:
    return {"date_from": filters.date_from, "date_to": filters.date_to}


def test_a_copy_counts_in_the_period_of_the_first(store):
    mirrored = queries.changed_tones(store, Filters(**asdict(AFTER), outlets=("Mirror", "Ledger")))
    assert mirrored.n_tested == 0  # without the original, all of it is September's
    assert queries.changed_tones(store, AFTER).changes[0].after == Tone(hostile=4, friendly=0)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(outlets=("Nowhere",)),
        Filters(date_from=date(2018, 9, 3), date_to=date(2018, 9, 2)),
        Filters(date_from=date(1, 1, 2), date_to=date(2018, 9, 2)),
        Filters(date_to=date(1, 1, 5)),
    ],
)
def test_without_a_period_and_one_before_it_nothing_is_asked(store, filters):
    found = queries.changed_tones(store, filters)
    assert (found.before, found.after, found.n_tested, found.changes) == (None, None, 0, ())
    assert found.quotes.empty
