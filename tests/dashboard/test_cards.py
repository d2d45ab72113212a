"""Cards say what a quote says and let nothing in it act."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from dashboard import cards, strips
from dashboard.labels import SURE_STANCE, risk_name
from pipeline import queries
from pipeline.brief import phrases
from pipeline.queries import Filters
from tests.dashboard.reading import HOSTILE, Folded, Reader, check_harmless
from tests.stored import WARNING


def test_a_card_says_the_words_first_and_everything_about_them(quote):
    words = Reader(cards.quote_card(quote)).words
    for part in (WARNING, "Anna Lind", "foreign minister, Norland", "warns Omar Rashid", "p 0.90", "Catastrophe",
                 "feared", "Porto Vell", "Harin", "Gulf Ledger", "12 Sep 2018", "sample"):  # fmt: skip
        assert part in words


def test_direct_speech_stands_in_marks_and_reported_speech_does_not(quote):
    assert f"“{WARNING}”" in Reader(cards.quote_card(quote)).words
    assert f"“{WARNING}”" not in Reader(cards.quote_card(quote._replace(type="indirect"))).words


def with_independent(quote, outlets):
    page = pd.DataFrame([quote])
    page["independent"] = pd.Series([outlets], dtype="object")
    return next(page.itertuples())


def test_copies_are_told_as_one_report(store):
    quote = next(queries.quotes(store, Filters(date_to=datetime(2018, 9, 8, tzinfo=UTC).date())).itertuples())
    card = Reader(cards.quote_card(with_independent(quote, ("Northern Wire",))))
    assert "one report, 1 copy" in card.words
    assert any("Northern Wire, Southern Mirror" in (value or "") for name, value in card.attributes if name == "title")


def test_where_nobody_looked_for_other_reports_the_card_claims_none(store):
    quote = next(queries.quotes(store, Filters(date_to=datetime(2018, 9, 8, tzinfo=UTC).date())).itertuples())
    card = Reader(cards.quote_card(quote))
    assert "1 copy" in card.words
    assert "one report" not in card.words
    assert not any("No other text" in (value or "") for _, value in card.attributes)


def test_outlets_that_carry_the_words_in_texts_of_their_own_are_counted_and_named(quote):
    card = Reader(cards.quote_card(with_independent(quote, ("Gulf Ledger", "", "Port Post"))))
    assert "3 independent outlets" in card.words
    titles = [value for name, value in card.attributes if name == "title"]
    assert any("Gulf Ledger, an outlet without a name, Port Post carry these words" in (said or "") for said in titles)


def test_the_three_realities_of_a_risk_differ_in_sign_and_word_and_each_is_said_once(quote):
    modalities = ("denied", "reported", "feared", "reported")
    labels = ("escalation", "health", "escalation", "displacement")
    risks = tuple((label, modality, 0.9) for label, modality in zip(labels, modalities, strict=True))
    words = Reader(cards.quote_card(quote._replace(risks=risks))).words
    assert "■reportedHealthDisplacement◇fearedEscalation✕deniedEscalation" in words


def test_more_risks_than_a_card_holds_are_behind_a_click(quote):
    risks = (*((label, "feared", 0.9) for label in queries.RISKS), ("health", "denied", 0.6))
    page = Folded(cards.quote_card(quote._replace(risks=risks)))
    assert "+8 more" in page.seen
    for label in queries.RISKS:
        assert risk_name(label) in page.words
    assert page.seen.count("◇") == 1


@pytest.mark.parametrize(
    ("cue", "said", "hint"),
    [
        ("said", "Direct, “said”", "told without taking sides"),
        ("claimed", "“claimed” – the outlet keeps its distance", "the outlet keeps its distance"),
        ("admitted", "“admitted” – an admission", "an admission"),
        ("waved", "Direct, “waved”", None),
    ],
)
def test_a_card_says_what_the_cue_makes_of_the_words(quote, cue, said, hint):
    card = Reader(cards.quote_card(quote._replace(cue_words=cue)))
    assert said in card.words
    titles = [value for name, value in card.attributes if name == "title" and (value or "").startswith("How the cue")]
    assert titles == ([f"How the cue weighs the words: {hint}"] if hint else [])


def test_the_words_stand_before_who_how_and_how_bad(quote):
    words = Reader(cards.quote_card(quote)).words
    order = [words.index(part) for part in (WARNING, "Anna Lind", "warns", "Catastrophe", "Porto Vell", "Gulf Ledger")]
    assert order == sorted(order)


def test_the_speaker_leads_to_a_profile(quote):
    card = cards.quote_card(quote)
    assert 'href="actors?of=Anna+Lind" data-act="profile" data-value="Anna Lind"' in card


def test_what_is_new_is_said_in_the_brief_s_words(store):
    novel = next(queries.novel_quotes(store, Filters()).itertuples())
    said = Reader(cards.quote_card(novel)).words
    for line in phrases.firsts(novel.firsts, dict(novel.about)):
        assert line[1:] in said


def test_a_withdrawn_quote_says_so_before_its_words(quote):
    words = Reader(cards.quote_card(quote._replace(withdrawn_at=pd.Timestamp("2018-09-13T08:00Z")))).words
    assert words.startswith("Withdrawn by its outlet, noted 13 Sep 2018, 08:00 UTC")
    assert "Withdrawn" not in Reader(cards.quote_card(quote)).words


def test_very_long_words_are_cut_at_a_space_and_cited_in_full(quote):
    long = "alarm " * 200
    card = cards.quote_card(quote._replace(words=long.strip()))
    assert "alarm …”" in Reader(card).words
    assert long.strip() in cards.citation(quote._replace(words=long.strip()))
    unbroken = Reader(cards.quote_card(quote._replace(words="x" * 3000))).words
    assert "x" * 700 + " …" in unbroken
    assert "x" * 701 not in unbroken


def test_what_is_unknown_is_said_to_be_unknown(quote):
    bare = quote._replace(speaker=None, source_words=None, outlet=None, published_at=None, spoken_at=None, about=(),
                          stance=None, stance_score=float("nan"), risks=(), cue_words=None, target=None)  # fmt: skip
    words = Reader(cards.quote_card(bare)).words
    for part in ("Speaker not named", "outlet unknown", "date unknown"):
        assert part in words


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (SURE_STANCE + 0.01, "warns"),
        (SURE_STANCE, "warns"),
        (SURE_STANCE - 0.01, "perhaps warns"),
        (float("nan"), "warns"),
    ],
)
def test_a_stance_that_is_not_sure_is_said_with_perhaps(quote, score, said):
    page = Reader(cards.quote_card(quote._replace(stance_score=score)))
    assert f"◆{said} Omar Rashid" in page.words
    doubt = [value for name, value in page.attributes if name == "title" and (value or "").startswith("Perhaps")]
    assert bool(doubt) is said.startswith("perhaps")
    assert any("unsure" in (value or "") for name, value in page.attributes if name == "class") is bool(doubt)


def test_an_unresolved_place_is_no_button(quote):
    card = cards.quote_card(quote._replace(about=((None, "Kafr Nowhere"),)))
    assert "Kafr Nowhere (unresolved)" in Reader(card).words
    assert 'data-act="place"' not in card.split("Kafr Nowhere")[1]


def test_the_words_lead_to_their_place_in_the_article(quote):
    links = [value for name, value in Reader(cards.quote_card(quote)).attributes if name == "href"]
    assert parse_qs(urlsplit(links[0]).query) == {"article": ["later"], "quote": ["0"]}


def test_words_keep_their_own_direction(quote):
    card = cards.quote_card(quote._replace(words="لن نقبل بذلك", language="ar"))
    assert '<blockquote dir="auto" lang="ar">«لن نقبل بذلك»</blockquote>' in card


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_card_escapes_hostile_words_everywhere(quote, hostile):
    bad = quote._replace(
        words=hostile, speaker=hostile, speaker_role=hostile, affiliation=hostile, cue_words=hostile, outlet=hostile,
        language=hostile, url=hostile, target=hostile, article_id=hostile, about=((hostile, hostile),),
        spoken_at=(hostile, hostile), is_sample=False, outlets=(hostile,),
    )  # fmt: skip
    page = check_harmless(cards.quote_card(bad))
    assert page.words.count(hostile) >= 6


def test_the_page_is_stale_after_a_day_without_a_run():
    now = datetime(2018, 9, 7, 8, tzinfo=UTC)
    assert strips.as_of(now - timedelta(hours=23), now)[1] is False
    words, stale = strips.as_of(now - timedelta(days=3), now)
    assert stale
    assert "3 days ago" in words
    assert strips.as_of(None, now) == ("no run has ended yet", True)
