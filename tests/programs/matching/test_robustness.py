"""Robustness: closed forms against recomputation, draws against a plain count."""

import random
from fractions import Fraction

import pytest

from programs.matching import robustness
from programs.matching.robustness import Rival

SEEDS = range(30)


def table(seed: int):
    """Make a ranking of random fits under random weights, the leader first."""
    rng = random.Random(seed)
    needs, vendors = rng.randint(2, 9), rng.randint(1, 12)
    shares = [rng.choice([0, *range(1, 2000)]) for _ in range(needs)]
    shares[0], shares[1] = shares[0] + 1, shares[1] + 1
    rows = [[rng.choice([0, 10_000, 15_000, 25_000]) for _ in range(needs)] for _ in range(vendors)]
    rows.sort(key=lambda row: -scored(shares, row))
    return shares, rows


def seen(shares, rows):
    """Return by need the vendors of a ranking, named by their places."""
    return robustness.rivals_of(shares, dict(enumerate(rows)))


def scored(weights, row):
    return sum(weight * fit for weight, fit in zip(weights, row, strict=True))


def reweighted(shares, no: int, x: Fraction):
    """Give one need the share x of all, and the others the rest in proportion."""
    rest = sum(shares) - shares[no]
    return [x if place == no else (1 - x) * share / rest for place, share in enumerate(shares)]


def is_ahead(shares, rows, no, x) -> bool:
    weights = reweighted(shares, no, x)
    return all(scored(weights, rows[0]) >= scored(weights, row) for row in rows)


@pytest.mark.parametrize("seed", SEEDS)
def test_intervals_agree_with_recomputation_at_both_ends(seed):
    shares, rows = table(seed)
    step = Fraction(1, 10**9)

    for no, found in enumerate(robustness.intervals(shares, seen(shares, rows))):
        now = Fraction(shares[no], sum(shares))
        assert found.low <= now <= found.high
        assert is_ahead(shares, rows, no, found.low)
        assert is_ahead(shares, rows, no, found.high)
        assert found.below is None or not is_ahead(shares, rows, no, found.low - step)
        assert found.above is None or not is_ahead(shares, rows, no, found.high + step)
        assert (found.below is None) == (found.low == 0)
        assert (found.above is None) == (found.high == 1)


def test_interval_by_hand():
    # The leader has 1 and 0, the rival 0 and 1; weights 70 to 30: ahead from one half on.
    shares = [7000, 3000]
    found = robustness.intervals(shares, seen(shares, [[25_000, 0], [0, 25_000]]))

    assert found == [
        (Fraction(1, 2), Fraction(1), Rival(1, 0, 75_000_000), None),
        (Fraction(0), Fraction(1, 2), None, Rival(1, 25_000, 75_000_000)),
    ]


def test_rival_that_is_ahead_at_every_share_leaves_no_interval():
    shares = [5000, 5000]
    assert robustness.intervals(shares, seen(shares, [[0, 0], [1, 1]])) == [None, None]


def test_only_need_may_weigh_anything():
    own = seen([10_000], [[25_000], [0]])
    assert robustness.intervals([10_000], own) == [(0, 1, None, None)]


@pytest.mark.parametrize("seed", SEEDS)
def test_top_counts_equal_a_plain_count(seed):
    shares, rows = table(seed)
    rng = random.Random(robustness.SEED)
    expected = [0] * len(rows)
    for _ in range(50):
        weights = [int(256 * share * 2 ** (2 * rng.random() - 1)) for share in shares]
        scores = [scored(weights, row) for row in rows]
        for place, score in enumerate(scores):
            expected[place] += sum(other > score for other in scores) < 3

    assert robustness.top_counts(shares, rows, top=3, draws=50) == expected


def test_packed_lanes_hold_the_largest_program():
    needs = 300
    rows = [[25_000] * needs, [0] * needs, [25_000] * needs]

    assert robustness.top_counts([10_000] * needs, rows, top=1, draws=5) == [5, 0, 5]


def test_same_ranking_has_the_same_counts():
    shares, rows = table(3)

    assert robustness.top_counts(shares, rows) == robustness.top_counts(shares, rows)


@pytest.mark.parametrize("seed", SEEDS)
def test_leaders_without_a_need_equal_recomputation(seed):
    shares, rows = table(seed)

    for no, found in enumerate(robustness.leaders_without(shares, seen(shares, rows))):
        weights = [0 if place == no else share for place, share in enumerate(shares)]
        best = max(scored(weights, row) for row in rows)
        assert found == [place for place, row in enumerate(rows) if scored(weights, row) == best]


def test_examined_by_vendor():
    fits = {7: {1: 25_000}, 9: {2: 25_000}, 4: {1: 5000}}

    rows = {7: [25_000, 0], 9: [0, 25_000], 4: [5000, 0]}

    found = robustness.examine([6000, 4000], fits, robustness.rivals_of([6000, 4000], rows))

    assert found.vendor_ids == (7, 9, 4)
    assert found.without == ((9,), (7,))
    assert found.top_counts == dict.fromkeys((7, 9, 4), robustness.DRAWS)
    assert [(i.low, i.high) for i in found.intervals] == [(Fraction(1, 2), 1), (0, Fraction(1, 2))]


def test_others_of_a_long_ranking_may_lead_as_well():
    fits = {7: {1: 25_000, 2: 5000}, 9: {1: 20_000}}

    found = robustness.examine([9000, 1000], fits, [[], [Rival(4, 25_000, 25_000_000)]])

    assert found.vendor_ids == (7, 9)
    assert found.without == ((7,), (7,))
    # With d = -0.8 and R = 1 the leader is ahead up to 1 / 1.8.
    assert found.intervals == (
        (0, 1, None, None),
        (0, Fraction(5, 9), None, Rival(4, 25_000, 25_000_000)),
    )


def test_nobody_to_examine():
    assert robustness.examine([10_000], {}, [[]]).vendor_ids == ()
