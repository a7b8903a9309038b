from datetime import timedelta

from config import home
from rfps.choices import Intent, RFPState
from tests.factories.programs import (
    OpenFactFactory,
    ProgramFactory,
    ShortlistEntryFactory,
    ShortlistFactory,
    WorkPackageFactory,
)
from tests.factories.rfps import InvitationFactory, LotFactory, RFPFactory
from tests.factories.vendors import VendorFactory


def test_desk_names_the_shortlists_that_no_rfp_asks(member, sponsor, now):
    waiting, asked, cancelled = (
        ShortlistFactory(package=WorkPackageFactory(program=ProgramFactory(organisation=sponsor)))
        for _ in range(3)
    )
    for shortlist in (waiting, asked, cancelled):
        for vendor in VendorFactory.create_batch(2):
            ShortlistEntryFactory(shortlist=shortlist, vendor=vendor)
    LotFactory(rfp=RFPFactory(program=asked.package.program, organisation=sponsor), shortlist=asked)
    LotFactory(
        rfp=RFPFactory(
            program=cancelled.package.program, organisation=sponsor, state=RFPState.CANCELLED
        ),
        shortlist=cancelled,
    )

    desk = home.sponsor_desk(member, now=now)

    assert {row.pk for row in desk.shortlists} == {waiting.pk, cancelled.pk}
    assert [row.vendors_count for row in desk.shortlists] == [2, 2]


def test_desk_shows_open_rfps_with_the_nearest_deadline_first(member, sponsor, now):
    program = ProgramFactory(organisation=sponsor)
    options = {"program": program, "organisation": sponsor, "issued": True}
    late = RFPFactory(deadline_at=now + timedelta(days=9), **options)
    soon = RFPFactory(deadline_at=now + timedelta(days=2), **options)
    RFPFactory(deadline_at=now, **options)
    InvitationFactory(rfp=soon, intent=Intent.INTENDS, intent_at=now)
    InvitationFactory(rfp=soon)

    desk = home.sponsor_desk(member, now=now)

    assert [rfp.pk for rfp in desk.rfps] == [soon.pk, late.pk]
    assert (desk.rfps[0].answered_count, desk.rfps[0].invited_count) == (1, 2)


def test_desk_makes_one_question_of_a_programs_facts(member, sponsor, now):
    program = ProgramFactory(organisation=sponsor)
    OpenFactFactory(program=program, field="modality")
    OpenFactFactory(program=program, field="dosage_form")

    desk = home.sponsor_desk(member, now=now)

    assert desk.questions == [home.Question(program, ["modality", "dosage form"])]
    assert not desk.is_clear


def test_desk_of_another_sponsor_is_clear(stranger, sponsor, now):
    OpenFactFactory(program=ProgramFactory(organisation=sponsor))

    desk = home.sponsor_desk(stranger, now=now)

    assert desk.is_clear
    assert desk.programs_count == 0
