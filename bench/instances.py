"""
Made-up plans to search: workstreams over phases, and a directory of vendors with a home.

A vendor serves one window of phases; in its home group of workstreams it does much, elsewhere
little. So do real directories: most vendors do a few things, some do many, and few go all the way.
"""

import random

from programs.plans.types import FIT, Candidate, Offer, Task

PHASES = 6
FITS = (FIT * 15 // 100, FIT * 35 // 100, FIT * 6 // 10, FIT)
FIRST = (0, 0, 0, 1, 1, 2, 3, 4)
LENGTH = (0, 1, 1, 2, 2, 3, 5)
STRAY = 0.25  # how much of its home share a vendor does elsewhere


def make(
    rng: random.Random, *, needs: int, vendors: int, width: float = 1.0
) -> tuple[list[Task], list[Candidate]]:
    """Return tasks and the candidates that meet at least one; ``width`` makes vendors do more."""
    streams = _streams(rng, needs)
    tasks = [task for stream in streams for task in stream]
    count = max(2, len(streams) // 5)
    groups = [streams[start::count] for start in range(count)]
    found = (_candidate(rng, key, groups, width) for key in range(vendors))
    return tasks, [candidate for candidate in found if candidate.mask]


def _streams(rng: random.Random, needs: int) -> list[list[Task]]:
    streams: list[list[Task]] = []
    no = 0
    while no < needs:
        first, moves, wide = rng.choice(FIRST[:6]), rng.random() < 0.6, rng.choice([1, 1, 1, 2])
        stream = []
        for phase in range(first, rng.randint(first, PHASES - 1) + 1):
            for _ in range(min(wide, needs - no)):
                weight = 100 * rng.randint(1, 9)
                stream.append(Task(no, f"stream {len(streams)}", phase, weight, moves=moves))
                no += 1
        streams.append(stream)
    return [stream for stream in streams if stream]


def _candidate(rng: random.Random, key: int, groups, width: float) -> Candidate:
    home, share = rng.choice(groups), rng.betavariate(1.3, 3) * width
    first = rng.choice(FIRST)
    last = first + rng.choice(LENGTH)
    offers = {}
    for group in groups:
        for stream in group:
            if rng.random() < (share if group is home else STRAY * share):
                start = first + (rng.random() < 0.1)
                end = last - (rng.random() < 0.15)
                for task in stream:
                    if start <= task.phase <= end:
                        sure = task.weight * rng.choice(FITS)
                        offers[task.no] = Offer(sure, task.weight * FIT)
    return Candidate.of(key, offers)
