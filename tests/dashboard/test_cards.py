"""Cards say what a quote says and let nothing in it act."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import cards, strips
from dashboard.article import layers, lit, sheet, tips
from dashboard.labels import SURE_STANCE, risk_name
from dashboard.markup import ATTRIBUTES, TAGS, Markup, joined, tag, web_address
from dashboard.method import METHOD
from pipeline import queries
from pipeline.brief import phrases
from pipeline.queries import Filters
from pipeline.records import Guess, Place, Precision, Risk, Sentence, Span, StanceTag
from tests.stored import THREAT, WARNING, article, span

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<svg/onload=alert(1)>",
    "</blockquote><iframe srcdoc='<b>'>",
    "javascript:alert(1)//",
    "&lt;script&gt;",
    "<a href='data:text/html,x'>",
    "\u202eevil\u2066",
    "]]><!--",
]


class Reader(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.words += data


class Folded(Reader):
    """Collects what is seen before anything is unfolded."""

    def __init__(self, markup: str) -> None:
        self.depth = 0
        self.seen = ""
        super().__init__(markup)

    def handle_starttag(self, tag, attrs):
        super().handle_starttag(tag, attrs)
        if self.depth or ("hidden", "") in attrs:
            self.depth += 1

    def handle_endtag(self, _tag):
        self.depth -= bool(self.depth)

    def handle_data(self, data):
        super().handle_data(data)
        self.seen += "" if self.depth else data


def check_harmless(markup: str) -> Reader:
    page = Reader(markup)
    assert set(page.tags) <= TAGS
    assert all(name in ATTRIBUTES or name.startswith(("data-", "aria-")) for name, _ in page.attributes)
    links = [value for name, value in page.attributes if name == "href"]
    assert all(urlsplit(link or "").scheme in {"", "http", "https"} for link in links)
    return page


@pytest.fixture
def quote(store):
    return next(queries.quotes(store, Filters(outlets=("Gulf Ledger",), actors=("Anna Lind",))).itertuples())


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


def test_the_article_says_an_unsure_stance_with_perhaps_and_the_method_why(store):
    whole = article("unsure")
    whole = replace(whole, quotes=(replace(whole.quotes[0], stance=StanceTag("condemn", 0.3, "a2")),))
    store.upsert([whole])
    assert "perhaps condemns Omar Rashid (p 0.30)" in said_of_marks(lit.lit_text(whole), "quotes")
    (line,) = sheet.article_quotes(queries.article(store, "unsure"), None)
    assert "Anna Lind perhaps condemns" in Reader(line.html).words
    for view in ("situation", "article"):
        assert any(f"below {SURE_STANCE:.2f} is said with “perhaps”" in words for _, words in METHOD[view])


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


@given(st.text())
def test_any_text_comes_out_as_the_words_that_went_in(text):
    shown = check_harmless(tag("p", text, title=text))
    assert shown.words.replace("\r", "") == text.replace("\r", "") or "\x00" in text


def test_markup_lets_no_other_element_or_attribute_in():
    with pytest.raises(ValueError, match="script"):
        tag("script", "x")
    assert joined("<b>", Markup("<i></i>")) == "&lt;b&gt;<i></i>"


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://example.org/a", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("//example.org", False),
        ("data:text/html,x", False),
        ("https://", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(address, allowed):
    assert (web_address(address) == address and address is not None) is allowed


@pytest.mark.parametrize("address", ["https://example.org/a", "HTTP://example.org", "article?article=a", "?q=a", "#n1"])
def test_a_link_leads_to_the_web_or_within_the_desk(address):
    assert tag("a", "x", href=address) == f'<a href="{address}">x</a>'


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "//evil.example",
     "/\\evil.example", "blob:x", "article", ""],
)  # fmt: skip
def test_a_link_that_leads_elsewhere_has_no_address(address):
    assert tag("a", "x", href=address) == "<a>x</a>"


@pytest.mark.parametrize("name", ["style", "onclick", "src", "srcdoc", "action", "formaction", "xlink:href"])
def test_no_attribute_runs_or_loads_anything(name):
    with pytest.raises(ValueError, match="is not allowed"):
        tag("a", "x", **{name: "x"})


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


def test_the_page_is_stale_after_a_day_without_a_run():
    now = datetime(2018, 9, 7, 8, tzinfo=UTC)
    assert strips.as_of(now - timedelta(hours=23), now)[1] is False
    words, stale = strips.as_of(now - timedelta(days=3), now)
    assert stale
    assert "3 days ago" in words
    assert strips.as_of(None, now) == ("no run has ended yet", True)
