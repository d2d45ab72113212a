"""A citation has all that finding the words needs, and acts wherever it is pasted like words."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard import cards
from tests.dashboard.reading import Reader
from tests.stored import WARNING, article


def test_a_citation_has_all_that_finding_the_words_needs(quote):
    bare = quote._replace(is_sample=False)
    start = article("later").text.index(WARNING)
    assert cards.citation(bare) == (
        f"“{WARNING}” — Anna Lind, foreign minister, Norland. Gulf Ledger, “Threats grow”, 12 Sep 2018, article later, "
        f"characters {start}–{start + len(WARNING)}. https://example.org/later"
    )
    button = dict(Reader(cards.quote_card(bare)).attributes)
    assert button["data-copy"] == cards.citation(bare)


def test_a_citation_does_not_put_the_outlet_s_words_in_marks(quote):
    cited = cards.citation(quote._replace(type="indirect"))
    assert cited.startswith(f"{WARNING} (reported speech) — Anna Lind")


def test_a_citation_isolates_what_is_written_from_right_to_left(quote):
    cited = cards.citation(quote._replace(words="لن نقبل\u2069 بذلك", speaker="سعد", outlet="صدى"))
    assert (
        "“\u2068لن نقبل بذلك\u2069” — \u2068سعد\u2069, foreign minister, Norland. \u2068صدى\u2069, “Threats grow”"
        in cited
    )
    assert cited.count("\u2068") == cited.count("\u2069") == 3
    assert "\u2068" not in cards.citation(quote)


@pytest.mark.parametrize("words", ['=HYPERLINK("https://evil.example")', "+1+1", "@SUM(1)", "\t-1", "\u200b=1", "＝1"])
def test_a_citation_that_is_pasted_into_a_spreadsheet_is_no_formula(quote, words):
    cited = cards.citation(quote._replace(type="indirect", words=words))
    assert cited.startswith("'")


def test_a_citation_s_address_turns_nothing_around_it(quote):
    cited = cards.citation(quote._replace(url="https://example.org/\u202egpj.exe"))
    assert cited.endswith("https://example.org/gpj.exe")


def test_a_citation_of_nobody_and_nowhere_is_still_one(quote):
    bare = quote._replace(
        speaker=None, source_words="residents", outlet=None, title=None, published_at=pd.NaT, url=None
    )
    assert "— speaker not named: residents. outlet unknown, untitled, date unknown" in cards.citation(bare)
