"""Compare: what it proposes, what it shows of two sides, and what it says where there is less than that."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import shown
from tests.speeches import Line, speech
from tests.stored import article

LIND, RASHID, MOREAU = "Anna Lind", "Omar Rashid", "Ines Moreau"
VIEW = "views/compare.py"
LONG = "The Very Long Gazette " * 14  # 308 characters
ARABIC = "صحيفة الشمال"
SHELLED = ("civilian_harm", "reported", 0.9)
NOT_SHELLED = ("civilian_harm", "denied", 0.8)


@pytest.fixture
def store(empty_store):
    """Two weeks of what Lind and Rashid say of Harin, in four outlets, and one quote without a date."""
    monday = (
        Line(LIND, "homes were shelled", "condemn", MOREAU, 0.9, ("Harin",), (SHELLED,)),
        Line(LIND, "a school was shelled", "condemn", MOREAU, 0.7, ("Harin",), (SHELLED,)),
        Line(RASHID, "no home was shelled", "reject", LIND, 0.6, ("Harin",), (NOT_SHELLED,)),
        Line(RASHID, "she has our thanks", "support", MOREAU, 0.8, ("Harin",)),
    )
    later = (
        Line(RASHID, "we shall talk with her", "cooperate", MOREAU, 0.9, ("Harin",)),
        Line(LIND, "nobody is fed there", None, None, 0.9, ("Harin",), (("food_water", "reported", 0.6),)),
    )
    port = (Line(LIND, "the port is closed", "condemn", MOREAU, 0.5, ("Porto Vell",)),)
    with empty_store.run():
        empty_store.upsert([speech("one", *monday, date="2018-09-03", outlet=LONG.strip())])
        empty_store.upsert([speech("two", *later, date="2018-09-12", outlet=ARABIC)])
        empty_store.upsert([speech("three", *port, date="2018-09-12", outlet="Ledger")])
        empty_store.upsert([speech("undated", Line(LIND, "it goes on", "condemn", MOREAU, 0.9, ("Harin",)), date=None)])
    return empty_store


def surfaces(page, *keys: str) -> str:
    return " ".join(shown(page, key) for key in keys)


def said(page) -> str:
    return surfaces(page, "compare_said", "compare_nothing")


@pytest.mark.usefixtures("store")
def test_where_nothing_is_chosen_the_place_most_spoken_about_and_two_that_differ_are_proposed(desk):
    page = desk(VIEW)
    assert not page.exception
    assert page.selectbox(key="compare_value_place").value == "geonames:1"
    assert page.multiselect(key="compare_sides").value == ["Norland", "Sudland"]
    assert "Proposed: the place most quotes are about, and the two most quoted on it who mostly do" in said(page)
    assert "on" not in page.query_params


@pytest.mark.usefixtures("store")
def test_a_deep_link_shows_its_subject_and_its_sides_and_proposes_nothing(desk):
    page = desk(VIEW, on="place:geonames:1", by="actor", side=[RASHID, LIND])
    assert not page.exception
    assert "Omar Rashid" in shown(page, "side_head_0")
    assert "<b>4</b> quotes" in shown(page, "side_head_1")
    assert "1 without a date" in shown(page, "side_head_1")
    assert "she has our thanks" in shown(page, "quotes_0")
    assert "homes were shelled" in shown(page, "quotes_1")
    assert not said(page).strip()


@pytest.mark.usefixtures("store")
def test_each_side_tells_reported_and_denied_apart(desk):
    page = desk(VIEW, on="place:geonames:1", by="actor", side=[LIND, RASHID])
    of_lind, of_rashid = shown(page, "side_figures_0"), shown(page, "side_figures_1")
    assert "Civilian harm <b>2</b>" in of_lind.split('class="risk reported"')[1]
    assert "Civilian harm <b>1</b>" in of_rashid.split('class="risk denied"')[1]


@pytest.mark.usefixtures("store")
def test_pairs_say_on_what_two_sides_meet_how_sure_that_is_and_lead_to_the_words(desk):
    page = desk(VIEW, on="place:geonames:1", by="actor", side=[LIND, RASHID])
    against = shown(page, "pairs_against")
    assert against.count('class="meeting opposed"') == 2
    first, second = against.split('class="meeting opposed"')[1:]
    assert "towards" in first
    assert MOREAU in first
    assert "Harin" in first
    assert "week of 3–9 Sep 2018" in first
    assert "both labels right: p 0.72" in first
    assert "homes were shelled" in first
    assert "she has our thanks" in first
    assert "article?article=one&amp;quote=0" in first
    assert "1 more of its quotes is hostile on this, that week" in first
    assert "Civilian harm" in second
    assert "no home was shelled" in second
    assert "Looked for" not in against


@pytest.mark.usefixtures("store")
def test_pairs_less_sure_than_a_stance_said_outright_are_said_with_perhaps(desk):
    agreements = shown(desk(VIEW, on="place:geonames:1", by="actor", side=[LIND, RASHID]), "pairs_with")
    assert "Perhaps an agreement" in agreements  # .9 * .6
    assert "both labels right: p 0.54" in agreements


@pytest.mark.usefixtures("store")
def test_where_no_two_quotes_meet_the_page_says_what_was_looked_for(desk):
    page = desk(VIEW, on="place:geonames:2", by="actor", side=[LIND, RASHID])
    assert "Looked for: in one week" in shown(page, "pairs_against")
    assert "Not quoted on this" in surfaces(page, "side_figures_1", "quotes_1")


@pytest.mark.usefixtures("store")
def test_filters_that_the_comparison_replaces_are_said_and_the_others_hold(desk):
    page = desk(VIEW, on="place:geonames:1", by="actor", side=[LIND, RASHID], place="geonames:2", stance="condemn")
    assert "Set aside here, as the comparison chooses its own: place Porto Vell" in said(page)
    assert "<b>3</b> quotes" in shown(page, "side_head_0")
    assert "<b>0</b> quotes" in shown(page, "side_head_1")
    assert page.query_params["place"] == "geonames:2"


@pytest.mark.usefixtures("store")
def test_what_the_filters_name_is_proposed_first(desk):
    page = desk(VIEW, q="shelled", actor=[RASHID, LIND])
    assert page.text_input(key="compare_value_words").value == "shelled"
    assert page.multiselect(key="compare_sides").value == [RASHID, LIND]
    assert "what your filters name as search, and the sides that your filters name" in said(page)


@pytest.mark.usefixtures("store")
def test_one_side_alone_is_shown_with_whom_to_add(desk):
    page = desk(VIEW, on="place:geonames:1", by="actor", side=LIND)
    assert not page.exception
    assert "One side alone. Add another of the speakers" in said(page)
    assert 'data-act="side" data-value="Omar Rashid"' in said(page)
    assert "homes were shelled" in shown(page, "quotes_0")
    assert not surfaces(page, "pairs_against", "pairs_with").strip()


@pytest.mark.usefixtures("store")
def test_an_actor_that_the_store_does_not_hold_is_a_side_without_quotes(desk):
    page = desk(VIEW, on="place:geonames:1", by="actor", side=[LIND, "Nobody <b>Known</b>"])
    assert not page.exception
    assert "Nobody &lt;b&gt;Known&lt;/b&gt;" in shown(page, "side_head_1")
    assert "Not quoted on this" in shown(page, "side_figures_1")


@pytest.mark.usefixtures("store")
def test_outlets_with_long_names_and_arabic_ones_are_sides_as_well(desk):
    page = desk(VIEW, on="place:geonames:1", by="outlet", side=[LONG.strip(), ARABIC])
    assert not page.exception
    assert "<b>4</b> quotes" in shown(page, "side_head_0")
    assert "<b>2</b> quotes" in shown(page, "side_head_1")
    assert f'<span dir="auto" class="name">{ARABIC}</span>' in shown(page, "side_head_1")


@pytest.mark.usefixtures("store")
def test_a_subject_that_nobody_is_quoted_on_is_said(desk):
    page = desk(VIEW, on="risk:education")
    assert "None of the speakers is quoted on Education" in said(page)
    assert "Which words?" in said(desk(VIEW, on="words"))
    assert "None of the speakers is quoted on “zebra”" in said(desk(VIEW, on="words:zebra"))


@pytest.mark.usefixtures("store")
def test_another_subject_is_written_to_the_address_and_gets_sides_of_its_own(desk):
    page = desk(VIEW)
    page.selectbox(key="compare_on").set_value("risk").run()
    assert page.query_params["on"] == "risk"
    assert page.selectbox(key="compare_value_risk").value == "civilian_harm"
    assert "no home was shelled" in shown(page, "quotes_1")
    page.selectbox(key="compare_value_risk").set_value("food_water").run()
    assert page.query_params["on"] == "risk:food_water"
    assert "nobody is fed there" in shown(page, "quotes_0")
    assert "the only one quoted on it" in said(page)


@pytest.mark.usefixtures("store")
def test_other_sides_are_written_to_the_address_with_the_subject_that_was_proposed(desk):
    page = desk(VIEW)
    page.selectbox(key="compare_by").set_value("actor").run()
    assert (page.query_params["by"], page.query_params["on"]) == ("actor", "place:geonames:1")
    page.multiselect(key="compare_sides").set_value([RASHID, LIND]).run()
    assert page.query_params["side"] == [RASHID, LIND]
    assert "Omar Rashid" in shown(page, "side_head_0")


@pytest.mark.usefixtures("store")
def test_what_means_nothing_in_the_address_is_said_and_five_sides_are_one_too_many(desk):
    page = desk(VIEW, on="moon:1", by="actor", side=[LIND, RASHID, "C", "D", "E"], bin="hour")
    assert not page.exception
    assert "on=moon:1" in said(page)
    assert "side=E (at most 4 sides)" in said(page)
    assert page.multiselect(key="compare_sides").value == [LIND, RASHID, "C", "D"]


@pytest.mark.usefixtures("store")
def test_what_the_address_says_is_repeated_in_one_bearable_line_that_turns_nothing(desk):
    sides = [f"\u202eside\x00 {n}" for n in range(40)]
    page = desk(VIEW, on="\u202emoon\x00" + "x" * 900, by="actor", side=sides)
    assert not page.exception
    assert "on=moon" in said(page)
    assert not set(said(page)) & {"\u202e", "\x00"}
    assert "x" * 501 not in said(page)
    assert "side 39" not in said(page)


@pytest.mark.usefixtures("store")
def test_days_without_a_subject_s_quotes_leave_sides_empty_but_the_chart_whole(desk):
    page = desk(VIEW, on="place:geonames:1", by="actor", side=[LIND, RASHID], **{"from": "2018-10-01"})
    assert not page.exception
    assert "<b>0</b> quotes" in shown(page, "side_head_0")


def test_without_a_store_compare_says_how_to_make_one(desk, tmp_path, monkeypatch):
    monkeypatch.setenv("TOCSIN_STORE", f"sqlite:///{tmp_path / 'none.db'}")
    assert "python -m pipeline run" in shown(desk(VIEW), "compare_state")


def test_an_article_that_quotes_nobody_leaves_nothing_to_compare(desk, empty_store):
    with empty_store.run():
        empty_store.upsert([article("bare", date=None, quotes=(), places=(), sentences=())])
    page = desk(VIEW)
    assert not page.exception
    assert "Nothing to compare yet" in said(page)


def test_what_was_proposed_stays_while_new_articles_come_in(desk, store):
    page = desk(VIEW)
    lines = [Line(MOREAU, f"the port is quiet {n}", "support", LIND, 0.9, ("Porto Vell",)) for n in range(20)]
    store.upsert([speech("fresh", *lines, date="2018-09-20", roles={MOREAU: ("mayor", "Vell")})])
    page.run()
    assert page.selectbox(key="compare_value_place").value == "geonames:1"
    assert page.multiselect(key="compare_sides").value == ["Norland", "Sudland"]
    assert desk(VIEW).selectbox(key="compare_value_place").value == "geonames:2"


def clicked(kind: str, name: str, value: str) -> dict[str, list[str]]:
    """Return the address after a click on Compare, where Lind is the only side."""

    def page(kind: str, name: str, value: str):
        from dashboard.compare import choice, clicks
        from dashboard.surface import Act
        from pipeline.queries import Filters, Subject

        chosen = choice.Choice(
            on="risk",
            subject=Subject("risk", "escalation"),
            kind=kind,
            names=("Anna Lind",),
            speaking=(),
            proposed_subject=True,
            proposed_sides=False,
            differ=False,
            dropped=(),
        )
        clicks.on_act(chosen, Filters(), Act(name, value))

    script = AppTest.from_function(page, kwargs={"kind": kind, "name": name, "value": value}).run()
    assert not script.exception
    return {key: values if isinstance(values, list) else [values] for key, values in script.query_params.items()}


@pytest.mark.parametrize(
    ("kind", "name", "value", "address"),
    [
        ("actor", "place", "geonames:2", {"on": ["place:geonames:2"]}),
        ("actor", "side", RASHID, {"on": ["risk:escalation"], "by": ["actor"], "side": [LIND, RASHID]}),
        ("actor", "actor", RASHID, {"on": ["risk:escalation"], "by": ["actor"], "side": [RASHID]}),
        ("outlet", "actor", RASHID, {"actor": [RASHID]}),
    ],
)
def test_a_click_makes_a_place_the_subject_adds_a_side_or_shows_a_speaker_alone(kind, name, value, address):
    assert clicked(kind, name, value) == address
