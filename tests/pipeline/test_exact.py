"""Two shares that differ, and how likely that is by chance: held against tables worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.queries.exact import adjusted, fisher


@pytest.mark.parametrize(
    ("first", "second", "p"),
    [
        ((4, 0), (0, 4), 2 / 70),  # of C(8, 4) = 70 ways, this one and its mirror image
        ((3, 0), (0, 3), 2 / 20),
        ((3, 1), (1, 3), 34 / 70),  # the lady tasting tea: 1 + 16 + 16 + 1 ways
        ((5, 0), (0, 5), 2 / 252),
        ((2, 2), (2, 2), 1.0),
        ((0, 3), (0, 5), 1.0),  # nobody has it
        ((8, 2), (1, 5), (120 + 270 + 10) / 11440),  # with 3, 8 and 9 of the 9 in the first group
    ],
)
def test_the_exact_test_counts_all_tables_that_are_no_likelier(first, second, p):
    assert fisher(first, second) == pytest.approx(p)


counts = st.tuples(st.integers(0, 500), st.integers(0, 500))


@given(counts, counts)
def test_it_does_not_matter_which_group_comes_first_or_which_share_is_asked_for(first, second):
    p = fisher(first, second)
    assert 0 < p <= 1
    assert fisher(second, first) == pytest.approx(p, rel=1e-6)
    assert fisher(first[::-1], second[::-1]) == pytest.approx(p, rel=1e-6)


def test_many_tests_at_once_make_each_count_less():
    # By hand: .01 * 5/1, min(.03 * 5/2, .04 * 5/3), .04 * 5/3, .2 * 5/4, .5 * 5/5
    assert adjusted([0.01, 0.04, 0.03, 0.2, 0.5]) == pytest.approx([0.05, 0.2 / 3, 0.2 / 3, 0.25, 0.5])


def test_one_test_counts_as_it_is():
    assert (adjusted([0.03]), adjusted([])) == ([0.03], [])
