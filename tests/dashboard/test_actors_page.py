"""Actors: the matrix and the quotes behind its cells, whose tone changed, and the profile of one actor."""

from __future__ import annotations

import json
from datetime import date

import pytest

from dashboard.actors import charts, chosen, matrix, shares, tones
from dashboard.labels import GROUPS, STANCE_NAMES
from dashboard.surface import Act
from pipeline.queries import Cell, ChangedTone, StanceMatrix, Tone, WeekOfStance
from tests.dashboard.conftest import shown
from tests.speeches import Line, speech
from tests.stored import article

VIEW = "views/actors.py"
LIND, RASHID, MOREAU = "Anna Lind", "Omar Rashid", "Ines Moreau"
PRAISE = [Line(LIND, f"he kept promise {n}", "support", RASHID, 0.5 + n / 10) for n in range(4)]
BLAME = [Line(LIND, f"he broke promise {n}", "condemn", RASHID, 0.5 + n / 10) for n in range(4)]
LATE = (
    Line(RASHID, "no observers will come in", "reject", LIND, about=("Harin",)),
    Line(MOREAU, "the road is open", "report"),
)
ARABIC, LONG = "عبد الله القاسم", "Commission of inquiry into " + "the conduct of hostilities " * 14


@pytest.fixture
def talks(empty_store):
    """August is praise, September is blame; one quote is undated."""
    with empty_store.run():
        empty_store.upsert([speech("august", *PRAISE, date="2018-08-10")])
        empty_store.upsert([speech("september", *BLAME, *LATE, date="2018-09-12", outlet="Ledger")])
        empty_store.upsert([speech("undated", Line(LIND, "who knows", "warn", RASHID, 0.4), date=None)])
    return empty_store


def cells(page) -> str:
    return shown(page, "matrix")


def cards(page, key: str) -> int:
    return shown(page, key).count('<article class="card')


@pytest.mark.usefixtures("talks")
def test_a_cell_has_the_sign_and_number_of_the_stances_most_of_its_quotes_take(desk):
    page = desk(VIEW)
    assert not page.exception
    label = f"{LIND} towards {RASHID}\n9 quotes: condemns\u00a04, supports\u00a04, warns\u00a01\nmean p 0.62"
    assert f'aria-label="{label}"' in cells(page)
    (cell,) = [part for part in cells(page).split("<td>") if f"{LIND} towards {RASHID}" in part]
    assert "▲</i>9<" in cell
    assert 'class="against n4 also-siding"' in cell


@pytest.mark.usefixtures("talks")
def test_a_cell_of_the_address_shows_its_quotes_and_is_marked(desk):
    page = desk(VIEW, pair=[LIND, RASHID])
    assert cells(page).count('aria-pressed="true"') == 1
    assert f"{LIND}</span></button> towards" in shown(page, "pair_head")
    assert cards(page, "quotes_order") == 6
    page.button(key="actors_more_order").click().run()
    assert cards(page, "quotes_order") == 9
    assert "actors_more_order" not in {button.key for button in page.button}


@pytest.mark.usefixtures("talks")
@pytest.mark.parametrize("pair", [[LIND], [LIND, RASHID, MOREAU], ["", RASHID]])
def test_anything_but_two_names_is_no_cell(desk, pair):
    page = desk(VIEW, pair=pair)
    assert not page.exception
    assert shown(page, "pair_head") == ""
    assert "Most quoted" in shown(page, "speakers")


@pytest.mark.usefixtures("talks")
def test_a_cell_without_quotes_says_so(desk):
    page = desk(VIEW, pair=[MOREAU, LIND])
    assert matrix.NO_QUOTES in shown(page, "pair_head")


@pytest.mark.usefixtures("talks")
def test_filters_narrow_everything(desk):
    page = desk(VIEW, pair=[LIND, RASHID], of=LIND, to="2018-08-31")
    assert f"{LIND} towards {RASHID}\n4 quotes: supports\u00a04" in cells(page)
    assert RASHID + " towards" not in cells(page)
    assert cards(page, "quotes_order") == cards(page, "quotes_sort") == 4
    assert "<dd>4</dd><dt>quotes</dt>" in shown(page, "profile_figures")


@pytest.mark.usefixtures("talks")
def test_a_turn_is_shown_with_counts_both_quotes_and_what_chance_could_do(desk):
    page = desk(VIEW)
    told = shown(page, "tones")
    assert "more hostile" in told
    assert "0 hostile, 4 friendly" in told
    assert "4 hostile, 0 friendly" in told
    assert told.index("he kept promise 3") < told.index("he broke promise 3")  # the likeliest of each
    assert 'data-value="3#august"' in told  # leads to the exact words
    assert "about 3 times in 100" in told
    assert "19 Jul to 15 Aug 2018 against 16 Aug to 12 Sep 2018" in shown(page, "tones_heading")


@pytest.mark.usefixtures("talks")
def test_where_nothing_changed_the_page_says_what_was_asked(desk):
    told = shown(desk(VIEW, actor=MOREAU), "tones")
    assert "No actor has at least 4 quotes" in told


@pytest.mark.usefixtures("talks")
def test_a_profile_says_how_the_articles_call_an_actor_and_when(desk):
    page = desk(VIEW, of=LIND)
    assert not page.exception
    assert "foreign minister" in shown(page, "profile_head")
    assert "<dd>10 Aug 2018</dd><dt>first named" in shown(page, "profile_figures")
    assert "10 Aug to 12 Sep 2018" in shown(page, "profile_facts")
    assert "1 without a date, not drawn" in shown(page, "profile_weeks")
    assert "Ledger" in shown(page, "profile_where")
    assert cards(page, "quotes_sort") == 6
    assert page.selectbox(key="actors_find").value == LIND


@pytest.mark.usefixtures("talks")
def test_an_actor_found_by_name_is_in_the_address_and_can_be_closed(desk):
    page = desk(VIEW)
    page.selectbox(key="actors_find").set_value(RASHID).run()
    assert page.query_params["of"] == RASHID
    assert "Harin (SY, region)" in shown(page, "profile_where")  # told from its namesakes
    page.selectbox(key="actors_find").set_value(None).run()
    assert "of" not in page.query_params


@pytest.mark.usefixtures("talks")
@pytest.mark.parametrize(("filters", "words"), [({}, "in the store"), ({"to": "2018-08-31"}, "that matches")])
def test_an_actor_whom_no_article_names_is_said(desk, filters, words):
    page = desk(VIEW, of="Nobody Known", **filters)
    assert not page.exception
    assert f"No article {words}" in shown(page, "unknown")
    assert LIND in cells(page)


@pytest.mark.usefixtures("talks")
def test_an_actor_of_one_quote_has_a_profile(desk):
    page = desk(VIEW, of=MOREAU)
    assert "<dd>1</dd><dt>quote</dt>" in shown(page, "profile_figures")
    assert "No stance towards anybody" in shown(page, "profile_towards")
    assert cards(page, "quotes_sort") == 1


@pytest.mark.usefixtures("talks")
def test_an_actor_who_is_named_and_not_quoted_has_a_profile_that_says_so(desk):
    page = desk(VIEW, of=RASHID, stance="support")
    assert not page.exception
    assert "not quoted in what matches" in shown(page, "no_quotes_sort")
    assert "<dd>0</dd><dt>quotes</dt>" in shown(page, "profile_figures")


@pytest.mark.usefixtures("talks")
def test_where_nothing_matches_the_page_says_so(desk):
    page = desk(VIEW, q="no such words")
    assert not page.exception
    assert "Nothing matches" in shown(page, "nothing")
    assert cells(page) == ""


@pytest.mark.usefixtures("store")
def test_quotes_towards_nobody_leave_the_matrix_empty_in_words(desk):
    page = desk(VIEW, actor=RASHID)
    assert matrix.NO_TARGET in shown(page, "matrix_heading")
    assert "Most quoted" in shown(page, "speakers")


@pytest.mark.usefixtures("empty_store")
def test_an_empty_store_is_said(desk):
    page = desk(VIEW, of=LIND, pair=[LIND, RASHID])
    assert not page.exception
    assert "The store is empty" in shown(page, "empty")


def test_without_a_store_the_page_says_how_to_make_one(desk, tmp_path, monkeypatch):
    monkeypatch.setenv("TOCSIN_STORE", f"sqlite:///{tmp_path / 'none.db'}")
    page = desk(VIEW, of=LIND)
    assert not page.exception
    assert "python -m pipeline run" in shown(page, "actors_state")


def test_no_dates_no_periods(desk, empty_store):
    with empty_store.run():
        empty_store.upsert([article("undated", date=None)])
    page = desk(VIEW, of=LIND)
    assert not page.exception
    assert "no two periods" in shown(page, "tones")
    assert "No dated quote" in shown(page, "profile_weeks")
    assert page.get("plotly_chart") == []


@pytest.mark.usefixtures("talks")
def test_names_of_the_address_are_one_bearable_line_that_turns_nothing(desk):
    hostile = "\u202eevil\u202c\x00" + "x" * 900
    page = desk(VIEW, of=hostile, pair=[hostile, RASHID])
    assert not page.exception
    for part in (shown(page, "unknown"), shown(page, "pair_head")):
        assert "evil" in part
        assert not set(part) & {"\u202e", "\x00"}
        assert "x" * 501 not in part


def test_long_and_arabic_names_keep_their_words_and_their_direction(desk, empty_store):
    long = LONG.strip()[:400]
    with empty_store.run():
        empty_store.upsert([speech("names", Line(ARABIC, "let them through", "appeal", long))])
    page = desk(VIEW, of=ARABIC, pair=[ARABIC, long])
    assert not page.exception
    assert f'<span dir="auto" class="name">{ARABIC}</span>' in cells(page)
    assert f'title="{long}: 1 quote.' in cells(page)
    assert cards(page, "quotes_order") == 1


def test_names_stay_words_in_the_matrix():
    hostile = '<img src=x onerror="alert(1)">'
    made = matrix.matrix_table(StanceMatrix(((hostile, 1),), ((hostile, 1),), (cell(hostile, hostile, warn=1),), 1))
    assert "<img" not in made


def cell(actor: str, target: str, **stances: int) -> Cell:
    return Cell(actor, target, tuple(stances.items()), 0.7)


def test_a_cell_takes_the_group_that_leads_even_where_another_stance_is_the_most_frequent():
    groups = shares.by_group([("support", 3), ("condemn", 2), ("demand", 2)])
    assert [(group.id, n) for group, n in groups] == [("against", 4), ("siding", 3)]


@pytest.mark.parametrize(
    ("most", "base", "levels"),
    [(1, 2, {1: 1}), (31, 2, {1: 1, 2: 2, 3: 2, 4: 3, 16: 5, 31: 5}), (32, 3, {2: 1, 3: 2, 32: 4}),
     (5_000_000, 10, {9: 1, 10_000: 5, 5_000_000: 5})],
)  # fmt: skip
def test_shades_grow_with_the_largest_cell(most, base, levels):
    of = StanceMatrix((("a", most),), (("b", most),), (cell("a", "b", warn=most),), most)
    assert matrix.base_of(of) == base
    assert {n: matrix.level_of(n, base) for n in levels} == levels


def test_every_stance_has_a_group_in_the_key():
    key = matrix.matrix_key(StanceMatrix((), (), (), 0))
    assert all(words in key for words in STANCE_NAMES.values())
    assert all(group.sign in key for group in GROUPS)


@pytest.mark.parametrize("counts", [[1], [1, 1, 1], [1000, 1], [1, 1000, 1, 1, 1], [7, 6, 5]])
def test_a_bar_shares_out_all_its_width_and_forgets_nobody(counts):
    steps = shares.in_steps(counts)
    assert sum(steps) == shares.STEPS
    assert min(steps) >= 1


def test_a_bar_of_nothing_is_empty():
    assert shares.in_steps([]) == []


def test_clicks_change_the_address_and_a_second_one_on_a_cell_takes_it_back(monkeypatch):
    address: dict[str, object] = {}

    class Query(dict):
        def get_all(self, name):
            return self.get(name, [])

    query = Query(address)
    monkeypatch.setattr(chosen.st, "query_params", query)
    monkeypatch.setattr(chosen.st, "session_state", {})
    passed = []
    click = Act("pair", chosen.value_of((LIND, RASHID)))
    chosen.on_act(passed.append, click)
    assert query == {"pair": [LIND, RASHID]}
    chosen.on_act(passed.append, Act("profile", MOREAU))
    assert query == {"pair": [LIND, RASHID], "of": MOREAU}
    chosen.on_act(passed.append, click)
    chosen.on_act(passed.append, Act("drop", "of"))
    assert query == {}
    for act in (Act("pair", "[1]"), Act("pair", "{"), Act("pair", '["a", ""]')):
        chosen.on_act(passed.append, act)
    assert query == {}
    assert passed == []
    chosen.on_act(passed.append, Act("actor", LIND))
    assert passed == [Act("actor", LIND)]


@pytest.mark.parametrize(
    ("p", "n", "words"),
    [(0.001, 1, "Hardly chance: unchanged tone would give such counts fewer than 1 times in 100."),
     (0.04, 3, "Hardly chance: with 3 pairs asked, about 4 in 100"), (0.12, 9, "Probably not chance"),
     (0.4, 9, "May well be chance")],
)  # fmt: skip
def test_chance_is_said_in_plain_words(p, n, words):
    change = ChangedTone(LIND, RASHID, Tone(0, 4), Tone(4, 0), p, p, ("a", 0), ("b", 0))
    assert tones.chance(change, n_tested=n).startswith(words)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(date(2018, 8, 1), date(2018, 8, 1), "1 Aug 2018"), (date(2018, 8, 1), date(2018, 9, 2), "1 Aug to 2 Sep 2018"),
     (date(2017, 12, 30), date(2018, 1, 2), "30 Dec 2017 to 2 Jan 2018")],
)  # fmt: skip
def test_a_period_is_said_once_for_what_its_ends_share(first, last, words):
    assert tones.said((first, last)) == words


MONDAY, NEXT = date(2018, 9, 3), date(2018, 9, 10)
WEEKS = (
    WeekOfStance(MONDAY, "condemn", 2),
    WeekOfStance(MONDAY, "demand", 1),
    WeekOfStance(NEXT, "support", 4),
    WeekOfStance(NEXT, None, 2),
    WeekOfStance(None, "warn", 5),
)
LOOK = {"ink": "#000000", "grid": "#111111", "paper": "#ffffff"}


def test_weeks_are_stacked_by_group_with_their_signs_and_undated_ones_are_counted_apart():
    figure = charts.weekly(WEEKS, **LOOK)
    bars = {bar.name: list(bar.y) for bar in figure.data if bar.y}
    assert bars == {"Against": [3], "Siding with": [4], charts.NO_STANCE: [2]}
    assert {bar.name: bar.text[0] for bar in figure.data if bar.y}["Against"] == "▲"
    assert charts.undated(WEEKS) == 5


def test_few_weeks_leave_their_bars_slim_and_ticks_tell_mondays():
    axis = charts.weekly(WEEKS, **LOOK).layout.xaxis
    assert (date.fromisoformat(axis.range[1]) - date.fromisoformat(axis.range[0])).days >= 8 * 7
    assert axis.ticktext[-1] == "10 Sep"
    assert axis.ticktext[0].endswith("<br>2018")


def test_what_a_pair_is_passed_on_as_can_be_read_again():
    assert json.loads(chosen.value_of((LONG, ARABIC))) == [LONG, ARABIC]


@pytest.mark.usefixtures("store")
def test_calm_mode_folds_on_this_page_too(desk, store):
    grim = Line(LIND, "corpses lay about", "condemn", RASHID)
    store.upsert([speech("grim", grim, date="2018-09-14")])
    page = desk(VIEW, of=LIND, pair=[LIND, RASHID], calm="1")
    for key in ("quotes_sort", "quotes_order"):
        (card,) = [card for card in shown(page, key).split("<article") if grim.words in card]
        assert 'hidden=""' in card.split(grim.words)[0]
