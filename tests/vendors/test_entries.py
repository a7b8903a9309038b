import pytest

from tests.factories.vendors import VendorFactory
from vendors import entries
from vendors.choices import ListingState
from vendors.models import Vendor, VendorContact
from vendors.services import VendorError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]

DATA = {"name": "Fernmoor Works", "kind": "CDMO", "country": "DK", "city": "Odense"}


def add(procurement, now, **changes):
    given = {"data": DATA, "contact": {}, "propose": False} | changes
    return entries.add(organisation=procurement.organisation, by=procurement, now=now, **given)


def test_an_entry_is_seen_by_its_organisation_alone(procurement, stranger, now):
    vendor = add(procurement, now)

    assert (vendor.state, vendor.source) == (ListingState.DRAFT, "Entered by hand")
    assert list(Vendor.objects.for_user(procurement)) == [vendor]
    assert list(Vendor.objects.for_user(stranger)) == []


def test_a_proposed_entry_waits_for_a_curator_and_its_contact_stays_private(
    procurement, sponsor, now
):
    vendor = add(procurement, now, propose=True, contact={"name": "Ida", "email": "i@f.example"})

    assert vendor.state == ListingState.IN_REVIEW
    assert vendor.private_to == sponsor
    assert [contact.private_to for contact in VendorContact.objects.all()] == [sponsor]
    assert vendor.primary_contact() is None


@pytest.mark.parametrize("known", [{"name": "FERNMOOR works"}, {"legal_name": "Fernmoor Works"}])
def test_one_that_is_seen_already_is_not_added_twice(procurement, now, known):
    VendorFactory(**known)

    with pytest.raises(VendorError, match="is in the directory already"):
        add(procurement, now)

    assert Vendor.objects.count() == 1


def test_what_another_sponsor_keeps_to_itself_says_nothing(procurement, other_sponsor, now):
    VendorFactory(name="Fernmoor Works", private_to=other_sponsor)

    assert add(procurement, now).name == "Fernmoor Works"
