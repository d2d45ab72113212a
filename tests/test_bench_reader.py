"""The parts of the reader's benchmark that are no stopwatch."""

from __future__ import annotations

import pytest

from benchmarks import bench_reader
from benchmarks.bench_reader import Target, growth, in_turns, read_sample, varied
from pipeline.settings import Settings

SAMPLE = [
    {"id": "one", "text": "On 3 May 12 people left.\n\nThe bridge is open.\n\nNobody came.", "date": "2018-05-03"},
    {"id": "two", "text": "A second article of 1990."},
]


def test_varied_articles_are_the_same_every_time_for_a_seed():
    assert list(varied(SAMPLE, 9, seed=4)) == list(varied(SAMPLE, 9, seed=4))
    assert list(varied(SAMPLE, 9, seed=4)) != list(varied(SAMPLE, 9, seed=5))


def test_varied_articles_have_an_id_each_and_keep_the_rest():
    made = list(varied(SAMPLE, 7))
    assert len({row["id"] for row in made}) == 7
    assert {row.get("date") for row in made[::2]} == {"2018-05-03"}


def test_varied_articles_have_the_paragraphs_of_the_sample_in_another_order():
    texts = [row["text"] for row in varied(SAMPLE[:1], 20)]
    assert len(set(texts)) == 20
    assert all(set(text.split("\n\n")) >= {"The bridge is open.", "Nobody came."} for text in texts)


def test_every_sample_article_can_be_varied_and_read():
    sample = read_sample(Settings().sample)
    found = list(bench_reader.articles(varied(sample, len(sample))))
    assert [article.id for article in found] == [f"{row['id']}-{number}" for number, row in enumerate(sample)]


@pytest.mark.parametrize(
    ("target", "value", "met"),
    [
        (Target(2), 1.5, True),
        (Target(2), 2.5, False),
        (Target(15, at_least=True), 20, True),
        (Target(15, at_least=True), 3, False),
    ],
)
def test_a_line_says_whether_the_target_is_met(target, value, met):
    assert target.met(value) is met
    assert target.line("this", value).endswith("met)" if met else "MISSED)")


def test_growth_is_the_last_cost_over_the_first():
    assert growth([2.0, 5.0, 3.0]) == 1.5


def test_works_are_done_in_turns_after_one_for_warmth():
    done = []
    found = in_turns({"a": lambda: done.append("a"), "b": lambda: done.append("b")}, 3)
    assert done == ["a", "b"] * 4
    assert set(found) == {"a", "b"}
