import pytest

from tests.factories.vendors import (
    CapabilityLineFactory,
    CertificateFactory,
    ContactFactory,
    GroupConfirmationFactory,
    SiteFactory,
    VendorFactory,
)
from vendors import completeness
from vendors.models import Vendor

pytestmark = pytest.mark.django_db


def percent(vendor, today) -> int:
    return completeness.annotate(Vendor.objects.all(), today).get(pk=vendor.pk).completeness


def test_parts_make_a_hundred(now):
    assert sum(points for points, _ in completeness.parts(now.date()).values()) == 100


def test_a_bare_vendor_has_nothing(now):
    assert percent(VendorFactory(country="", city=""), now.date()) == 0


def test_a_full_profile_is_complete(now):
    vendor = VendorFactory(
        legal_name="Ash A/S", description="Makes vials.", website="https://ash.example"
    )
    ContactFactory(vendor=vendor)
    line = CapabilityLineFactory(site__vendor=vendor)
    CertificateFactory(site=line.site)
    GroupConfirmationFactory(vendor=vendor)

    assert percent(vendor, now.date()) == 100


def test_what_is_refused_empty_or_lapsed_does_not_count(now):
    vendor = VendorFactory()
    site = SiteFactory(vendor=vendor)
    CapabilityLineFactory(site=site, is_offered=False)
    CertificateFactory(site=site, issued_on=None, expires_on=now.date().replace(year=2020))

    assert percent(vendor, now.date()) == 20  # headquarters and the site


def test_missing_names_the_parts_that_are_not_there(now):
    vendor = VendorFactory(legal_name="", description="x", website="https://ash.example")

    assert completeness.missing(vendor, now.date()) == [
        "legal name",
        "contact",
        "site with a country",
        "capability",
        "capability with phases and modalities",
        "certificate in force",
        "confirmed group",
    ]
