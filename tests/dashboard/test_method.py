"""How often it is right and what is covered is said with counts, and where that is not known, this is said."""

from __future__ import annotations

import pytest

from dashboard import method
from dashboard.data import worked_out
from pipeline import queries
from pipeline.accuracy import read_accuracy
from pipeline.errors import AssetError
from pipeline.records import Failure
from tests.dashboard.conftest import APP, method_of, shown

VIEWS = sorted(path.stem for path in (APP.parent / "views").glob("[!_]*.py"))


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_names_figures_that_are_shipped(view):
    shipped = read_accuracy()
    assert set(method.ACCURACY[view]) <= {one.name for one in (*shipped.sample, *shipped.held_out)}
    assert method.METHOD[view]


def test_a_figure_stands_with_its_interval_and_its_number_of_cases():
    shipped = read_accuracy()
    table = method.accuracy_table("actors", shipped, {})
    (speaker,) = [one for one in shipped.sample if one.name == "speaker"]
    for words in (
        f"<b>{speaker.value:.2f}</b>",
        f"{speaker.low:.2f}–{speaker.high:.2f}",
        f"{speaker.n:,} quotes found",
    ):
        assert words in table
    assert "names of places" not in table


def test_a_reader_that_was_not_measured_is_named():
    shipped = read_accuracy()
    assert "Not measured" not in method.accuracy_table("brief", shipped, {"tagger": (shipped.models["tagger"],)})
    assert "Not measured, and in what is shown here: other@2." in method.accuracy_table(
        "brief", shipped, {"tagger": (shipped.models["tagger"], "other@2")}
    )


def test_figures_that_are_missing_are_said_to_be(monkeypatch):
    def missing():
        raise AssetError("accuracy.json", "not there")

    monkeypatch.setattr(worked_out, "read_accuracy", missing)
    assert worked_out.accuracy() is None
    assert "was not shipped" in method.accuracy_table("brief", None, {})


def test_failures_and_unresolved_names_are_covered(store):
    store.record([Failure("<b>page</b>", "fetch", "no answer")])
    whole, outlets, *_ = method.coverage_tables(queries.coverage(store))
    assert "not done: fetch" in whole
    assert "&lt;b&gt;page&lt;/b&gt;" in whole
    assert "25 %: counted, never drawn" in whole
    assert "Gulf Ledger" in outlets


def test_rows_after_the_first_few_are_added_up(store, monkeypatch):
    monkeypatch.setattr(method, "MAX_ROWS", 1)
    outlets = method.coverage_tables(queries.coverage(store))[1]
    assert "2 more" in outlets


@pytest.mark.parametrize(
    ("part", "whole", "words"), [(1, 3, "33 %"), (1, 1_000, "under 1 %"), (0, 5, "0 %"), (0, 0, "none")]
)
def test_a_share_claims_no_more_than_its_counts(part, whole, words):
    assert method._share(part, whole) == words


def test_without_a_store_nothing_is_covered(desk, tmp_path, monkeypatch):
    monkeypatch.setenv("TOCSIN_STORE", f"sqlite:///{tmp_path / 'none.db'}")
    page = desk()
    method_of(page, "situation")
    assert "nothing is covered" in shown(page, "coverage")
