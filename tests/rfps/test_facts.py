from datetime import date

import pytest

from rfps import facts
from rfps.choices import Fact
from tests.factories.vendors import (
    CapabilityFactory,
    CapabilityLineFactory,
    CertificateFactory,
    GroupConfirmationFactory,
    RegulatoryActionFactory,
    SiteFactory,
    VendorFactory,
)

pytestmark = pytest.mark.django_db

STATED = date(2026, 10, 12)


@pytest.fixture
def vendor():
    return VendorFactory(
        name="Brackenfell",
        legal_name="Brackenfell ApS",
        size="50-249",
        ownership="private",
        website="https://brackenfell.example",
        lei="529900T8BM49AURSDO55",
    )


@pytest.fixture
def site(vendor):
    return SiteFactory(vendor=vendor, name="Plant North", fei="3001234567", as_of=date(2026, 9, 1))


def words(vendor) -> dict[str, str]:
    return {code: offer.words for code, offer in facts.offered(vendor).items()}


def test_every_offer_is_of_a_fact_that_a_question_can_name(vendor, site):
    assert facts.offered(vendor).keys() - Fact.values == set()


def test_facts_of_the_company(vendor, site):
    found = words(vendor)

    assert {code: found[code] for code in found if code not in {"ids", "sites"}} == {
        "legal_name": "Brackenfell ApS",
        "headquarters": "Odense, Denmark",
        "ownership": "Private",
        "size": "50 to 249 people",
        "website": "https://brackenfell.example",
    }
    assert facts.offered(vendor)["size"] == facts.Offer(
        "50 to 249 people", "Vendor statement", STATED
    )


def test_an_offer_of_several_rows_is_as_old_as_the_oldest(vendor, site):
    assert facts.offered(vendor)["ids"] == facts.Offer(
        "LEI 529900T8BM49AURSDO55\nFEI of Plant North 3001234567",
        "Vendor statement",
        date(2026, 9, 1),
    )


def test_facts_of_the_sites(vendor, site):
    CertificateFactory(site=site, number="DK H 10400")
    CertificateFactory(site=site, scheme="ISO9001", number="9", authority="DNV", expires_on=None)
    RegulatoryActionFactory(
        kind="inspection",
        site=site,
        acted_on=date(2025, 3, 4),
        classification="NAI",
        firm_name="Brackenfell",
    )
    found = words(vendor)

    assert found["sites"] == "Plant North, Odense, Denmark"
    assert found["gmp_certificates"] == (
        "GMP certificate DK H 10400, Danish Medicines Agency, Plant North, valid until 30 Apr 2027\n"
        "ISO 9001 9, DNV, Plant North"
    )
    assert found["inspections"] == ("FDA, inspection, 4 Mar 2025, Plant North: no action indicated")


def test_the_last_five_inspections_are_offered(vendor, site):
    for year in range(2018, 2026):
        RegulatoryActionFactory(site=site, acted_on=date(year, 1, 1))

    lines = words(vendor)["inspections"].splitlines()

    assert [line.split(", ")[2] for line in lines] == [
        f"1 Jan {year}" for year in range(2025, 2020, -1)
    ]


def test_confirmed_groups_and_the_ends_of_the_lead_times(vendor, site):
    for weeks, label in ((30, "Tablets"), (8, "Testing"), (12, "Blistering")):
        leaf = CapabilityFactory(label=label)
        CapabilityLineFactory(site=site, capability=leaf, lead_time_weeks=weeks)
    GroupConfirmationFactory(vendor=vendor)
    found = words(vendor)

    assert found["capabilities"] == "Z1 Group Z1, confirmed complete on 12 Oct 2026"
    assert found["lead_times"] == "Testing, Plant North: 8 weeks\nTablets, Plant North: 30 weeks"


def test_what_is_unknown_is_not_offered():
    assert words(VendorFactory(city="", country="")) == {}


def test_nothing_of_another_vendor_is_offered(vendor, site):
    other = SiteFactory(name="Elsewhere")
    CertificateFactory(site=other)
    RegulatoryActionFactory(site=other)
    CapabilityLineFactory(site=other, lead_time_weeks=3)

    assert "Elsewhere" not in str(facts.offered(vendor))


@pytest.mark.parametrize("sites", [1, 4])
def test_it_needs_a_flat_number_of_queries(vendor, sites, django_assert_num_queries):
    for _ in range(sites):
        CertificateFactory(site=SiteFactory(vendor=vendor))

    with django_assert_num_queries(5):
        facts.offered(vendor)
