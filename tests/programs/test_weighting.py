"""Weights from ranks, against the figures of the literature."""

from fractions import Fraction
from itertools import pairwise

import pytest

from programs.weighting import rank_order_centroid, rank_sum


def test_centroid_of_four_as_published():
    assert [round(float(weight), 3) for weight in rank_order_centroid([1, 2, 3, 4])] == [
        0.521,
        0.271,
        0.146,
        0.062,
    ]


def test_rank_sum_of_four():
    assert rank_sum([1, 2, 3, 4]) == [Fraction(share, 10) for share in (4, 3, 2, 1)]


@pytest.mark.parametrize("method", [rank_sum, rank_order_centroid])
@pytest.mark.parametrize("ranks", [[1], [3, 1, 2], [1, 1, 1], [2, 1, 2, 9, 9], list(range(200))])
def test_weights_add_up_to_one_and_follow_the_ranks(method, ranks):
    weights = method(ranks)

    assert sum(weights) == 1
    pairs = sorted(zip(ranks, weights, strict=True))
    assert all((a[1] > b[1]) if a[0] < b[0] else a[1] == b[1] for a, b in pairwise(pairs))


@pytest.mark.parametrize("method", [rank_sum, rank_order_centroid])
def test_equal_ranks_share_what_their_places_are_worth(method):
    shared, apart = method([1, 2, 2]), method([1, 2, 3])

    assert shared[1] == shared[2] == (apart[1] + apart[2]) / 2


@pytest.mark.parametrize("method", [rank_sum, rank_order_centroid])
def test_nothing_to_rank(method):
    assert method([]) == []
