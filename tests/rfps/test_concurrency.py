"""Two people at once, with real transactions on connections of their own."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.choices import Role
from audit import acting
from notifications.models import Email
from rfps.errors import RFPError
from rfps.models import RFP, Invitation, Recipient, RFPVersion
from rfps.services import invitations
from rfps.services import rfp as rfp_services
from tests.at_once import acting_for, at_once
from tests.factories.accounts import OrganisationFactory, person
from tests.factories.programs import (
    NeedFactory,
    ProgramFactory,
    ShortlistEntryFactory,
    ShortlistFactory,
    WorkPackageFactory,
)
from tests.factories.vendors import ContactFactory, VendorFactory

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DATA = {
    "title": "Tablets",
    "kind": "RFP",
    "message": "",
    "deadline_at": NOW + timedelta(days=30),
    "time_zone": "UTC",
    "currencies": ["EUR"],
}


@pytest.fixture
def buyer(transactional_db):
    with acting.as_system():
        return person(OrganisationFactory(name="Auroral"), Role.PROCUREMENT)


@pytest.fixture
def shortlist(buyer):
    with acting.as_system():
        package = WorkPackageFactory(program=ProgramFactory(organisation=buyer.organisation))
        NeedFactory(package=package)
        shortlist = ShortlistFactory(package=package)
        for _ in range(3):
            vendor = VendorFactory()
            ContactFactory(vendor=vendor)
            ShortlistEntryFactory(shortlist=shortlist, vendor=vendor)
        return shortlist


def by_the_buyer(user, move, **arguments):
    return acting_for(user, move, by=user, now=NOW, **arguments)


def test_two_drafts_at_once_get_two_numbers(shortlist, buyer):
    create = by_the_buyer(buyer, rfp_services.create, shortlists=[shortlist], data=DATA)

    made = at_once(create, create, create)

    numbers = sorted(rfp.number for rfp in made)
    assert numbers == ["RFP-2026-001", "RFP-2026-002", "RFP-2026-003"]


def test_two_issues_at_once_freeze_one_version_and_write_each_mail_once(shortlist, buyer):
    rfp = by_the_buyer(buyer, rfp_services.create, shortlists=[shortlist], data=DATA)()
    issue = by_the_buyer(buyer, rfp_services.issue, rfp=rfp)

    results = at_once(issue, issue)

    errors = [str(result) for result in results if isinstance(result, RFPError)]
    with acting.as_system():
        counts = (
            RFPVersion.objects.count(),
            Email.objects.filter(kind="rfp-invitation").count(),
            Email.objects.values("to").distinct().count(),
        )
    assert errors == ["RFP-2026-001 is issued already."]
    assert counts == (1, 3, 3)


def test_cancelling_while_a_vendor_plans_a_reminder_leaves_no_mail_waiting(shortlist, buyer):
    rfp = by_the_buyer(buyer, rfp_services.create, shortlists=[shortlist], data=DATA)()
    by_the_buyer(buyer, rfp_services.issue, rfp=rfp)()
    with acting.as_system():
        recipients = list(Recipient.objects.select_related("invitation"))

    def remind(recipient):
        def run():
            with acting.as_invitation(
                rfp_id=recipient.invitation.rfp_id, invitation_id=recipient.invitation_id
            ):
                return invitations.remind_me(
                    recipient=recipient, at=NOW + timedelta(days=1), now=NOW
                )

        return run

    cancel = by_the_buyer(buyer, rfp_services.cancel, rfp=rfp, reason="Paused.")
    results = at_once(cancel, *map(remind, recipients))

    unexpected = [
        result for result in results if not isinstance(result, RFP | Invitation | RFPError)
    ]
    with acting.as_system():
        states = set(Email.objects.values_list("state", flat=True))
        state = RFP.objects.get().state
    assert (unexpected, state, states) == ([], "cancelled", {"cancelled"})
