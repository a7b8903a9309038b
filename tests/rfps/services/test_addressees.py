import pytest

from rfps.errors import RFPError
from rfps.services import addressees
from tests.factories.vendors import ContactFactory, VendorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(draft):
    return draft.invitations.first()


def test_readdress_replaces_the_person(first, procurement, now):
    contact = ContactFactory(vendor=first.vendor, is_primary=False)

    addressees.readdress(
        invitation=first,
        name=contact.name,
        email=contact.email,
        contact=contact,
        by=procurement,
        now=now,
    )

    recipient = first.recipients.get()
    assert (recipient.email, recipient.contact, recipient.added_by) == (
        contact.email,
        contact,
        procurement,
    )


def test_leave_out_and_include_again(draft, first, procurement, now):
    vendor = first.vendor

    addressees.leave_out(invitation=first, by=procurement, now=now)
    left = draft.invitations.count()
    addressees.include(rfp=draft, vendor=vendor, by=procurement, now=now)

    assert (left, draft.invitations.count()) == (2, 3)


def test_include_refuses_a_vendor_that_is_in(draft, first, procurement, now):
    with pytest.raises(RFPError) as caught:
        addressees.include(rfp=draft, vendor=first.vendor, by=procurement, now=now)

    assert str(caught.value) == "Brackenfell is invited already."


def test_prepare_leaves_a_vendor_without_contact_without_address(draft, procurement, now):
    invitation = addressees.prepare(rfp=draft, vendor=VendorFactory(), by=procurement, now=now)

    assert invitation.recipients.count() == 0


def test_nothing_changes_once_it_is_issued(invitation, procurement, now):
    for move in (
        lambda: addressees.leave_out(invitation=invitation, by=procurement, now=now),
        lambda: addressees.include(
            rfp=invitation.rfp, vendor=VendorFactory(), by=procurement, now=now
        ),
        lambda: addressees.readdress(
            invitation=invitation, name="", email="x@y.example", by=procurement, now=now
        ),
    ):
        with pytest.raises(RFPError):
            move()

    assert invitation.rfp.invitations.count() == 3
