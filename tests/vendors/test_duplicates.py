import pytest
from django.db import connection

from tests.factories.vendors import SiteFactory, VendorFactory
from vendors import duplicates
from vendors.models import Site
from vendors.services import VendorError

pytestmark = pytest.mark.django_db


def found() -> list[tuple]:
    pairs, count = duplicates.pairs()
    assert count == len(pairs)
    return [(pair.first.name, pair.second.name, pair.reasons) for pair in pairs]


@pytest.fixture
def two():
    return VendorFactory(name="Ash Mill"), VendorFactory(name="Birch Lake")


def test_two_names_with_one_key_are_a_pair():
    VendorFactory(name="Fernmoor Pharma GmbH")
    VendorFactory(name="FERNMOOR, Inc.")
    VendorFactory(name="Fernmore Ltd")

    assert found() == [("Fernmoor Pharma GmbH", "FERNMOOR, Inc.", ["name"])]


def test_a_duns_of_company_or_site_an_address_and_a_padded_fei_make_a_pair(two):
    ash, birch = two
    ash.duns = "612123456"
    ash.save()
    SiteFactory(vendor=ash, fei="2083373", address="Industrivej 12, 5000 Odense")
    SiteFactory(vendor=birch, duns="612123456", address="INDUSTRIVEJ 12 5000, Odense.")
    with connection.cursor() as cursor:  # as it may have come in by SQL
        cursor.execute(
            "UPDATE vendors_site SET fei = '0002083373' WHERE vendor_id = %s", [birch.pk]
        )

    assert found() == [("Ash Mill", "Birch Lake", ["address", "duns", "fei"])]


def test_placeholders_short_addresses_and_sites_of_one_vendor_make_none(two):
    for vendor in two:
        SiteFactory(vendor=vendor, address="Odense", duns="000000000")
        SiteFactory(vendor=vendor, address=f"Industrivej {vendor.pk}, 5000 Odense")
        SiteFactory(vendor=vendor, address=f"Industrivej {vendor.pk}, 5000 Odense")

    assert found() == []


@pytest.mark.parametrize(
    ("cities", "reasons"),
    [
        (("Odense", "odense"), [["address"]]),
        (("Odense", ""), [["address"]]),
        (("Odense", "Aarhus"), []),
    ],
)
def test_a_street_is_no_address_in_another_city(two, cities, reasons):
    for vendor, city in zip(two, cities, strict=True):
        SiteFactory(vendor=vendor, address="12 Station Road", city=city)

    assert [found for *_, found in found()] == reasons


def test_what_very_many_share_says_nothing():
    for vendor in VendorFactory.create_batch(duplicates.MOST + 1):
        SiteFactory(vendor=vendor, address="1 Registered Agents Plaza, Dover")

    assert [reasons for *_, reasons in found() if "address" in reasons] == []


def test_a_merged_vendor_is_no_candidate(two):
    ash, birch = two
    Site.objects.bulk_create(
        SiteFactory.build(vendor=vendor, address="Industrivej 12, 5000 Odense") for vendor in two
    )
    type(ash).objects.filter(pk=birch.pk).update(merged_into=ash)

    assert found() == []


def test_two_stay_two_once_somebody_has_said_so(two, curator, now):
    for vendor in two:
        SiteFactory(vendor=vendor, address="Industrivej 12, 5000 Odense")
    ash, birch = two

    duplicates.part(first=birch, second=ash, by=curator, now=now)
    again = duplicates.part(first=ash, second=birch, by=curator, now=now)

    assert (found(), again.first, again.second) == ([], ash, birch)
    with pytest.raises(VendorError):
        duplicates.part(first=ash, second=ash, by=curator, now=now)
