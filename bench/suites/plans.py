"""Plans: end to end from the directory, and the search alone beside scipy's solver."""

from collections.abc import Iterator
from statistics import median
from time import perf_counter, process_time

from audit import acting
from bench import databases, packages, plans, world
from bench.registry import Figure, benchmark
from bench.suites.matching import LARGEST, NOW, WORKLOADS
from programs.plans import drawing
from programs.plans.wish import Wish

GOAL_MEDIAN, GOAL_WORST = 100, 300


@benchmark("plans")
def run() -> Iterator[Figure]:
    with databases.of(f"vendors_{LARGEST}"):
        world.build(LARGEST, NOW)  # outside a transaction: it ends by VACUUM
        with acting.as_system():  # apart: who writes keeps the columns he reads to himself
            for kind, needs, _ in WORKLOADS:
                packages.build(kind, needs, NOW)
        with acting.as_system():
            yield from end_to_end(LARGEST)
    figures: list[Figure] = []
    plans.run(lambda *figure: figures.append(Figure(*figure)))
    yield from figures


def end_to_end(size: int) -> Iterator[Figure]:
    """Draw the plan of each package: read who meets what, search, write the record."""
    for kind, needs, _ in WORKLOADS:
        times = [_drawn(package) for package in packages.build(kind, needs, NOW)]
        where = f"plan end to end: {kind}, {needs} needs, {size:,} vendors"
        yield Figure(f"{where}: median", median(wall for wall, _ in times), "ms", GOAL_MEDIAN)
        yield Figure(f"{where}: worst", max(wall for wall, _ in times), "ms", GOAL_WORST)
        yield Figure(f"{where}: processor time, median", median(cpu for _, cpu in times), "ms")


def _drawn(package) -> tuple[float, float]:
    """Return the milliseconds of the second drawing, when the caches are warm, by clock and CPU."""
    for _ in range(2):
        begun, busy = perf_counter(), process_time()
        drawing.draw(package.program, Wish(packages=(package.pk,)), now=NOW)
        taken = 1000 * (perf_counter() - begun), 1000 * (process_time() - busy)
    return taken
