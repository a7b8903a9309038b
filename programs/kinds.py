"""
CDMO or CRO? Say which kind of vendor serves a need or a package, and why.

A CDMO is product-centric: it develops, makes, tests and supplies the product. A CRO is
process-centric: it plans and runs studies and turns their data into a submission.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices

from programs.models import Need
from vendors.choices import Branch, Phase
from vendors.models import Capability


class Kind(TextChoices):
    CDMO = "CDMO", "CDMO"
    CRO = "CRO", "CRO"
    EITHER = "EITHER", "CDMO or CRO"
    BOTH = "BOTH", "CDMO and CRO"


# What the work of a taxonomy group is, which is why one kind or the other does it.
GROUP_WORK = {
    "M1": "makes the drug substance itself, in chemical plants under GMP",
    "M2": "makes the biological drug substance: cells, process, GMP suites",
    "M3": "makes the vector, cells, nucleic acid or radiopharmaceutical itself",
    "M4": "turns the substance into the dosed product: formulation, filling, delivery form",
    "M5": "proves the product's quality: methods, release and stability tests",
    "M6": "brings the product to patients: device, packs, labels, depots",
    "M7": "carries the product's process: transfer, validation, the CMC dossier",
    "R1": "is research on targets and candidates, before there is a product to make",
    "R2": "is studies in animals and tissue: pharmacology, kinetics, toxicology",
    "R3": "measures samples of studies, under GLP or GCLP",
    "R4": "runs trials: sites, patients, monitoring",
    "R5": "turns trial data into results: data management, statistics, writing",
    "R6": "deals with authorities, drug safety and the market",
}
CENTRE = {
    Kind.CDMO: "product work, which a CDMO does",
    Kind.CRO: "study work, which a CRO does",
}


@dataclass(frozen=True)
class Serving:
    """Which kind serves, and why in a sentence."""

    kind: Kind
    why: str


@dataclass(frozen=True)
class PhaseServing:
    """Which kind serves a package's needs of one phase; the three counts add up to ``needs``."""

    phase: Phase
    kind: Kind
    needs: int
    cdmo: int
    cro: int
    either: int


def of_need(need: Need, leaves: Mapping[str, Capability]) -> Serving:
    """Say which kind serves a need; its alternatives all count."""
    found = [leaves[code] for code in need.capabilities if code in leaves]
    if not found:
        return Serving(Kind.EITHER, "The taxonomy no longer holds this work.")
    kind = kind_of(found)
    work = GROUP_WORK[found[0].group]
    if kind != Kind.EITHER:
        return Serving(kind, f"It {work}.")
    usual, other = Branch(found[0].branch).label, _other(found[0].branch)
    return Serving(kind, f"It {work}. Usually a {usual}; many a {other} offers it too.")


def kind_of(leaves: Iterable[Capability]) -> Kind:
    branches = {leaf.branch for leaf in leaves} | {
        leaf.also_branch for leaf in leaves if leaf.also_branch
    }
    return Kind(branches.pop()) if len(branches) == 1 else Kind.EITHER


def by_phase(needs: Iterable[Need], leaves: Mapping[str, Capability]) -> list[PhaseServing]:
    """Say which kind serves each phase of a package, in the order of the axis."""
    held: dict[str, list[Kind]] = {}
    for need in needs:
        held.setdefault(need.phase, []).append(of_need(need, leaves).kind)
    return [
        PhaseServing(
            phase=phase,
            kind=together(held[phase]),
            needs=len(held[phase]),
            cdmo=held[phase].count(Kind.CDMO),
            cro=held[phase].count(Kind.CRO),
            either=held[phase].count(Kind.EITHER),
        )
        for phase in Phase
        if phase in held
    ]


def of_package(needs: Iterable[Need], leaves: Mapping[str, Capability]) -> Serving:
    """Say which kind serves a whole package; needs that either kind serves side with the rest."""
    needs = list(needs)
    kinds = [of_need(need, leaves).kind for need in needs]
    kind = together(kinds)
    count = Counter(
        leaves[code].group for need in needs for code in need.capabilities[:1] if code in leaves
    )
    sole = {one: kinds.count(one) for one in (Kind.CDMO, Kind.CRO)}
    if kind == Kind.BOTH:
        return Serving(
            kind,
            f"{sole[Kind.CDMO]} of {len(kinds)} needs want a CDMO, {sole[Kind.CRO]} a CRO: ask "
            "vendors that are both, or split the package.",
        )
    # Of groups with equally many needs the first in the taxonomy speaks.
    main = max(GROUP_WORK, key=lambda group: count[group])
    what = GROUP_WORK[main] if count else "is not in the taxonomy"
    if kind == Kind.EITHER:
        return Serving(kind, f"The work {what}; both kinds offer all of it.")
    shared = kinds.count(Kind.EITHER)
    also = f" {shared} of {len(kinds)} needs a {_other(kind)} may offer too." if shared else ""
    return Serving(kind, f"The work {what}: {CENTRE[kind]}.{also}")


def together(kinds: Iterable[Kind]) -> Kind:
    """Return the kind that can serve all: either only where every one is open to both."""
    sole = set(kinds) - {Kind.EITHER}
    if len(sole) == 2:
        return Kind.BOTH
    return sole.pop() if sole else Kind.EITHER


def _other(branch: str) -> str:
    return Branch.CRO.label if branch == Branch.CDMO else Branch.CDMO.label
