import pytest

from audit.models import Event
from notifications.models import Email
from rfps.errors import RFPError
from rfps.models import RFP, Invitation
from rfps.services import invitations, recipients
from tests.factories.board import AskerFactory
from tests.factories.vendors import VendorFactory
from tests.rfps.conftest import token_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def act(procurement, now):
    return {"by": procurement, "now": now}


@pytest.fixture
def colleague(recipient):
    """Give somebody whom the vendor's person has brought in."""
    return AskerFactory(
        invitation=recipient.invitation, email="c@brackenfell.example", introduced_by=recipient
    )


def test_everybody_is_who_has_a_living_link_at_a_vendor_that_is_in(
    issued, colleague, recipient, vendors, now
):
    Invitation.objects.filter(vendor=vendors[1]).update(revoked_at=now)
    recipient.revoked_at = now
    recipient.save()

    assert {person.email for person in recipients.everybody(issued)} == {
        "c@brackenfell.example",
        "rfp@hallowmere.example",
    }


def test_one_more_vendor_is_invited_with_a_link_of_its_own(issued, act, now):
    vendor = VendorFactory(name="Orrin Vale")

    invitation = recipients.invite(
        rfp=issued, vendor=vendor, name="S. Baek", email="s@orrin.example", **act
    )

    recipient = invitation.recipients.get()
    assert (invitation.sent_at, recipient.email) == (now, "s@orrin.example")
    assert token_for(recipient) != ""
    assert Email.objects.get(to="s@orrin.example").kind == "rfp-invitation"
    assert Event.objects.get(verb="invitation.invited").data["email"] == "s@orrin.example"


def test_a_vendor_is_invited_once(issued, vendors, act):
    with pytest.raises(RFPError, match="Brackenfell is invited already"):
        recipients.invite(rfp=issued, vendor=vendors[0], name="", email="x@y.example", **act)

    assert Email.objects.filter(to="x@y.example").count() == 0


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_nobody_is_invited_to_what_is_not_open(issued, act, now, state):
    changed = {"state": "draft"} if state == "draft" else {"deadline_at": now}
    RFP.objects.update(**changed)

    with pytest.raises(RFPError):
        recipients.invite(rfp=issued, vendor=VendorFactory(), name="", email="x@y.example", **act)


def test_one_link_is_revoked_and_the_others_live(colleague, recipient, act, now):
    recipients.revoke(recipient=colleague, **act)

    colleague.refresh_from_db()
    recipient.refresh_from_db()
    assert (colleague.revoked_at, recipient.revoked_at) == (now, None)
    assert Event.objects.get(verb="invitation.recipient-revoked").data["email"] == colleague.email


def test_what_waits_for_the_revoked_one_is_stopped(colleague, recipient, act, now):
    recipients.revoke(recipient=recipient, **act)

    assert Email.objects.get(to=recipient.email).state == "cancelled"
    assert Email.objects.filter(state="cancelled").count() == 1


def test_the_only_person_of_a_vendor_is_not_revoked(recipient, act):
    with pytest.raises(RFPError, match="revoke the invitation"):
        recipients.revoke(recipient=recipient, **act)

    recipient.refresh_from_db()
    assert recipient.revoked_at is None


def test_a_link_is_revoked_once(colleague, act):
    recipients.revoke(recipient=colleague, **act)

    with pytest.raises(RFPError, match="does not work any more"):
        recipients.revoke(recipient=colleague, **act)


def test_a_new_link_for_one_person_leaves_the_colleagues_theirs(colleague, recipient, act):
    invitations.resend(
        invitation=recipient.invitation, name="", email=recipient.email.upper(), **act
    )

    colleague.refresh_from_db()
    recipient.refresh_from_db()
    assert (colleague.revoked_at, recipient.revoked_at) == (None, act["now"])


def test_a_corrected_address_takes_back_every_link_before_it(colleague, recipient, act):
    invitations.resend(invitation=recipient.invitation, name="", email="new@b.example", **act)

    living = recipient.invitation.recipients.live()
    assert [person.email for person in living] == ["new@b.example"]
