"""What is asked: the needs of some packages as they are matched, and the gates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import prefetch_related_objects
from django.utils import timezone

from programs import proposing
from programs.choices import GateKind, Priority
from programs.matching import grades, merging, scoring
from programs.matching.types import Asked
from programs.models import Gate, Need, Program, WorkPackage
from vendors.choices import Phase, Standing
from vendors.models import (
    Capability,
    Relationship,
    Vendor,
)

PHASE_ORDER = {phase: place for place, phase in enumerate(Phase)}
PRIORITY_ORDER = {priority: place for place, priority in enumerate(Priority)}
GATE_ORDER = {kind: place for place, kind in enumerate(GateKind)}


@dataclass(frozen=True)
class Brief:
    """What is asked: the sponsor's side of the ranking."""

    program: Program
    packages: tuple[WorkPackage, ...]
    now: datetime
    today: date
    modality: str  # as confirmed, or as proposed where it is not
    unconfirmed: frozenset[str]
    needs: tuple[Asked, ...]
    gates: tuple[Gate, ...]
    waivers: dict[tuple[int, int], str]  # the reason, by gate and vendor

    @property
    def package(self) -> WorkPackage:
        """Return the first package, which names the brief where there is but one."""
        return self.packages[0]

    def gate(self, kind: GateKind) -> Gate | None:
        return next((gate for gate in self.gates if gate.kind == kind), None)


def brief(
    packages: WorkPackage | Sequence[WorkPackage],
    now: datetime,
    *,
    weights: Mapping[int, Decimal] | None = None,
) -> Brief:
    """
    Read the needs in the order of the axis, numbered from 1, and the gates.

    :param packages: one package, or several of one program; of their gates the stricter holds
    :param weights: by need; a need that is not named keeps its own
    """
    packages = (packages,) if isinstance(packages, WorkPackage) else tuple(packages)
    program = packages[0].program
    prefetch_related_objects([program], "phases", "open_facts")
    basis = proposing.basis_of(program)
    plan = {row.phase: row for row in program.phases.all()}
    needs = sorted(
        Need.objects.filter(package__in=packages),
        key=lambda need: (
            PHASE_ORDER[need.phase],
            PRIORITY_ORDER[need.priority],
            need.slot,
            need.pk,
        ),
    )
    leaves = Capability.objects.in_bulk({code for need in needs for code in need.capabilities})
    given = [(weights or {}).get(need.pk, need.weight) for need in needs]
    asked = tuple(
        _asked(no, need, weight, share, leaves, plan, basis.forms.get(need.phase) or "")
        for no, (need, weight, share) in enumerate(
            zip(needs, given, scoring.shares(given), strict=True), 1
        )
    )
    gates, waivers = merging.gates(packages)
    return Brief(
        program=program,
        packages=packages,
        now=now,
        today=timezone.localdate(now),
        modality=basis.modality,
        unconfirmed=basis.unconfirmed,
        needs=asked,
        gates=tuple(sorted(gates, key=lambda gate: GATE_ORDER[gate.kind])),
        waivers=waivers,
    )


def _asked(no: int, need: Need, weight, share, leaves: dict, plan: dict, form: str) -> Asked:
    found = tuple(leaves[code] for code in need.capabilities if code in leaves)
    required = {leaf.code: grades.required(leaf.gxp, need.phase) for leaf in found}
    return Asked(
        no=no,
        need=need,
        weight=weight,
        leaves=found,
        possible=share,
        starts_on=plan[need.phase].starts_on if need.phase in plan else None,
        form=form,
        required=required,
        below={code: grades.below(grade) for code, grade in required.items()},
    )


def candidates(program: Program):
    """Return the listed vendors, and those that the program's organisation has added for itself."""
    own = Vendor.objects.filter(private_to_id=program.organisation_id, merged_into__isnull=True)
    return (Vendor.objects.listed() | own).order_by()


def letters_count_from(asking: Brief, gate: Gate) -> date:
    """Return the day since when a warning letter counts."""
    return years_before(asking.today, gate.parameters.get("years", merging.DEFAULT_YEARS))


def disqualified(asking: Brief):
    """Return the sponsor's own standings; another sponsor's are private and never count."""
    if asking.gate(GateKind.DISQUALIFIED) is None:
        return Relationship.objects.none()
    return Relationship.objects.filter(
        organisation_id=asking.program.organisation_id, standing=Standing.DISQUALIFIED
    )


def years_before(day: date, years: int) -> date:
    """Return the same day some years ago; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
