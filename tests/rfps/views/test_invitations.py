import pytest
from django.urls import reverse

from notifications.models import Email
from rfps.models import Invitation
from tests.factories.board import AskerFactory
from tests.factories.programs import ShortlistEntryFactory
from tests.factories.vendors import ContactFactory, VendorFactory
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


@pytest.fixture
def left_out(shortlist):
    """Give a vendor of the shortlist that was not there when the request was written."""
    vendor = VendorFactory(name="Orrin Vale")
    ContactFactory(vendor=vendor, name="S. Baek", email="s@orrin.example")
    ShortlistEntryFactory(shortlist=shortlist, vendor=vendor)
    return vendor


def test_one_more_vendor_is_invited_after_the_issue(buyer, issued, left_out):
    url = reverse("invitation-send", args=[issued.pk, left_out.pk])
    board = buyer.get(issued.get_absolute_url()).content.decode()
    form = buyer.get(url).context["form"]

    response = buyer.post(url, {"name": "S. Baek", "email": "s@orrin.example"})

    assert url in board
    assert form.initial == {"name": "S. Baek", "email": "s@orrin.example"}
    assert response.url == issued.get_absolute_url()
    assert Email.objects.get(to="s@orrin.example").kind == "rfp-invitation"
    assert issued.invitations.get(vendor=left_out).sent_at is not None


def test_inviting_twice_is_refused_with_a_sentence(buyer, issued, vendors):
    url = reverse("invitation-send", args=[issued.pk, vendors[0].pk])

    response = buyer.post(url, {"email": "x@y.example"})

    assert "Brackenfell is invited already." in response.content.decode()
    assert Email.objects.filter(to="x@y.example").count() == 0


def test_a_vendor_off_the_shortlist_is_404(buyer, issued):
    url = reverse("invitation-send", args=[issued.pk, VendorFactory().pk])

    assert buyer.get(url).status_code == 404


def test_the_people_of_a_vendor_are_listed_with_how_they_came(buyer, recipient, invitation, now):
    AskerFactory(invitation=invitation, name="Lo Ve", email="lo@b.example", introduced_by=recipient)
    AskerFactory(invitation=invitation, name="Old One", revoked_at=now)

    response = buyer.get(reverse("invitation-people", args=[invitation.pk]))

    assert [(str(row.recipient), row.origin) for row in response.context["rows"]] == [
        ("I. Brackenfell", "Named by Pro Curement"),
        ("Lo Ve", "Added by I. Brackenfell"),
        ("Old One", "Named by your organisation"),
    ]
    assert [len(row.mails) for row in response.context["rows"]] == [1, 0, 0]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_people_have_a_flat_query_count(buyer, invitation, count, django_assert_num_queries):
    AskerFactory.create_batch(count, invitation=invitation)

    with django_assert_num_queries(14):
        response = buyer.get(reverse("invitation-people", args=[invitation.pk]))

    assert len(response.context["rows"]) == count + 1


def test_one_link_is_revoked_from_the_page(buyer, invitation, recipient):
    colleague = AskerFactory(invitation=invitation)
    url = reverse("recipient-revoke", args=[colleague.pk])
    page = buyer.get(reverse("invitation-people", args=[invitation.pk])).content.decode()

    response = buyer.post(url)

    colleague.refresh_from_db()
    assert url in page
    assert response.url == reverse("invitation-people", args=[invitation.pk])
    assert colleague.revoked_at is not None


def test_the_only_link_of_a_vendor_offers_no_revoking(buyer, invitation, recipient):
    url = reverse("recipient-revoke", args=[recipient.pk])

    page = buyer.get(reverse("invitation-people", args=[invitation.pk])).content.decode()
    answer = buyer.post(url, follow=True).content.decode()

    assert url not in page
    assert "is the only person of Brackenfell" in answer


def test_a_strangers_recipient_is_404(client_of, stranger, recipient):
    response = client_of(stranger).post(reverse("recipient-revoke", args=[recipient.pk]))

    recipient.refresh_from_db()
    assert (response.status_code, recipient.revoked_at) == (404, None)
