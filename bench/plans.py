"""
How fast a partner plan is, and whether it is as good as the solver's.

What is timed is the whole plan: from who-meets-what as Python values, over dropping who is never
needed, to the best plan, the best with one partner more, and their work. The reading of the match is
not in it.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from time import process_time

from bench import instances, milp
from bench.registry import Figure
from programs.plans import planner, reduce
from programs.plans.pool import Pool

SEEDS = 12


@dataclass(frozen=True)
class Case:
    """Instances of one size; ``vendors`` is the directory, of which some meet nothing."""

    name: str
    needs: int
    vendors: int
    width: float
    median_ms: float
    worst_ms: float | None


CASES = [
    Case("plan, 20 needs, 5,000 vendors", 20, 5_000, 1.0, 100, 300),
    Case("plan, 60 needs, 2,000 vendors", 60, 2_000, 1.0, 100, 300),
    Case("plan, 60 needs, 8,000 vendors", 60, 8_000, 1.0, 100, 300),
    Case("plan, 60 needs, few partners can do much", 60, 600, 0.8, 100, 300),
    Case("plan, 200 needs, 2,000 vendors", 200, 2_000, 1.2, 1_000, None),
    Case("plan, 200 needs, 8,000 vendors", 200, 8_000, 1.2, 1_000, None),
]
CHECKS = [(20, 400), (40, 300), (60, 300), (60, 1_500)]  # needs, vendors: small enough for milp


def run() -> Iterator[Figure]:
    """Time every case and compare with ``milp``."""
    for case in CASES:
        times, proved = timed(case)
        yield Figure(f"{case.name}: median", median(times), "ms", case.median_ms)
        yield Figure(f"{case.name}: worst", max(times), "ms", case.worst_ms)
        yield Figure(f"{case.name}: proved best", 100 * proved / SEEDS, "%")
    for needs, vendors in CHECKS:
        equal, decided, ratio = compared(needs, vendors)
        name = f"plan against milp, {needs} needs, {vendors:,} vendors"
        said = f"{name}: equal of {decided} that milp proves"
        yield Figure(said, equal, "plans", decided, is_floor=True)
        yield Figure(f"{name}: milp takes", ratio, "times as long")


def timed(case: Case) -> tuple[list[float], int]:
    """Return the milliseconds of each plan, and how many were proved best."""
    times, proved = [], 0
    for seed in range(SEEDS):
        tasks, candidates = made(seed, case.needs, case.vendors, case.width)
        start = process_time()
        outcome = planner.plan(tasks, candidates)
        times.append(1000 * (process_time() - start))
        proved += outcome.plan.proof.is_best
    return times, proved


def compared(needs: int, vendors: int) -> tuple[int, int, float]:
    """Return how many plans equal those that milp proves, how many those are, and its time in ours."""
    equal = decided = 0
    ours = theirs = 0.0
    for seed in range(SEEDS):
        tasks, candidates = made(seed, needs, vendors, 1.0)
        start = process_time()
        shared = planner.plan(tasks, candidates).plan.staffing
        ours += process_time() - start
        few = reduce.undominated(Pool.of(candidates), double=0, most=0)
        start = process_time()
        answer = milp.solve(tasks, few)
        theirs += process_time() - start
        if None not in answer:
            decided += 1
            equal += (len(shared.partners), len(shared.handoffs)) == answer
    return equal, decided, theirs / ours


def made(seed: int, needs: int, vendors: int, width: float):
    return instances.make(random.Random(seed), needs=needs, vendors=vendors, width=width)
