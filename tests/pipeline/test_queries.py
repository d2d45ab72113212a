"""The dashboard's questions: what the filters mean, what copies count for, what is undated."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import queries
from pipeline.queries import MODALITIES, RISKS, STANCES, Filters, from_query
from pipeline.queries.wanted import wanted
from pipeline.records import Article, Failure
from pipeline.store import Entry, Store
from tests.pipeline.test_store import clock, url  # noqa: F401
from tests.stored import HARIN, PORTO, SYRIA, THREAT, WARNING, article

FRAMES = (queries.quotes, queries.places, queries.arcs, queries.timeline, queries.lanes, queries.actors)
# One filter of each kind that matches nothing in the articles below.
NOTHING = (
    Filters(actors=("Nobody",)),
    Filters(affiliations=("Nowhere",)),
    Filters(places=("geonames:999",)),
    Filters(stances=("cooperate",)),
    Filters(risks=("education",)),
    Filters(modality="denied"),
    Filters(outlets=("The Moon",)),
    Filters(languages=("fr",)),
    Filters(date_from=date(2030, 1, 1)),
    Filters(date_to=date(1999, 1, 1)),
    Filters(text="no such words"),
)


@pytest.fixture
def store(url):  # noqa: F811
    """Two reports of one day and one undated; `copy` is a copy of `one` in another outlet, a day later."""
    opened = Store.open(url, clock=clock())
    copied = article("copy", outlet="Southern Mirror", date="2018-09-07", ending=" Copied.")
    opened.upsert([article("one"), Entry(copied, copy_of="one")])
    opened.upsert([article("later", date="2018-09-12", outlet="Gulf Ledger", title="Threats grow")])
    opened.upsert([article("undated", date=None)])
    yield opened
    opened.close()


def keys(table: pd.DataFrame) -> list[tuple[str, int]]:
    return list(zip(table["article_id"], table["quote"], strict=True))


def test_the_models_of_some_articles_are_each_named_once(store):
    store.upsert([replace(article("fresh"), models=MappingProxyType({"tagger": "test@2", "gazetteer": "test@1"}))])
    assert queries.models(store, ["one", "later"]) == {"gazetteer": ("test@1",), "tagger": ("test@1",)}
    assert queries.models(store, ["one", "fresh"])["tagger"] == ("test@1", "test@2")
    assert queries.models(store, []) == {}


def test_quotes_come_newest_first_and_undated_last(store):
    assert keys(queries.quotes(store, Filters())) == [
        ("later", 0),
        ("later", 1),
        ("one", 0),
        ("one", 1),
        ("undated", 0),
        ("undated", 1),
    ]


def test_quotes_can_come_oldest_first(store):
    assert [key[0] for key in keys(queries.quotes(store, Filters(), sort="oldest"))][::2] == ["one", "later", "undated"]


def test_the_gravest_quotes_come_first_when_asked(store):
    assert {key[1] for key in keys(queries.quotes(store, Filters(), sort="gravest"))[:3]} == {0}


def test_pages_of_quotes_follow_on_each_other(store):
    pages = [queries.quotes(store, Filters(), limit=4, offset=offset) for offset in (0, 4, 8)]
    assert sum(map(keys, pages), []) == keys(queries.quotes(store, Filters()))  # noqa: RUF017


def test_all_quotes_come_in_pages_oldest_first_undated_last(store):
    pages = list(queries.quote_pages(store, Filters(), size=4))
    assert [len(page) for page in pages] == [4, 2]
    assert sum(map(keys, pages), []) == keys(queries.quotes(store, Filters(), sort="oldest"))  # noqa: RUF017
    assert list(pages[0].columns) == list(queries.quotes(store, Filters()).columns)


def test_a_quote_has_its_words_speaker_stance_risks_and_places(store):
    quote = queries.quotes(store, Filters(outlets=("Gulf Ledger",), actors=("Anna Lind",))).iloc[0]
    assert (quote.words, quote.speaker, quote.speaker_role) == (WARNING, "Anna Lind", "foreign minister")
    assert (quote.affiliation, quote.stance, quote.target) == ("Norland", "warn", "Omar Rashid")
    assert quote.risks == (("catastrophe", "feared", 0.9), ("escalation", "feared", 0.8))
    assert (quote.about, quote.spoken_at) == ((("geonames:1", "Harin"),), ("geonames:2", "Porto Vell"))
    assert article("later").text[slice(*quote.content[0])] == WARNING
    assert quote.published_at == datetime(2018, 9, 12, tzinfo=UTC)


def test_what_a_quote_lacks_is_none_and_not_nan(store):
    quote = queries.quotes(store, Filters(actors=("Omar Rashid",))).iloc[0]
    assert (quote.source_words, quote.cue_words, quote.target, quote.spoken_at) == (None, None, None, None)


def test_copies_of_a_wire_text_are_one_quote_with_all_its_outlets(store):
    quote = queries.quotes(store, Filters(date_to=date(2018, 9, 8))).iloc[0]
    assert (quote.article_id, quote.outlets) == ("one", ("Northern Wire", "Southern Mirror"))
    assert (quote.n_outlets, quote.n_articles) == (2, 2)


def test_a_copy_stands_for_its_quote_where_the_filters_leave_the_original_out(store):
    assert keys(queries.quotes(store, Filters(outlets=("Southern Mirror",)))) == [("copy", 0), ("copy", 1)]


def test_a_correction_of_the_original_gives_its_lost_quotes_to_the_copy(store):
    store.upsert([article("one", ending=" Corrected.", quotes=article("one").quotes[:1])])
    assert set(keys(queries.quotes(store, Filters()))) >= {("one", 0), ("copy", 1)}


def test_words_said_twice_in_one_article_are_one_quote(store):
    store.upsert([article("twice", quotes=article("twice").quotes[1:2] * 2)])
    assert queries.key_figures(store, Filters()).quotes == 7
    assert queries.key_figures(store, Filters(actors=("Omar Rashid",))).quotes == 4


def test_a_quote_about_the_place_it_was_said_at_counts_once_there(store):
    first = replace(article("here").quotes[0], about=(0, 0), spoken_at=0)
    store.upsert([article("here", quotes=(first,))])
    porto = queries.places(store, Filters()).set_index("gazetteer_id").loc[PORTO.gazetteer_id]
    assert (porto.n_quotes, porto.n_about, porto.n_spoken_at) == (4, 1, 4)


def test_scare_quotes_and_beliefs_are_not_shown(store):
    assert set(queries.quotes(store, Filters())["type"]) == {"direct"}
    assert queries.key_figures(store, Filters()).quotes == 6


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(actors=("Omar Rashid",)), {THREAT}),
        (Filters(actors=("Omar Rashid", "Anna Lind")), {THREAT, WARNING}),
        (Filters(affiliations=("Norland",)), {WARNING}),
        (Filters(places=(HARIN.gazetteer_id,)), {WARNING}),
        (Filters(places=(PORTO.gazetteer_id,)), {WARNING}),
        (Filters(places=(SYRIA.gazetteer_id,)), set()),
        (Filters(stances=("threaten",)), {THREAT}),
        (Filters(risks=("catastrophe",)), {WARNING}),
        (Filters(risks=("escalation",), modality="feared"), {WARNING, THREAT}),
        (Filters(risks=("escalation",), modality="reported"), set()),
        (Filters(languages=("en",)), {WARNING, THREAT}),
        (Filters(text="EVERY depot"), {THREAT}),
        (Filters(actors=("Omar Rashid",), stances=("warn",)), set()),
    ],
)
def test_each_filter_keeps_the_quotes_that_meet_it(store, filters, found):
    assert set(queries.quotes(store, filters)["words"]) == found


def test_free_text_finds_words_of_the_title(store):
    assert {key[0] for key in keys(queries.quotes(store, Filters(text="threats GROW")))} == {"later"}


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", '"', "100%", "]["])
def test_free_text_takes_no_character_for_a_wildcard(store, text):
    assert queries.quotes(store, Filters(text=text)).empty


@pytest.mark.parametrize("words", ["ИДЛИБ", "مدينة", "straße"])
def test_free_text_is_found_in_any_script_and_case(store, words):
    store.upsert([article("other", title=f"Вести: идлиб, المدينة مدينة, STRASSE {words}")])
    assert {key[0] for key in keys(queries.quotes(store, Filters(text=words)))} == {"other"}


def test_both_ends_of_the_dates_are_included(store):
    day = date(2018, 9, 12)
    assert {key[0] for key in keys(queries.quotes(store, Filters(date_from=day, date_to=day)))} == {"later"}


def test_undated_articles_are_counted_and_a_date_filter_tells_how_many_it_leaves_out(store):
    figures = queries.key_figures(store, Filters())
    assert (figures.undated, figures.undated_left_out) == (1, 0)
    figures = queries.key_figures(store, Filters(date_from=date(2018, 1, 1)))
    assert (figures.undated, figures.undated_left_out) == (0, 1)


def test_key_figures_count_copies_once(store):
    figures = queries.key_figures(store, Filters())
    assert (figures.articles, figures.independent_articles, figures.quotes) == (4, 3, 6)
    assert (figures.speakers, figures.places, figures.outlets) == (2, 3, 3)
    assert (figures.feared, figures.reported, figures.denied) == (3, 3, 0)


def test_the_share_of_unresolved_toponyms_is_told(store):
    assert queries.key_figures(store, Filters()).share_unresolved == pytest.approx(0.25)


def test_places_count_quotes_articles_and_parts(store):
    table = queries.places(store, Filters()).set_index("gazetteer_id")
    assert list(table.index) == ["geonames:1", "geonames:2", "geonames:3"]
    harin, porto, syria = (table.loc[place.gazetteer_id] for place in (HARIN, PORTO, SYRIA))
    assert (harin.n_quotes, harin.n_about, harin.n_spoken_at, harin.n_articles) == (3, 3, 0, 3)
    assert (porto.n_about, porto.n_spoken_at) == (0, 3)
    assert (syria.n_quotes, syria.n_background, syria.precision) == (0, 3, "country")
    assert (harin.latitude, harin.longitude, harin.radius_km, harin.admin1) == (35.9, 36.6, 55.0, "Harin")
    assert (harin.top_risk, harin.stances) == ("catastrophe", (("warn", 3),))
    assert harin.risks == (("catastrophe", "feared", 3), ("escalation", "feared", 3))


def test_filters_on_speech_leave_only_places_that_the_quotes_speak_of(store):
    assert list(queries.places(store, Filters(actors=("Omar Rashid",)))["name"]) == []
    assert set(queries.places(store, Filters(actors=("Anna Lind",)))["name"]) == {"Harin", "Porto Vell"}


def test_unresolved_toponyms_are_no_places(store):
    assert queries.places(store, Filters())["gazetteer_id"].notna().all()


def test_arcs_lead_from_where_it_was_said_to_where_it_is_about(store):
    arc = queries.arcs(store, Filters()).iloc[0]
    assert (arc.from_name, arc.to_name, arc.n_quotes) == ("Porto Vell", "Harin", 3)
    assert (arc.from_latitude, arc.to_longitude, arc.to_precision) == (37.9, 36.6, "region")


def test_the_timeline_counts_independent_articles_by_risk_and_keeps_the_undated(store):
    table = queries.timeline(store, Filters(risks=("displacement",)))
    days = [None if pd.isna(day) else day.date() for day in table["date"]]
    assert list(zip(days, table["label"], table["modality"], table["n"], strict=True)) == [
        (date(2018, 9, 6), "displacement", "reported", 1),
        (date(2018, 9, 12), "displacement", "reported", 1),
        (None, "displacement", "reported", 1),
    ]


def test_the_timeline_counts_quotes_by_stance(store):
    table = queries.timeline(store, Filters(date_to=date(2018, 9, 30)), bucket="month", by="stance")
    assert table["date"].dt.date.unique().tolist() == [date(2018, 9, 1)]
    assert dict(zip(table["label"], table["n"], strict=True)) == {"warn": 2, "threaten": 2}


def test_weeks_begin_on_monday(store):
    table = queries.timeline(store, Filters(date_to=date(2018, 9, 30)), bucket="week")
    assert table["date"].dt.date.unique().tolist() == [date(2018, 9, 3), date(2018, 9, 10)]


def test_lanes_have_a_point_for_each_quote_of_a_known_speaker(store):
    table = queries.lanes(store, Filters(actors=("Anna Lind",)))
    assert list(table["actor"].unique()) == ["Anna Lind"]
    assert list(table["excerpt"]) == [WARNING] * 3
    assert table["published_at"].isna().tolist() == [False, False, True]


def test_more_signs_than_are_drawn_become_one_of_a_day_and_group(store):
    store.upsert([article(f"same-{number}", date=f"2018-09-12T0{number}:00") for number in range(5)])
    table = queries.lanes(store, Filters(), limit=8, groups=(("warn", "threaten"),))
    assert len(queries.lanes(store, Filters())) == table["n"].sum() == 16
    found = list(zip(table["actor"], table["published_at"].dt.strftime("%d %H"), table["n"], strict=True))
    assert ("Anna Lind", "12 12", 6) in found
    newest = table[(table["actor"] == "Anna Lind") & (table["n"] == 6)].iloc[0]
    assert (newest.article_id, newest.excerpt) == ("same-4", WARNING)


def test_still_more_signs_become_one_of_a_longer_time(store):
    store.upsert([article(f"day-{number}", date=f"2018-10-{number + 1:02}") for number in range(28)])
    table = queries.lanes(store, Filters(date_from=date(2018, 10, 1)), limit=10)
    assert (table["n"].sum(), len(table) <= 10, table["n"].max()) == (56, True, 7)


def test_only_the_most_quoted_have_a_lane(store):
    store.upsert([article("more", quotes=article("more").quotes[1:2])])
    assert set(queries.lanes(store, Filters(), actors=1)["actor"]) == {"Omar Rashid"}


def test_actors_are_counted_with_their_stances(store):
    table = queries.actors(store, Filters()).set_index("name")
    lind = table.loc["Anna Lind"]
    assert (lind.kind, lind.affiliation, lind.n_quotes, lind.n_articles) == ("person", "Norland", 3, 3)
    assert lind.stances == (("warn", 3),)
    assert lind.last_at == datetime(2018, 9, 12, tzinfo=UTC)


def test_options_name_what_there_is(store):
    options = queries.options(store)
    assert set(options.actors["name"]) == {"Anna Lind", "Omar Rashid"}
    assert set(options.outlets["name"]) == {"Northern Wire", "Southern Mirror", "Gulf Ledger"}
    assert set(options.places["gazetteer_id"]) == {"geonames:1", "geonames:2", "geonames:3"}
    assert (options.first_day, options.last_day) == (date(2018, 9, 6), date(2018, 9, 12))


def test_an_article_comes_with_its_copies_revisions_and_failures(store):
    store.upsert([Entry(article("one", ending=" Corrected."), failure=Failure("one", "quotes", "too long"))])
    found = queries.article(store, "one")
    assert found.article == article("one", ending=" Corrected.")
    assert [(copy.article_id, copy.outlet) for copy in found.copies] == [("copy", "Southern Mirror")]
    assert [revision.text for revision in found.revisions] == [article("one").text]
    assert [failure.error for failure in found.failures] == ["too long"]
    assert found.is_sample


def test_an_article_that_is_not_there_is_none(store):
    assert queries.article(store, "nowhere") is None


def test_the_version_changes_with_every_change_and_only_then(store):
    before = queries.version(store)
    store.upsert([article("one")])
    with store.run():
        assert queries.version(store) == before
    store.upsert([article("five")])
    assert queries.version(store) != before


def test_the_status_tells_counts_and_the_newest_article(store):
    state = queries.status(store)
    assert (state.articles, state.quotes, state.undated, state.n_failures) == (4, 8, 1, 0)
    assert state.newest_at == datetime(2018, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize("query", FRAMES)
@pytest.mark.parametrize("filters", NOTHING)
def test_nothing_found_is_an_empty_frame_of_the_same_columns_and_types(store, query, filters):
    full, empty = query(store, Filters()), query(store, filters)
    assert empty.empty
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


def test_an_empty_store_answers_every_question(tmp_path):
    empty = Store.open(f"sqlite:///{tmp_path / 'empty.db'}")
    assert all(query(empty, Filters()).empty for query in FRAMES)
    assert queries.key_figures(empty, Filters()).share_unresolved == 0.0
    assert queries.options(empty).first_day is None
    assert queries.status(empty).last_run_at is None


def test_an_article_without_annotation_is_counted_and_harms_nothing(store):
    store.upsert([Article("bare", "Nothing was found in this.")])
    assert queries.key_figures(store, Filters()).articles == 5
    assert len(queries.quotes(store, Filters())) == 6


def test_places_of_two_gazetteer_versions_are_one_place_with_one_true_position(store):
    moved = replace(HARIN, latitude=10.0, longitude=90.0)
    places = tuple(replace(t, place=moved) if t.place == HARIN else t for t in article().places)
    store.upsert([article("moved", places=places, models=MappingProxyType({"gazetteer": "test@2"}))])
    table = queries.places(store, Filters())
    harin = table[table["gazetteer_id"] == HARIN.gazetteer_id]
    assert len(harin) == 1
    assert (harin.iloc[0].latitude, harin.iloc[0].longitude) in {(35.9, 36.6), (10.0, 90.0)}


names = st.lists(
    st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=20), max_size=3, unique=True
).map(tuple)
some = {
    "actors": names,
    "affiliations": names,
    "places": names,
    "outlets": names,
    "languages": names,
    "stances": st.lists(st.sampled_from(STANCES), unique=True).map(tuple),
    "risks": st.lists(st.sampled_from(RISKS), unique=True).map(tuple),
    "modality": st.none() | st.sampled_from(MODALITIES),
    "text": st.just("") | st.text(st.characters(categories=["L", "N", "P"]), max_size=20).filter(wanted),
}
days = st.none() | st.dates()


@given(st.builds(Filters, **some), days, days)
def test_filters_survive_the_address_of_the_page(filters, first, last):
    if first and last:
        first, last = min(first, last), max(first, last)
    dated = replace(filters, date_from=first, date_to=last)
    assert from_query(dated.to_query()) == (dated, ())


@given(st.dictionaries(st.sampled_from(list(queries.PARAMETERS.values())), st.text() | st.lists(st.text())))
def test_no_address_breaks_the_page(parameters):
    filters, _ = from_query(parameters)
    assert from_query(filters.to_query()) == (filters, ())


def test_what_means_nothing_is_dropped_and_told():
    given_ = {"stance": ["warn", "shout"], "risk": "catastrophe", "from": "yesterday", "modality": "maybe", "page": "2"}
    filters, dropped = from_query(given_)
    assert filters == Filters(stances=("warn",), risks=("catastrophe",))
    assert set(dropped) == {"stance=shout", "from=yesterday", "modality=maybe"}


def test_dates_the_wrong_way_round_keep_the_first_and_say_so():
    filters, dropped = from_query({"from": "2018-09-06", "to": "2018-09-01"})
    assert (filters.date_from, filters.date_to) == (date(2018, 9, 6), None)
    assert dropped == ("to=2018-09-01 (before from=2018-09-06)",)


def test_an_address_with_thousands_of_values_is_cut_short():
    filters, dropped = from_query({"actor": [f"Actor {n}" for n in range(5000)]})
    assert (len(filters.actors), len(dropped)) == (50, 4950)
