"""
A program with three packages, and three vendors that carry it together.

    need                      Phase 1   Phase 3   Commercial
    Drug substance            Alder     Alder     Birch         workstream drug-substance, technology
    Release testing           A, C                B, C          workstream analytical, method
    Monitoring                          Cedar                   workstream clinical-operations, data

Nobody does with fewer than three; Cedar tests throughout, so one hand-off is left, before commercial.
"""

from datetime import date
from types import SimpleNamespace

from tests.factories.programs import ProgramFactory, ProgramPhaseFactory, WorkPackageFactory
from tests.factories.vendors import SiteFactory, VendorFactory
from tests.programs.matching.worlds import leaf, line, need
from vendors.choices import Branch, Modality, Phase, VendorKind


def build(sponsor, **fields) -> SimpleNamespace:
    """Make all of it; a package, a need and a vendor by the names above."""
    leaf("M2.04", "Drug substance, clinical", workstream="drug-substance", transfer="technology")
    leaf("M2.05", "Drug substance, commercial", workstream="drug-substance", transfer="technology")
    leaf(
        "M5.03",
        "Release testing",
        workstream="analytical",
        transfer="method",
        also_branch=Branch.CRO,
    )
    leaf(
        "R4.08", "Monitoring", branch=Branch.CRO, workstream="clinical-operations", transfer="data"
    )
    program = ProgramFactory(organisation=sponsor, code="AUR-9", modality=Modality.MAB, **fields)
    ProgramPhaseFactory(program=program, phase=Phase.P1, starts_on=date(2027, 3, 1))
    ProgramPhaseFactory(program=program, phase=Phase.COM, starts_on=date(2031, 9, 1))
    making, testing, clinical = (
        WorkPackageFactory(program=program, name=name, key=name.lower(), position=place)
        for place, name in enumerate(["Making", "Testing", "Clinical"])
    )
    return SimpleNamespace(
        program=program,
        making=making,
        testing=testing,
        clinical=clinical,
        first=need(making, Phase.P1, "M2.04", "Drug substance", 4),
        second=need(making, Phase.P3, "M2.04", "Drug substance", 3),
        third=need(making, Phase.COM, "M2.05", "Drug substance", 2),
        early_test=need(testing, Phase.P1, "M5.03", "Release testing", 1),
        late_test=need(testing, Phase.COM, "M5.03", "Release testing", 1),
        monitoring=need(clinical, Phase.P3, "R4.08", "Monitoring", 3),
        alder=_alder(),
        birch=_birch(),
        cedar=_cedar(),
    )


def _alder():
    vendor = VendorFactory(name="Alder Biologics", slug="alder")
    site = SiteFactory(vendor=vendor, name="Alder One")
    line(site, "M2.04", lead_time_weeks=4)
    line(SiteFactory(vendor=vendor, name="Alder Two"), "M5.03", lead_time_weeks=4)
    return vendor


def _birch():
    vendor = VendorFactory(name="Birch Manufacturing", slug="birch")
    site = SiteFactory(vendor=vendor, name="Birch North")
    line(site, "M2.05", phases=[Phase.REG, Phase.COM])
    line(site, "M5.03", phases=[Phase.REG, Phase.COM])
    return vendor


def _cedar():
    vendor = VendorFactory(name="Cedar Research", slug="cedar", kind=VendorKind.BOTH)
    site = SiteFactory(vendor=vendor, name="Cedar Lab")
    line(site, "M5.03", phases=[Phase.P1, Phase.P3, Phase.COM], lead_time_weeks=4)
    line(site, "R4.08")
    return vendor
