"""
Partner plans: the fewest partners, then the fewest hand-offs, then the best score.

The number of partners is found by an exact search (``cover``), the hand-offs by looking at every
choice of that many partners (``streams``), the score by exchanging partners (``score``) and, where
that is few enough, by looking at every choice of all vendors. Each stage says whether it finished:
what is not proved is called the best that was found.
"""

from dataclasses import astuple, replace
from itertools import product
from time import perf_counter

from programs.plans import bits
from programs.plans.search import Search
from programs.plans.types import Candidate, Outcome, Plan, Proof, Rules, Task

WORK = 1_000_000  # looks at a candidate that one stage of the search may take


class ContradictionError(ValueError):
    """The rules cannot be kept together; the text is a sentence for the user."""


def plan(
    tasks: list[Task], candidates: list[Candidate], rules: Rules | None = None, *, work: int = WORK
) -> Outcome:
    """
    Cover the needs with the fewest partners, then the fewest hand-offs, then the best score.

    :param candidates: vendors with the needs they meet; a vendor with two faces stands twice
    :param work: how much each stage of the search may look at
    :raises ContradictionError: when the rules contradict each other
    """
    start = perf_counter()
    rules = rules or Rules()
    candidates = [one for one in candidates if one.mask]
    _check(candidates, rules)
    needed = bits.union(one.mask for one in candidates) & bits.of(task.no for task in tasks)
    second = tuple(t.no for t in tasks if t.sources > 1 and _is_sole(t.no, candidates))
    known = {task.no: replace(task, sources=1) if task.no in second else task for task in tasks}
    best = more = None
    if needed:
        best, more = _over_faces(known, candidates, needed, rules, work)
    return Outcome(
        plan=best,
        more=more,
        uncoverable=tuple(task.no for task in tasks if not needed >> task.no & 1),
        without_second=second,
        candidates=len({one.vendor for one in candidates}),
        ms=round(1000 * (perf_counter() - start)),
    )


def _is_sole(no: int, candidates: list[Candidate]) -> bool:
    return len({one.vendor for one in candidates if one.mask >> no & 1}) == 1


def _check(candidates: list[Candidate], rules: Rules) -> None:
    if rules.cap is not None and rules.cap < 1:
        raise ContradictionError("A plan needs at least one partner.")
    if rules.cap is not None and len(rules.include) > rules.cap:
        raise ContradictionError(
            f"{len(rules.include)} partners must be included, and at most {rules.cap} may be."
        )
    if rules.include - {one.vendor for one in candidates}:
        raise ContradictionError("A vendor that must be included meets none of the needs.")


def _over_faces(
    tasks: dict[int, Task], candidates: list[Candidate], needed: int, rules: Rules, work: int
) -> tuple[Plan, Plan | None]:
    """Plan for every face that the included vendors may take; usually each has one."""
    included = sorted(rules.include, key=str)
    faces = [[one for one in candidates if one.vendor == key] for key in included]
    rest = [one for one in candidates if one.vendor not in rules.include]
    found = []
    for forced in product(*faces):
        search = Search(tasks, [*forced, *rest], needed, len(forced), rules.cap, work)
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
