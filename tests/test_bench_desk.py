"""The desk's benchmark makes the store that it says, and asks the server as a browser does. Nothing here is timed."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime
from itertools import islice

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.desk_browser import DeskError, Session
from benchmarks.desk_questions import Situation, filter_changes, percentiles
from benchmarks.desk_store import COUNTRIES, LANGUAGES, SPEAKERS, TARGETS, generate
from pipeline.annotation import from_annotation, to_annotation
from pipeline.queries import Filters, from_query
from pipeline.store import Store

COUNT = 400


@pytest.fixture(scope="module")
def entries():
    return list(generate(COUNT))


def test_the_same_seed_makes_the_same_articles(entries):
    assert [entry.article for entry in islice(generate(COUNT), 20)] == [entry.article for entry in entries[:20]]
    assert next(generate(COUNT, seed=8)).article != entries[0].article


def test_an_article_can_be_kept_with_all_that_is_in_it(entries):
    for entry in entries[:30]:
        article = entry.article
        kept = from_annotation(to_annotation(article), article)
        assert (kept.quotes, kept.places, kept.actors) == (article.quotes, article.places, article.actors)


def test_a_copy_is_of_an_article_before_it_and_says_the_same(entries):
    articles = {entry.article.id: entry.article for entry in entries}
    order = list(articles)
    copies = [entry for entry in entries if entry.copy_of]
    assert 0.1 < len(copies) / COUNT < 0.3
    for entry in copies:
        assert order.index(entry.copy_of) < order.index(entry.article.id)
        assert entry.article.text == articles[entry.copy_of].text
        assert entry.article.title != articles[entry.copy_of].title


def test_quotes_are_as_many_as_said_and_of_all_kinds(entries):
    quotes = [quote for entry in entries for quote in entry.article.quotes]
    assert 9 < len(quotes) / COUNT < 11
    assert {quote.type for quote in quotes} == {"direct", "indirect", "mixed", "scare"}
    assert {entry.article.language for entry in entries} == set(LANGUAGES)
    assert any(entry.article.published_at is None for entry in entries)


def test_few_speak_much_and_few_are_spoken_of(entries):
    said, of = Counter(), set()
    for article in (entry.article for entry in entries):
        names = {actor.id: actor.name for actor in article.actors}
        said.update(names[quote.speaker] for quote in article.quotes if quote.speaker)
        of |= {names[quote.stance.target] for quote in article.quotes if quote.stance and quote.stance.target}
    assert said.most_common(1)[0][1] > 20 * (said.total() / SPEAKERS)
    assert len(of) <= TARGETS
    assert len({toponym.place for entry in entries for toponym in entry.article.places}) > COUNTRIES


@pytest.fixture(scope="module")
def store(entries, tmp_path_factory):
    opened = Store.open(f"sqlite:///{tmp_path_factory.mktemp('bench') / 'desk.db'}")
    opened.upsert(entries[:60])
    yield opened
    opened.close()


def test_filter_changes_are_the_same_each_time_and_no_two_alike(store):
    changes = filter_changes(store, 60)
    assert changes == filter_changes(store, 60)
    assert len({filters for _, filters in changes}) == 60
    assert {kind.count(" + ") for kind, _ in changes} == {0, 1, 2}


def test_every_filter_change_has_an_address(store):
    for _, filters in filter_changes(store, 60):
        assert from_query(filters.to_query()) == (filters, ())


def test_all_that_situation_asks_can_be_asked_and_is_asked_once(store):
    page = Situation(store, now=datetime.now(UTC))
    for _ in range(2):
        page.ask(Filters(stances=("condemn",)))
    asked = {question: len(times) for question, times in page.times.items()}
    assert asked["timeline"] == asked["places"] == asked["quotes"] == 1
    assert asked["key_figures"] == 3


def test_percentiles_are_times_that_were_measured():
    assert percentiles([float(number) for number in range(1, 101)]) == (50.5, 96.0, 100.0)
    assert percentiles([2.0]) == (2.0, 2.0, 2.0)


class Line:
    """Answers like a server, with messages made before."""

    def __init__(self, *messages: ForwardMsg) -> None:
        self.asked: list[BackMsg] = []
        self._answers = [message.SerializeToString() for message in messages]

    async def send(self, payload: bytes) -> None:
        self.asked.append(BackMsg.FromString(payload))

    async def recv(self, *, decode: bool) -> bytes:
        assert not decode
        return self._answers.pop(0)


def end(status: int = ForwardMsg.FINISHED_SUCCESSFULLY) -> ForwardMsg:
    return ForwardMsg(script_finished=status)


def figures(name: str = "") -> ForwardMsg:
    message = cached(name)
    message.delta.new_element.markdown.body = "<dd>3</dd><dt>quotes</dt>"
    message.metadata.cacheable = bool(name)
    return message


def cached(name: str) -> ForwardMsg:
    message = ForwardMsg(hash=name)
    message.delta.new_element.markdown.body = name
    message.metadata.cacheable = True
    return message


def test_a_run_ends_when_the_script_has_finished_and_not_when_a_part_has():
    line = Line(
        figures(), end(ForwardMsg.FINISHED_EARLY_FOR_RERUN), end(ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY), end()
    )
    asyncio.run(Session(line).run("actor=Anna"))
    assert line.asked[0].rerun_script.query_string == "actor=Anna"
    assert line._answers == []


def test_what_was_sent_is_not_asked_for_again():
    again = ForwardMsg(ref_hash="a")
    line = Line(figures("a"), end(), again, end(), figures(), end(), figures(), end())
    session = Session(line)

    async def four() -> None:
        for _ in range(4):
            await session.run()

    asyncio.run(four())
    known = [list(asked.rerun_script.cached_message_hashes) for asked in line.asked]
    assert known == [[], ["a"], ["a"], []]


@pytest.mark.parametrize("messages", [(), (cached("a"), ForwardMsg(ref_hash="a"))])
def test_a_page_without_its_key_figures_is_no_quick_page_but_an_error(messages):
    with pytest.raises(DeskError, match="without its key figures"):
        asyncio.run(Session(Line(*messages, end())).run())


def test_a_page_that_failed_is_an_error_that_names_it():
    failed = ForwardMsg()
    failed.delta.new_element.markdown.body = "This page could not be made"
    with pytest.raises(DeskError, match="actor=Anna"):
        asyncio.run(Session(Line(failed, end())).run("actor=Anna"))
