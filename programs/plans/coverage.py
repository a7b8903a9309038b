"""Which vendor meets which need of several packages, with points and site: what a plan is made of."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from programs import matching
from programs.kinds import Kind
from programs.matching.types import Answer, Asked, VendorMatch
from programs.models import Program, WorkPackage
from programs.plans.types import FIT, Candidate, Offer, Task
from programs.plans.wish import Wish
from vendors.choices import Phase, VendorKind
from vendors.models import Vendor

PLACES = {phase.value: place for place, phase in enumerate(Phase)}
NO_TRANSFER = "none"
FACES = {
    VendorKind.CDMO: (Kind.CDMO,),
    VendorKind.CRO: (Kind.CRO,),
    VendorKind.BOTH: (Kind.CDMO, Kind.CRO),
}


@dataclass(frozen=True)
class Coverage:
    """The needs of a plan, who meets them, and what the planner reads of both."""

    program: Program
    now: datetime
    packages: tuple[WorkPackage, ...]
    needs: tuple[Asked, ...]  # the place of a need is its number in the plan
    tasks: tuple[Task, ...]
    candidates: tuple[Candidate, ...]
    vendors: dict[int, Vendor]  # all that meet a need, by id
    answers: dict[tuple[int, int], Answer]  # by vendor and number
    listed: int
    algorithm: str


def coverage(program: Program, wish: Wish, *, now: datetime) -> Coverage:
    """
    Read who meets the needs of the chosen packages in the chosen phases.

    A need is met where the match answers it, on weaker evidence included; unknown is not met. A
    vendor that a gate of a package stops meets nothing of that package.
    """
    packages = _packages(program, wish)
    rankings = [matching.rank(package, now=now) for package in packages]
    needs: list[Asked] = []
    met: dict[int, list[tuple[int, Answer]]] = defaultdict(list)
    vendors: dict[int, Vendor] = {}
    for ranking in rankings:
        place = {}
        for asked in ranking.needs:
            if not wish.phases or asked.need.phase in wish.phases:
                place[asked.no] = len(needs)
                needs.append(asked)
        for match in ranking.ranked:
            for no, answer in _answered(match, place):
                met[match.vendor.pk].append((no, answer))
                vendors[match.vendor.pk] = match.vendor
    tasks = tuple(_task(no, asked, wish) for no, asked in enumerate(needs))
    return Coverage(
        program=program,
        now=now,
        packages=tuple(packages),
        needs=tuple(needs),
        tasks=tasks,
        candidates=tuple(
            candidate
            for pk, found in met.items()
            for candidate in _candidates(vendors[pk], found, tasks, wish)
        ),
        vendors=vendors,
        answers={(pk, no): answer for pk, found in met.items() for no, answer in found},
        listed=max((ranking.listed_count for ranking in rankings), default=0),
        algorithm=rankings[0].algorithm if rankings else matching.ALGORITHM,
    )


def _packages(program: Program, wish: Wish) -> list[WorkPackage]:
    packages = program.packages.prefetch_related("needs", "gates")
    if wish.packages:
        packages = packages.filter(pk__in=wish.packages)
    found = list(packages)
    for package in found:
        package.program = program  # one program, whose phases are read once
    return found


def _answered(match: VendorMatch, place: dict[int, int]):
    for answer in match.answers:
        if answer.is_answered and answer.asked.no in place:
            yield place[answer.asked.no], answer


def _task(no: int, asked: Asked, wish: Wish) -> Task:
    leaf = asked.leaves[0] if asked.leaves else None
    return Task(
        no=no,
        stream=leaf.workstream if leaf else asked.need.slot,
        phase=PLACES[asked.need.phase],
        weight=int(100 * asked.need.weight),
        sources=2 if asked.need.pk in wish.double else 1,
        moves=leaf is not None and leaf.transfer != NO_TRANSFER,
    )


def _candidates(vendor: Vendor, found, tasks, wish: Wish):
    """Yield a vendor as the planner sees it; one that is both, and may not be, stands twice."""
    if not wish.apart:
        yield _candidate(vendor, "", found, tasks, wish)
        return
    for face in FACES[vendor.kind]:
        able = [row for row in found if row[1].asked.serves in (face, Kind.EITHER)]
        if able:
            yield _candidate(vendor, face.value, able, tasks, wish)


def _candidate(vendor: Vendor, face: str, found, tasks, wish: Wish) -> Candidate:
    offers = {no: _offer(answer, tasks[no].weight) for no, answer in found}
    return Candidate.of((vendor.pk, face), offers, vendor=vendor.pk, by_site=wish.by_site)


def _offer(answer: Answer, weight: int) -> Offer:
    """Turn points of a package's hundred into weight times fit, which packages share."""
    possible = answer.asked.possible
    sure = int(FIT * answer.points / possible) if possible else 0
    best = int(FIT * answer.best_points / possible) if possible else 0
    return Offer(weight * sure, weight * best, answer.site.pk if answer.site else 0)
