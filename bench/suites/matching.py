"""Matching: the page's database work, near misses and robustness, beside numpy and the ORM."""

import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from math import log
from statistics import median
from time import perf_counter, process_time

from django.db.models import Max

from audit import acting
from bench import databases, packages, world
from bench.postings import Postings
from bench.registry import Figure, benchmark, milliseconds
from programs.choices import GateKind
from programs.matching import board, onfile, robustness, store
from programs.matching.store import Brief
from programs.matching.wishes import Wish
from vendors import lines
from vendors.models import CapabilityLine

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SIZES = tuple(map(int, os.environ.get("BENCH_VENDORS", "1000,10000,100000").split(",")))
LARGEST = 100_000  # the goals are meant for
PAGE = 50
WORKLOADS = (("typical", 20, 30), ("heavy", 20, 100), ("heavy", 60, 200))  # kind, needs, goal in ms


@benchmark("matching")
def run() -> Iterator[Figure]:
    medians: dict[tuple, float] = {}
    for size in SIZES:
        with databases.of(f"vendors_{size}"):
            counts = world.build(size, NOW)
            with acting.as_system():  # apart: who writes keeps the columns he reads to himself
                for kind, needs, _ in WORKLOADS:
                    packages.build(kind, needs, NOW)
            with acting.as_system():
                begun = perf_counter()
                lines.current()
                yield Figure(f"reading {size:,} vendors, once", perf_counter() - begun, "s")
                if size == LARGEST:
                    yield from _world(counts)
                yield from _workloads(size, medians)
                if size == SIZES[len(SIZES) // 2]:
                    yield from _orm(size, medians)
    if len(SIZES) > 1:
        for kind, needs, _ in WORKLOADS:
            yield _growth(kind, needs, medians)


@benchmark("robustness")
def run_robustness() -> Iterator[Figure]:
    rng = random.Random(1)
    shares = [rng.randint(200, 2000) for _ in range(10)]
    rows = [[rng.choice([0, 8_750, 15_000, 25_000]) for _ in shares] for _ in range(200)]
    rows.sort(key=lambda row: -sum(map(int.__mul__, shares, row)))
    fits = {place: dict(enumerate(row, 1)) for place, row in enumerate(rows)}
    taken = milliseconds(lambda: _examine(shares, rows, fits), times=9)
    yield Figure("robustness of 200 vendors by 10 needs", taken, "ms", 50)


def _examine(shares, rows, fits) -> None:
    """Examine all of them, none standing for others."""
    robustness.examine(shares, fits, robustness.rivals_of(shares, dict(enumerate(rows))))


def _world(counts: dict[str, int]) -> Iterator[Figure]:
    yield Figure("vendors", counts["vendors_vendor"], "rows")
    yield Figure("facts: a line for one modality", counts["facts"], "rows")
    yield Figure("capability lines", counts["vendors_capabilityline"], "rows")


def _workloads(size: int, medians: dict) -> Iterator[Figure]:
    limit = Postings()
    for kind, needs, goal in WORKLOADS:
        briefs = [store.brief(package, NOW) for package in packages.build(kind, needs, NOW)]
        for asking in briefs:
            _check(limit, asking)
        taken = median(milliseconds(lambda b=b: _page(b)) for b in briefs)
        in_memory = median(milliseconds(lambda b=b: _numpy(limit, b)) for b in briefs)
        medians[kind, needs, size] = taken
        where = f"{kind}, {needs} needs, {size:,} vendors"
        yield Figure(
            f"page's database work: {where}",
            taken,
            "ms",
            goal if size == LARGEST else None,
            "numpy in one process",
            taken / in_memory,
        )
        if size == LARGEST:
            busy = median(milliseconds(lambda b=b: _page(b), clock=process_time) for b in briefs)
            yield Figure(f"processor time of the page: {where}", busy, "ms")
            yield Figure(f"numpy ranking: {where}", in_memory, "ms")
            near = median(milliseconds(lambda b=b: _near(b)) for b in briefs)
            yield Figure(f"ranking and near misses alone: {where}", near, "ms", 50)


def _page(asking: Brief) -> None:
    """Do what a page of the matching asks of the database."""
    found = board.read(asking, Wish(), size=PAGE)
    onfile.read(asking, [standing.vendor_id for standing in found.standings])


def _near(asking: Brief) -> None:
    board.near_misses(asking)


def _numpy(limit: Postings, asking: Brief) -> list[int]:
    known, gate = lines.current(), asking.gate(GateKind.WARNING_LETTER)
    since = lines.day(store.letters_count_from(asking, gate))
    letters = known.site_ids[known.under_letter(since, lines.day(asking.today))]
    return limit.top(asking, letters, PAGE)


def _check(limit: Postings, asking: Brief) -> None:
    """Make sure that both rank the same."""
    standings = board.read(asking, Wish(), size=PAGE).standings
    ours = [int(standing.score * 100) for standing in standings]
    if _numpy(limit, asking)[: len(ours)] != ours:
        raise RuntimeError(f"numpy and the page rank {asking.program.code} differently")


def _orm(size: int, medians: dict) -> Iterator[Figure]:
    """Rank by the join most would write; on the middle world, for it takes too long on the large."""
    kind, needs = "typical", 20
    briefs = [store.brief(package, NOW) for package in packages.build(kind, needs, NOW)[:4]]
    taken = median(milliseconds(lambda b=b: _join(b), times=1) for b in briefs)
    ours = medians[kind, needs, size]
    where = f"{kind}, {needs} needs, {size:,} vendors"
    yield Figure(
        f"ORM join: {where}", taken, "ms", None, "our page on the same world", taken / ours
    )


def _join(asking: Brief) -> list:
    scores: dict[int, float] = {}
    for asked in asking.needs:
        best = (
            CapabilityLine.objects.filter(
                capability__in=asked.leaves,
                is_offered=True,
                phases__contains=[asked.need.phase],
                modalities__contains=[asking.modality],
                site__vendor__state="listed",
            )
            .exclude(site__country="CN")
            .order_by()
            .values("site__vendor")
            .annotate(best=Max("evidence"))
        )
        for row in best:
            points = float(asked.possible) * row["best"] / 4
            scores[row["site__vendor"]] = scores.get(row["site__vendor"], 0) + points
    return sorted(scores.items(), key=lambda item: -item[1])[:PAGE]


def _growth(kind: str, needs: int, medians: dict) -> Figure:
    """Return the exponent x of time ~ vendors^x, fitted to the three worlds."""
    points = [(log(size), log(medians[kind, needs, size])) for size in SIZES]
    mean_x, mean_y = (sum(values) / len(points) for values in zip(*points, strict=True))
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points)
    slope /= sum((x - mean_x) ** 2 for x, _ in points)
    return Figure(f"growth exponent: {kind}, {needs} needs", slope, "of the vendors", 1.05)
