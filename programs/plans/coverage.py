"""Which vendor meets which need of several packages, with points and site: what a plan is made of."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from programs.kinds import Kind
from programs.matching import store
from programs.matching.ranking import explain_all
from programs.matching.store import Brief
from programs.matching.types import Answer, Asked
from programs.models import Program, WorkPackage
from programs.plans import reach
from programs.plans.types import Candidate, Offer, Task
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
    met: dict[int, dict[int, Offer]] = defaultdict(dict)
    for asking in briefs:
        wanted = [
            asked for asked in asking.needs if not wish.phases or asked.need.phase in wish.phases
        ]
        place = {asked.no: len(needs) + at for at, asked in enumerate(wanted)}
        needs += wanted
        for row in _rows(asking, place, wish):
            for no, fit, best, site in row.offers():
                weight = int(100 * asking.needs[no - 1].need.weight)
                met[row.vendor_id][place[no]] = Offer(weight * fit, weight * best, site)
    tasks = tuple(_task(no, asked, wish) for no, asked in enumerate(needs))
    kinds = _kinds(met) if wish.apart else {}
    return Coverage(
        program=program,
        now=now,
        packages=tuple(packages),
        briefs=briefs,
        needs=tuple(needs),
        tasks=tasks,
        candidates=tuple(
            candidate
            for pk, offers in met.items()
            for candidate in _candidates(pk, kinds.get(pk), offers, needs, wish)
        ),
        listed=store.candidates(program).count(),
    )


def _rows(asking: Brief, place: dict[int, int], wish: Wish):
    """Read who meets the needs, in SQL; sites are for the scorer to name."""
    rows = reach.read(asking, list(place))
    if not wish.by_site:
        return rows
    matches = explain_all(asking, [row.vendor_id for row in rows])
    return [
        row._replace(sites=[matches[row.vendor_id].answers[no - 1].site.pk for no in row.nos])
        for row in rows
    ]


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


def _candidates(pk: int, kind: str | None, offers: dict, needs: list[Asked], wish: Wish):
    """Yield a vendor as the planner sees it; one that is both, and may not be, stands twice."""
    if not wish.apart:
        yield Candidate.of((pk, ""), offers, vendor=pk, by_site=wish.by_site)
        return
    for face in FACES[kind]:
        able = {
            no: offer for no, offer in offers.items() if needs[no].serves in (face, Kind.EITHER)
        }
        if able:
            yield Candidate.of((pk, face.value), able, vendor=pk, by_site=wish.by_site)
