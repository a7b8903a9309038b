"""Plans: end to end from the directory, and the search alone beside scipy's solver."""

from collections.abc import Iterator
from statistics import median
from time import perf_counter, process_time

from audit import acting
from bench import databases, packages, plans, world
from bench.registry import Figure, benchmark
from bench.suites.matching import LARGEST, NOW
from programs.plans import drawing
from programs.plans.wish import Wish

# Kind, needs, and the goals in ms: median and worst. A whole program has 200 needs; so many heavy
# leaves there are not.
PROGRAMS = (
    ("typical", 20, 100, 300),
    ("heavy", 20, 100, 300),
    ("heavy", 60, 100, 300),
    ("typical", 200, 1_000, None),
)


@benchmark("plans")
def run() -> Iterator[Figure]:
    with databases.of(f"vendors_{LARGEST}"):
        world.build(LARGEST, NOW)  # outside a transaction: it ends by VACUUM
        with acting.as_system():  # apart: who writes keeps the columns he reads to himself
            for kind, needs, *_ in PROGRAMS:
                packages.build(kind, needs, NOW)
        with acting.as_system():
            yield from end_to_end(LARGEST)
    yield from plans.run()


def end_to_end(size: int) -> Iterator[Figure]:
    """Draw the plan of each package: read who meets what, search, write the record."""
    for kind, needs, goal, worst in PROGRAMS:
        drawn = [_drawn(package) for package in packages.build(kind, needs, NOW)]
        where = f"plan end to end: {kind}, {needs} needs, {size:,} vendors"
        walls, busy, proved = zip(*drawn, strict=True)
        yield Figure(f"{where}: median", median(walls), "ms", goal)
        yield Figure(f"{where}: worst", max(walls), "ms", worst)
        yield Figure(f"{where}: processor time, median", median(busy), "ms")
        yield Figure(
            f"{where}: fewest partners and hand-offs proved", 100 * sum(proved) / len(proved), "%"
        )


def _drawn(package) -> tuple[float, float, bool]:
    """
    Draw twice, and time the second, when the caches are warm.

    :return: milliseconds by clock and by processor, and whether the page calls the plan proved,
        if not in its score
    """
    for _ in range(2):
        begun, busy = perf_counter(), process_time()
        record = drawing.draw(package.program, Wish(packages=(package.pk,)), now=NOW)
        taken = 1000 * (perf_counter() - begun), 1000 * (process_time() - busy)
    return *taken, all(plan["proved"]["best"] for plan in record["plans"][:1])
