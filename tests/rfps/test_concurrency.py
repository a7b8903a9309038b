"""Two people at once, with real transactions on connections of their own."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.choices import Role
from audit import acting
from notifications.models import Email
from rfps.errors import RFPError
from rfps.models import RFP, AccessCode, Enquiry, Invitation, Recipient, RFPVersion
from rfps.services import access, asking, invitations
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


@pytest.fixture
def recipient(shortlist, buyer):
    rfp = by_the_buyer(buyer, rfp_services.create, shortlists=[shortlist], data=DATA)()
    by_the_buyer(buyer, rfp_services.issue, rfp=rfp)()
    with acting.as_system():
        return Recipient.objects.select_related("invitation__rfp").first()


def by_the_vendor(recipient, move, **arguments):
    def run():
        with acting.as_invitation(
            rfp_id=recipient.invitation.rfp_id, invitation_id=recipient.invitation_id
        ):
            own = Recipient.objects.select_related("invitation__rfp").get(pk=recipient.pk)
            return move(recipient=own, now=NOW, **arguments)

    return run


def test_two_asks_for_a_code_at_once_send_one(recipient):
    send = by_the_vendor(recipient, access.send_code)

    results = at_once(send, send)

    with acting.as_system():
        sent = Email.objects.filter(kind="access-code").count()
    assert sent == 1
    assert [str(one) for one in results if isinstance(one, RFPError)] == [
        "A code has just been sent. Give it a minute to arrive."
    ]


def test_guesses_at_once_are_all_counted(recipient):
    by_the_vendor(recipient, access.send_code)()
    guess = by_the_vendor(recipient, access.open_by_code, code="no digits")

    said = at_once(*[guess] * 7)

    with acting.as_system():
        tries = AccessCode.objects.get().tries
    assert (tries, said.count("This code was tried too often. Ask for a new one.")) == (5, 2)


def test_questions_while_the_request_is_cancelled_wait_for_nobody_in_a_circle(shortlist, buyer):
    rfp = by_the_buyer(buyer, rfp_services.create, shortlists=[shortlist], data=DATA)()
    by_the_buyer(buyer, rfp_services.issue, rfp=rfp)()
    with acting.as_system():
        people = list(Recipient.objects.select_related("invitation"))
    asks = [by_the_vendor(one, asking.ask, text="How many batches?") for one in people]

    results = at_once(by_the_buyer(buyer, rfp_services.cancel, rfp=rfp, reason="Paused."), *asks)

    unexpected = [one for one in results if not isinstance(one, RFP | Enquiry | RFPError)]
    with acting.as_system():
        kept = Enquiry.objects.count()
    assert unexpected == []
    assert kept == sum(isinstance(one, Enquiry) for one in results)
