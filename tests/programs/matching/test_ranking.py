"""What a ranking says about what is asked, where something is off; its numbers are in test_world."""

from datetime import date
from decimal import Decimal

import pytest

from programs import matching
from programs.choices import GateKind, NeedState
from tests.factories.programs import GateFactory, ProgramPhaseFactory, WorkPackageFactory
from tests.factories.vendors import (
    CapabilityLineFactory,
    CertificateFactory,
    SiteFactory,
    VendorFactory,
)
from tests.programs.matching import worlds
from vendors.choices import Evidence, Modality, Phase


@pytest.fixture
def world(sponsor):
    return worlds.asking(sponsor)


def dated(world, phase: Phase, starts_on):
    world.program.phases.update_or_create(
        phase=phase, defaults={"starts_on": starts_on, "organisation": world.program.organisation}
    )


def notices(package, now):
    return matching.rank(type(package).objects.get(pk=package.pk), now=now).notices


def test_phase_without_a_date_is_said(world, now):
    assert notices(world.package, now) == (
        "No planned start for Preclinical: lead times do not count there.",
    )


def test_phase_without_a_date_asks_for_the_certificate_of_today(sponsor, now):
    package = WorkPackageFactory(program__organisation=sponsor, program__modality=Modality.MAB)
    worlds.leaf("M5.02", "Release testing", gxp="GMP")
    worlds.need(package, Phase.P1, "M5.02", "Testing", 1, minimum_evidence=Evidence.DOCUMENTED)
    vendor = VendorFactory()
    site = worlds.SiteFactory(vendor=vendor)
    certificate = CertificateFactory(site=site, expires_on=date(2027, 1, 1))
    worlds.line(site, "M5.02", evidence=Evidence.DOCUMENTED, certificate=certificate)

    undated = matching.explain(package, vendor, now=now)
    ProgramPhaseFactory(program=package.program, phase=Phase.P1, starts_on=date(2029, 6, 1))
    dated = matching.explain(type(package).objects.get(pk=package.pk), vendor, now=now)

    # In force today; lapsed by the day that the phase needs it.
    assert (undated.score, dated.score) == (Decimal(100), Decimal(80))


def test_phases_out_of_order_are_said_and_held_against_their_own_dates(world, now):
    alder = worlds.alder()
    before = matching.explain(world.package, alder, now=now)
    dated(world, Phase.P3, date(2027, 1, 4))

    package = type(world.package).objects.get(pk=world.package.pk)
    after = matching.explain(package, alder, now=now)

    assert (
        "Phase 3 is planned to start before Phase 1. Lead times and certificates are held against "
        "the dates as they stand."
    ) in notices(world.package, now)
    # Release testing in Phase 3 is now near enough for its lead time, which Alder does not state.
    assert [after.answers[no].points for no in (0, 1, 2, 3, 5)] == [
        before.answers[no].points for no in (0, 1, 2, 3, 5)
    ]
    assert (before.answers[4].points, after.answers[4].points) == (Decimal(9), Decimal("3.60"))


def test_need_that_no_leaf_answers_is_said_and_unknown_of_everybody(world, now):
    worlds.need(world.package, Phase.P1, "M9.99", "Something new", 20)
    worlds.alder(), worlds.birch()

    ranking = matching.rank(world.package, now=now)

    assert (
        "No capability of the taxonomy answers “Something new” in Phase 1: every vendor is "
        "unknown on it."
    ) in ranking.notices
    place = next(asked.no for asked in ranking.needs if not asked.leaves) - 1
    assert {match.answers[place].state for match in ranking.vendors} == {NeedState.UNKNOWN}
    # Its half of the points is open for everybody: Alder's 63.60 are halved.
    assert ranking.vendors[0].score == Decimal("31.80")


def test_modality_left_open_is_said(world, now):
    world.program.modality = ""
    world.program.save()

    assert notices(world.package, now)[0] == (
        "The program's modality is open, so vendors are matched on any modality."
    )


def test_one_need_alone_is_worth_all_points(sponsor, now):
    package = WorkPackageFactory(program__organisation=sponsor, program__modality=Modality.MAB)
    worlds.leaf("M5.02", "Release testing", gxp="GMP")
    worlds.need(package, Phase.P1, "M5.02", "Testing", 7)
    line = CapabilityLineFactory(
        capability_id="M5.02", phases=[Phase.P1], modalities=[Modality.MAB]
    )

    ranking = matching.rank(package, now=now)

    assert [(match.vendor, match.score) for match in ranking.ranked] == [
        (line.site.vendor, Decimal("100.00"))
    ]


def test_country_gates_that_accept_nothing_in_common_are_said(world, now):
    other = WorkPackageFactory(program=world.program, name="Stability", key="stability")
    for package, country in ((world.package, "DE"), (other, "US")):
        GateFactory(
            package=package,
            kind=GateKind.COUNTRY,
            parameters={"mode": "allow", "countries": [country]},
        )
    alder = worlds.alder()
    alder.sites.update(country="DE")
    unplaced = worlds.cedar()
    unplaced.sites.update(country="")

    alone = matching.rank([world.package], now=now)
    both = matching.rank([world.package, other], now=now)

    assert {match.vendor for match in alone.ranked} == {alder, unplaced}
    assert [match.vendor for match in both.ranked] == [unplaced]
    assert (
        "The country gates contradict each other: no country is accepted by all the packages, so "
        "only sites whose country is not stated count."
    ) in both.notices
    stopped = both.stopped[0]
    assert [gate.label for gate in stopped.stopped_by] == [
        "Site in a country that every package accepts: there is none"
    ]


def test_site_that_does_it_all_may_be_the_best_at_nothing(sponsor, now):
    worlds.leaf("M1.01", "Making")
    worlds.leaf("M1.02", "Testing")
    package = WorkPackageFactory(program__organisation=sponsor, program__modality=Modality.MAB)
    for code in ("M1.01", "M1.02"):
        worlds.need(package, Phase.P1, code, code, 5, minimum_evidence=Evidence.INSPECTED)
    vendor = VendorFactory()
    both, one, other = (SiteFactory(vendor=vendor, name=name) for name in ("X", "Y", "Z"))
    worlds.line(both, "M1.01", evidence=Evidence.DOCUMENTED)
    worlds.line(both, "M1.02", evidence=Evidence.DOCUMENTED)
    worlds.line(one, "M1.01", evidence=Evidence.ON_REGISTER)
    worlds.line(other, "M1.02", evidence=Evidence.ON_REGISTER)

    match = matching.rank(package, now=now).ranked[0]

    assert [answer.site.name for answer in match.answers] == ["Y", "Z"]
    assert match.single_site == both
