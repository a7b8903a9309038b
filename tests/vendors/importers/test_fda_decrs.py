from datetime import date

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.vendors import (
    CapabilityLineFactory,
    RegulatoryActionFactory,
    SiteFactory,
    VendorFactory,
)
from vendors.choices import Evidence, ListingState
from vendors.importers import fda_compliance, fda_decrs
from vendors.importers.report import Skip, UnusableFileError
from vendors.models import CapabilityLine, Proposal, Site, Vendor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]

GOOD = {
    "FEI_NUMBER": "1000115753",
    "DUNS_NUMBER": "612123456",
    "FIRM_NAME": "Lakemoor Biomedical, Inc.",
    "ADDRESS": "3515 Lyman Blvd, Decatur, Illinois (IL) 62522, United States (USA)",
    "EXPIRATION_DATE": "12/31/2026",
    "OPERATIONS": "ANALYSIS; LABEL",
    "ESTABLISHMENT_CONTACT_NAME": "Pat Doe",
    "ESTABLISHMENT_CONTACT_EMAIL": "pat.doe@lakemoor.example",
    "AGENT_DETAILS": "",
    "REGISTRANT_NAME": "Agents Corp",
    "REGISTRANT_DUNS": "000000000",
    "REGISTRANT_CONTACT_NAME": "A. Gent",
    "REGISTRANT_CONTACT_EMAIL": "agent@agents.example",
    "EXCLUSION_FLAG": "N",
}


@pytest.fixture
def read(tmp_path, now):
    """Write the rows as the FDA does: tabs, a blank before the header, a tab after the last cell."""

    def read(*rows, encoding="utf-8"):
        lines = [" " + "\t".join(GOOD)]
        lines += ["\t".join((GOOD | row).values()) + "\t" for row in rows]
        path = tmp_path / "drls_reg.txt"
        path.write_bytes("\r\n".join(lines).encode(encoding))
        return fda_decrs.run(path, now=now)

    return read


def counts(report):
    return {fate: number for fate, number in report.counts.items() if number}


def test_an_establishment_becomes_a_vendor_in_review_with_what_it_registered_for(read):
    report = read({})

    vendor, site, line = Vendor.objects.get(), Site.objects.get(), CapabilityLine.objects.get()
    assert counts(report) == {"created": 1}
    assert (vendor.name, vendor.state, vendor.country) == (
        "Lakemoor Biomedical, Inc.",
        ListingState.IN_REVIEW,
        "US",
    )
    assert (site.fei, site.duns, site.city, site.country, site.unmapped_terms) == (
        "1000115753",
        "612123456",
        "Decatur",
        "US",
        ["ANALYSIS"],
    )
    assert (line.capability_id, line.evidence, line.modalities, line.phases) == (
        "M6.03",
        Evidence.DOCUMENTED,
        [],
        ["COM", "PMK"],
    )
    assert (site.source, site.as_of) == (fda_decrs.SOURCE, date(2026, 11, 22))


def test_no_person_is_read_from_the_file(read):
    read({})

    assert list(Vendor.objects.get().contacts.all()) == []
    assert "lakemoor.example" not in str(list(Site.objects.values())) + str(
        list(Vendor.objects.values())
    )


def test_rows_of_one_fei_are_one_site_with_the_operations_of_all(read):
    report = read(
        {"OPERATIONS": "MANUFACTURE"},
        {
            "OPERATIONS": "ANALYSIS; PARTICLE SIZE REDUCTION",
            "ADDRESS": "3515 Lyman Boulevard (USA)",
        },
    )

    site = Site.objects.get()
    assert counts(report) == {"created": 2}
    assert [line.capability_id for line in site.lines.all()] == ["M1.10"]
    assert site.unmapped_terms == [
        "ANALYSIS",
        "MANUFACTURE",
        "registered as Lakemoor Biomedical, Inc., 3515 Lyman Boulevard (USA)",
    ]


def test_the_order_of_rows_and_a_second_reading_change_nothing(read):
    rows = ({}, {"OPERATIONS": "PACK", "ADDRESS": "Elsewhere 1 (USA)"}, {"FEI_NUMBER": "2083373"})
    read(*rows)
    before = [*Site.objects.values(), *CapabilityLine.objects.values(), *Vendor.objects.values()]

    report = read(*reversed(rows))

    assert counts(report) == {"unchanged": 3}
    assert [
        *Site.objects.values(),
        *CapabilityLine.objects.values(),
        *Vendor.objects.values(),
    ] == before


def test_padded_and_plain_numbers_of_an_establishment_meet(read):
    read({"FEI_NUMBER": "0002083373"}, {"FEI_NUMBER": "2083373"})

    assert Site.objects.get().fei == "2083373"


def test_without_fei_name_and_address_tell_sites_apart_and_a_placeholder_is_no_duns(read):
    report = read(
        {"FEI_NUMBER": "", "DUNS_NUMBER": "000000000"},
        {"FEI_NUMBER": "", "ADDRESS": "Rue Grands Navoirs, Chauny,  F-02300, France (FRA)"},
        {"FEI_NUMBER": ""},
    )

    assert counts(report) == {"created": 3}
    assert list(Site.objects.order_by("country").values_list("country", "city", "duns")) == [
        ("FR", "Chauny", "612123456"),
        ("US", "Decatur", "612123456"),
    ]
    assert Vendor.objects.count() == 1


def test_a_file_in_the_old_encoding_is_read(read):
    read({"FIRM_NAME": "Société Fernmoor"}, encoding="cp1252")

    assert Vendor.objects.get().name == "Société Fernmoor"


def test_an_unknown_operation_is_kept_as_text(read):
    report = read({"OPERATIONS": "sterilize;  LABEL"})

    assert report.unknown_terms == {"STERILIZE": 1}
    assert Site.objects.get().unmapped_terms == ["STERILIZE"]


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ({"FEI_NUMBER": "123"}, "FEI_NUMBER", "'123' has 3 digits; an FEI has 7 or 10"),
        ({"DUNS_NUMBER": "x1"}, "DUNS_NUMBER", "'x1' is no number of nine digits"),
        ({"FIRM_NAME": ""}, "FIRM_NAME", "is empty"),
        ({"FIRM_NAME": "Jane Q. Miller"}, "FIRM_NAME", "is a natural person's, not a vendor's"),
        (
            {"ADDRESS": "Decatur, Illinois (IL) 62522"},
            "ADDRESS",
            'does not end with a country, like "(USA)"',
        ),
        (
            {"EXPIRATION_DATE": "2026-12-31"},
            "EXPIRATION_DATE",
            "'2026-12-31' is no date (MM/DD/YYYY)",
        ),
        ({"EXCLUSION_FLAG": "Y"}, "EXCLUSION_FLAG", "the FDA has taken this registration out"),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_read(read, cells, field, reason):
    report = read({}, cells)

    assert counts(report) == {"created": 1, "skipped": 1}
    assert report.skips == [Skip(3, field, reason)]


def test_a_file_with_other_columns_is_refused(tmp_path, now):
    path = tmp_path / "drls_reg.txt"
    path.write_text("FEI_NUMBER\tFIRM_NAME\n1\t2\n")

    with pytest.raises(UnusableFileError, match=r"drls_reg.txt lacks the column ADDRESS"):
        fda_decrs.run(path, now=now)


def test_records_of_an_fei_are_found_whichever_came_first(read, tmp_path, now):
    first = RegulatoryActionFactory(fei="1000115753")
    read({})
    path = tmp_path / "actions.csv"
    path.write_text(
        "FEI Number,Legal Name,State,Country/Area,Product Type,Action Taken Date,Action Type,"
        "Case/Injunction ID\n1000115753,Lakemoor Inc,-,US,Drugs,2025-07-15,Warning Letter,77\n"
    )
    fda_compliance.run(path, now=now)

    assert set(Site.objects.get().actions.values_list("record_id", flat=True)) == {
        first.record_id,
        "77",
    }


def test_a_site_that_others_know_gains_only_what_it_lacked(read):
    site = SiteFactory(fei="1000115753", name="Plant North", address="", duns="")

    report = read({})

    site.refresh_from_db()
    assert counts(report) == {"updated": 1}
    assert (site.name, site.duns, site.vendor.name) == (
        "Plant North",
        "612123456",
        site.vendor.name,
    )
    assert [line.capability_id for line in site.lines.all()] == ["M6.03"]
    assert Vendor.objects.count() == 1


def test_a_line_that_the_register_proves_better_is_told_under_its_name_and_day(read):
    site = SiteFactory(fei="1000115753")
    CapabilityLineFactory(
        site=site,
        capability__code="M6.03",
        dosage_forms=[],
        evidence=Evidence.DECLARED,
        source="A list",
        as_of=date(2020, 1, 1),
    )

    read({})

    line = site.lines.get()
    assert (line.evidence, line.source) == (Evidence.DOCUMENTED, fda_decrs.SOURCE)
    assert line.as_of > date(2020, 1, 1)


def test_what_a_person_set_is_only_proposed_upon(read):
    read({})
    Site.objects.update(city="Springfield", set_by=UserFactory())

    report = read({})

    assert counts(report) == {"proposed": 1}
    assert Site.objects.get().city == "Springfield"
    assert (Proposal.objects.get().field, Proposal.objects.get().new) == ("city", "Decatur")


def test_a_new_site_of_a_merged_company_goes_to_the_survivor(read):
    read({})
    survivor = VendorFactory()
    Vendor.objects.exclude(pk=survivor.pk).update(merged_into=survivor)

    read({}, {"FEI_NUMBER": "2083373"})

    assert Site.objects.get(fei="2083373").vendor == survivor


def test_a_long_file_takes_few_queries(read, django_assert_max_num_queries):
    rows = [{"FEI_NUMBER": str(3000000000 + n), "FIRM_NAME": f"Firm {n} Inc"} for n in range(60)]

    with django_assert_max_num_queries(40):
        read(*rows)
    with django_assert_max_num_queries(20):
        read(*rows)
