"""Kendall's W against scipy, and against what it must be in the plain cases."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

from rfps.evaluating.aggregation import Cell
from rfps.evaluating.agreement import kendalls_w, of_cells

MATRICES = st.tuples(st.integers(2, 6), st.integers(2, 7)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 5), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)
PATIENT = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def by_scipy(matrix) -> float | None:
    """Friedman's chi-square, corrected for ties, is ``m (n - 1) W``."""
    judges, objects = len(matrix), len(matrix[0])
    if all(len(set(row)) == 1 for row in matrix):
        return None
    ranks = [stats.rankdata(row) for row in matrix]
    if objects == 2 or judges == 2:  # scipy's test wants three samples: the definition by its ranks
        sums = sum(ranks)
        ties = sum((stats.tiecorrect(row) - 1) * -(objects**3 - objects) for row in ranks)
        return (
            12
            * sum((sums - sums.mean()) ** 2)
            / (judges**2 * (objects**3 - objects) - judges * ties)
        )
    return stats.friedmanchisquare(*zip(*matrix, strict=True)).statistic / (judges * (objects - 1))


@PATIENT
@given(MATRICES)
def test_it_is_what_scipy_finds(matrix):
    assert kendalls_w(matrix) == pytest.approx(by_scipy(matrix), nan_ok=False)


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        ([[1, 2, 3], [0, 4, 5], [1, 3, 5]], 1),
        ([[1, 2, 3], [3, 2, 1]], 0),
        ([[3, 3, 3], [3, 3, 3]], None),
        ([[1, 2, 3]], None),
        ([[1], [2]], None),
        ([], None),
    ],
)
def test_plain_cases(matrix, expected):
    assert kendalls_w(matrix) == expected


def test_only_who_scored_every_cell_is_a_judge():
    cells = [Cell("a", "x", {1: 5, 2: 4, 3: 0}), Cell("b", "x", {1: 1, 2: 2})]

    assert of_cells(cells) == 1
    assert of_cells([]) is None
