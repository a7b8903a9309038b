"""Which vendor meets which need of several packages, with points and site: what a plan is made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from programs.kinds import Kind
from programs.matching import store
from programs.matching.ranking import explain_all
from programs.matching.store import Brief
from programs.matching.types import Answer, Asked
from programs.models import Program, WorkPackage
from programs.plans import reach
from programs.plans.met import Met
from programs.plans.reach import Reach
from programs.plans.types import Candidate, Task
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
    briefs: tuple[Brief, ...]  # by package
    needs: tuple[Asked, ...]  # the place of a need is its number in the plan
    tasks: tuple[Task, ...]
    candidates: tuple[Candidate, ...]
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
        return Vendor.objects.in_bulk(list(vendor_ids))


def coverage(program: Program, wish: Wish, *, now: datetime) -> Coverage:
    """
    Read who meets the needs of the chosen packages in the chosen phases.

    A need is met where the match answers it, on weaker evidence included; unknown is not met. A
    vendor that a gate of a package stops meets nothing of that package.
    """
    packages = _packages(program, wish)
    briefs = tuple(store.brief(package, now) for package in packages)
    needs: list[Asked] = []
    parts, sites = [], {}
    for asking in briefs:
        wanted = [
            asked for asked in asking.needs if not wish.phases or asked.need.phase in wish.phases
        ]
        place = {asked.no: len(needs) + at for at, asked in enumerate(wanted)}
        needs += wanted
        found = reach.read(asking, list(place))
        parts.append(_part(asking, place, found))
        if wish.by_site:
            sites |= _sites(asking, place, found)
    met = Met(parts, len(needs))
    tasks = tuple(_task(no, asked, wish) for no, asked in enumerate(needs))
    return Coverage(
        program=program,
        now=now,
        packages=tuple(packages),
        briefs=briefs,
        needs=tuple(needs),
        tasks=tasks,
        candidates=tuple(
            _candidates(met, needs, sites, wish) if wish.apart or wish.by_site else met.candidates()
        ),
        listed=store.candidates(program).count(),
    )


def _part(asking: Brief, place: dict[int, int], found: Reach) -> tuple[np.ndarray, ...]:
    """Return who meets what, with the numbers and the points of the plan."""
    weights = np.array([0, *(int(100 * asked.need.weight) for asked in asking.needs)])[found.no]
    places = np.zeros(len(asking.needs) + 1, np.int64)
    places[list(place)] = list(place.values())
    return found.vendor_id, places[found.no], weights * found.fit, weights * found.best


def _sites(asking: Brief, place: dict[int, int], found: Reach) -> dict[tuple[int, int], int]:
    """Return the site that answers, by vendor and number; it is for the scorer to name."""
    matches = explain_all(asking, np.unique(found.vendor_id).tolist())
    return {
        (pk, place[no]): matches[pk].answers[no - 1].site.pk
        for pk, no in zip(found.vendor_id.tolist(), found.no.tolist(), strict=True)
    }


def _kinds(vendor_ids) -> dict[int, str]:
    return dict(Vendor.objects.filter(pk__in=vendor_ids).order_by().values_list("pk", "kind"))


def _packages(program: Program, wish: Wish) -> list[WorkPackage]:
    packages = program.packages.prefetch_related("needs", "gates")
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


def _candidates(met: Met, needs: list[Asked], sites: dict, wish: Wish):
    """Yield vendors as the planner sees them; one that is both, and may not be, stands twice."""
    kinds = _kinds(met.vendor_ids) if wish.apart else {}
    for pk, offers in met.each():
        if sites:
            offers = {no: offer._replace(site=sites[pk, no]) for no, offer in offers.items()}
        for face in FACES[kinds[pk]] if wish.apart else [None]:
            able = {
                no: offer
                for no, offer in offers.items()
                if face is None or needs[no].serves in (face, Kind.EITHER)
            }
            if able:
                key = (pk, face.value if face else "")
                yield Candidate.of(key, able, vendor=pk, by_site=wish.by_site)
