"""The text of an article is lit without a change, and what stands around it says where it came from."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dashboard.article import layers, lit, sheet, tips
from dashboard.labels import SURE_STANCE
from dashboard.method import METHOD
from pipeline import queries
from pipeline.records import Guess, Place, Precision, Risk, Sentence, Span, StanceTag
from tests.dashboard.reading import HOSTILE, Folded, Reader, check_harmless
from tests.stored import THREAT, article, span


def test_the_article_says_an_unsure_stance_with_perhaps_and_the_method_why(store):
    whole = article("unsure")
    whole = replace(whole, quotes=(replace(whole.quotes[0], stance=StanceTag("condemn", 0.3, "a2")),))
    store.upsert([whole])
    assert "perhaps condemns Omar Rashid (p 0.30)" in said_of_marks(lit.lit_text(whole), "quotes")
    (line,) = sheet.article_quotes(queries.article(store, "unsure"), None)
    assert "Anna Lind perhaps condemns" in Reader(line.html).words
    for view in ("situation", "article"):
        assert any(f"below {SURE_STANCE:.2f} is said with “perhaps”" in words for _, words in METHOD[view])


@pytest.mark.parametrize("hostile", HOSTILE)
def test_the_article_page_escapes_hostile_text(store, hostile):
    bad = article("bad", title=hostile, outlet=hostile, ending=hostile)
    place = Place(hostile, 1.0, 1.0, Precision.TOWN, hostile, country=hostile, admin1=hostile)
    unsure = replace(bad.places[2], candidates=(Guess(hostile, hostile, hostile, hostile, 0.5),))
    placed = (replace(toponym, place=place, why=hostile) for toponym in bad.places)
    bad = replace(bad, url=hostile, places=(*placed, unsure))
    store.upsert([bad])
    stored = queries.article(store, "bad")
    parts = (lit.lit_text(stored.article), sheet.article_head(stored), sheet.article_facts(stored))
    items = (*sheet.article_quotes(stored, 0), *sheet.article_places(stored))
    page = check_harmless("".join(parts) + "".join(item.html for item in items))
    assert f"Why here: {hostile}" in page.words
    assert f"Not placed: could be {hostile}" in page.words


def test_lit_text_is_the_article_text():
    words = Reader(lit.lit_text(article())).words
    assert (
        words.replace("■ Displacement, reported", "")
        .replace("◇ Catastrophe, feared", "")
        .replace("◇ Escalation, feared", "")
        == article().text
    )


def said_of_marks(markup, layer):
    return "\n".join(value or "" for name, value in Reader(markup).attributes if name == f"data-tip-{layer}")


@pytest.mark.parametrize(
    ("layer", "tip"),
    [
        ("quotes", "Direct, Anna Lind\nwarns Omar Rashid (p 0.90)\nCatastrophe, feared (p 0.90)"),
        (
            "quotes",
            "Cue “said”: told without taking sides\nSource “Anna Lind, the foreign minister of Norland” names the",
        ),
        (
            "quotes",
            "Direct, Omar Rashid\nthreatens (p 0.70)\nEscalation, feared (p 0.80)\nNo cue stands beside the words",
        ),
        ("quotes", "No source stands beside the words: the speaker follows from the text around"),
        ("quotes", "Quotation marks alone: nobody is named as saying it"),
        ("places", "Harin (SY)\nabout, region (p 0.95)\nWhy here: The only Harin near Syria."),
        ("places", "not resolved\nabout (p 0.40)\nNot placed: could be Kafr Nowhere (Harin, SY), Nowhere (IQ)"),
        ("actors", "Anna Lind: person\nforeign minister, Norland"),
        ("risks", "Risk language in this sentence\nDisplacement, reported (p 0.85)"),
    ],
)
def test_each_layer_explains_itself(layer, tip):
    assert tip in said_of_marks(lit.lit_text(article()), layer)


def test_the_wanted_quote_has_the_place_that_the_link_goes_to():
    (wanted,) = [part for part in lit.lit_text(article(), quote=1).split("<mark") if 'id="quote-1"' in part]
    assert wanted.split(">", 1)[1].startswith(f"{THREAT}</mark>")


def test_a_mark_says_who_found_it_and_which_parts_belong_together():
    attributes = Reader(lit.lit_text(article())).attributes
    assert ("data-by-quotes", "test@1") in attributes
    assert ("data-by-places", "test@1, test@1") in attributes
    assert len([value for name, value in attributes if name == "data-of" and "q0" in (value or "").split()]) >= 3


def test_a_source_that_does_not_name_the_speaker_is_said_to_mean_them():
    whole = article()
    quote = replace(whole.quotes[1], source=span(whole.text, "General"))
    assert "Source “General” means Omar Rashid" in tips.quote_tip(whole, quote)
    assert "Source “General”: nobody by name" in tips.quote_tip(whole, replace(quote, speaker=None))
    alias = replace(whole.actors[1], mentions=(span(whole.text, "General"),) * 2)
    assert "“General” means Omar Rashid here\nNamed 2 times in this article" in tips.actor_tip(alias, "General")


def test_marks_are_one_stop_of_the_tab_key():
    stops = [value for name, value in Reader(lit.lit_text(article())).attributes if name == "tabindex"]
    assert set(stops) == {"-1"}  # surface/marks.mjs makes one of them the stop


def test_layers_say_how_much_is_in_them_and_what_their_marks_mean():
    assert layers.counted(article()) == {
        "quotes": "Quotes · 2", "places": "Places · 4", "actors": "Actors · 2", "risks": "Risks · 3",
    }  # fmt: skip
    words = Reader(layers.legend(article())).words
    for part in ("words said", "cue", "spoken at", "not resolved", "actor", "◇ feared"):
        assert part in words
    assert "Risks" not in Reader(layers.legend(article(sentences=()))).words


def test_the_steps_lead_from_quote_to_quote_in_reading_order(store):
    store.upsert([article("steps")])
    stored = queries.article(store, "steps")
    goes = {wanted: dict.fromkeys(re.findall(r'data-key="(.)" data-value="(\d)#', step)) for wanted in (None, 0, 1)
            for step in [sheet.article_steps(stored, wanted)[0].html]}  # fmt: skip
    assert {wanted: list(found) for wanted, found in goes.items()} == {
        None: [("n", "0")],
        0: [("n", "1")],
        1: [("p", "0")],
    }
    assert "2 of 2" in Reader(sheet.article_steps(stored, 1)[0].html).words
    store.upsert([article("mute", quotes=())])
    assert sheet.article_steps(queries.article(store, "mute"), None) == []


def test_what_a_later_version_changed_is_said(store):
    store.upsert([article("changed", title="First title", ending=" Nobody was hurt.")])
    store.upsert([article("changed", title="Second title", ending=" Two people were hurt. The road is shut.")])
    stored = queries.article(store, "changed")
    page = Folded(sheet.article_facts(stored))
    assert "sentences: 2 added, 1 taken out, title was “First title”" in page.seen
    assert "Nobody was hurt" not in page.seen
    for line in ("−Nobody was hurt.", "+Two people were hurt.", "+The road is shut."):
        assert line in page.words
    assert "Families fled" not in page.words


def test_a_withdrawn_article_says_so_first(store):
    store.upsert([article("taken")])
    store.withdraw(["taken"])
    head = Reader(sheet.article_head(queries.article(store, "taken"))).words
    assert head.startswith("Withdrawn by its outlet, noted ")
    assert "Withdrawn" not in Reader(sheet.article_head(queries.article(store, "one"))).words


def test_the_sheet_lists_each_place_name_once_with_why_or_what_it_could_be(store):
    whole = article("places")
    again = replace(whole.places[1], why="Named before.")
    store.upsert([replace(whole, places=(*whole.places, again, replace(whole.places[3], place=None)))])
    lines = [Reader(item.html).words for item in sheet.article_places(queries.article(store, "places"))]
    assert lines == [
        "PORTO VELLPorto Vell (Attica, GR), town",
        "HarinHarin (SY), regionWhy here: The only Harin near Syria.",
        "Kafr NowhereNot placed: could be Kafr Nowhere (Harin, SY), Nowhere (IQ)",
        "SyriaSyria (SY), country",
        "SyriaNot placed",
    ]


def test_spans_that_cross_are_cut_and_lose_nothing():
    text = "One two three four.\n\nFive."
    crossing = replace(article(), text=text, places=(), actors=(), quotes=(), body=(Span(0, len(text)),), sentences=(
        Sentence(Span(0, 13), (Risk("escalation", "feared", 0.9),)),
        Sentence(Span(4, 26), (Risk("health", "denied", 0.8),)),
    ))  # fmt: skip
    words = Reader(lit.lit_text(crossing)).words
    assert words == "One two three◇ Escalation, feared four.Five.✕ Health, denied"
