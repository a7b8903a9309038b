"""Gates on sites: what stops one, what is only unknown, and what is named."""

from datetime import date

import pytest

from programs import matching
from programs.choices import GateKind, NeedState
from tests.factories.programs import (
    GateFactory,
    ProgramFactory,
    ProgramPhaseFactory,
    WaiverFactory,
    WorkPackageFactory,
)
from tests.factories.vendors import (
    CertificateFactory,
    RegulatoryActionFactory,
    RelationshipFactory,
    SiteFactory,
    VendorFactory,
)
from tests.programs.matching import worlds
from vendors.choices import ActionKind, Grade, Phase, Standing


@pytest.fixture
def package(sponsor):
    program = ProgramFactory(organisation=sponsor, modality="MAB")
    ProgramPhaseFactory(program=program, phase=Phase.COM)
    package = WorkPackageFactory(program=program)
    worlds.leaf("G1.01", "Filling", gxp="GMP")
    worlds.leaf("G1.02", "Process development", gxp="none")
    worlds.leaf("G1.03", "Toxicology", gxp="GLP")
    worlds.need(package, Phase.P1, "G1.01", "Filling", 1)
    worlds.need(package, Phase.P1, "G1.02", "Process development", 1)
    worlds.need(package, Phase.COM, "G1.01", "Filling", 1)
    return package


@pytest.fixture
def vendor():
    return VendorFactory()


def states(match):
    return [answer.state.value for answer in match.answers]


def gate_of(match):
    return [(gate.passed, gate.why) for gate in match.gates]


@pytest.mark.parametrize(
    ("mode", "countries", "site_country", "passed", "why"),
    [
        ("allow", ["DE", "US"], "US", True, ""),
        ("allow", ["DE", "US"], "CN", False, "Works: in CN"),
        ("exclude", ["CN"], "US", True, ""),
        ("exclude", ["CN"], "CN", False, "Works: in CN"),
        ("exclude", ["CN"], "", True, "Works: country not stated"),
        ("allow", ["DE"], "", True, "Works: country not stated"),
    ],
)
def test_country_gate(package, vendor, now, mode, countries, site_country, passed, why):
    GateFactory(
        package=package,
        kind=GateKind.COUNTRY,
        parameters={"mode": mode, "countries": countries},
    )
    SiteFactory(vendor=vendor, name="Works", country=site_country)

    match = matching.explain(package, vendor, now=now)

    assert gate_of(match) == [(passed, why)]


@pytest.mark.parametrize(
    ("acted_on", "close_out", "passed"),
    [
        (date(2023, 11, 22), None, False),
        (date(2023, 11, 21), None, True),
        (date(2025, 3, 4), "linked", True),
        (date(2025, 3, 4), "same site, later", True),
        (date(2025, 3, 4), "same site, earlier", False),
        (date(2025, 3, 4), "another authority", False),
        (date(2025, 3, 4), "in the future", False),
    ],
)
def test_warning_letter_gate(package, vendor, now, acted_on, close_out, passed):
    GateFactory(package=package, kind=GateKind.WARNING_LETTER, parameters={"years": 3})
    site = SiteFactory(vendor=vendor, fei="3001112223")
    letter = RegulatoryActionFactory(site=site, acted_on=acted_on)
    fields = {
        "linked": {"closes": letter, "acted_on": date(2026, 1, 1)},
        "same site, later": {"site": site, "acted_on": date(2026, 1, 1)},
        "same site, earlier": {"site": site, "acted_on": date(2024, 1, 1)},
        "another authority": {
            "site": site,
            "acted_on": date(2026, 1, 1),
            "authority": "MHRA",
        },
        "in the future": {"closes": letter, "acted_on": date(2027, 1, 1)},
    }
    if close_out:
        RegulatoryActionFactory(kind=ActionKind.CLOSE_OUT, **fields[close_out])

    match = matching.explain(package, vendor, now=now)

    assert match.passed == passed


def test_warning_letter_gate_stops_only_its_site(package, vendor, now):
    GateFactory(package=package, kind=GateKind.WARNING_LETTER, parameters={"years": 3})
    bad = SiteFactory(vendor=vendor, name="Bad", fei="3001112223")
    good = SiteFactory(vendor=vendor, name="Good", fei="3001112224")
    RegulatoryActionFactory(site=bad)
    worlds.line(bad, "G1.01")
    worlds.line(good, "G1.02")

    match = matching.explain(package, vendor, now=now)

    assert match.passed
    assert states(match) == ["unknown", "met", "unknown"]
    assert match.answers[0].why == "only at a site that a gate stops"


@pytest.mark.parametrize(
    ("grade", "found"),
    [
        ("", ["met", "met", "met"]),
        (Grade.GMP_COMMERCIAL, ["met", "met", "met"]),
        (Grade.GMP_CLINICAL, ["met", "met", "not_met"]),
        (Grade.NONE, ["not_met", "met", "not_met"]),
        (Grade.GLP, ["met", "met", "met"]),
    ],
)
def test_gxp_gate_drops_lines_that_state_a_lower_grade(package, vendor, now, grade, found):
    GateFactory(package=package, kind=GateKind.GXP)
    site = SiteFactory(vendor=vendor)
    worlds.line(site, "G1.01", phases=list(Phase), grade=grade)
    worlds.line(site, "G1.02", phases=list(Phase))

    match = matching.explain(package, vendor, now=now)

    assert (match.passed, states(match)) == (True, found)


def test_gxp_gate_fails_a_site_that_is_below_everywhere(package, vendor, now):
    GateFactory(package=package, kind=GateKind.GXP)
    site = SiteFactory(vendor=vendor, name="Lab")
    worlds.line(site, "G1.01", phases=list(Phase), grade=Grade.NONE)

    match = matching.explain(package, vendor, now=now)

    assert gate_of(match) == [(False, "Lab: Non-GxP stated, GMP, clinical required in Phase 1")]
    assert states(match) == ["met", "unknown", "met"]  # as if the gate were waived


@pytest.mark.parametrize(
    ("certificate", "why"),
    [
        (None, "Works: GMP, clinical not shown for Phase 1"),
        ({"expires_on": date(2027, 1, 1)}, "Works: GMP, commercial not shown for Commercial"),
        ({"expires_on": date(2026, 1, 1)}, "Works: GMP, clinical not shown for Phase 1"),
    ],
)
def test_gxp_gate_names_an_unknown_grade_and_lets_it_pass(package, vendor, now, certificate, why):
    GateFactory(package=package, kind=GateKind.GXP)
    site = SiteFactory(vendor=vendor, name="Works")
    worlds.line(site, "G1.01", phases=list(Phase))
    if certificate:
        CertificateFactory(site=site, **certificate)

    match = matching.explain(package, vendor, now=now)

    assert gate_of(match) == [(True, why)]


def test_gxp_gate_waived_lets_the_lower_grade_count(package, vendor, now):
    gate = GateFactory(package=package, kind=GateKind.GXP)
    site = SiteFactory(vendor=vendor)
    worlds.line(site, "G1.01", phases=list(Phase), grade=Grade.NONE)
    WaiverFactory(gate=gate, vendor=vendor)

    match = matching.explain(package, vendor, now=now)

    assert (match.passed, states(match)) == (True, ["met", "unknown", "met"])


@pytest.mark.parametrize(("grade", "state"), [("", "met"), (Grade.NONE, "not_met")])
def test_gxp_gate_knows_the_other_grades(package, vendor, now, grade, state):
    package.needs.all().delete()
    worlds.need(package, Phase.PRE, "G1.03", "Toxicology", 1)
    worlds.need(package, Phase.PRE, "G1.02", "Process development", 1)
    GateFactory(package=package, kind=GateKind.GXP)
    site = SiteFactory(vendor=vendor)
    worlds.line(site, "G1.02", phases=[Phase.PRE])
    worlds.line(site, "G1.03", phases=[Phase.PRE], grade=grade)

    match = matching.explain(package, vendor, now=now)

    assert states(match) == ["met", state]


def test_disqualified_gate_stops_a_vendor_without_sites(package, vendor, sponsor, now):
    GateFactory(package=package, kind=GateKind.DISQUALIFIED)
    RelationshipFactory(
        organisation=sponsor, vendor=vendor, standing=Standing.DISQUALIFIED, reason="Data integrity"
    )

    match = matching.explain(package, vendor, now=now)

    assert gate_of(match) == [(False, "Disqualified by us: Data integrity")]


def test_vendor_fails_when_its_gates_leave_no_site(package, vendor, now):
    GateFactory(
        package=package,
        kind=GateKind.COUNTRY,
        parameters={"mode": "exclude", "countries": ["CN"]},
    )
    GateFactory(package=package, kind=GateKind.WARNING_LETTER, parameters={"years": 3})
    SiteFactory(vendor=vendor, name="A", country="CN", fei="3001112223")
    other = SiteFactory(vendor=vendor, name="B", country="DE", fei="3001112224")
    RegulatoryActionFactory(site=other)

    match = matching.explain(package, vendor, now=now)

    assert [(gate.kind, gate.passed) for gate in match.gates] == [
        (GateKind.COUNTRY, True),
        (GateKind.WARNING_LETTER, False),
    ]


def test_every_gate_that_would_stop_a_vendor_is_named(package, vendor, sponsor, now):
    GateFactory(
        package=package,
        kind=GateKind.COUNTRY,
        parameters={"mode": "exclude", "countries": ["CN"]},
    )
    GateFactory(package=package, kind=GateKind.WARNING_LETTER, parameters={"years": 3})
    GateFactory(package=package, kind=GateKind.DISQUALIFIED)
    site = SiteFactory(vendor=vendor, country="CN")
    RegulatoryActionFactory(site=site)
    RelationshipFactory(organisation=sponsor, vendor=vendor, standing=Standing.DISQUALIFIED)
    worlds.line(site, "G1.02", phases=list(Phase))

    match = matching.explain(package, vendor, now=now)

    assert [gate.kind for gate in match.stopped_by] == ["country", "warning_letter", "disqualified"]
    assert match.answers[1].state == NeedState.MET  # as if all three were waived


def test_without_sites_or_gates_everything_is_unknown(package, vendor, now):
    match = matching.explain(package, vendor, now=now)

    assert (match.passed, states(match)) == (True, ["unknown"] * 3)
    assert (match.score, match.best_case) == (0, 100)
