"""Which vendor meets which need of several packages, with points and site: what a plan is made of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from programs.choices import NeedState
from programs.kinds import Kind
from programs.matching import answers, store
from programs.matching.store import Brief
from programs.matching.types import Asked
from programs.models import Program, WorkPackage
from programs.plans import met, reach
from programs.plans.met import Met
from programs.plans.pool import Pool
from programs.plans.reach import Reach
from programs.plans.types import Task
from programs.plans.wish import Wish
from vendors import lines
from vendors.choices import Evidence, Phase, VendorKind
from vendors.lines import KINDS, Lines
from vendors.models import Site, Vendor

PLACES = {phase.value: place for place, phase in enumerate(Phase)}
NO_TRANSFER = "none"
FACES = (Kind.CDMO, Kind.CRO)
SHOWN = ("name", "slug", "kind", "country", "is_fictional")


@dataclass(frozen=True)
class Reply:
    """How a vendor meets a need."""

    site: str
    state: NeedState
    evidence: Evidence


@dataclass(frozen=True)
class Coverage:
    """The needs of a plan, who meets them, and what the planner reads of both."""

    program: Program
    now: datetime
    packages: tuple[WorkPackage, ...]
    briefs: tuple[Brief, ...]  # by package
    needs: tuple[Asked, ...]  # the place of a need is its number in the plan
    tasks: tuple[Task, ...]
    known: Lines
    found: tuple[Reach, ...]  # by package
    candidates: Pool

    @property
    def listed(self) -> int:
        """Return how many vendors may be matched."""
        return int(np.count_nonzero(self.known.open_for(self.program.organisation_id)))

    def replies(self, vendor_ids: Iterable[int]) -> dict[tuple[int, int], Reply]:
        """Return how some vendors meet the needs, by vendor and number."""
        is_one = self.known.among(list(vendor_ids))
        parts = [found.where(np.flatnonzero(is_one[found.vendor])) for found in self.found]
        where = [
            reach.sites(asking, self.known, self.needs, part).tolist()
            for asking, part in zip(self.briefs, parts, strict=True)
        ]
        asked = Site.objects.filter(pk__in={site for own in where for site in own})
        names = dict(asked.order_by().values_list("pk", "name"))
        replies = {}
        for part, own in zip(parts, where, strict=True):
            vendors = self.known.vendor_ids[part.vendor].tolist()
            rows = zip(vendors, part.no.tolist(), part.evidence.tolist(), own, strict=True)
            for vendor, no, level, site in rows:
                state = answers.state(level, self.needs[no])
                replies[vendor, no] = Reply(names.get(site, ""), state, Evidence(level))
        return replies

    def vendors(self, vendor_ids: Iterable[int]) -> dict[int, Vendor]:
        return Vendor.objects.only(*SHOWN).in_bulk(list(vendor_ids))


def coverage(program: Program, wish: Wish, *, now: datetime) -> Coverage:
    """
    Read who meets the needs of the chosen packages in the chosen phases.

    A need is met where the match answers it, on weaker evidence included; unknown is not met. A
    vendor that a gate of a package stops meets nothing of that package.
    """
    packages, known = _packages(program, wish), lines.current()
    briefs = tuple(store.brief(package, now) for package in packages)
    needs: list[Asked] = []
    found: list[Reach] = []
    for asking in briefs:
        wanted = [
            asked for asked in asking.needs if not wish.phases or asked.need.phase in wish.phases
        ]
        numbers = {asked.no: no for no, asked in enumerate(wanted, len(needs))}
        needs += wanted
        found.append(reach.read(asking, known, numbers))
    parts = [
        part
        for asking, own in zip(briefs, found, strict=True)
        for part in _parts(asking, known, needs, own, wish)
    ]
    faces = tuple(face.value for face in FACES) if wish.apart else (met.WHOLE,)
    return Coverage(
        program=program,
        now=now,
        packages=tuple(packages),
        briefs=briefs,
        needs=tuple(needs),
        tasks=tuple(_task(no, asked, wish) for no, asked in enumerate(needs)),
        known=known,
        found=tuple(found),
        candidates=met.pool(parts, known.vendor_ids, len(needs), faces, by_site=wish.by_site),
    )


def _parts(
    asking: Brief, known: Lines, needs: list[Asked], found: Reach, wish: Wish
) -> Iterator[Met]:
    """Yield who meets what, by face where that is asked."""
    nothing = np.broadcast_to(np.int64(0), found.no.shape)
    site = reach.sites(asking, known, needs, found) if wish.by_site else nothing
    columns = (found.no, found.points, found.best, site)
    if not wish.apart:
        yield Met(found.vendor, nothing, *columns)
        return
    kind, serves = known.kinds[found.vendor], np.array([asked.serves for asked in needs])
    for number, face in enumerate(FACES):
        is_kind = np.isin(kind, [KINDS[face.value], KINDS[VendorKind.BOTH]])
        its_own = np.flatnonzero(is_kind & np.isin(serves, [face, Kind.EITHER])[found.no])
        vendor, *own = (column.take(its_own) for column in (found.vendor, *columns))
        yield Met(vendor, np.full(len(vendor), number), *own)


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
