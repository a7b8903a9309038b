"""
Partner plans: the fewest partners, then the fewest hand-offs, then the best score.

The number of partners is found by an exact search (``cover``), the hand-offs by looking at every
choice of that many partners (``streams``), the score by exchanging partners (``score``) and, where
that is few enough, by looking at every choice of all vendors. Each stage says whether it finished:
what is not proved is called the best that was found.
"""

from collections.abc import Iterable
from dataclasses import astuple, replace
from itertools import product
from time import perf_counter

import numpy as np

from programs.plans import bits
from programs.plans.pool import Pool
from programs.plans.search import Search
from programs.plans.types import Candidate, Outcome, Plan, Proof, Rules, Task

WORK = 1_000_000  # looks at a candidate that one stage of the search may take


class ContradictionError(ValueError):
    """The rules cannot be kept together; the text is a sentence for the user."""


def plan(
    tasks: list[Task],
    candidates: Iterable[Candidate],
    rules: Rules | None = None,
    *,
    work: int = WORK,
) -> Outcome:
    """
    Cover the needs with the fewest partners, then the fewest hand-offs, then the best score.

    :param candidates: vendors with the needs they meet, a pool of them at best; a vendor with two
        faces stands twice
    :param work: how much each stage of the search may look at
    :raises ContradictionError: when the rules contradict each other
    """
    start = perf_counter()
    rules = rules or Rules()
    pool = Pool.of(candidates)
    _check(pool, rules)
    needed = pool.met() & bits.of(task.no for task in tasks)
    second = tuple(t.no for t in tasks if t.sources > 1 and _is_sole(t.no, pool))
    known = {task.no: replace(task, sources=1) if task.no in second else task for task in tasks}
    best = more = None
    if needed:
        best, more = _over_faces(known, pool, needed, rules, work)
    return Outcome(
        plan=best,
        more=more,
        uncoverable=tuple(task.no for task in tasks if not needed >> task.no & 1),
        without_second=second,
        candidates=pool.vendor_count,
        ms=round(1000 * (perf_counter() - start)),
    )


def _is_sole(no: int, pool: Pool) -> bool:
    return len(np.unique(pool.vendor_of[pool.meets_all(1 << no)])) == 1


def _check(pool: Pool, rules: Rules) -> None:
    if rules.cap is not None and rules.cap < 1:
        raise ContradictionError("A plan needs at least one partner.")
    if rules.cap is not None and len(rules.include) > rules.cap:
        raise ContradictionError(
            f"{len(rules.include)} partners must be included, and at most {rules.cap} may be."
        )
    if rules.include and rules.include.difference(pool.vendors):
        raise ContradictionError("A vendor that must be included meets none of the needs.")


def _over_faces(
    tasks: dict[int, Task], pool: Pool, needed: int, rules: Rules, work: int
) -> tuple[Plan, Plan | None]:
    """Plan for every face that the included vendors may take; usually each has one."""
    included = sorted(rules.include, key=str)
    faces = [np.flatnonzero(pool.is_of([key])).tolist() for key in included]
    rest = np.flatnonzero(~pool.is_of(included)).tolist()
    found = []
    for forced in product(*faces):
        able = pool.take(np.array([*forced, *rest])) if forced else pool
        search = Search(tasks, able, needed, len(forced), rules.cap, work)
        found.append((search, search.best()))
    search, best = min(found, key=lambda pair: (pair[0].lost, pair[1].staffing.value))
    more = search.one_more(best)
    if len(found) > 1:  # the best of several searches is proved when all are, the next one never
        proofs = [plan.proof for _, plan in found]
        best = replace(
            best, proof=Proof(*(all(flags) for flags in zip(*map(astuple, proofs), strict=True)))
        )
        more = more and replace(more, proof=replace(more.proof, handoffs=False))
    return best, more
