"""The matrix of actors by targets: counted by hand, opened cell by cell, and never by reading quotes."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from pipeline import queries
from pipeline.queries import Filters
from pipeline.store import Entry, Store
from tests.pipeline.test_store import clock, url  # noqa: F401
from tests.speeches import Line, speech

LIND, RASHID, MOREAU = "Anna Lind", "Omar Rashid", "Ines Moreau"
FIRST = (
    Line(LIND, "the shelling must end", "condemn", RASHID, 0.9, about=("Harin",)),
    Line(LIND, "a siege would be a disaster", "warn", RASHID, 0.8),
    Line(RASHID, "no observers will come in", "reject", LIND, 0.7),
    Line(MOREAU, "he kept his word", "support", RASHID, 0.6),
)
SECOND = (
    Line(LIND, "he lied about the depot", "condemn", RASHID, 0.7),
    Line(MOREAU, "we back the minister", "support", LIND, 0.9),
    Line(RASHID, "the road is open", "report"),  # towards nobody
    Line(RASHID, "who knows", None, LIND),  # in no stance
)


@pytest.fixture
def store(url):  # noqa: F811
    """Two articles, a copy of the first in another outlet two days later, and an undated one."""
    opened = Store.open(url, clock=clock())
    opened.upsert([speech("one", *FIRST, date="2018-09-03")])
    opened.upsert([Entry(speech("copy", *FIRST, date="2018-09-05", outlet="Southern Mirror"), copy_of="one")])
    opened.upsert([speech("two", *SECOND, date="2018-09-10", outlet="Gulf Ledger")])
    opened.upsert([speech("undated", Line(RASHID, "you will pay", "threaten", LIND, 0.5), date=None)])
    yield opened
    opened.close()


def cells(matrix: queries.StanceMatrix) -> dict[tuple[str, str], tuple[tuple[str, int], ...]]:
    return {(cell.actor, cell.target): cell.stances for cell in matrix.cells}


def test_stances_are_counted_by_actor_and_target_and_copies_once(store):
    matrix = queries.stance_matrix(store, Filters())
    assert matrix.actors == ((LIND, 3), (MOREAU, 2), (RASHID, 2))
    assert matrix.targets == ((RASHID, 4), (LIND, 3))
    assert cells(matrix) == {
        (LIND, RASHID): (("condemn", 2), ("warn", 1)),
        (MOREAU, RASHID): (("support", 1),),
        (MOREAU, LIND): (("support", 1),),
        (RASHID, LIND): (("reject", 1), ("threaten", 1)),
    }
    assert matrix.n_quotes == 7


def test_cells_come_in_the_order_of_actors_and_targets(store):
    order = [(cell.actor, cell.target) for cell in queries.stance_matrix(store, Filters()).cells]
    assert order == [(LIND, RASHID), (MOREAU, RASHID), (MOREAU, LIND), (RASHID, LIND)]


def test_a_cell_tells_its_dominant_stance_with_its_share_and_the_mean_score(store):
    cell = queries.stance_matrix(store, Filters()).cells[0]
    assert (cell.n_quotes, cell.dominant) == (3, "condemn")
    assert cell.share == pytest.approx(2 / 3)
    assert cell.mean_score == pytest.approx((0.9 + 0.8 + 0.7) / 3)


def test_of_two_stances_as_frequent_the_first_by_name_is_dominant(store):
    assert queries.stance_matrix(store, Filters()).cells[-1].dominant == "reject"


def test_the_top_is_cut_and_the_rest_is_still_told(store):
    matrix = queries.stance_matrix(store, Filters(), actors=2, targets=1)
    assert (matrix.actors, matrix.targets) == (((LIND, 3), (MOREAU, 2)), ((RASHID, 4),))
    assert set(cells(matrix)) == {(LIND, RASHID), (MOREAU, RASHID)}
    assert matrix.n_quotes == 7


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(date_from=date(2018, 9, 10)), {(LIND, RASHID): 1, (MOREAU, LIND): 1}),
        (Filters(outlets=("Southern Mirror",)), {(LIND, RASHID): 2, (RASHID, LIND): 1, (MOREAU, RASHID): 1}),
        (Filters(actors=(MOREAU,)), {(MOREAU, LIND): 1, (MOREAU, RASHID): 1}),
        (Filters(stances=("condemn",)), {(LIND, RASHID): 2}),
        (Filters(places=("geonames:1",)), {(LIND, RASHID): 1}),
        (Filters(text="depot"), {(LIND, RASHID): 1}),
        (Filters(affiliations=("Sudland",)), {(RASHID, LIND): 2}),
        (Filters(languages=("fr",)), {}),
    ],
)
def test_the_matrix_and_its_cells_honour_the_filters(store, filters, found):
    matrix = queries.stance_matrix(store, filters)
    assert {(cell.actor, cell.target): cell.n_quotes for cell in matrix.cells} == found
    assert {key: len(queries.cell_quotes(store, filters, *key)) for key in found} == found


def test_a_cell_opens_to_its_quotes_newest_first_in_pages(store):
    pages = [queries.cell_quotes(store, Filters(), LIND, RASHID, limit=2, offset=offset) for offset in (0, 2, 4)]
    found = [list(zip(page["article_id"], page["quote"], strict=True)) for page in pages]
    assert found == [[("two", 0), ("one", 0)], [("one", 1)], []]
    assert pages[0].dtypes.to_dict() == queries.quotes(store, Filters()).dtypes.to_dict()
    assert pages[0].iloc[1].outlets == ("Northern Wire", "Southern Mirror")


def test_the_quotes_of_a_cell_are_those_it_counts_though_a_copy_was_read_otherwise(store):
    other = Line(MOREAU, SECOND[0].words, "support", RASHID, 0.6)
    store.upsert([Entry(speech("again", other, date="2018-09-11"), copy_of="two")])
    matrix = queries.stance_matrix(store, Filters())
    assert cells(matrix)[MOREAU, RASHID] == (("support", 1),)
    assert list(queries.cell_quotes(store, Filters(), MOREAU, RASHID)["article_id"]) == ["one"]


def test_nothing_found_is_an_empty_matrix(store):
    empty = queries.StanceMatrix((), (), (), 0)
    assert queries.stance_matrix(store, Filters(text="no such words")) == empty
    assert queries.cell_quotes(store, Filters(), MOREAU, "Nobody").empty


def selects_of_quotes(store: Store, ask) -> int:
    """Count how often a question reads the table of quotes, once the index is there."""
    ask()
    taken = 0

    def count(_connection, _cursor, statement, _parameters, _context, _many):
        nonlocal taken
        taken += statement.startswith("SELECT quotes.")

    sa.event.listen(store.engine, "after_cursor_execute", count)
    ask()
    sa.event.remove(store.engine, "after_cursor_execute", count)
    return taken


def test_the_matrix_is_counted_without_reading_a_quote(store):
    assert selects_of_quotes(store, lambda: queries.stance_matrix(store, Filters(stances=("condemn",)))) == 0


def test_a_cell_is_opened_by_reading_its_page(store):
    assert selects_of_quotes(store, lambda: queries.cell_quotes(store, Filters(), LIND, RASHID)) > 0
