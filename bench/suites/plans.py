"""Plans: end to end from the directory, and the search alone beside scipy's solver."""

from collections.abc import Iterator
from statistics import median
from time import perf_counter

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
        yield Figure(f"{where}: median", median(times), "ms", GOAL_MEDIAN)
        yield Figure(f"{where}: worst", max(times), "ms", GOAL_WORST)


def _drawn(package) -> float:
    """Return the milliseconds of the second drawing, when the caches are warm."""
    for _ in range(2):
        begun = perf_counter()
        drawing.draw(package.program, Wish(packages=(package.pk,)), now=NOW)
        taken = 1000 * (perf_counter() - begun)
    return taken
