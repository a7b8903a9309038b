from decimal import Decimal

import pytest

from rfps.evaluating.aggregation import Cell, aggregate, is_wide, outliers, rounded, spread


@pytest.mark.parametrize(
    ("scores", "rule", "expected"),
    [
        ([1, 2, 5], "median", Decimal(2)),
        ([1, 2], "median", Decimal("1.5")),
        ([1, 2, 3], "mean", Decimal(2)),
        ([5, 4], "mean", Decimal("4.5")),
        ([3], "mean", Decimal(3)),
        ([], "mean", None),
    ],
)
def test_aggregate(scores, rule, expected):
    assert aggregate(scores, rule) == expected


def test_a_mean_that_does_not_end_is_rounded_late():
    assert rounded(aggregate([1, 1, 2], "mean") * 3) == Decimal("4.00")


@pytest.mark.parametrize(("scores", "expected"), [([1, 4, 2], 3), ([2], 0), ([], 0)])
def test_spread(scores, expected):
    assert spread(scores) == expected


@pytest.mark.parametrize(("distance", "expected"), [("1.5", False), ("2", True), ("0", False)])
def test_a_wide_spread_is_more_than_one_and_a_half_of_five(distance, expected):
    assert is_wide(Decimal(distance), 5) == expected


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({"a": 1, "b": 4, "c": 4}, ["a"]),
        ({"a": 2, "b": 3, "c": 4}, []),
        ({"a": 0, "b": 5}, []),  # two: nobody is the outlier
        ({"a": 0, "b": 4, "c": 4, "d": 5}, ["a"]),
    ],
)
def test_outliers_are_far_from_the_median(scores, expected):
    assert outliers(scores, 5) == expected


def test_the_moderated_score_counts_before_all_others():
    cell = Cell("bid", "fit", {"a": 1, "b": 4}, Decimal("3.5"))

    assert (cell.score("mean"), cell.without("a").score("mean")) == (Decimal("3.5"), Decimal(4))
