import random

import pytest

from programs.plans import bits, streams
from programs.plans.cover import Work
from programs.plans.pool import Pool
from programs.plans.score import Exchange
from programs.plans.streams import HAND_OFF, Team
from tests.programs.plans import small


def price_of(tasks):
    known, ways = {one.no: one for one in tasks}, streams.streams(tasks)

    def price(partners):
        covered = bits.union(one.mask for one in partners)
        shared = streams.staffing(Team(known, partners, covered), ways)
        return HAND_OFF * len(shared.handoffs) - shared.points

    return price


@pytest.mark.parametrize("seed", range(60))
def test_no_single_exchange_improves_what_was_found(seed):
    tasks, candidates = small.world(random.Random(seed))
    price = price_of(tasks)
    start = candidates[:3]
    covered = bits.union(one.mask for one in start)

    found = Exchange(Pool.of(candidates), covered, 0, price).run(start, 1, Work(10**7))

    assert found[0] is start[0]
    assert covered & ~bits.union(one.mask for one in found) == 0
    assert price(found) <= price(start)
    others = [one for one in candidates if one not in found]
    for place in range(1, len(found)):
        for other in others:
            trial = [*found[:place], other, *found[place + 1 :]]
            keeps = not covered & ~bits.union(one.mask for one in trial)
            assert not keeps or price(trial) >= price(found)


def test_work_that_is_spent_leaves_what_was_found():
    tasks, candidates = small.world(random.Random(3))

    exchange = Exchange(Pool.of(candidates), candidates[0].mask, 0, price_of(tasks))

    assert exchange.run(candidates[:2], 0, Work(1)) == candidates[:2]
    assert exchange.added(candidates[:2], Work(1)) is None
