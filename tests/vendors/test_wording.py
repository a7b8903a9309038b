import pytest

from tests.factories.vendors import (
    CapabilityLineFactory,
    CertificateFactory,
    ProposalFactory,
    SiteFactory,
)
from vendors import wording

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    return CapabilityLineFactory(
        site=SiteFactory(name="Works"), capability__code="Z1.30", capability__label="Milling"
    )


def tell(line, field, old=None, new=None):
    return wording.tell(
        [ProposalFactory(vendor=line.site.vendor, site=line.site, field=field, old=old, new=new)]
    )[0]


def test_codes_become_words_and_nothing_is_not_stated(line):
    told = tell(line, f"{line.capability_id} #{line.pk} phases", ["P1"], [])

    assert (told.subject, told.label, told.old, told.new) == (
        "Z1.30 Milling at Works",
        "Phases",
        "Phase 1",
        "not stated",
    )


def test_a_country_a_choice_and_what_an_importer_names(line):
    certificate = CertificateFactory(site=line.site, number="7")

    assert tell(line, "country", "DK", "SE").new == "Sweden"
    assert tell(line, "fei", "", "3009481127").label == "FEI"
    assert (
        tell(line, f"certificate #{certificate.pk} scheme", "GMP", "GDP").new == "GDP certificate"
    )
    assert tell(line, "Z1.30 OSD phases", [], ["COM"]).subject == "Z1.30 OSD at Works"


def test_a_new_row_is_told_field_by_field(line):
    new = {"number": "", "covers": [line.pk, 0], "scheme": "GMP", "expires_on": "2027-05-01"}
    told = tell(line, "+ certificate 9c", None, new)

    assert (told.subject, told.parts) == (
        "A new certificate at Works",
        (
            ("Scheme", "GMP certificate"),
            ("Expires on", "1 May 2027"),
            ("Covers", "Z1.30 Milling"),
        ),
    )


def test_the_number_of_queries_does_not_grow(line, django_assert_num_queries):
    names = ("phases", "modalities", "dosage_forms")
    rows = [
        ProposalFactory(
            vendor=line.site.vendor,
            site=line.site,
            field=f"{line.capability_id} #{line.pk} {name}",
            new=[],
        )
        for name in names
    ]

    with django_assert_num_queries(1):
        assert len(wording.tell(rows)) == 3
