"""
Leave out the candidates that can never be needed.

A candidate whose needs, site by site, lie within another's can be replaced by the other without
more partners or more hand-offs. That is exact for both, not for the score: a narrower vendor may
score higher, so the score is improved afterwards among all candidates.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from operator import attrgetter

from programs.plans import bits
from programs.plans.types import Candidate


def undominated(candidates: list[Candidate], *, double: int, most: int) -> list[Candidate]:
    """
    Return the candidates that no other replaces; of equals the one with the most points.

    :param double: the needs that want two sources
    :param most: how many partners a plan may have. Where a candidate meets a double need, one
        replacement may be in the plan already, so it goes only when this many could replace it.
    """
    vendors = Counter(candidate.vendor for candidate in candidates)
    kept: list[Candidate] = []
    holders: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in sorted(_distinct(candidates, double, vendors), key=_width, reverse=True):
        wanted = most if candidate.mask & double else 1
        rarest = min((holders[no] for no in bits.each(candidate.mask)), key=len)
        if wanted > len(rarest) or not _is_replaced(candidate, rarest, wanted, vendors):
            kept.append(candidate)
            for no in bits.each(candidate.mask):
                holders[no].append(candidate)
    return kept


def _width(candidate: Candidate) -> int:
    return candidate.mask.bit_count()


def _distinct(candidates, double: int, vendors: Counter) -> list[Candidate]:
    """Keep the best of those with the same needs, site by site: most of a directory falls here."""
    found: dict[tuple, list[Candidate]] = defaultdict(list)
    rest = []
    for candidate in candidates:
        if candidate.mask & double or vendors[candidate.vendor] > 1:
            rest.append(candidate)
        else:
            found[candidate.units].append(candidate)
    best = [
        equal[0] if len(equal) == 1 else max(equal, key=attrgetter("total"))
        for equal in found.values()
    ]
    return [*best, *rest]


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
