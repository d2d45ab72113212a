"""Other names in the sentences that the reader learns from: targets must stay with their words."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import accumulate

import pytest

from pipeline.model.inputs import IN_MARKS, LOWER, TITLE, UPPER
from pipeline.model.labels import NAME_KINDS, begins
from pipeline.model.training.banks import Bank, election, load_bank, organisation
from pipeline.model.training.examples import NOT_NAMED, UNKNOWN, Example, Link, name_tags
from pipeline.model.training.tags import filled
from pipeline.model.training.variation import TEMPLATES, Variation, recased, runs, spliced
from pipeline.records import Span
from pipeline.settings import Settings
from tests.pipeline.test_decoding import WordTokenizer, pieces_of

TEXT = "Rebels left Aleppo for Homs."
NAMES = [(Span(12, 18), "place"), (Span(23, 27), "place")]
PLACE = begins(NAME_KINDS.index("place"))


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 -- sampling, not a secret


def bank_of(**names: list[str]) -> Bank:
    places = names.get("place", [])
    return Bank(names, list(accumulate(1.0 for _ in places)), ["Haddad"], places)


def example_of(text: str = TEXT, names=NAMES, **more) -> Example:
    return Example(pieces_of(text), more.pop("origin", TEMPLATES), names=name_tags(pieces_of(text), names), **more)


def test_runs_are_the_pieces_of_each_name():
    assert list(runs(example_of().names)) == [(3, 5, "place"), (6, 7, "place")]


def test_unknown_pieces_are_in_no_name():
    assert list(runs((UNKNOWN, PLACE, PLACE + 1, NOT_NAMED, PLACE))) == [(1, 3, "place"), (4, 5, "place")]


def test_a_longer_name_takes_the_tags_of_the_one_it_replaces():
    longer = pieces_of("Deir ez-Zor")
    varied = spliced(example_of(), {(3, 5): longer})
    assert list(runs(varied.names)) == [
        (3, 3 + len(longer.ids), "place"),
        (3 + len(longer.ids) + 1, 3 + len(longer.ids) + 2, "place"),
    ]
    assert varied.pieces.ids[3 : 3 + len(longer.ids)] == longer.ids


def test_every_piece_keeps_one_of_everything():
    varied = Variation(bank_of(place=["Kafr Nabl", "Bab al-Hawa"]), WordTokenizer())(example_of(), chance(3))
    pieces = varied.pieces
    assert (
        len({len(part) for part in (pieces.ids, pieces.spans, pieces.shapes, pieces.starts_word, pieces.endings)}) == 1
    )
    assert len(varied.names) == len(pieces.ids)


def test_what_is_not_known_stays_unknown():
    tags = example_of().names
    open_ = replace(example_of(), names=tuple(NOT_NAMED if tag == 0 else tag for tag in tags))
    varied = Variation(bank_of(place=["Kyiv"]), WordTokenizer())(open_, chance(3))
    assert set(varied.names) == {NOT_NAMED, PLACE}


def test_a_name_in_marks_is_replaced_by_one_in_marks():
    text = "He said “Homs fell”."
    given = Example(pieces_of(text, Span(9, 18)), TEMPLATES, names=name_tags(pieces_of(text), [(Span(9, 13), "place")]))
    varied = Variation(bank_of(place=["Kyiv"]), WordTokenizer())(given, chance(3))
    (start, _, _) = next(runs(varied.names))
    assert varied.pieces.shapes[start] == TITLE + IN_MARKS


def test_an_example_with_links_or_without_names_is_left_alone():
    vary = Variation(bank_of(place=["Kyiv"]), WordTokenizer())
    linked = example_of(links=(Link(1, (0,), (2,)),))
    assert vary(linked, chance(1)) is linked
    unnamed = replace(example_of(), names=())
    assert vary(unnamed, chance(1)) is unnamed


def test_the_same_chance_gives_the_same_sentence_and_another_another():
    vary = Variation(bank_of(place=[f"Town{chr(number)}" * 2 for number in range(65, 91)]), WordTokenizer())
    assert vary(example_of(), chance(5)) == vary(example_of(), chance(5))
    assert len({vary(example_of(), chance(seed)).pieces.starts_word for seed in range(9)}) >= 1
    assert len({vary(example_of(), chance(seed)) for seed in range(9)}) > 1


@pytest.mark.parametrize(("drawn", "shapes"), [(0.01, {TITLE}), (0.05, {UPPER}), (0.08, {LOWER})])
def test_capitals_change_with_the_sentence_and_nothing_else(drawn, shapes):
    class Chooser(random.Random):
        def random(self):
            return drawn

    given = example_of("Rebels left Homs", [(Span(12, 16), "place")])
    varied = recased(given, Chooser())
    assert set(varied.pieces.shapes) == shapes
    assert (varied.names, varied.pieces.ids) == (given.names, given.pieces.ids)


def test_slots_are_filled_with_names_of_their_kind():
    bank = bank_of(place=["Kafr Nabl"], person=["Rima Haddad"], organisation=["Red Crescent"], demonym=["Syrian"])
    text, names = filled("{person} left {place}.", bank, chance(2))
    assert {(span.of(text), kind) for span, kind in names} in (
        {("Rima Haddad", "person"), ("Kafr Nabl", "place")},
        {("Haddad", "person"), ("Kafr Nabl", "place")},
    )


def test_every_slot_of_our_sentences_is_a_kind_of_name():
    bank = load_bank(Settings().assets)
    chooser = chance(1)
    for line in (Settings().assets / "labels" / "name_templates.txt").read_text(encoding="utf-8").splitlines():
        text, names = filled(line, bank, chooser)
        assert "{" not in text
        assert {kind for _, kind in names} <= set(NAME_KINDS)
        assert names


def test_places_of_countries_at_war_are_in_the_bank():
    bank = load_bank(Settings().assets)
    assert {"Omdurman", "Idlib", "Kyiv"} <= set(bank.news)
    assert "Paris" not in {*bank.news, *bank.names["place"]}


def test_made_up_names_carry_what_belongs_to_them():
    chooser = chance(4)
    made = [organisation(chooser, ["Chad"]) for _ in range(200)]
    assert any(" of Chad" in name for name in made)
    assert any(" for " in name and " and " in name for name in made)
    votes = [election(chooser, ["Iraqi"], ["Kenya"]) for _ in range(50)]
    assert all("election" in name and ("Iraqi" in name or "Kenya" in name) for name in votes)
