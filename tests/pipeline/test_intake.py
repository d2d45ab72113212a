"""Intake: what comes in, and what happens to what cannot."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intake.agency import find_credits
from pipeline.intake.clean import clean_text
from pipeline.intake.dates import parse_date
from pipeline.intake.files import read_sources
from pipeline.intake.jsonl import MAX_ARTICLE_CHARS, read_lines, web_address
from pipeline.intake.language import identify_language
from pipeline.records import Article, Failure

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PARAGRAPH = "The governor said on Monday that the road to the port had been closed since the weekend. "
ARABIC = "قال المتحدث باسم الأمم المتحدة إن آلاف العائلات نزحت من ريف إدلب الجنوبي خلال الأيام الماضية."


def line(**fields):
    return json.dumps({"id": "a", "text": PARAGRAPH, **fields}).encode()


def read(*lines):
    return list(read_lines(lines, origin="in.jsonl", now=NOW))


def read_path(path):
    return list(read_sources([str(path)], now=NOW))


@given(st.text())
def test_cleaning_keeps_every_offset(text):
    assert len(clean_text(text)) == len(text)


@given(st.text(alphabet=st.characters(blacklist_categories=())))
def test_cleaned_text_can_always_be_encoded(text):
    clean_text(text).encode("utf-8")


def test_control_characters_and_direction_overrides_become_spaces():
    assert clean_text("a\x00b\x1bc\u202ed\r\ne\tf") == "a b c d \ne\tf"


def test_lone_surrogates_from_json_escapes_are_replaced():
    (article,) = read(b'{"id": "a", "text": "Broken \\ud83d pair in a sentence of the ministry."}')
    assert "\ufffd" in article.text


def test_unknown_keys_are_kept_and_nulls_count_as_absent():
    (article,) = read(line(desk="world", title=None))
    assert article.extra["desk"] == "world"
    assert article.title is None


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"[1]", "expected a JSON object"),
        (b"{", "not a JSON object"),
        (b'{"id": "a"}', "no text"),
        (b'{"id": "a", "text": "  "}', "no text"),
        (b'{"text": "Words."}', "no id"),
        (b'{"id": "a", "text": 3}', "text is a int"),
        (b'{"id": "a", "text": "caf\xe9"}', "not UTF-8"),
    ],
)
def test_a_bad_line_is_reported_with_its_number_and_the_next_is_read(raw, said):
    failure, article = read(raw, line())
    assert isinstance(failure, Failure)
    assert failure.origin == "in.jsonl:1"
    assert said in failure.error
    assert isinstance(article, Article)


def test_a_line_nested_beyond_reason_is_a_failure_not_a_crash():
    (failure,) = read(b"[" * 200_000)
    assert isinstance(failure, Failure)


def test_an_endless_article_is_refused_with_its_length():
    (failure,) = read(line(text="word " * (MAX_ARTICLE_CHARS // 4)))
    assert "at most 400,000" in failure.error


def test_a_future_date_leaves_the_article_undated_and_says_so():
    article, failure = read(line(date="2099-05-01"))
    assert article.published_at is None
    assert article.extra["date_given"] == "2099-05-01"
    assert "lies in the future" in failure.error


def test_a_missing_date_is_unknown_never_invented():
    (article,) = read(line())
    assert article.published_at is None


@pytest.mark.parametrize(
    ("given_date", "moment", "precision"),
    [
        ("2018-09-06", datetime(2018, 9, 6, tzinfo=UTC), "day"),
        ("2018-09-06T14:30:00Z", datetime(2018, 9, 6, 14, 30, tzinfo=UTC), "time"),
        ("2018-09-06T14:30:00+03:00", datetime(2018, 9, 6, 11, 30, tzinfo=UTC), "time"),
    ],
)
def test_dates_become_moments_in_utc(given_date, moment, precision):
    assert parse_date(given_date, now=NOW) == (moment, precision)


def test_a_trailing_agency_tag_is_the_outlet_and_not_article_text():
    text = f"{PARAGRAPH}\n\n[source_without_link]Harbour Wire[/source_without_link]"
    (article,) = read(line(text=text))
    assert article.outlet == "Harbour Wire"
    assert article.text == text
    assert article.body[0].of(article.text) == PARAGRAPH.strip()


def test_a_given_outlet_wins_over_the_agency_tag():
    (article,) = read(line(text=f"{PARAGRAPH}[source]Harbour Wire[/source]", outlet="The Post"))
    assert article.outlet == "The Post"


def test_a_byline_is_not_article_text():
    credited = find_credits(f"By Nadia Example and Omar Example\n{PARAGRAPH}")
    assert credited.byline == "Nadia Example and Omar Example"
    assert credited.body.start > 0


def test_a_first_sentence_beginning_with_by_is_no_byline():
    assert find_credits(f"By Monday the road was closed.\n{PARAGRAPH}").byline is None


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "https://a b", "ftp://x", ""])
def test_addresses_that_are_no_web_pages_are_dropped(address):
    assert web_address(address) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (PARAGRAPH, "en"),
        (ARABIC, "ar"),
        ("Le ministre a appelé à un cessez-le-feu dans la province.", "fr"),
        ("?", None),
    ],
)
def test_the_language_is_found_or_unknown(text, language):
    assert identify_language(text) == language


def test_a_text_file_gives_its_title_and_the_day_in_its_name(tmp_path):
    path = tmp_path / "2018-09-06-port.txt"
    path.write_text(f"Road to the port closed\n\n{PARAGRAPH}\n\n[source]Harbour Wire[/source]\n")
    (article,) = read_path(path)
    assert (article.title, article.outlet) == ("Road to the port closed", "Harbour Wire")
    assert article.published_at == datetime(2018, 9, 6, tzinfo=UTC)
    assert article.body[0].of(article.text) == PARAGRAPH.strip()


def test_namesakes_in_two_folders_are_two_articles(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.txt").write_text(PARAGRAPH)
    assert len({article.id for article in read_path(tmp_path)}) == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "empty file"),
        ("blank.txt", b" \n ", "empty file"),
        ("picture.txt", b"\x89PNG\x00\x00\x01", "binary file"),
        ("latin.txt", "café fermé".encode("latin-1"), "not UTF-8"),
        ("letter.docx", b"PK", "unknown ending"),
        ("page.html", b"<html><body>Accept cookies</body></html>", "no article found"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    (failure,) = read_path(tmp_path / name)
    assert said in failure.error
    assert name in failure.error


def test_a_missing_path_is_a_failure_and_the_other_source_is_read(tmp_path):
    (tmp_path / "good.txt").write_text(PARAGRAPH)
    failure, article = read_sources([str(tmp_path / "absent"), str(tmp_path / "good.txt")], now=NOW)
    assert "no such file" in failure.error
    assert isinstance(article, Article)


def test_a_folder_without_articles_says_which_endings_are_read(tmp_path):
    (failure,) = read_path(tmp_path)
    assert ".jsonl" in failure.error


def test_an_address_is_refused_with_the_next_step():
    (failure,) = read_sources(["https://news.example/feed"], now=NOW)
    assert "save the page" in failure.error


def test_a_web_page_gives_text_title_date_and_outlet(tmp_path):
    page = f"""<html><head><title>Road to the port closed</title>
    <meta property="og:site_name" content="Harbour Wire">
    <meta property="article:published_time" content="2018-09-06T10:00:00Z">
    <link rel="canonical" href="https://harbourwire.example/road"></head>
    <body><nav>Home Sport Weather</nav><article><h1>Road to the port closed</h1>
    {"".join(f"<p>{PARAGRAPH} It was measure {n} of the week, he added.</p>" for n in range(6))}
    </article><footer>Terms of use</footer></body></html>"""
    path = tmp_path / "road.html"
    path.write_text(page)
    (article,) = read_path(path)
    assert (article.title, article.outlet) == ("Road to the port closed", "Harbour Wire")
    assert article.published_at == datetime(2018, 9, 6, tzinfo=UTC)
    assert "Terms of use" not in article.text
    assert "measure 5" in article.text
