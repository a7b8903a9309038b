import pytest
from django.urls import reverse

from audit.models import Event
from tests.factories.vendors import VendorFactory
from vendors.choices import ListingState
from vendors.models import Relationship

pytestmark = pytest.mark.django_db

RELATIONSHIP = {
    "standing": "disqualified",
    "reason": "Data integrity findings",
    "cda_signed_date": "2026-01-05",
    "note": "Ask for Ida, never for sales.",
}


def test_relationship_is_recorded_and_seen_by_the_own_sponsor_alone(
    client_of, procurement, member, stranger, profile
):
    url = reverse("vendor-relationship", args=[profile.slug])

    response = client_of(procurement).post(url, RELATIONSHIP)

    assert response.url == profile.get_absolute_url()
    own = client_of(member).get(profile.get_absolute_url()).content.decode()
    foreign = client_of(stranger).get(profile.get_absolute_url()).content.decode()
    assert "Data integrity findings" in own
    assert "signed 5 Jan 2026" in own
    assert "Ask for Ida, never for sales." in own
    assert "Ask for Ida" not in foreign
    assert "Data integrity findings" not in foreign
    assert "Data integrity findings" not in client_of(stranger).get(url).content.decode()
    assert Event.objects.filter(verb="relationship.recorded", actor=procurement).count() == 1


def test_relationship_refuses_a_disqualification_without_reason(client_of, procurement, profile):
    url = reverse("vendor-relationship", args=[profile.slug])

    page = client_of(procurement).post(url, RELATIONSHIP | {"reason": ""}).content.decode()

    assert "Give the reason" in page
    assert 'value="2026-01-05"' in page
    assert not Relationship.objects.exists()


def test_relationship_needs_procurement(client, client_of, procurement, member, curator, profile):
    url = reverse("vendor-relationship", args=[profile.slug])

    assert "Record it" in client_of(procurement).get(profile.get_absolute_url()).content.decode()
    assert "Record it" not in client_of(member).get(profile.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 302
    assert client_of(member).post(url, RELATIONSHIP).status_code == 403
    assert client_of(curator).post(url, RELATIONSHIP).status_code == 404


def test_relationship_of_a_vendor_out_of_sight_is_404(client_of, procurement, other_sponsor):
    vendor = VendorFactory(state=ListingState.DRAFT, private_to=other_sponsor)
    url = reverse("vendor-relationship", args=[vendor.slug])

    assert client_of(procurement).get(url).status_code == 404
