"""The weighted sum against published tables, and against pymcdm on random ones."""

import numpy as np
import pytest
from pymcdm import normalizations
from pymcdm.methods import WSM

from programs.scoring import weighted_sum

# Afshari, Mojahed & Yusuff 2010 (Int. J. Innov. Manag. Technol. 1:511), five people, seven criteria.
# The published scores are cut off after six digits.
AFSHARI = [
    [4, 7, 3, 2, 2, 2, 2],
    [4, 4, 6, 4, 4, 3, 7],
    [7, 6, 4, 2, 5, 5, 3],
    [3, 2, 5, 3, 3, 2, 5],
    [4, 2, 2, 5, 5, 3, 6],
]
AFSHARI_WEIGHTS = [0.283, 0.162, 0.162, 0.07, 0.085, 0.162, 0.076]


def test_afshari_2010_is_reproduced():
    scores = weighted_sum(AFSHARI, AFSHARI_WEIGHTS, [1] * 7)

    assert [int(score * 1_000_000) for score in scores] == [553228, 713485, 837428, 514657, 579342]


def test_costs_by_hand():
    # Ratio: price 100/150, quality 60/80. Weights 1:3.
    assert weighted_sum([[100, 60], [150, 80]], [1, 3], [-1, 1]) == pytest.approx(
        [1 / 4 + 3 / 4 * 60 / 80, 1 / 4 * 100 / 150 + 3 / 4]
    )
    assert weighted_sum([[100, 60], [150, 80]], [1, 3], [-1, 1], "min-max") == [0.25, 0.75]


ORACLES = {
    "ratio": normalizations.linear_normalization,
    "min-max": normalizations.minmax_normalization,
}


def pandas_like(values):
    """Return something whose items are not its rows, but which numpy reads as an array."""
    return type(
        "Frame", (), {"__array__": lambda self, dtype=None, copy=None: np.array(values, dtype)}
    )()


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("normalisation", ORACLES)
def test_random_tables_equal_pymcdm(normalisation, seed):
    rng = np.random.default_rng(seed)
    rows, columns = rng.integers(2, 30), rng.integers(1, 12)
    matrix = rng.uniform(0.1, 100, (rows, columns))
    weights = rng.uniform(0.01, 5, columns)
    directions = rng.choice([1, -1], columns)

    ours = weighted_sum(matrix.tolist(), weights.tolist(), directions.tolist(), normalisation)

    theirs = WSM(ORACLES[normalisation])(
        matrix, weights / weights.sum(), directions, validation=False
    )
    assert ours == pytest.approx(theirs.tolist(), abs=1e-12)


@pytest.mark.parametrize("scale", [1, 1e-6, 1e9, 1e307])
def test_weights_are_normalised_inside(scale):
    table, weights = ((2, 3.5), (4, 1)), (2 * scale, 6 * scale)

    assert weighted_sum(table, weights, (1, -1)) == pytest.approx([0.25 * 0.5 + 0.75 / 3.5, 1.0])


@pytest.mark.parametrize("normalisation", ["ratio", "min-max"])
@pytest.mark.parametrize("made", [tuple, np.array, pandas_like])
def test_arrays_tuples_and_tables_are_read_like_lists(made, normalisation):
    table, weights, directions = [[2, 3.5], [4, 1], [3, 3]], [2, 6], [1, -1]

    found = weighted_sum(made(table), made(weights), made(directions), normalisation)

    assert found == weighted_sum(table, weights, directions, normalisation)
    assert [type(score) for score in found] == [float] * 3


@pytest.mark.parametrize("normalisation", ["ratio", "min-max"])
@pytest.mark.parametrize("direction", [1, -1])
def test_better_value_never_scores_lower(normalisation, direction):
    table = [[20, 5], [30, 5], [40, 5]]

    scores = weighted_sum(table, [1, 1], [direction, 1], normalisation)

    assert scores == sorted(scores, reverse=direction == -1)
    assert len(set(scores)) == 3


def test_criterion_on_which_all_are_equal_counts_fully():
    assert weighted_sum([[5, 1], [5, 3]], [1, 1], [1, 1], "min-max") == [0.5, 1.0]
    assert weighted_sum([[5, 1]], [1, 1], [1, -1], "min-max") == [1.0]
    assert weighted_sum([[5, 1], [5, 3]], [1, 1], [1, 1]) == pytest.approx([2 / 3, 1.0])


def test_constant_criterion_equals_pymcdm():
    table, weights, directions = [[5, 1], [5, 3], [5, 2]], [0.4, 0.6], [1, -1]

    theirs = WSM(normalizations.minmax_normalization)(
        np.array(table, float), np.array(weights), np.array(directions), validation=False
    )

    assert weighted_sum(table, weights, directions, "min-max") == pytest.approx(theirs.tolist())


def test_a_benefit_of_zero_counts_nothing():
    assert weighted_sum([[0, 1], [4, 2]], [1, 1], [1, 1]) == [0.25, 1.0]


def test_nobody_gets_no_score():
    assert weighted_sum([], [1, 2], [1, 1]) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([[1, 2]], [1], [1]), "Row 1 has 2 values for 1 criteria."),
        (([[1], [0]], [1], [-1]), "Row 2, column 1: 0.0 has no ratio; use min-max."),
        (([[1], [-1]], [1], [1]), "Row 2, column 1: -1.0 has no ratio; use min-max."),
        (([[1, float("nan")]], [1, 1], [1, 1]), "Row 1, column 2: nan is no number."),
        (([[1]], [0], [1]), "Weights are not negative, and at least one is above zero."),
        (([[1, 1]], [2, -1], [1, 1]), "Weights are not negative, and at least one is above zero."),
        (([[1]], [1], [0]), "A direction is 1 (benefit) or -1 (cost), not 0."),
        (([[1]], [1], [1, 1]), "1 weights and 2 directions do not fit together."),
        (([], [], []), "0 weights and 0 directions do not fit together."),
        (
            ([[0, 1], [0, 2]], [1, 1], [1, 1]),
            "Column 1: nothing but zeros has no ratio; use min-max.",
        ),
        (([[1]], [1], [1], "max"), "The normalisation is ratio or min-max, not 'max'."),
        (([[1]], [1], [1], None), "The normalisation is ratio or min-max, not None."),
        (([[1]], [1], [1], ["ratio"]), "The normalisation is ratio or min-max, not ['ratio']."),
        (([[1, None]], [1, 1], [1, 1]), "Row 1, column 2: None is no number."),
        (([[1, "x"]], [1, 1], [1, 1]), "Row 1, column 2: 'x' is no number."),
        (([[1, 10**400]], [1, 1], [1, 1]), f"Row 1, column 2: {10**400} is no number."),
        (([[1, float("inf")]], [1, 1], [1, 1]), "Row 1, column 2: inf is no number."),
        (([1, 2], [1, 1], [1, 1]), "Row 1: 1 is no list."),
        (([[[1], [2]]], [1, 1], [1, 1]), "Row 1, column 1: [1] is no number."),
        (([[1, 2], [3]], [1, 1], [1, 1]), "Row 2 has 1 values for 2 criteria."),
        ((5, [1], [1]), "The matrix: 5 is no list."),
        (([[1]], 1, [1]), "The weights: 1 is no list."),
        (([[1]], [1], None), "The directions: None is no list."),
        (
            ([[1]], [1], [[1]]),
            "A direction is 1 (benefit) or -1 (cost), not [1].",
        ),
        (([[1]], [float("nan")], [1]), "Weight 1: nan is no number."),
        (([[1]], ["a"], [1]), "Weight 1: 'a' is no number."),
    ],
)
def test_what_does_not_fit_is_named(arguments, message):
    with pytest.raises(ValueError, match=r".") as refusal:
        weighted_sum(*arguments)

    assert str(refusal.value) == message


def test_distance_beyond_what_a_float_holds_is_no_hindrance():
    assert weighted_sum([[1e308], [0], [-1e308]], [1], [1], "min-max") == [1.0, 0.5, 0.0]
