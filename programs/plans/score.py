"""
Better partners at the same number of partners and hand-offs, or fewer hand-offs.

One partner at a time is exchanged for any other vendor that keeps the needs covered, as long as
that helps. Vendors are tried in the order of the most points they could bring, so that the search
stops at the first that cannot help any more.
"""

from collections.abc import Callable, Iterator

import numpy as np

from programs.plans import bits
from programs.plans.cover import OutOfWorkError, Work
from programs.plans.pool import Pool
from programs.plans.types import Candidate

FIRST = 50
Price = Callable[[list[Candidate]], int]


class Exchange:
    """Exchange partners of a plan, one for one."""

    def __init__(self, pool: Pool, covered: int, double: int, price: Price, floor: int = 0):
        """
        :param pool: all candidates
        :param covered: the needs that the plan covers, and keeps covering
        :param price: what partners cost together; less is better
        :param floor: what the hand-offs of a plan cost at least
        """
        self.pool = pool
        self.covered = covered
        self.double = double
        self.price = price
        self.floor = floor

    def run(self, partners: list[Candidate], fixed: int, work: Work) -> list[Candidate]:
        """
        Return partners that no single exchange improves, or the best when the work is spent.

        :param fixed: how many of the first partners must stay
        """
        best, price = list(partners), self.price(partners)
        try:
            place, since = fixed, 0
            while since < len(best) - fixed:
                found = self._better(best, place, price, work)
                if found:
                    best, price = found
                    since = 0
                since += 1
                place = fixed + (place + 1 - fixed) % (len(best) - fixed)
        except OutOfWorkError:
            pass
        return best

    def added(self, partners: list[Candidate], work: Work) -> list[Candidate] | None:
        """Return the partners with the one more that helps most, None where none helps."""
        try:
            found = self._better([*partners, None], len(partners), self.price(partners), work)
        except OutOfWorkError:
            return None
        return found and found[0]

    def _better(self, partners, place: int, price: int, work: Work):
        others = [one for at, one in enumerate(partners) if at != place]
        best = None
        for limit, candidate in self._steps(others, price, work):
            if limit >= price:  # which has come down meanwhile
                break
            work.spend(2000)
            trial = [*partners[:place], candidate, *partners[place + 1 :]]
            found = self.price(trial)
            if found < price:
                best, price = (trial, found), found
        return best

    def _steps(self, others: list[Candidate], price: int, work: Work) -> Iterator[tuple]:
        """
        Yield who could stand beside the others, each with a bound of the price, best first.

        :param price: who cannot come below is left out
        """
        pool = self.pool
        once, twice = bits.twice(one.mask for one in others)
        wanted = self.covered & ~once | self.double & self.covered & ~twice
        held = {
            no: max((one.offers[no].points for one in others if no in one.offers), default=0)
            for no in bits.each(self.covered)
        }
        base = self.floor - 2 * sum(held.values())
        limit = min(price - base, 1)
        work.spend(len(pool.words))
        able = np.flatnonzero(pool.meets_all(wanted))
        able = able[-2 * pool.totals[able] < limit]
        able = able[~pool.is_of(one.vendor for one in others)[able]]
        work.spend(int(pool.widths[able].sum()))
        limits = -2 * pool.gains(able, held)
        is_better = limits < limit
        able, limits = able[is_better], limits[is_better]
        for part in _in_parts(limits):
            at, own = able[part], limits[part]
            order = np.lexsort((at, pool.set_of[at], -pool.totals[at], own))
            for limit, place in zip(own[order].tolist(), at[order].tolist(), strict=True):
                yield base + limit, pool[place]


def _in_parts(limits: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the places of the lowest, then of all others: the first few are mostly all that is asked."""
    if len(limits) > FIRST:
        is_low = limits <= np.partition(limits, FIRST)[FIRST]
        yield np.flatnonzero(is_low)
        yield np.flatnonzero(~is_low)
    else:
        yield np.arange(len(limits))
