import pytest

from tests.factories.vendors import ContactFactory, SavedSearchFactory, VendorFactory
from vendors import emails

pytestmark = pytest.mark.django_db


def parts(email) -> list[str]:
    return [email.content.text, email.content.html]


@pytest.fixture
def contact():
    return ContactFactory(vendor=VendorFactory(name="Ash Sterile"), name="Ida Lund")


def test_listing_approved_leads_to_the_profile_in_both_parts(contact, curator, now):
    email = emails.listing_approved(
        vendor=contact.vendor, contact=contact, curator=curator, now=now
    )

    assert email.content.subject == "Ash Sterile is listed on Phaseline"
    for part in parts(email):
        assert "Hello Ida Lund," in part
        assert f"http://localhost:8000/vendors/{contact.vendor.slug}/" in part
        assert curator.email in part


def test_listing_sent_back_gives_the_reason_in_both_parts(contact, curator, now):
    email = emails.listing_sent_back(
        vendor=contact.vendor, contact=contact, reason="Which site fills?", curator=curator, now=now
    )

    assert email.content.subject == "Ash Sterile: one more step before the listing"
    for part in parts(email):
        assert "Which site fills?" in part
        assert curator.email in part


def test_search_alert_lists_the_vendors_in_both_parts(member, now):
    vendor = VendorFactory(name="Ash & Sons", tagline="Vials")
    search = SavedSearchFactory(owner=member, name="Vendors that work at P1")

    email = emails.search_alert(
        search=search,
        new=[vendor],
        new_count=3,
        changed=[],
        changed_count=0,
        gone_count=1,
        now=now,
    )

    assert email.content.subject == "3 new vendors: Vendors that work at P1"
    assert "Ash & Sons" in email.content.text
    assert "Ash &amp; Sons" in email.content.html
    for part in parts(email):
        assert f"http://localhost:8000/vendors/{vendor.slug}/" in part
        assert "http://localhost:8000/vendors/?phase=P1" in part
        assert "http://localhost:8000/vendors/searches/" in part
        assert "and 2 more" in part
        assert "No longer found: 1" in part
