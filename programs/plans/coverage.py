"""Which vendor meets which need of several packages, with points and site: what a plan is made of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from programs.kinds import Kind
from programs.matching import store
from programs.matching.ranking import explain_all
from programs.matching.store import Brief
from programs.matching.types import Answer, Asked
from programs.models import Program, WorkPackage
from programs.plans import met, reach
from programs.plans.met import Met
from programs.plans.pool import Pool
from programs.plans.reach import Reach
from programs.plans.types import Task
from programs.plans.wish import Wish
from vendors.choices import Phase, VendorKind
from vendors.lines import KINDS
from vendors.models import Vendor

PLACES = {phase.value: place for place, phase in enumerate(Phase)}
NO_TRANSFER = "none"
FACES = (Kind.CDMO, Kind.CRO)
SHOWN = ("name", "slug", "kind", "country", "is_fictional")


@dataclass(frozen=True)
class Coverage:
    """The needs of a plan, who meets them, and what the planner reads of both."""

    program: Program
    now: datetime
    packages: tuple[WorkPackage, ...]
    briefs: tuple[Brief, ...]  # by package
    needs: tuple[Asked, ...]  # the place of a need is its number in the plan
    tasks: tuple[Task, ...]
    candidates: Pool
    listed: int

    def answers(self, vendor_ids: Iterable[int]) -> dict[tuple[int, int], Answer]:
        """Return the answers of some vendors, by vendor and number."""
        place = {asked.need.pk: no for no, asked in enumerate(self.needs)}
        found = {}
        for asking in self.briefs:
            for pk, match in explain_all(asking, list(vendor_ids)).items():
                if match.passed:
                    found |= {
                        (pk, place[answer.need.pk]): answer
                        for answer in match.answers
                        if answer.is_answered and answer.need.pk in place
                    }
        return found

    def vendors(self, vendor_ids: Iterable[int]) -> dict[int, Vendor]:
        return Vendor.objects.only(*SHOWN).in_bulk(list(vendor_ids))


def coverage(program: Program, wish: Wish, *, now: datetime) -> Coverage:
    """
    Read who meets the needs of the chosen packages in the chosen phases.

    A need is met where the match answers it, on weaker evidence included; unknown is not met. A
    vendor that a gate of a package stops meets nothing of that package.
    """
    packages = _packages(program, wish)
    briefs = tuple(store.brief(package, now) for package in packages)
    needs: list[Asked] = []
    parts: list[Met] = []
    for asking in briefs:
        wanted = [
            asked for asked in asking.needs if not wish.phases or asked.need.phase in wish.phases
        ]
        place = {asked.no: len(needs) + at for at, asked in enumerate(wanted)}
        needs += wanted
        found = reach.read(asking, list(place))
        parts += _parts(asking, place, found, wish)
    faces = tuple(face.value for face in FACES) if wish.apart else (met.WHOLE,)
    candidates = met.pool(parts, len(needs), faces, by_site=wish.by_site)
    tasks = tuple(_task(no, asked, wish) for no, asked in enumerate(needs))
    return Coverage(
        program=program,
        now=now,
        packages=tuple(packages),
        briefs=briefs,
        needs=tuple(needs),
        tasks=tasks,
        candidates=candidates,
        listed=reach.listed(program),
    )


def _parts(asking: Brief, place: dict[int, int], found: Reach, wish: Wish) -> Iterator[Met]:
    """Yield who meets what, with the numbers and the points of the plan, by face where asked."""
    weights = np.array([0, *(int(100 * asked.need.weight) for asked in asking.needs)])
    places = np.zeros(len(asking.needs) + 1, np.int32)
    places[list(place)] = list(place.values())
    nothing = np.broadcast_to(np.int64(0), found.no.shape)
    site = reach.sites(asking, found) if wish.by_site else nothing
    whole = (found.vendor_id, *reach.weighed(found, weights, places), site)
    serves = [Kind.EITHER, *(asked.serves for asked in asking.needs)]
    if not wish.apart:
        yield Met(whole[0], nothing, *whole[1:])
        return
    for number, face in enumerate(FACES):
        is_kind = np.isin(found.kind, [KINDS[face.value], KINDS[VendorKind.BOTH]])
        its_own = np.flatnonzero(is_kind & np.isin(serves, [face, Kind.EITHER])[found.no])
        vendor_id, *columns = (column.take(its_own) for column in whole)
        yield Met(vendor_id, np.full(len(vendor_id), number), *columns)


def _packages(program: Program, wish: Wish) -> list[WorkPackage]:
    packages = program.packages.all()
    if wish.packages:
        packages = packages.filter(pk__in=wish.packages)
    found = list(packages)
    for package in found:
        package.program = program  # one program, whose phases are read once
    return found


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
