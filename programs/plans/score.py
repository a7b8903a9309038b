"""
Better partners at the same number of partners and hand-offs, or fewer hand-offs.

One partner at a time is exchanged for any other vendor that keeps the needs covered, as long as
that helps. Vendors are tried in the order of the most points they could bring, so that the search
stops at the first that cannot help any more.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from itertools import chain
from operator import attrgetter

from programs.plans import bits
from programs.plans.cover import OutOfWorkError, Work
from programs.plans.types import Candidate

Price = Callable[[list[Candidate]], int]


def by_mask(candidates: list[Candidate]) -> dict[int, list[Candidate]]:
    """Group candidates by the needs they meet: whether one fits is asked once per group."""
    groups: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        groups[candidate.mask].append(candidate)
    return groups


class Exchange:
    """Exchange partners of a plan, one for one."""

    def __init__(self, groups: dict[int, list[Candidate]], covered: int, double: int, price: Price):
        """
        :param groups: all candidates, as from ``by_mask``
        :param covered: the needs that the plan covers, and keeps covering
        :param price: what partners cost together; less is better
        """
        self.groups = groups
        self.covered = covered
        self.double = double
        self.price = price

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
        for limit, candidate in self._steps(others, work):
            if limit >= price:
                break
            work.spend(2000)
            trial = [*partners[:place], candidate, *partners[place + 1 :]]
            found = self.price(trial)
            if found < price:
                best, price = (trial, found), found
        return best

    def _steps(self, others: list[Candidate], work: Work) -> Iterator[tuple[int, Candidate]]:
        """Yield who could stand beside the others, each with a bound of the price, best first."""
        once = twice = 0
        for one in others:
            twice |= once & one.mask
            once |= one.mask
        wanted = self.covered & ~once | self.double & self.covered & ~twice
        taken = {one.vendor for one in others}
        held = {
            no: max((one.offers[no].points for one in others if no in one.offers), default=0)
            for no in bits.each(self.covered)
        }
        base = sum(held.values())
        work.spend(len(self.groups))
        groups = (group for mask, group in self.groups.items() if not wanted & ~mask)
        able = [one for one in chain.from_iterable(groups) if one.vendor not in taken]
        able.sort(key=attrgetter("total"), reverse=True)
        waiting: list[tuple[int, int, Candidate]] = []  # a heap
        for place, candidate in enumerate(able):
            # who comes later adds no more than its total
            while waiting and waiting[0][0] <= -2 * (base + candidate.total):
                limit, _, first = heappop(waiting)
                yield limit, first
            numbers, points, *_ = candidate.columns()
            work.spend(len(numbers))
            more = sum(
                more - held[no]
                for no, more in zip(numbers, points, strict=True)
                if no in held and more > held[no]
            )
            heappush(waiting, (-2 * (base + more), place, candidate))
        for limit, _, candidate in sorted(waiting):
            yield limit, candidate
