import pytest
from django.urls import reverse

from notifications.models import Email
from rfps.models import Invitation
from tests.factories.vendors import ContactFactory
from tests.rfps.conftest import token_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(client_of, procurement):
    return client_of(procurement)


def test_a_vendor_is_left_out_and_taken_in_again(buyer, draft, vendors):
    invitation = draft.invitations.get(vendor=vendors[0])

    buyer.post(reverse("invitation-leave-out", args=[invitation.pk]))
    offered = buyer.get(draft.get_absolute_url()).context["others"]
    left_out = list(offered)
    buyer.post(reverse("rfp-invite", args=[draft.pk, vendors[0].pk]))

    assert left_out == [vendors[0]]
    assert draft.invitations.filter(vendor=vendors[0]).exists()


def test_a_drafts_address_is_typed(buyer, draft):
    invitation = draft.invitations.first()

    buyer.post(
        reverse("invitation-address", args=[invitation.pk]),
        {"name": "New", "email": "new@brackenfell.example"},
    )

    assert invitation.recipients.get().email == "new@brackenfell.example"


def test_another_vendors_contact_cannot_be_chosen(buyer, draft):
    invitation = draft.invitations.first()

    response = buyer.post(
        reverse("invitation-address", args=[invitation.pk]), {"contact": ContactFactory().pk}
    )

    assert list(response.context["form"].errors) == ["contact"]


def test_another_sponsors_private_contact_is_not_offered(buyer, draft, other_sponsor):
    invitation = draft.invitations.first()
    theirs = ContactFactory(
        vendor=invitation.vendor, email="secret@brackenfell.example", private_to=other_sponsor
    )

    page = buyer.get(reverse("invitation-address", args=[invitation.pk])).content.decode()
    response = buyer.post(
        reverse("invitation-address", args=[invitation.pk]), {"contact": theirs.pk}
    )

    assert "secret@brackenfell.example" not in page
    assert list(response.context["form"].errors) == ["contact"]


def test_a_corrected_address_gets_a_new_link_that_works(client, buyer, invitation, token):
    buyer.post(
        reverse("invitation-resend", args=[invitation.pk]),
        {"name": "M. Aebi", "email": "aebi@brackenfell.example"},
    )

    new = invitation.recipients.live().get()
    assert new.email == "aebi@brackenfell.example"
    assert client.get(reverse("respond", args=[token_for(new)])).status_code == 200
    assert client.get(reverse("respond", args=[token])).status_code == 410


def test_a_wrong_address_is_named_and_nothing_is_sent(buyer, invitation):
    response = buyer.post(
        reverse("invitation-resend", args=[invitation.pk]), {"email": "no address"}
    )

    assert list(response.context["form"].errors) == ["email"]
    assert Email.objects.count() == 3


def test_revoking_needs_a_reason_and_kills_the_link(client, buyer, invitation, token):
    url = reverse("invitation-revoke", args=[invitation.pk])

    buyer.post(url, {"reason": ""})
    before = Invitation.objects.get(pk=invitation.pk).revoked_at
    buyer.post(url, {"reason": "Wrong firm"})

    assert before is None
    assert client.get(reverse("respond", args=[token])).status_code == 410
