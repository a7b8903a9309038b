"""
The picture of the guide: which kind of vendor serves which function at which phase.

The grid is read from the taxonomy, never drawn by hand; a program adds how many of its own needs
fall into each cell.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from programs import kinds
from programs.models import Need, Program
from vendors import functions
from vendors.choices import Phase
from vendors.functions import Function
from vendors.models import Capability, CapabilityLine, Vendor


@dataclass(frozen=True)
class Cell:
    """One function at one phase; ``kind`` is empty where none of its leaves is needed."""

    phase: Phase
    kind: str
    leaves: int
    shared: int
    needs: int

    @property
    def kind_label(self) -> str:
        return kinds.Kind(self.kind).label if self.kind else ""


@dataclass(frozen=True)
class Row:
    function: Function
    cells: tuple[Cell, ...]
    vendors: int

    @property
    def needs(self) -> int:
        return sum(cell.needs for cell in self.cells)


@dataclass(frozen=True)
class PackageServing:
    """One package of the example: who serves it, why, and at which phases."""

    package: object
    needs: int
    phases: list[str]
    serving: kinds.Serving


@dataclass(frozen=True)
class Share:
    """One phase of the example as a bar: where each kind begins and how far it goes, in percent."""

    phase: Phase
    cdmo: int
    either: int
    cro: int
    widest: int

    def _pct(self, count: int) -> str:
        return f"{100 * count / self.widest:.2f}"

    @property
    def cdmo_pct(self) -> str:
        return self._pct(self.cdmo)

    @property
    def either_pct(self) -> str:
        return self._pct(self.either)

    @property
    def cro_pct(self) -> str:
        return self._pct(self.cro)

    @property
    def cro_from_pct(self) -> str:
        return self._pct(self.cdmo + self.either)


@dataclass(frozen=True)
class Example:
    """A user's own program, phase by phase and package by package."""

    program: Program
    phases: list[Share]
    packages: list[PackageServing]
    needs: list[Need]

    @property
    def on(self) -> set[str]:
        return {share.phase for share in self.phases}

    def count(self, kind: str) -> int:
        return sum(getattr(phase, kind) for phase in self.phases)

    @property
    def cdmo(self) -> int:
        return self.count("cdmo")

    @property
    def cro(self) -> int:
        return self.count("cro")

    @property
    def either(self) -> int:
        return self.count("either")


def leaves() -> dict[str, Capability]:
    """Return the current leaves by code."""
    return Capability.objects.current().in_bulk()


def vendors_by_function() -> dict[str, int]:
    """Count the listed vendors that offer at least one leaf of each function, in one query."""
    lines = CapabilityLine.objects.offered().filter(site__vendor__in=Vendor.objects.listed())
    counts = {
        function.slug.replace("-", "_"): Count(
            "site__vendor", distinct=True, filter=Q(capability__in=function.leaves)
        )
        for function in functions.FUNCTIONS
    }
    return {slug.replace("_", "-"): count for slug, count in lines.aggregate(**counts).items()}


def areas(
    known: Mapping[str, Capability], *, vendors: Mapping[str, int], needs: Iterable[Need] = ()
) -> list[tuple[str, str, list[Row]]]:
    """Return (kind, area, rows) in the order a program meets them."""
    needs = list(needs)
    grouped: dict[tuple[str, str], list[Row]] = {}
    for function in functions.FUNCTIONS:
        row = Row(
            function,
            tuple(_cell(function, phase, known, needs) for phase in Phase),
            vendors.get(function.slug, 0),
        )
        grouped.setdefault((function.kind, function.area), []).append(row)
    return [(kind, area, rows) for (kind, area), rows in grouped.items()]


def example(program: Program, known: Mapping[str, Capability]) -> Example:
    """Sort the program's needs by who serves them."""
    needs = list(program.needs.order_by("package__position", "pk").select_related("package"))
    held: dict[object, list[Need]] = {}
    for need in needs:
        held.setdefault(need.package, []).append(need)
    packages = [
        PackageServing(
            package=package,
            needs=len(own),
            phases=[phase for phase in Phase if phase in {need.phase for need in own}],
            serving=kinds.of_package(own, known),
        )
        for package, own in held.items()
    ]
    return Example(program, _shares(kinds.by_phase(needs, known)), packages, needs)


def _shares(phases: list[kinds.PhaseServing]) -> list[Share]:
    widest = max((phase.needs for phase in phases), default=1)
    return [Share(phase.phase, phase.cdmo, phase.either, phase.cro, widest) for phase in phases]


def _cell(
    function: Function, phase: Phase, known: Mapping[str, Capability], needs: list[Need]
) -> Cell:
    found = [
        known[code]
        for code in function.leaves
        if code in known
        and phase in known[code].phases
        and (not function.phases or phase in function.phases)
    ]
    codes = {leaf.code for leaf in found}
    return Cell(
        phase=phase,
        kind=kinds.kind_of(found) if found else "",
        leaves=len(found),
        shared=sum(bool(leaf.also_branch) for leaf in found),
        needs=sum(need.phase == phase and bool(codes & set(need.capabilities)) for need in needs),
    )
