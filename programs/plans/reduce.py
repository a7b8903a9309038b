"""
Leave out the candidates that can never be needed.

A candidate whose needs, site by site, lie within another's can be replaced by the other without
more partners or more hand-offs. That is exact for both, not for the score: a narrower vendor may
score higher, so the score is improved afterwards among all candidates.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np

from programs.plans import bits
from programs.plans.pool import Pool
from programs.plans.types import Candidate
from vendors.compiled import compiled


def undominated(pool: Pool, *, double: int, most: int) -> list[Candidate]:
    """
    Return the candidates that no other replaces; of equals the one with the most points.

    :param double: the needs that want two sources
    :param most: how many partners a plan may have. Where a candidate meets a double need, one
        replacement may be in the plan already, so it goes only when this many could replace it.
    """
    is_special = pool.has_faces | pool.meets_any(double)
    places = [*_widest(pool, _distinct(pool, ~is_special)), *np.flatnonzero(is_special).tolist()]
    places.sort(key=pool.widths.__getitem__, reverse=True)
    candidates = [pool[place] for place in places]
    if not is_special.any() and pool.is_at_one.all():
        return candidates
    vendors = Counter(candidate.vendor for candidate in candidates)
    kept: list[Candidate] = []
    holders: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        wanted = most if candidate.mask & double else 1
        rarest = min((holders[no] for no in bits.each(candidate.mask)), key=len)
        if wanted > len(rarest) or not _is_replaced(candidate, rarest, wanted, vendors):
            kept.append(candidate)
            for no in bits.each(candidate.mask):
                holders[no].append(candidate)
    return kept


def _distinct(pool: Pool, which: np.ndarray) -> np.ndarray:
    """Return the best of those with the same needs, site by site, as these first appear."""
    return _best_of_units(np.flatnonzero(which), pool.units_of, pool.totals)


@compiled
def _best_of_units(places, units_of, totals):
    numbers = np.full(units_of.max() + 1 if len(units_of) else 0, -1, np.int64)
    best, count = np.empty(len(places), np.int64), 0
    for place in places:
        number = numbers[units_of[place]]
        if number < 0:
            numbers[units_of[place]] = count
            best[count] = place
            count += 1
        elif totals[place] > totals[best[number]]:
            best[number] = place
    return best[:count]


def _widest(pool: Pool, places: np.ndarray) -> list[int]:
    """Leave out those of different needs that lie within one that is wider: most of a directory."""
    places = places[np.argsort(-pool.widths[places], kind="stable")]
    return places[_maximal(pool.words[pool.set_of[places]], pool.is_at_one[places])].tolist()


@compiled
def _maximal(words, may_hold):
    """Return which sets lie in no earlier one that is kept, and that may hold others."""
    kept, holders = np.zeros(len(words), np.bool_), np.empty(len(words), np.int64)
    count = 0
    for place in range(len(words)):
        is_within = False
        for number in range(count):
            holder, beyond = holders[number], np.uint64(0)
            for word in range(words.shape[1]):
                beyond |= words[place, word] & ~words[holder, word]
            if beyond == 0:
                is_within = True
                break
        if not is_within:
            kept[place] = True
            if may_hold[place]:
                holders[count] = place
                count += 1
    return kept


def _is_replaced(candidate, holders: list[Candidate], wanted: int, vendors: Counter) -> bool:
    """Say whether enough of those that hold its rarest need hold all it does."""
    mask, found = candidate.mask, 0
    for other in holders:
        if mask & other.mask != mask or not _fits(candidate.units, other.units):
            continue
        if vendors[other.vendor] > 1 and other.vendor != candidate.vendor:
            continue  # the other face may be in the plan, and then this one cannot step in
        found += 1
        if found >= wanted:
            return True
    return False


def _fits(units: Iterable[int], others: tuple[int, ...]) -> bool:
    if len(others) == 1:
        return True
    return all(any(not unit & ~other for other in others) for unit in units)
