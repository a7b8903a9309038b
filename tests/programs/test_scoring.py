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


def test_scale_of_the_weights_and_tuples_do_not_matter():
    table = ((2, 3.5), (4, 1))

    assert weighted_sum(table, (2, 6), (1, -1)) == weighted_sum(table, (0.25, 0.75), (1, -1))


def test_criterion_on_which_all_are_equal_counts_fully():
    assert weighted_sum([[5, 1], [5, 3]], [1, 1], [1, 1], "min-max") == [0.5, 1.0]
    assert weighted_sum([[5, 1]], [1, 1], [1, -1], "min-max") == [1.0]


def test_a_benefit_of_zero_counts_nothing():
    assert weighted_sum([[0, 0], [4, 0]], [1, 1], [1, 1]) == [0.0, 0.5]


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
        (([[1]], [1], [1], "max"), "The normalisation is ratio or min-max, not 'max'."),
    ],
)
def test_what_does_not_fit_is_named(arguments, message):
    with pytest.raises(ValueError, match=r".") as refusal:
        weighted_sum(*arguments)

    assert str(refusal.value) == message
