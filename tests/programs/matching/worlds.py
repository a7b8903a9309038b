"""Worlds to match in: one small and hand-computed, and random ones of any size."""

import random
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from programs.choices import GateKind, Priority
from tests.factories.programs import (
    GateFactory,
    NeedFactory,
    ProgramFactory,
    ProgramPhaseFactory,
    WorkPackageFactory,
)
from tests.factories.vendors import (
    CapabilityFactory,
    CapabilityLineFactory,
    CertificateFactory,
    GroupConfirmationFactory,
    RegulatoryActionFactory,
    SiteFactory,
    VendorFactory,
)
from vendors.choices import Branch, DosageForm, Evidence, Grade, Modality, Phase, VendorKind

ALL_CLINICAL = [Phase.P1, Phase.P2, Phase.P3]


def leaf(code: str, label: str, **fields):
    fields = {"phases": list(Phase), "modalities": [Modality.MAB], "scale_unit": ""} | fields
    return CapabilityFactory(code=code, label=label, **fields)


def line(site, code: str, **fields):
    fields = {"phases": ALL_CLINICAL, "modalities": [Modality.MAB]} | fields
    return CapabilityLineFactory(site=site, capability_id=code, **fields)


def need(package, phase: Phase, codes: str, label: str, weight: int, **fields):
    codes = codes.split()
    return NeedFactory(
        package=package,
        phase=phase,
        slot=codes[0],
        capabilities=codes,
        label=label,
        weight=Decimal(weight),
        **fields,
    )


def asking(sponsor) -> SimpleNamespace:
    """Make the sponsor's side of the hand-computed world: six needs that weigh 20, one gate."""
    leaf("M2.01", "Cell line development", gxp="none")
    leaf("M2.02", "Mammalian drug substance", gxp="GMP", scale_unit="L")
    leaf("M2.03", "Microbial drug substance", gxp="GMP", scale_unit="L")
    leaf("M5.01", "Aseptic filling", gxp="GMP", dosage_forms=[DosageForm.VIAL, DosageForm.LYO])
    leaf("M5.02", "Release testing", gxp="GMP")
    leaf("M5.03", "Viral clearance studies", gxp="none", also_branch=Branch.CRO)
    program = ProgramFactory(
        organisation=sponsor, code="AUR-1", modality=Modality.MAB, current_phase=Phase.PRE
    )
    ProgramPhaseFactory(
        program=program,
        phase=Phase.P1,
        starts_on=date(2027, 3, 1),
        dosage_form=DosageForm.VIAL,
    )
    ProgramPhaseFactory(program=program, phase=Phase.P3, starts_on=date(2029, 1, 1))
    package = WorkPackageFactory(program=program, name="Drug substance and product")
    need(package, Phase.PRE, "M2.01", "Cell line development", 3)
    need(
        package,
        Phase.P1,
        "M2.02 M2.03",
        "Drug substance",
        4,
        minimum_evidence=Evidence.DOCUMENTED,
        scale=Decimal(200),
        scale_unit="L",
    )
    need(package, Phase.P1, "M5.01", "Aseptic filling", 4, minimum_evidence=Evidence.ON_REGISTER)
    should = {"priority": Priority.SHOULD, "minimum_evidence": Evidence.DOCUMENTED}
    need(package, Phase.P1, "M5.02", "Release testing", 3, **should)
    need(package, Phase.P3, "M5.02", "Release testing", 3, **should)
    need(package, Phase.P3, "M5.03", "Viral clearance studies", 3, priority=Priority.COULD)
    gate = GateFactory(package=package, kind=GateKind.WARNING_LETTER, parameters={"years": 3})
    return SimpleNamespace(program=program, package=package, gate=gate)


def alder():
    """One site that does nearly everything, late with the filling, thin on testing."""
    vendor = VendorFactory(name="Alder Biologics", slug="alder")
    site = SiteFactory(vendor=vendor, name="Alder One", fei="3001234567")
    certificate = CertificateFactory(site=site, expires_on=date(2028, 1, 1))
    line(site, "M2.01", phases=[Phase.PRE])
    line(
        site,
        "M2.02",
        evidence=Evidence.DOCUMENTED,
        certificate=certificate,
        scale_min=Decimal(50),
        scale_max=Decimal(500),
        lead_time_weeks=12,
    )
    line(
        site,
        "M5.01",
        evidence=Evidence.ON_REGISTER,
        dosage_forms=[DosageForm.VIAL],
        lead_time_weeks=16,
    )
    line(site, "M5.02")
    return vendor


def birch():
    """Two sites, of which an open warning letter stops the one that fills."""
    vendor = VendorFactory(name="Birch Manufacturing", slug="birch")
    north = SiteFactory(vendor=vendor, name="Birch North", fei="3007654321")
    south = SiteFactory(vendor=vendor, name="Birch South", fei="3007654322")
    RegulatoryActionFactory(site=north, fei=north.fei, acted_on=date(2025, 3, 4))
    lapsed = CertificateFactory(site=south, number="B 1", expires_on=date(2026, 6, 30))
    line(north, "M5.01", evidence=Evidence.INSPECTED, dosage_forms=[DosageForm.VIAL])
    line(south, "M2.01", is_offered=False, phases=[])
    line(south, "M2.03", evidence=Evidence.DOCUMENTED, scale_max=Decimal(100), lead_time_weeks=10)
    line(south, "M5.02", evidence=Evidence.DOCUMENTED, certificate=lapsed, lead_time_weeks=4)
    line(south, "M5.03", phases=[])
    return vendor


def cedar():
    """A laboratory whose list of group M5 is confirmed."""
    vendor = VendorFactory(name="Cedar Research", slug="cedar", kind=VendorKind.CRO)
    GroupConfirmationFactory(vendor=vendor, group="M5")
    site = SiteFactory(vendor=vendor, name="Cedar Lab")
    line(site, "M5.02", evidence=Evidence.INSPECTED, lead_time_weeks=6)
    line(site, "M5.03", phases=[Phase.P1])
    return vendor


def dogwood():
    """A vendor that the gate stops: its one site has an open warning letter."""
    vendor = VendorFactory(name="Dogwood Pharma", slug="dogwood")
    site = SiteFactory(vendor=vendor, name="Dogwood Works", fei="3009999999")
    RegulatoryActionFactory(site=site, fei=site.fei, acted_on=date(2026, 1, 15))
    line(site, "M2.02", lead_time_weeks=4)
    line(site, "M5.01", evidence=Evidence.DOCUMENTED, dosage_forms=[DosageForm.LYO])
    return vendor


def random_asking(sponsor, rng: random.Random, *, needs: int) -> SimpleNamespace:
    """Make a package of that many needs over the clinical and commercial phases."""
    phases = [Phase.P1, Phase.P2, Phase.P3, Phase.REG, Phase.COM]
    program = ProgramFactory(organisation=sponsor, modality=Modality.MAB)
    for place, phase in enumerate(phases):
        ProgramPhaseFactory(
            program=program, phase=phase, starts_on=date(2027 + place, 3, 1), dosage_form="VIAL"
        )
    package = WorkPackageFactory(program=program)
    for place in range(needs):
        code = f"R{place % 9}.{place // len(phases):02}"
        CapabilityFactory(
            code=code,
            phases=list(Phase),
            modalities=[Modality.MAB],
            gxp=rng.choice(["GMP", "GLP", "none"]),
            dosage_forms=["VIAL", "LYO"] if place % 4 == 0 else [],
        )
        need(
            package,
            phases[place % len(phases)],
            code,
            f"Work {place}",
            rng.randint(1, 9),
            priority=rng.choice(Priority.values),
            minimum_evidence=rng.choice(Evidence.values),
            scale=rng.choice([None, Decimal(100)]),
            scale_unit="L",
        )
    GateFactory(package=package, kind=GateKind.WARNING_LETTER, parameters={"years": 3})
    GateFactory(package=package, kind=GateKind.GXP)
    GateFactory(
        package=package,
        kind=GateKind.COUNTRY,
        parameters={"mode": "exclude", "countries": ["XX"]},
    )
    return SimpleNamespace(program=program, package=package)


def random_vendor(package, rng: random.Random, **fields):
    """Make a vendor with one to three sites that says something about some of the needs."""
    vendor = VendorFactory(**fields)
    codes = sorted({code for asked in package.needs.all() for code in asked.capabilities})
    for code in codes:
        if rng.random() < 0.2:
            group = code.partition(".")[0]
            if not vendor.confirmations.filter(group=group).exists():
                GroupConfirmationFactory(vendor=vendor, group=group)
    for _ in range(rng.randint(1, 3)):
        site = SiteFactory(vendor=vendor, country=rng.choice(["DE", "US", "XX"]))
        certificate = CertificateFactory(
            site=site, expires_on=rng.choice([None, date(2026, 1, 1), date(2028, 6, 1)])
        )
        if rng.random() < 0.2:
            RegulatoryActionFactory(site=site, acted_on=date(2025, 5, 5))
        for code in codes:
            if rng.random() < 0.4:
                line(
                    site,
                    code,
                    is_offered=rng.random() < 0.9,
                    phases=rng.choice([[], ALL_CLINICAL, list(Phase)]),
                    dosage_forms=rng.choice([[], ["VIAL"], ["LYO"]]),
                    modalities=rng.choice([[], [Modality.MAB], [Modality.MAB]]),
                    evidence=rng.choice(Evidence.values),
                    grade=rng.choice(["", Grade.NONE, Grade.GMP_CLINICAL, Grade.GMP_COMMERCIAL]),
                    scale_max=rng.choice([None, Decimal(40), Decimal(60), Decimal(500)]),
                    lead_time_weeks=rng.choice([None, 4, 20, 60]),
                    certificate=rng.choice([None, certificate]),
                )
    return vendor
