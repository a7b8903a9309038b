"""
Weights from an order of importance.

Roberts & Goodwin 2002 (J. Multi-Crit. Decis. Anal. 11:291): rank-order centroid weights fit a fixed
pot of points, rank-sum weights come close to what people give when they rate freely.
"""

from collections.abc import Sequence
from fractions import Fraction


def rank_sum(ranks: Sequence[int]) -> list[Fraction]:
    """Return the weight of each rank, n for the first of n down to 1, as shares of one."""
    n = len(ranks)
    return _spread(ranks, [Fraction(2 * (n - place), n * (n + 1)) for place in range(n)])


def rank_order_centroid(ranks: Sequence[int]) -> list[Fraction]:
    """Return the weight of each rank, (1/n) Σ 1/i for i from the rank to n."""
    n = len(ranks)
    weights, tail = [], Fraction(0)
    for place in range(n, 0, -1):
        tail += Fraction(1, place)
        weights.append(tail / n)
    return _spread(ranks, weights[::-1])


def _spread(ranks: Sequence[int], by_place: list[Fraction]) -> list[Fraction]:
    """Give the items in the order of their ranks the weights by place; equal ranks share theirs."""
    shares = {}
    places = sorted(ranks)
    for rank in set(ranks):
        first, count = places.index(rank), places.count(rank)
        shares[rank] = sum(by_place[first : first + count], Fraction(0)) / count
    return [shares[rank] for rank in ranks]
