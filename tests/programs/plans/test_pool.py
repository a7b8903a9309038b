import random

import numpy as np
import pytest

from programs.plans import bits
from programs.plans.pool import Pool, occurring
from programs.plans.types import Candidate, Offer
from tests.programs.plans.small import vendor

WIDE = 130  # more needs than two words hold
ALL = (1 << WIDE) - 1


def candidates(rng: random.Random, needs: int = WIDE) -> list[Candidate]:
    """Make vendors of few different sets of needs, some of them of several faces."""
    sets = [rng.sample(range(needs), rng.randint(0, 5)) for _ in range(6)]
    return [
        Candidate.of(
            key,
            {no: Offer(rng.randint(1, 900), 1000) for no in rng.choice(sets)},
            vendor=key if rng.random() < 0.8 else 0,
        )
        for key in range(20)
    ]


@pytest.mark.parametrize("seed", range(20))
def test_columns_say_what_the_objects_say(seed):
    rng = random.Random(seed)
    known = candidates(rng)
    pool, known = Pool.of(known), [one for one in known if one.mask]
    mask = bits.of(rng.sample(range(WIDE), 40))
    part = rng.choice(known).mask
    vendors = {one.vendor for one in known[:3]}

    assert list(pool) == known
    assert pool.met() == bits.union(one.mask for one in known)
    assert sorted(pool.vendors) == sorted({one.vendor for one in known})
    assert pool.vendor_count == len({one.vendor for one in known})
    assert pool.widths.tolist() == [one.mask.bit_count() for one in known]
    assert pool.meets_any(mask).tolist() == [bool(one.mask & mask) for one in known]
    assert pool.meets_all(part).tolist() == [one.mask & part == part for one in known]
    assert pool.meets_just(part, mask).tolist() == [one.mask & mask == part for one in known]
    assert pool.is_of(vendors).tolist() == [one.vendor in vendors for one in known]
    weigh = bits.Weighing({no: 1 + no % 3 for no in range(WIDE)})
    parts = {one.mask & mask for one in known[1:]}
    heaviest = max(parts, key=lambda part: (weigh(part), part))
    assert pool.heaviest(mask, np.arange(1, len(known)), weigh) == heaviest
    assert pool.has_faces.tolist() == [
        [other.vendor for other in known].count(one.vendor) > 1 for one in known
    ]


@pytest.mark.parametrize("seed", range(20))
def test_gains_are_what_each_offer_adds_to_what_is_held(seed):
    rng = random.Random(seed)
    pool = Pool.of(candidates(rng))
    held = {no: rng.randint(0, 900) for no in rng.sample(range(WIDE), 60)}
    which = np.array(sorted(rng.sample(range(len(pool)), len(pool) // 2)))

    assert pool.gains(which, held).tolist() == [
        sum(max(0, offer.points - held[no]) for no, offer in pool[at].offers.items() if no in held)
        for at in which
    ]


@pytest.mark.parametrize("seed", range(10))
def test_part_of_a_pool_is_the_pool_of_the_part(seed):
    rng = random.Random(seed)
    pool = Pool.of(candidates(rng))
    places = np.array(rng.sample(range(len(pool)), len(pool) // 2))

    part, anew = pool.take(places), Pool.of([pool[at] for at in places])

    assert list(part) == list(anew)
    assert part.set_of.tolist() == anew.set_of.tolist()
    for one in anew:
        assert part.meets_just(one.mask, ALL).tolist() == anew.meets_just(one.mask, ALL).tolist()
    assert part.met() == anew.met()
    held = dict.fromkeys(range(WIDE), 100)
    every = np.arange(len(part))
    assert part.gains(every, held).tolist() == anew.gains(every, held).tolist()


def test_left_out_vendors_are_gone_with_all_their_faces():
    offers = vendor("x", [0]).offers
    faces = [Candidate.of(("v", face), offers, vendor="v") for face in ("CDMO", "CRO")]

    pool = Pool.of([*faces, vendor("w", [1])])

    assert [one.key for one in pool.without({"v", "nobody"})] == ["w"]
    assert pool.without({"nobody"}) is pool


def test_need_beyond_all_that_is_met_has_nobody():
    pool = Pool.of([vendor("a", [0])])

    assert pool.meets_all(1 << 70).tolist() == [False]
    assert pool.meets_any(1 << 70).tolist() == [False]


def test_pool_of_nobody_meets_nothing():
    pool = Pool.of([vendor("a", [])])

    assert (len(pool), pool.met(), pool.vendors, list(pool)) == (0, 0, [], [])
    assert pool.gains(np.zeros(0, int), {}).tolist() == []


def test_numbers_that_occur_come_once_and_in_order():
    assert occurring(np.array([3, 1, 3]), 5).tolist() == [1, 3]
