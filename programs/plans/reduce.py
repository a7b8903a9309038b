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
from vendors.columns import first_of_runs


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
    places = np.flatnonzero(which)
    units = pool.units_of[places]
    best = np.lexsort((-pool.totals[places], units))
    starts = first_of_runs(units[best])
    first = np.minimum.reduceat(best, starts) if len(starts) else best
    return places[best[starts]][np.argsort(first)]


def _widest(pool: Pool, places: np.ndarray) -> list[int]:
    """
    Leave out those of different needs that lie within one that is wider: most of a directory.

    The widest left is found, and takes with it all that lie within it.
    """
    left = places[np.argsort(-pool.widths[places], kind="stable")]
    words = np.ascontiguousarray(pool.words[pool.set_of[left]].T)
    found: list[int] = []
    while len(left):
        place, widest = left[0], words[:, :1]
        found.append(int(place))
        left, words = left[1:], words[:, 1:]
        if not pool.is_at_one[place]:
            continue
        beyond = words[0] & ~widest[0]
        for word, own in zip(words[1:], widest[1:], strict=True):
            beyond |= word & ~own
        kept = np.flatnonzero(beyond)
        if len(kept) < len(left):
            left, words = left.take(kept), words.take(kept, axis=1)
    return found


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
