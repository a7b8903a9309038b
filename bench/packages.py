"""The packages that are matched: twelve typical ones and twelve heavy ones of each size."""

import random
from datetime import timedelta
from decimal import Decimal
from functools import partial

from accounts.models import Organisation
from programs.choices import GateKind, Priority
from programs.models import Gate, Need, Program, ProgramPhase, WorkPackage
from vendors.choices import DosageForm, Evidence, Modality, Phase
from vendors.models import Capability

COUNT = 12
PHASES = [Phase.P1, Phase.P2, Phase.P3, Phase.REG, Phase.COM]
# In the order of how many vendors work in them (bench/world.py).
POPULAR_GROUPS = ["M4", "M1", "M3", "M2"]
POPULAR_MODALITIES = [Modality.SM, Modality.MAB, Modality.HPA]
RARE_MODALITIES = [
    Modality.REC,
    Modality.PEP,
    Modality.VAC,
    Modality.ADC,
    Modality.AAV,
    Modality.RNA,
]


def build(kind: str, needs: int, now) -> list[WorkPackage]:
    """
    Make the packages of one kind and size, or find them where they are made already.

    Typical: leaves from anywhere and a modality that few work in. Heavy: the leaves and the
    modality that most vendors work in.
    """
    sponsor, _ = Organisation.objects.get_or_create(
        slug="bench", defaults={"name": "Bench", "kind": "sponsor"}
    )
    codes = [f"{kind}-{needs}-{number}" for number in range(COUNT)]
    known = {p.program.code: p for p in WorkPackage.objects.filter(program__code__in=codes)}
    make = partial(_package, sponsor=sponsor, kind=kind, needs=needs, now=now)
    return [known.get(code) or make(code) for code in codes]


def _package(code: str, *, sponsor, kind: str, needs: int, now) -> WorkPackage:
    rng = random.Random(code)
    heavy = kind == "heavy"
    modality = rng.choice(POPULAR_MODALITIES if heavy else RARE_MODALITIES)
    leaves = [
        leaf
        for leaf in Capability.objects.filter(retired_at=None).order_by("code")
        if (not leaf.modalities or modality in leaf.modalities)
        and (not heavy or leaf.group in POPULAR_GROUPS)
    ]
    rng.shuffle(leaves)
    program = Program.objects.create(organisation=sponsor, code=code, modality=modality)
    for place, phase in enumerate(PHASES):
        ProgramPhase.objects.create(
            organisation=sponsor,
            program=program,
            phase=phase,
            starts_on=now.date() + timedelta(weeks=30 + 60 * place),
            dosage_form=rng.choice([DosageForm.VIAL, DosageForm.OSD, DosageForm.PFS]),
        )
    package = WorkPackage.objects.create(
        organisation=sponsor, program=program, key="all", name="All of it"
    )
    slots = [(leaf, phase) for leaf in leaves for phase in PHASES]
    Need.objects.bulk_create(
        _need(rng, package, leaf, phase) for leaf, phase in sorted(slots[:needs], key=_by_phase)
    )
    _gates(package)
    return package


def _by_phase(slot) -> tuple:
    return PHASES.index(slot[1]), slot[0].code


def _need(rng: random.Random, package: WorkPackage, leaf: Capability, phase: Phase) -> Need:
    is_scaled = bool(leaf.scale_unit) and rng.random() < 0.7
    return Need(
        organisation_id=package.organisation_id,
        package=package,
        program_id=package.program_id,
        phase=phase,
        slot=leaf.code,
        label=leaf.label[:300],
        capabilities=[leaf.code],
        priority=rng.choices(Priority.values, [6, 3, 1])[0],
        weight=Decimal(rng.randint(1, 9)),
        minimum_evidence=rng.choice(Evidence.values[:3]),
        scale=Decimal(rng.choice([50, 200, 1000])) if is_scaled else None,
        scale_unit=leaf.scale_unit if is_scaled else "",
    )


def _gates(package: WorkPackage) -> None:
    for kind, parameters in (
        (GateKind.GXP, {}),
        (GateKind.WARNING_LETTER, {"years": 3}),
        (GateKind.COUNTRY, {"mode": "exclude", "countries": ["CN"]}),
    ):
        Gate.objects.create(
            organisation_id=package.organisation_id,
            package=package,
            kind=kind,
            parameters=parameters,
        )
