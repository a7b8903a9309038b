"""
Propose what a program needs, from the taxonomy.

For each remaining phase, each core leaf that fits the modality (and the phase's dosage form,
where the leaf names forms) becomes a slot; leaves of one any-of group are alternatives of one
slot. What the taxonomy cannot answer becomes a question, never a default. Nothing is written here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from programs.choices import ExpressionHost, Priority
from programs.models import Need, Program
from vendors.choices import DosageForm, Evidence, Modality, Phase
from vendors.models import Capability

WEIGHTS = {Priority.MUST: Decimal(3), Priority.SHOULD: Decimal(2), Priority.COULD: Decimal(1)}

# Which leaves of the HOST and EXPR groups belong to the host a program has decided on.
HOST_LEAVES = {
    ExpressionHost.MAMMALIAN: {"M2.01", "M2.06", "M2.07"},
    ExpressionHost.MICROBIAL: {"M2.02", "M2.08"},
    ExpressionHost.VIRAL: {"M2.12", "M2.09"},
}
HOST_GROUPS = {"HOST", "EXPR"}

COMMERCIAL = {Phase.REG, Phase.COM, Phase.PMK}
# Regimes that leave a paper behind. GCP, GVP and GCLP know no certificate: declared is enough.
CERTIFIED = {"GMP", "GLP", "GDP", "GTP", "ISO15189", "ISO13485", "CLIA"}

PHASE_WORDS = {
    Phase.DISC: "discovery",
    Phase.PRE: "preclinical development",
    Phase.REG: "registration",
    Phase.COM: "commercial supply",
    Phase.PMK: "post-marketing",
}
MODALITY_WORDS = {
    code: label if code in {Modality.RNA, Modality.AAV} else label[0].lower() + label[1:]
    for code, label in Modality.choices
}


@dataclass(frozen=True)
class Basis:
    """What the proposal rests on, as far as it is known."""

    modality: str
    phases: tuple[Phase, ...]
    host: str
    forms: dict[str, str]
    scales: dict[str, tuple[Decimal, str]]
    unconfirmed: frozenset[str]


@dataclass(frozen=True)
class Slot:
    """One need as proposed; the fields are those of ``Need``."""

    phase: str
    slot: str
    label: str
    capabilities: tuple[str, ...]
    package: str
    priority: str
    weight: Decimal
    minimum_evidence: int
    scale: Decimal | None
    scale_unit: str
    reason: str

    @property
    def key(self) -> tuple[str, str]:
        return self.phase, self.slot

    @property
    def dismissal(self) -> str:
        """How ``Program.dismissed_slots`` remembers that a person has removed this need."""
        return f"{self.phase}:{self.slot}"


@dataclass(frozen=True)
class Question:
    """Something only a person can answer; ``field`` is a field of the program."""

    field: str
    text: str
    phase: str = ""


@dataclass
class Proposal:
    slots: list[Slot] = field(default_factory=list)
    options: list[Slot] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def taxonomy() -> list[Capability]:
    return list(Capability.objects.current())


def propose(program: Program, leaves: Iterable[Capability] | None = None) -> Proposal:
    """
    Return the program's slots, the optional slots that could be added, and the open questions.

    :param leaves: the current taxonomy, where the caller has it already
    """
    leaves = taxonomy() if leaves is None else leaves
    basis = basis_of(program)
    proposal = Proposal(questions=missing_facts(basis))
    if not basis.modality:
        return proposal
    dismissed = set(program.dismissed_slots)
    for phase in basis.phases:
        fitting = [leaf for leaf in leaves if fits(leaf, phase, basis)]
        for slot in slots(phase, [leaf for leaf in fitting if leaf.is_core], basis):
            target = proposal.options if slot.dismissal in dismissed else proposal.slots
            target.append(slot)
        proposal.options += slots(phase, [leaf for leaf in fitting if not leaf.is_core], basis)
        proposal.questions += phase_questions(phase, leaves, fitting, basis)
    proposal.questions += host_questions(leaves, basis)
    return proposal


def alternatives(need: Need, proposal: Proposal, leaves: Iterable[Capability]) -> list[Capability]:
    """Return every leaf that could answer the need's slot, in the taxonomy's order."""
    offered = {slot.key: slot.capabilities for slot in [*proposal.slots, *proposal.options]}
    codes = {*offered.get((need.phase, need.slot), ()), *need.capabilities}
    return [leaf for leaf in leaves if leaf.code in codes]


def basis_of(program: Program) -> Basis:
    """Read the program; an unconfirmed fact counts by its proposed value and is named as such."""
    proposed = {
        fact.field: fact.proposed for fact in program.open_facts.all() if not fact.confirmed_at
    }
    modality = program.modality or proposed.get("modality", "")
    current = program.current_phase or proposed.get("current_phase", "")
    phases = Phase.from_to(current, program.target_phase) if current else []
    rows = {row.phase: row for row in program.phases.all()}
    forms = {
        phase: (rows[phase].dosage_form if phase in rows else "")
        or (proposed.get("dosage_form", "") if phase != Phase.DISC else "")
        for phase in phases
    }
    return Basis(
        modality=modality,
        phases=tuple(phases),
        host=program.expression_host,
        forms=forms,
        scales={
            row.phase: (row.scale, row.scale_unit)
            for row in rows.values()
            if row.scale is not None and row.scale_unit
        },
        unconfirmed=frozenset(name for name, value in proposed.items() if value),
    )


def fits(leaf: Capability, phase: str, basis: Basis) -> bool:
    """Say whether a leaf is of use at the phase, for the modality, form and expression host."""
    return (
        phase in leaf.phases
        and basis.modality in leaf.modalities
        and (not leaf.dosage_forms or basis.forms.get(phase) in leaf.dosage_forms)
        and is_of_host(leaf, basis.host)
    )


def is_of_host(leaf: Capability, host: str) -> bool:
    return not host or leaf.any_of_group not in HOST_GROUPS or leaf.code in HOST_LEAVES[host]


def slots(phase: str, leaves: list[Capability], basis: Basis) -> list[Slot]:
    """Return one slot per leaf, or per any-of group of leaves."""
    groups: dict[str, list[Capability]] = {}
    for leaf in leaves:
        groups.setdefault(leaf.any_of_group or leaf.code, []).append(leaf)
    return [make_slot(name, phase, group, basis) for name, group in groups.items()]


def make_slot(name: str, phase: str, leaves: list[Capability], basis: Basis) -> Slot:
    priority = Priority.MUST if leaves[0].is_core else Priority.SHOULD
    unit = next((leaf.scale_unit for leaf in leaves if leaf.scale_unit), "")
    scale, scale_unit = basis.scales.get(phase, (None, ""))
    return Slot(
        phase=phase,
        slot=name,
        label=" or ".join(leaf.label for leaf in leaves)[:300],
        capabilities=tuple(leaf.code for leaf in leaves),
        package=leaves[0].package,
        priority=priority,
        weight=WEIGHTS[priority],
        minimum_evidence=min(minimum_evidence(leaf.gxp, phase) for leaf in leaves),
        scale=scale if unit and scale_unit == unit else None,
        scale_unit=unit,
        reason=reason(phase, leaves, basis),
    )


def minimum_evidence(gxp: str, phase: str) -> Evidence:
    """
    Return how well an answer should be proven for a leaf's GxP at a phase.

    GMP from registration on is kept in public registers, so *on register* can be asked for;
    earlier, and for the other certified regimes, a certificate on file is enough.
    """
    regimes = set(gxp.split())
    if "GMP" in regimes and phase in COMMERCIAL:
        return Evidence.ON_REGISTER
    return Evidence.DOCUMENTED if regimes & CERTIFIED else Evidence.DECLARED


def reason(phase: str, leaves: list[Capability], basis: Basis) -> str:
    """Say why, e.g. "Core for an antibody in Phase 2, liquid vial: taxonomy M4.14"."""
    need = "Core" if leaves[0].is_core else "Optional"
    form = DosageForm(basis.forms[phase]).label.lower() if leaves[0].dosage_forms else ""
    doubts = sorted(
        basis.unconfirmed & {"modality", "current_phase"}
        | ({"dosage_form"} & basis.unconfirmed if form else set())
    )
    return (
        f"{need} for {a_modality(basis.modality)} in {phase_words(phase)}"
        f"{', ' + form if form else ''}: taxonomy {' or '.join(leaf.code for leaf in leaves)}"
        + (f" ({' and '.join(doubts).replace('_', ' ')} not confirmed)" if doubts else "")
    )


def missing_facts(basis: Basis) -> list[Question]:
    questions = []
    if not basis.modality:
        questions.append(
            Question(
                "modality", "What kind of molecule is it? Needs cannot be proposed without it."
            )
        )
    if not basis.phases:
        questions.append(
            Question("current_phase", "Which phase is it in? Needs are proposed from there on.")
        )
    return questions


def phase_questions(phase, leaves, fitting, basis: Basis) -> list[Question]:
    """Ask for a missing dosage form, and say when nobody in the taxonomy makes the form."""
    bound = [
        leaf
        for leaf in leaves
        if leaf.is_core
        and leaf.dosage_forms
        and leaf.package == "drug-product"
        and phase in leaf.phases
        and basis.modality in leaf.modalities
    ]
    if phase == Phase.DISC or not (bound or basis.forms.get(phase)):
        return []
    words = phase_words(phase)
    form = basis.forms.get(phase)
    if not form:
        return [
            Question(
                "dosage_form",
                f"Which dosage form in {words}? Without it no drug product work is proposed there.",
                phase,
            )
        ]
    answers = [leaf for leaf in fitting if leaf in bound]
    if phase != Phase.PRE:
        answers = [leaf for leaf in answers if "GMP" in leaf.gxp]
    if answers:
        return []
    act = "develops" if phase == Phase.PRE else "makes"
    return [
        Question(
            "dosage_form",
            f"Nothing in the taxonomy {act} {a_modality(basis.modality)} as "
            f"{DosageForm(form).label.lower()} in {words}. Is the form right?",
            phase,
        )
    ]


def host_questions(leaves, basis: Basis) -> list[Question]:
    """Ask for the expression host where there is a choice, or where the choice has no leaf."""
    groups: dict[tuple[str, str], set[str]] = {}
    for leaf in leaves:
        if leaf.is_core and leaf.any_of_group in HOST_GROUPS and basis.modality in leaf.modalities:
            for phase in set(leaf.phases) & set(basis.phases):
                groups.setdefault((phase, leaf.any_of_group), set()).add(leaf.code)
    if not basis.host and any(len(codes) > 1 for codes in groups.values()):
        return [
            Question(
                "expression_host",
                "Which expression host? Until it is decided, any of the hosts counts.",
            )
        ]
    if basis.host and any(not codes & HOST_LEAVES[basis.host] for codes in groups.values()):
        host = ExpressionHost(basis.host).label.lower()
        return [
            Question(
                "expression_host",
                f"The taxonomy has no {host} expression for {a_modality(basis.modality)}. "
                "Is the host right?",
            )
        ]
    return []


def phase_words(phase: str) -> str:
    return PHASE_WORDS.get(phase, Phase(phase).label)


def a_modality(modality: str) -> str:
    words = MODALITY_WORDS[modality]
    return f"an {words}" if words[0] in "AaEeIiOoUu" or words.startswith("mRNA") else f"a {words}"
