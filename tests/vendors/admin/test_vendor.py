"""What the curator's page of a vendor leads to."""

import pytest
from django.urls import reverse

from tests.factories.vendors import CapabilityLineFactory, VendorFactory
from vendors.choices import ListingState

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "leads_there"), [(ListingState.LISTED, True), (ListingState.IN_REVIEW, False)]
)
def test_only_a_listed_vendor_leads_to_its_profile(desk, state, leads_there):
    vendor = VendorFactory(state=state)

    page = desk.get(reverse("admin:vendors_vendor_change", args=[vendor.pk])).text

    assert (f'href="{vendor.get_absolute_url()}"' in page) == leads_there


def test_who_set_a_fact_is_named_without_a_link_that_would_be_refused(desk, curator):
    vendor = VendorFactory(set_by=curator)
    line = CapabilityLineFactory(site__vendor=vendor, set_by=curator)
    pages = [
        desk.get(reverse("admin:vendors_vendor_change", args=[vendor.pk])).text,
        desk.get(reverse("admin:vendors_capabilityline_change", args=[line.pk])).text,
    ]

    assert [str(curator) in page for page in pages] == [True, True]
    assert ["/admin/accounts/" in page for page in pages] == [False, False]
