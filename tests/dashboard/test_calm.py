"""Calm mode folds graphic words wherever they are shown, and takes nothing away."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dashboard import calm, cards, charts
from dashboard.article import lit, offered, sheet
from pipeline import queries
from pipeline.queries import Filters
from pipeline.records import Risk, Sentence, Span
from pipeline.store import Entry
from tests.dashboard.conftest import shown
from tests.dashboard.reading import Folded, check_harmless
from tests.stored import THREAT, WARNING, article


@pytest.mark.parametrize(
    ("words", "graphic"),
    [
        ("They tortured him for weeks.", True),
        ("Deux cadavres ont été trouvés.", True),
        ("Elle a été violée.", True),
        ("Ils ont violé le cessez-le-feu.", True),  # too much rather than too little
        ("Знайшли трупи біля дороги.", True),
        ("Театральная труппа уехала.", False),
        ("وتعرضوا للتعذيب", True),
        ("Hallaron una fosa común.", True),
        ("A grape harvest therapist spoke.", False),
        ("Talks on a ceasefire failed.", False),
    ],
)
def test_graphic_words_are_told_by_their_stems(words, graphic):
    assert calm.is_graphic(words) is graphic


@pytest.mark.parametrize(
    ("label", "modality", "graphic"),
    [
        ("civilian_harm", "reported", True),
        ("detention_abuse", "reported", True),
        ("chemical_weapons", "reported", True),
        ("chemical_weapons", "feared", False),
        ("civilian_harm", "denied", False),
        ("displacement", "reported", False),
    ],
)
def test_a_grave_risk_makes_words_graphic_only_when_it_is_reported(label, modality, graphic):
    assert calm.is_graphic("The shells fell.", [(label, modality)]) is graphic


def test_a_card_folds_graphic_words_and_keeps_everything_about_them(quote):
    grave = quote._replace(risks=(("civilian_harm", "reported", 0.9),))
    page = Folded(cards.quote_card(grave, calm=True))
    assert WARNING not in page.seen
    assert WARNING in page.words
    for part in ("Graphic words: show", "Anna Lind", "warns", "Civilian harm"):
        assert part in page.seen
    assert WARNING in Folded(cards.quote_card(grave)).seen
    assert WARNING in Folded(cards.quote_card(quote, calm=True)).seen


def test_a_fold_tells_whether_it_is_open(quote):
    grave = cards.quote_card(quote._replace(risks=(("civilian_harm", "reported", 0.9),)), calm=True)
    assert ("aria-expanded", "false") in check_harmless(grave).attributes


def test_an_article_folds_the_sentence_and_loses_no_word():
    whole = article(ending=" The prisoners were tortured.")
    page = Folded(lit.lit_text(whole, calm=True))
    assert "tortured" not in page.seen
    assert THREAT in page.seen
    assert "The prisoners were tortured." in page.words
    assert "tortured" in Folded(lit.lit_text(whole)).seen


def test_neighbouring_graphic_sentences_are_one_fold():
    text = "They came at night. They shot. They left."
    risks = (Risk("civilian_harm", "reported", 0.9),)
    parts = (Sentence(Span(0, 19), risks), Sentence(Span(20, 30), risks), Sentence(Span(31, 41)))
    whole = replace(article(), text=text, sentences=parts, places=(), actors=(), quotes=(), body=(Span(0, len(text)),))
    page = Folded(lit.lit_text(whole, calm=True))
    assert page.seen.count("Graphic words") == 1
    assert page.words.replace("Graphic words: showhide", "").replace("■ Civilian harm, reported", "") == text
    assert "They left." in page.seen


def test_a_quote_tagged_graphic_is_folded_where_it_stands():
    whole = article()
    grave = replace(whole.quotes[1], risks=(Risk("detention_abuse", "reported", 0.8),))
    page = Folded(lit.lit_text(replace(whole, quotes=(whole.quotes[0], grave)), quote=1, calm=True))
    assert THREAT not in page.seen
    assert WARNING in page.seen


def test_no_tip_says_what_is_folded():
    whole = article(ending=" The tortured prisoner was massacred.")
    source = Span(whole.text.index("The tortured"), whole.text.index(" was massacred"))
    cue = Span(whole.text.index("massacred"), len(whole.text) - 1)
    quote = replace(whole.quotes[1], source=source, cue=cue)
    whole = replace(whole, quotes=(quote,), actors=(replace(whole.actors[1], mentions=(source,)),))
    for calm_mode in (True, False):
        tips = [v or "" for n, v in Folded(lit.lit_text(whole, calm=calm_mode)).attributes if n.startswith("data-tip")]
        assert any("tortured" in tip or "massacred" in tip for tip in tips) is not calm_mode
        assert any("Graphic words, folded" in tip for tip in tips) is calm_mode


def test_a_revision_is_folded_as_well(store):
    store.upsert([article("grave", ending=" Corpses lay about.")])
    store.upsert([article("grave", title="Town of corpses", ending=" All is calm.")])
    store.upsert([article("grave", title="Calm", ending=" All is calm.")])
    facts = sheet.article_facts(queries.article(store, "grave"), calm=True)
    assert "orpses" not in facts
    assert facts.count("Graphic words, folded") == 2


def test_lines_and_titles_are_folded_as_well(store):
    store.upsert([Entry(article("grave", title="Town of corpses", ending=" Corpses lay about."))])
    stored = queries.article(store, "grave")
    assert "corpses" not in Folded(sheet.article_head(stored, calm=True)).seen
    assert "Town of corpses" in Folded(sheet.article_head(stored, calm=True)).words
    listed = "".join(item.html for item in offered.article_list(queries.quotes(store, Filters()), calm=True))
    assert "corpses" not in listed
    assert "Graphic words, folded" in listed


def test_the_timeline_s_signs_say_no_words_in_calm_mode(store):
    counts, points = queries.timeline(store, Filters()), queries.lanes(store, Filters())
    said = [d[2] for t in charts.timeline(counts, points, by="risk", calm=True).data for d in t.customdata or ()]
    assert said
    assert all("calm mode" in words for words in said)


@pytest.mark.usefixtures("store")
def test_calm_mode_is_in_the_address_and_one_click_away(desk):
    page = desk()
    assert "Fold them" in shown(page, "content")
    assert page.toggle(key="look_calm").value is False
    page.toggle(key="look_calm").set_value(True).run()
    assert "1" in page.query_params["calm"]
    assert "Calm mode folds graphic words" in shown(page, "content")
    page.toggle(key="look_calm").set_value(False).run()
    assert "calm" not in page.query_params


def test_a_deep_link_in_calm_mode_opens_folded(desk, store):
    store.upsert([article("grave", date="2018-09-20", ending=" The bodies were mutilated.")])
    text = shown(desk(article="grave", calm="1"), "text")
    assert "mutilated" not in Folded(text).seen
    assert "mutilated" in Folded(text).words
    assert "mutilated" in Folded(shown(desk(article="grave"), "text")).seen


@pytest.mark.usefixtures("store")
def test_the_map_gets_no_words_that_were_said(desk):
    (sent,) = [e.proto.json for e in desk().get("bidi_component") if e.proto.id.endswith("-map")]
    assert WARNING not in json.dumps(json.loads(sent), ensure_ascii=False)
