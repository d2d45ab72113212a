"""Since you last looked: what is new, revised and withdrawn is counted and can be shown; nothing else is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from pipeline import queries
from pipeline.queries import Filters
from pipeline.records import Failure
from pipeline.store import Entry, Store
from pipeline.store.revising import Said, compare
from tests.pipeline.test_store import clock, url  # noqa: F401
from tests.stored import THREAT, WARNING, article

NAMES = tuple(f"{change}_{what}" for what in ("articles", "quotes") for change in ("new", "revised", "withdrawn"))


class Followed:
    """A store whose clock a test can read."""

    def __init__(self, address):
        self.now = clock()
        self.store = Store.open(address, clock=self.now)

    def counts(self, since, filters=Filters()):  # noqa: B008
        found = queries.changes(self.store, filters, since)
        assert found.any == any(getattr(found, name) for name in NAMES)
        return tuple(getattr(found, name) for name in NAMES)


@pytest.fixture
def followed(url):  # noqa: F811
    opened = Followed(url)
    opened.store.upsert([article("one"), article("two")])
    yield opened
    opened.store.close()


def corrected(whole, old, new):
    """Return an article with words replaced by as many others, its quotes where they were."""
    assert len(old) == len(new)
    return replace(whole, text=whole.text.replace(old, new))


def without_quote(whole, quote):
    return replace(whole, text=whole.text + " Corrected.", quotes=tuple(q for q in whole.quotes if q is not quote))


def test_nothing_is_new_since_now(followed):
    assert followed.counts(followed.now()) == (0, 0, 0, 0, 0, 0)


def test_what_came_since_is_new(followed):
    since = followed.now()
    followed.store.upsert([article("three")])
    assert followed.counts(since) == (1, 0, 0, 2, 0, 0)
    assert list(queries.changed_quotes(followed.store, Filters(), since)["article_id"]) == ["three", "three"]


def test_a_copy_is_a_new_article_with_no_new_quote(followed):
    since = followed.now()
    followed.store.upsert([Entry(article("copy", outlet="Southern Mirror"), copy_of="one")])
    assert followed.counts(since) == (1, 0, 0, 0, 0, 0)


def test_a_quote_in_other_words_is_revised_and_the_rest_is_as_it_was(followed):
    since = followed.now()
    followed.store.upsert([corrected(article("one"), "disaster", "calamity")])
    assert followed.counts(since) == (0, 1, 0, 0, 1, 0)
    found = queries.changed_quotes(followed.store, Filters(), since, "revised")
    assert list(found["words"]) == [WARNING.replace("disaster", "calamity")]


def test_the_same_words_by_another_speaker_are_revised(followed):
    since = followed.now()
    whole = article("one", ending=" Corrected.")
    quotes = (replace(whole.quotes[0], speaker="a2"), *whole.quotes[1:])
    followed.store.upsert([replace(whole, quotes=quotes)])
    assert followed.counts(since)[4] == 1


def test_a_quote_that_a_revision_takes_out_is_withdrawn_and_still_readable(followed):
    since = followed.now()
    whole = article("one")
    followed.store.upsert([without_quote(whole, whole.quotes[1])])
    assert followed.counts(since) == (0, 1, 0, 0, 0, 1)
    gone = queries.taken_out(followed.store, Filters(), since)
    row = gone.iloc[0]
    assert (row.article_id, row.quote, row.words, row.speaker) == ("one", 1, THREAT, "Omar Rashid")
    (start, end), *_ = row.content
    revision = queries.article(followed.store, "one").revisions[0]
    assert revision.text[start:end] == THREAT


def test_a_quote_that_a_revision_brings_is_new(followed):
    whole = article("three")
    followed.store.upsert([without_quote(whole, whole.quotes[1])])
    since = followed.now()
    followed.store.upsert([whole])
    assert followed.counts(since) == (0, 1, 0, 1, 0, 0)
    assert list(queries.changed_quotes(followed.store, Filters(), since)["words"]) == [THREAT]


def test_words_that_come_back_are_no_longer_withdrawn(followed):
    since = followed.now()
    whole = article("one")
    followed.store.upsert([without_quote(whole, whole.quotes[1])])
    followed.store.upsert([article("one", ending=" Corrected twice.")])
    assert followed.counts(since)[5] == 0
    assert queries.taken_out(followed.store, Filters(), since).empty


def test_reading_anew_by_other_models_is_no_news(followed):
    since = followed.now()
    whole = article("one")
    later = replace(whole, quotes=whole.quotes[:1], models={"tagger": "test@2"})
    followed.store.upsert([later])
    assert followed.counts(since) == (0, 0, 0, 0, 0, 0)


def test_a_revision_stays_one_when_other_models_read_it_anew(followed):
    since = followed.now()
    revised = corrected(article("one"), "disaster", "calamity")
    followed.store.upsert([revised])
    followed.store.upsert([replace(revised, models={"tagger": "test@2"})])
    assert followed.counts(since) == (0, 1, 0, 0, 1, 0)


def test_quotes_lost_by_our_own_failure_are_not_withdrawn(followed):
    since = followed.now()
    broken = replace(article("one", ending=" More."), quotes=(), actors=(), places=(), sentences=())
    followed.store.upsert([Entry(broken, failure=Failure("one", "read", "no words for it"))])
    assert followed.counts(since) == (0, 1, 0, 0, 0, 0)


def test_an_article_that_its_outlet_took_back_is_withdrawn_with_its_quotes_and_stays(followed):
    since = followed.now()
    before = queries.version(followed.store)
    assert followed.store.withdraw(["one", "nowhere"]) == 1
    assert queries.version(followed.store) != before
    assert followed.store.withdraw(["one"]) == 0
    assert followed.counts(since) == (0, 0, 1, 0, 0, 2)
    assert followed.store.article("one") == article("one")
    withdrawn = queries.changed_quotes(followed.store, Filters(), since, "withdrawn")
    assert Counter(withdrawn["article_id"]) == {"one": 2}


def test_an_article_that_is_there_again_is_no_longer_withdrawn(followed):
    since = followed.now()
    followed.store.withdraw(["one", "two"])
    assert followed.store.reinstate(["two"]) == 1
    followed.store.upsert([article("one", ending=" Corrected.")])
    assert followed.counts(since)[:3] == (0, 1, 0)


def test_what_came_and_went_in_between_is_no_news(followed):
    since = followed.now()
    followed.store.upsert([article("three")])
    followed.store.withdraw(["three"])
    assert followed.counts(since) == (0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("filters", "gone"),
    [
        (Filters(actors=("Anna Lind",)), 1),
        (Filters(actors=("Omar Rashid",)), 0),
        (Filters(risks=("catastrophe",), modality="feared"), 1),
        (Filters(risks=("catastrophe",), modality="denied"), 0),
        (Filters(places=("geonames:1",)), 1),
        (Filters(places=("geonames:9",)), 0),
        (Filters(stances=("warn",), outlets=("Northern Wire",)), 1),
        (Filters(text="assault on HARIN"), 1),
        (Filters(text="no such words"), 0),
    ],
)
def test_filters_hold_for_what_was_taken_out(followed, filters, gone):
    since = followed.now()
    whole = article("one")
    followed.store.upsert([without_quote(whole, whole.quotes[0])])
    assert followed.counts(since, filters)[5] == gone
    assert len(queries.taken_out(followed.store, filters, since)) == gone


def test_filters_narrow_what_is_new(followed):
    since = followed.now()
    followed.store.upsert([article("three", outlet="Gulf Ledger")])
    assert followed.counts(since, Filters(outlets=("Gulf Ledger",), actors=("Anna Lind",))) == (1, 0, 0, 1, 0, 0)
    assert followed.counts(since, Filters(outlets=("Northern Wire",))) == (0, 0, 0, 0, 0, 0)


def test_quotes_are_matched_by_words_and_speaker_then_words_then_likeness():
    before = [Said(0, "a", "we will strike every depot"), Said(1, "b", "we hope for peace"), Said(2, "c", "enough")]
    after = [
        Said(0, "b", "enough"),
        Said(1, "a", "we shall strike every depot"),
        Said(2, "b", "we hope for peace"),
        Said(3, "d", "the road is shut"),
    ]
    fate = compare(before, after)
    assert (fate.kept, fate.revised) == ({2: 1}, {0: 2, 1: 0})
    assert (fate.added, fate.withdrawn) == ({3}, frozenset())


def test_words_said_twice_are_two_quotes():
    twice = [Said(0, "a", "enough"), Said(1, "a", "enough")]
    assert compare(twice, twice[:1]).withdrawn == {1}
    assert compare(twice[:1], twice).added == {1}


def test_each_outlet_has_the_age_of_its_news_and_of_its_last_reading(followed):
    followed.store.upsert([article("three", outlet="Gulf Ledger", date=None)])
    followed.store.note_read({"Northern Wire": 2})
    followed.store.note_read({"Northern Wire": 3})
    found = queries.outlets(followed.store).set_index("outlet")
    assert list(found.index) == ["Gulf Ledger", "Northern Wire"]
    wire, ledger = found.loc["Northern Wire"], found.loc["Gulf Ledger"]
    assert (wire.n_articles, str(wire.published_at)) == (2, "2018-09-06 00:00:00+00:00")
    assert wire.read_at > ledger.seen_at > wire.seen_at
    assert ledger.isna().to_dict() == {"n_articles": False, "published_at": True, "seen_at": False, "read_at": True}
