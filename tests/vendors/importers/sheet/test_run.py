"""A spreadsheet into the directory by the command: the same core as the wizard's."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.factories.vendors import CapabilityLineFactory, SiteFactory, VendorFactory
from tests.workbooks import made
from vendors import proposals, wording
from vendors.models import (
    CapabilityLine,
    Certificate,
    Proposal,
    RegulatoryAction,
    Site,
    Vendor,
    VendorContact,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]

HEADER = [
    "Vendor",
    "Kind",
    "Site",
    "Site country",
    "FEI",
    "Capability",
    "Phases",
    "Lead time, weeks",
]
ROWS = [
    ["Ash Sterile", "CDMO", "Odense", "DK", "3009481127", "M4.06", "P1-P3", "12"],
    ["Ash Sterile", "", "Odense", "", "", "M4.14", "P1", ""],
    ["Ash Sterile", "", "Cork", "IE", "", "", "", ""],
    ["Birch Clinical", "CRO", "", "", "", "", "", ""],
]

PAPERS = [
    "Vendor",
    "Site",
    "Certificate",
    "Certificate number",
    "Issuer",
    "Valid from",
    "Valid until",
]
PEOPLE = ["Vendor", "Contact e-mail", "Contact name", "Contact job"]


@pytest.fixture
def load(tmp_path):
    def load(*rows, header=HEADER, form="csv", name="list", **options) -> dict:
        path = tmp_path / f"{name}.{form}"
        if form == "xlsx":
            path.write_bytes(made(header, *rows))
        else:
            text = io.StringIO()
            csv.writer(text, delimiter=";").writerows([header, *rows])
            path.write_text(text.getvalue())
        out = io.StringIO()
        call_command("import_vendors", form, path, format="json", stdout=out, **options)
        return json.loads(out.getvalue())

    return load


def fates(report) -> dict:
    names = ("created", "updated", "unchanged", "proposed", "skipped")
    return {name: report[name] for name in names if report[name]}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_vendors_sites_and_lines_are_entered_for_review_once(load, form):
    assert fates(load(*ROWS, form=form)) == {"created": 4}
    assert fates(load(*ROWS, form=form)) == {"unchanged": 4}

    assert list(Vendor.objects.values_list("name", "slug", "kind", "state", "source")) == [
        ("Ash Sterile", "ash-sterile", "CDMO", "in_review", f"Spreadsheet list.{form}"),
        ("Birch Clinical", "birch-clinical", "CRO", "in_review", f"Spreadsheet list.{form}"),
    ]
    assert set(Site.objects.values_list("vendor__name", "name", "country", "fei")) == {
        ("Ash Sterile", "Odense", "DK", "3009481127"),
        ("Ash Sterile", "Cork", "IE", ""),
    }
    lines = CapabilityLine.objects.values_list(
        "site__name", "capability", "phases", "lead_time_weeks", "evidence"
    )
    assert {(a, b, tuple(c), d, e) for a, b, c, d, e in lines} == {
        ("Odense", "M4.06", ("P1", "P2", "P3"), 12, 1),
        ("Odense", "M4.14", ("P1",), None, 1),
    }


def test_an_empty_cell_says_nothing_and_a_value_follows_the_file(load):
    load(*ROWS)

    report = load(["ash sterile", "BOTH", "ODENSE", "", "", "m4.06", "", "20"])

    assert fates(report) == {"updated": 1}
    vendor = Vendor.objects.get(name="Ash Sterile")
    line = CapabilityLine.objects.get(capability="M4.06")
    assert (vendor.kind, line.phases, line.lead_time_weeks) == ("BOTH", ["P1", "P2", "P3"], 20)


def test_what_a_person_has_set_is_proposed_once_and_can_be_accepted(load, curator, now):
    line = CapabilityLineFactory(
        site=SiteFactory(vendor=VendorFactory(name="Ash", set_by=curator), name="Odense"),
        capability__code="M4.06",
        phases=["P1"],
        dosage_forms=["OSD", "SGEL"],
        set_by=curator,
    )
    row = ["Ash", "CRO", "Odense", "", "", "M4.06", "P2;P3", ""]

    assert fates(load(row)) == {"proposed": 1}
    assert fates(load(row)) == {"unchanged": 1}
    found = Proposal.objects.order_by("field")
    assert [(one.field, one.old, one.new) for one in found] == [
        (f"M4.06 #{line.pk} phases", ["P1"], ["P2", "P3"]),
        ("kind", "CDMO", "CRO"),
    ]

    proposals.accept(proposal=found[0], by=curator, now=now)
    proposals.reject(proposal=found[1], by=curator, now=now)
    line.refresh_from_db()
    assert (line.phases, line.set_by) == (["P2", "P3"], curator)
    assert fates(load(row)) == {"unchanged": 1}


def test_a_wrong_row_is_named_with_all_its_fields_and_the_others_are_read(load):
    SiteFactory(fei="3009481128", name="Cork", vendor__name="Dale")
    VendorFactory.create_batch(2, name="Twice")

    report = load(
        ["Ash", "CMO", "Odense", "Danmark", "", "M9.99", "P1", ""],
        ["=1+1", "CDMO", "", "", "", "", "", ""],
        ["Elm", "", "", "", "", "", "", ""],
        ["Fen", "CRO", "", "DK", "", "", "", ""],
        ["Gorse", "CRO", "Cork", "", "3009481128", "", "", ""],
        ["Twice", "", "", "", "", "", "", ""],
        ["Hazel", "CRO", "", "", "", "", "", ""],
        ["Hazel", "CDMO", "", "", "", "", "", ""],
        ["Ivel", "CRO", "Cork", "", "", "", "P1", "#N/A"],
    )

    assert fates(report) == {"created": 1, "skipped": 8}
    assert [(row["row"], row["field"], row["reason"]) for row in report["rows"]] == [
        (2, "Kind", "“CMO” is none of CDMO, CRO, BOTH"),
        (2, "Site country", "“Danmark” is no country: use its two letters, e.g. DK"),
        (2, "Capability", "“M9.99” is not a leaf of the taxonomy, by code or by words"),
        (3, "Vendor", "'=1+1' looks like a spreadsheet formula"),
        (4, "Kind", "is empty, and a new vendor needs one: CDMO, CRO or BOTH"),
        (5, "Site", "is empty, and the row says something of a site"),
        (6, "FEI", "3009481128 is that of Cork, Dale"),
        (7, "Vendor", "2 vendors have this name: give the DUNS"),
        (9, "Kind", "is CDMO, but row 8 says CRO"),
        (10, "Lead time, weeks", "#N/A is a formula that failed"),
    ]
    assert set(Vendor.objects.values_list("name", flat=True)) == {"Dale", "Hazel", "Twice"}


def test_a_scale_turned_round_is_refused_against_what_the_directory_says(load):
    line = CapabilityLineFactory(
        site=SiteFactory(vendor=VendorFactory(name="Ash"), name="Odense"),
        capability__code="M4.06",
        scale_max=100,
    )

    report = load(
        ["Ash", "Odense", "M4.06", "500"], header=["Vendor", "Site", "Capability", "Smallest scale"]
    )

    assert [row["reason"] for row in report["rows"]] == ["500 is above the largest, 100"]
    line.refresh_from_db()
    assert line.scale_min is None


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_certificates_and_contacts_are_entered_once_and_followed_up(load, form):
    header = ["Kind", *PAPERS, *PEOPLE[1:]]
    first = ["CDMO", "Ash", "Odense", "GMP", "DK-1", "DKMA", "2024-01-01", "2026-12-31"]
    second = ["", "Ash", "Odense", "ISO 9001", "", "TÜV", "", "2027-01-01"]
    rows = [[*first, "ida@ash.example", "Ida Ash", "Sales"], [*second, "", "", ""]]
    assert fates(load(*rows, header=header, form=form)) == {"created": 2}
    assert fates(load(*rows, header=header, form=form)) == {"unchanged": 2}

    renewed = ["Ash", "Odense", "gmp certificate", "DK-1", "", "", "2029-12-31"]
    assert fates(load(renewed, header=PAPERS)) == {"updated": 1}

    found = Certificate.objects.order_by("scheme").values_list(
        "site__name", "scheme", "number", "authority", "expires_on", "source"
    )
    assert [(*row[:4], str(row[4]), row[5]) for row in found] == [
        ("Odense", "GMP", "DK-1", "DKMA", "2029-12-31", "Spreadsheet list.csv"),
        ("Odense", "ISO9001", "", "TÜV", "2027-01-01", f"Spreadsheet list.{form}"),
    ]
    assert list(VendorContact.objects.values_list("vendor__name", "name", "email", "job")) == [
        ("Ash", "Ida Ash", "ida@ash.example", "Sales")
    ]


def test_certificates_a_person_has_set_and_contacts_are_proposed_and_accepted(load, curator, now):
    site = SiteFactory(vendor=VendorFactory(name="Ash"), name="Odense")
    paper = Certificate.objects.create(
        site=site, scheme="GMP", number="DK-1", authority="DKMA", set_by=curator
    )
    person = VendorContact.objects.create(vendor=site.vendor, name="Ida", email="Ida@ash.example")
    row = ["Ash", "Odense", "GMP", "DK-1", "", "", "2029-12-31", "ida@ash.example", "", "Sales"]

    assert fates(load(row, header=[*PAPERS, *PEOPLE[1:]])) == {"proposed": 1}
    assert fates(load(row, header=[*PAPERS, *PEOPLE[1:]])) == {"unchanged": 1}
    found = Proposal.objects.order_by("field")
    assert [(one.field, one.site, one.old, one.new) for one in found] == [
        (f"certificate #{paper.pk} expires_on", site, None, "2029-12-31"),
        (f"contact #{person.pk} job", None, "", "Sales"),
    ]
    assert [(told.subject, told.label, told.old, told.new) for told in wording.tell(found)] == [
        ("GMP certificate DK-1 of Odense", "Expires on", "not stated", "2029-12-31"),
        ("Ida <Ida@ash.example>", "Job", "not stated", "Sales"),
    ]

    for proposal in found:
        proposals.accept(proposal=proposal, by=curator, now=now)
    paper.refresh_from_db()
    person.refresh_from_db()
    assert (str(paper.expires_on), paper.set_by, person.job) == ("2029-12-31", curator, "Sales")


def test_what_is_wrong_with_a_certificate_or_a_contact_names_its_field(load, sponsor):
    site = SiteFactory(vendor=VendorFactory(name="Ash"), name="Odense")
    for number in "12":
        Certificate.objects.create(site=site, scheme="GLP", number=number, authority="DKMA")
    VendorContact.objects.create(
        vendor=site.vendor, name="Ida", email="ida@ash.example", private_to=sponsor
    )

    papers = load(
        ["Ash", "Odense", "HACCP", "", "DKMA", "", ""],
        ["Ash", "Odense", "GMP", "", "", "", ""],
        ["Ash", "Odense", "GDP", "", "DKMA", "2026-02-01", "2026-01-01"],
        ["Ash", "Odense", "GLP", "", "", "", "2027-01-01"],
        ["Ash", "", "GMP", "", "DKMA", "", ""],
        ["Ash", "Odense", "", "3", "", "", ""],
        header=PAPERS,
    )
    people = load(
        ["Ash", "ida@ash.example", "Ida", ""],
        ["Ash", "not an address", "Ida", ""],
        ["Ash", "bo@ash.example", "", ""],
        ["Ash", "", "Bo", ""],
        header=PEOPLE,
    )

    assert [(row["row"], row["field"], row["reason"][:48]) for row in papers["rows"]] == [
        (2, "Certificate", "“HACCP” is none of GMP, MIA, GLP, GDP, ISO9001, "),
        (3, "Issuer", "is empty, and a new certificate needs one"),
        (4, "Valid from", "2026-02-01 is after the last day, 2026-01-01"),
        (5, "Certificate", "this site has several of this kind: give the num"),
        (6, "Site", "is empty, and the row says something of a site"),
        (7, "Certificate", "is empty, and the row says something of a certif"),
    ]
    assert [(row["row"], row["field"], row["reason"]) for row in people["rows"]] == [
        (2, "Contact e-mail", "cannot be entered from a file: enter it by hand"),
        (3, "Contact e-mail", "Enter a valid email address."),
        (4, "Contact name", "is empty, and a new contact needs one"),
        (5, "Contact e-mail", "is empty, and the row says something of a contact"),
    ]
    assert (Certificate.objects.count(), VendorContact.objects.count()) == (2, 1)


def test_a_vendor_is_found_by_duns_a_merged_one_as_its_survivor_and_a_private_one_not_at_all(
    load, sponsor
):
    ash = VendorFactory(name="Ash", duns="012345678")
    VendorFactory(name="Ash of Old", merged_into=ash)
    hidden = VendorFactory(name="Hidden", kind="CDMO", private_to=sponsor)

    report = load(
        ["Ashes", "12345678", "Kolding", ""],
        ["Ash of old", "", "", "Odense"],
        ["Hidden", "", "Kolding", "Odense"],
        header=["Vendor", "DUNS", "Headquarters city", "Site"],
    )

    assert [row["row"] for row in report["rows"]] == [3, 4]
    ash.refresh_from_db()
    hidden.refresh_from_db()
    assert (ash.name, ash.city, hidden.city) == ("Ashes", "Kolding", "Odense")


def test_a_new_site_gets_the_records_of_its_fei(load):
    action = RegulatoryAction.objects.create(
        kind="warning_letter", authority="FDA", fei="3009481127", acted_on="2026-01-05"
    )

    load(*ROWS)

    action.refresh_from_db()
    assert action.site.name == "Odense"


def test_a_dry_run_changes_nothing_and_an_unusable_file_exits_2(load):
    assert fates(load(*ROWS, dry_run=True)) == {"created": 4}
    assert not Vendor.objects.exists()

    with pytest.raises(CommandError) as error:
        load(["x"], header=["Colour"])
    assert error.value.returncode == 2
    assert str(error.value).startswith("list.csv: Choose the column that means “Vendor”")


def test_the_number_of_queries_does_not_grow_with_the_rows(load, django_assert_max_num_queries):
    def rows(count, weeks):
        return [
            [
                f"V{n}",
                "CRO",
                "S",
                "DK",
                "",
                "R1.01",
                "P1",
                weeks,
                "GLP",
                "1",
                "X",
                f"v{n}@v.example",
                "V",
            ]
            for n in range(count)
        ]

    header = [*HEADER, *PAPERS[2:5], *PEOPLE[1:3]]

    counts = []
    for count in (5, 50):
        Vendor.objects.all().delete()
        for weeks, fate in (("4", "created"), ("8", "updated")):
            with django_assert_max_num_queries(60) as captured:
                assert fates(load(*rows(count, weeks), header=header)) == {fate: count}
            counts.append(len(captured))
    assert counts[:2] == counts[2:]
