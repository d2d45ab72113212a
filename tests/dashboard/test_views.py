"""Every view opens, at every address, in every state of the store."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.method import ACCURACY, METHOD
from tests.dashboard.conftest import APP, method_of, shown
from tests.stored import THREAT, WARNING, article

VIEWS = sorted(path.stem for path in (APP.parent / "views").glob("[!_]*.py"))


def sentences(page) -> str:
    return " ".join(
        shown(page, key) for key in ("situation_state", "article_state", "empty", "nothing", "missing", "choose")
    )


@pytest.mark.usefixtures("store")
def test_situation_shows_figures_and_cards(desk):
    page = desk()
    assert not page.exception
    assert "<dd>6</dd><dt>quotes</dt>" in shown(page, "figures")
    assert shown(page, "quotes").count(f"“{WARNING}”</blockquote>") == 3


@pytest.mark.usefixtures("store")
def test_a_deep_link_restores_every_filter(desk):
    page = desk(actor="Anna Lind", risk="catastrophe", modality="feared", to="2018-09-08", language="en", q="assault")
    assert not page.exception
    assert shown(page, "quotes").count("<article") == 1
    chips = shown(page, "chips")
    for words in ("Anna Lind", "Catastrophe", "Feared", "until 2018-09-08", "English", "says assault"):
        assert words in chips
    assert page.multiselect(key="situation_actors").value == ["Anna Lind"]
    assert page.text_input(key="situation_text").value == "assault"


@pytest.mark.usefixtures("store")
def test_a_filter_changes_the_address_the_figures_and_the_cards(desk):
    page = desk()
    page.multiselect(key="situation_actors").set_value(["Omar Rashid"]).run()
    assert page.query_params["actor"] == "Omar Rashid"
    assert "<dd>3</dd><dt>quotes</dt>" in shown(page, "figures")
    assert WARNING not in shown(page, "quotes")


@pytest.mark.usefixtures("store")
def test_clearing_a_filter_clears_the_address(desk):
    page = desk(actor="Omar Rashid", sort="oldest")
    page.multiselect(key="situation_actors").set_value([]).run()
    assert "actor" not in page.query_params
    assert page.query_params["sort"] == "oldest"


@pytest.mark.usefixtures("store")
def test_what_means_nothing_in_the_address_is_said_and_left_out(desk):
    page = desk(stance="shrugs", **{"from": "yesterday"})
    assert "stance=shrugs" in shown(page, "dropped")
    assert "from=yesterday" in shown(page, "dropped")
    assert shown(page, "quotes").count("<article") == 6


@pytest.mark.usefixtures("store")
def test_undated_articles_that_a_date_filter_leaves_out_are_said(desk):
    page = desk(**{"from": "2018-09-01"})
    assert "1 matching article has no known date" in shown(page, "left_out")


@pytest.mark.usefixtures("store")
def test_an_actor_that_the_store_does_not_hold_can_be_taken_away(desk):
    page = desk(actor="Nobody Known")
    assert "Nothing matches" in sentences(page)
    page.multiselect(key="situation_actors").set_value([]).run()
    assert shown(page, "quotes").count("<article") == 6


@pytest.mark.usefixtures("store")
def test_sorting_is_in_the_address(desk):
    page = desk(sort="oldest", bars="stance")
    assert shown(page, "quotes").index("6 Sep 2018") < shown(page, "quotes").index("12 Sep 2018")


@pytest.mark.usefixtures("store")
def test_sorting_by_novelty_shows_what_is_said_for_the_first_time_and_what_that_means(desk):
    page = desk(sort="novel")
    assert not page.exception
    assert shown(page, "quotes").count("<article") == 2
    assert "Quoted for the first time: Anna Lind" in shown(page, "quotes")
    assert "never had before" in shown(page, "sort_meaning")
    assert not [button for button in page.button if button.key == "situation_more"]
    assert "Severity of wording" in shown(desk(sort="gravest"), "sort_meaning")
    assert shown(desk(), "sort_meaning") == ""


@pytest.mark.usefixtures("store")
def test_where_nothing_is_new_the_page_says_so(desk):
    page = desk(sort="novel", **{"from": "2018-09-10"})
    assert "Nothing new here" in sentences(page)
    assert "Nothing matches" in sentences(desk(sort="novel", actor="Nobody"))


@pytest.mark.usefixtures("store")
def test_coming_back_to_situation_brings_filters_sort_bars_and_layers_back(desk):
    page = desk(actor="Anna Lind", sort="oldest", bars="stance", map=["about", "arcs"])
    page.switch_page("views/article.py").run()
    page.query_params.clear()
    page.switch_page("views/situation.py").run()
    assert page.query_params == {"actor": "Anna Lind", "sort": "oldest", "bars": "stance", "map": ["about", "arcs"]}


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("address", "layers"),
    [
        ([], ["about", "said", "arcs", "provinces"]),
        (["arcs", "about"], ["about", "arcs"]),
        (["none"], []),
        (["nonsense"], ["about", "said", "arcs", "provinces"]),
    ],
)
def test_the_map_s_layers_are_in_the_address(desk, address, layers):
    page = desk(map=address) if address else desk()
    (drawn,) = [json.loads(e.proto.json) for e in page.get("bidi_component") if e.proto.id.endswith("-map_chosen")]
    assert drawn["piece"]["shown"]["layers"] == layers


@pytest.mark.usefixtures("store")
def test_an_article_is_shown_lit_with_the_quote_of_the_link_marked(desk):
    page = desk(article="one", quote="1")
    assert not page.exception
    assert 'id="quote-1"' in shown(page, "text")
    assert "wanted" in shown(page, "text").split(THREAT)[0].rsplit("<mark", 1)[1]
    assert "Sample text, written for the demo" in shown(page, "article_head")
    assert "Southern Mirror" in shown(page, "article_facts")


@pytest.mark.usefixtures("store")
def test_an_unknown_date_stays_unknown(desk):
    assert "date unknown" in shown(desk(article="undated"), "article_head")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("quote", ["99", "-1", "x", "9" * 40, "²"])
def test_a_quote_that_is_not_there_does_not_keep_the_article_from_opening(desk, quote):
    page = desk(article="one", quote=quote)
    assert not page.exception
    assert "wanted" not in shown(page, "text")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("at", ["0-99999999", "5-3", "-1", "7", "٣-٩", "0-" + "9" * 40])
def test_characters_that_are_not_there_do_not_keep_the_article_from_opening(desk, at):
    page = desk(article="one", at=at)
    assert not page.exception
    assert THREAT in re.sub("<[^>]*>", "", shown(page, "text"))


@pytest.mark.usefixtures("store")
def test_an_article_is_found_by_its_id_without_what_no_id_has(desk):
    assert "Minister" in shown(desk(article="\x00one "), "article_head")


@pytest.mark.usefixtures("store")
def test_an_article_that_is_not_there_is_said(desk):
    assert "no such article" in sentences(desk(article="nowhere"))


@pytest.mark.usefixtures("store")
def test_an_article_asked_for_at_the_root_keeps_all_that_is_asked_of_it(desk):
    page = desk(article="one", quote="1", layers=["quotes", "risks"])
    assert page.query_params["layers"] == ["quotes", "risks"]
    assert page.query_params["quote"] == "1"


@pytest.mark.usefixtures("store")
def test_the_article_page_offers_articles_when_none_is_asked_for(desk):
    page = desk("views/article.py")
    assert "Threats grow" in shown(page, "article_list")


@pytest.mark.usefixtures("empty_store")
def test_the_article_page_says_where_there_is_none_to_offer(desk):
    page = desk("views/article.py")
    assert "No article in the store quotes anybody yet" in sentences(page)
    assert shown(page, "article_list") == ""


@pytest.mark.usefixtures("store")
def test_the_article_page_says_where_the_filters_leave_none_to_offer(desk):
    page = desk("views/article.py", actor="Nobody Known")
    assert "meets the filters of the page before" in sentences(page)


def test_without_a_store_the_page_says_how_to_make_one(desk, tmp_path, monkeypatch):
    monkeypatch.setenv("TOCSIN_STORE", f"sqlite:///{tmp_path / 'none.db'}")
    page = desk()
    assert not page.exception
    assert "python -m pipeline run" in sentences(page)


def test_a_store_that_cannot_be_read_is_said(desk, tmp_path, monkeypatch):
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"not a database at all" * 100)
    monkeypatch.setenv("TOCSIN_STORE", f"sqlite:///{broken}")
    page = desk()
    assert not page.exception
    assert "cannot be read" in sentences(page)


@pytest.mark.usefixtures("empty_store")
def test_an_empty_store_is_said(desk):
    assert "The store is empty" in sentences(desk())


def test_one_article_without_date_or_quote_is_shown(desk, empty_store):
    with empty_store.run():
        empty_store.upsert([article("bare", date=None, quotes=(), places=(), sentences=())])
    page = desk()
    assert not page.exception
    assert "No quotes yet" in sentences(page)


def test_a_new_article_shows_on_the_open_page_with_its_filters_kept(desk, store):
    page = desk(actor="Anna Lind")
    store.upsert([article("fresh", date="2018-09-20", outlet="Fresh Press")])
    page.run()
    assert "Fresh Press" in shown(page, "quotes")
    assert page.query_params["actor"] == "Anna Lind"


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_says_how_it_was_worked_out(desk, view):
    page = desk(f"views/{view}.py")
    assert not page.expander[0].markdown  # counted only for who asks
    expander = method_of(page, view)
    assert expander.label == "How this was worked out"
    assert len(expander.markdown) == len(METHOD[view]) + 2 > 4


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_says_how_often_it_is_right_and_what_it_covers(desk, view):
    page = desk(f"views/{view}.py")
    method_of(page, view)
    accuracy, covered = shown(page, "accuracy"), shown(page, "coverage")
    assert accuracy.count('scope="row"') == len(ACCURACY[view]) > 4
    assert "Measured with" in accuracy
    assert '<td class="n">4</td><th scope="row">articles read</th>' in covered
    assert "sample text, written for the demo" in covered
    assert "Southern Mirror" in shown(page, "coverage_by")


@pytest.mark.usefixtures("store")
def test_the_method_names_the_versions_in_the_store(desk):
    assert "tagger: test@1" in method_of(desk(), "situation").text[0].value


def test_the_screen_says_which_model_answered_and_that_a_chosen_one_is_not_calibrated(desk, store):
    chosen = "test@1 + other@2 (labels 3) for stance and risks, uncalibrated"
    view = "views/article.py"
    ours = method_of(desk(view, article="one"), "article")
    assert "not calibrated" not in " ".join(part.value for part in ours.markdown)
    store.upsert([replace(article("later", date="2018-09-12"), models={"tagger": chosen, "gazetteer": "test@1"})])
    theirs = method_of(desk(view, article="later"), "article")
    assert f"tagger: {chosen}" in theirs.text[0].value
    assert "not calibrated" in " ".join(part.value for part in theirs.markdown)
    both = method_of(desk(), "situation")
    assert "tagger: test@1\ntagger: test@1 + other@2" in both.text[0].value
    assert "some by a chosen one" in " ".join(part.value for part in both.markdown)


def test_views_only_arrange():
    for view in VIEWS:
        source = (APP.parent / "views" / f"{view}.py").read_text(encoding="utf-8")
        assert len(source.splitlines()) < 80
        assert not any(
            word in source for word in ("def ", "lambda", "groupby", "unsafe_allow_html", "pipeline.queries")
        )


def test_no_article_text_can_go_through_markdown():
    uses = [
        path.name
        for path in APP.parent.rglob("*.py")
        if "st.markdown" in path.read_text(encoding="utf-8") or "unsafe_allow" in path.read_text(encoding="utf-8")
    ]
    assert uses == ["states.py"]  # the method's own words


def test_a_page_that_fails_says_so_and_what_to_do():
    def page():
        from dashboard import frame
        from pipeline.errors import StoreError

        frame.say_failed(StoreError("sqlite:///x.db", "store x is damaged; restore a copy"))

    failed = AppTest.from_function(page).run()
    assert not failed.exception
    assert "store x is damaged" in shown(failed, "failed")
    assert "Reload the page" in shown(failed, "failed")
