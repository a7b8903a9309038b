import csv
import io
from datetime import date

import pytest
from django.http import QueryDict
from openpyxl import load_workbook

from tests.factories.vendors import (
    CapabilityLineFactory,
    CertificateFactory,
    RegulatoryActionFactory,
    RelationshipFactory,
    VendorFactory,
)
from vendors import exporting
from vendors.filters import Reader, VendorFilter
from vendors.models import Site, Vendor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]


def listing(query=""):
    filterset = VendorFilter(QueryDict(query), reader=Reader(), today=date(2026, 11, 22))
    return exporting.listing(filterset, Vendor.objects.listed())


@pytest.fixture
def ash():
    vendor = VendorFactory(name="Ash", slug="ash", size="1-49", duns="612123456")
    for code in ("M4.14", "M2.10"):
        CapabilityLineFactory(
            site__vendor=vendor,
            capability__code=code,
            phases=["P1"],
            evidence=3,
            lead_time_weeks=26,
        )
    site = vendor.sites.first()
    Site.objects.filter(pk=site.pk).update(fei="2083373")
    RegulatoryActionFactory(site=site, fei="2083373", acted_on=date(2025, 7, 1))
    for scheme, expires_on in (("GMP", None), ("GLP", date(2027, 1, 1)), ("GCP", date(2020, 1, 1))):
        CertificateFactory(site=site, scheme=scheme, issued_on=None, expires_on=expires_on)
    return vendor


def test_a_row_says_what_the_list_found(ash):
    VendorFactory(name="Other")

    headings, row = listing("phase=P1")

    assert dict(zip(headings, row, strict=True)) == {
        "Name": "Ash",
        "Legal name": "",
        "Kind": "CDMO",
        "Country": "Denmark",
        "City": "Odense",
        "Size": "1 to 49 people",
        "Sites": 2,
        "Site countries": "Denmark",
        "Capabilities offered": 2,
        "Best evidence on what was asked": "On register",
        "Evidence by phase": "M2.10 ADC bioconjugation, development & GMP: P1 on register; "
        "M4.14 Aseptic fill-finish vials, GMP clinical: P1 on register",
        "Lead time": "26 wk",
        "On the register": "Warning letter, FDA, Jul 2025",
        "Certificates in force": "GMP certificate, GLP compliance",
        "FEI": "2083373",
        "DUNS": "612123456",
        "Last confirmed": date(2026, 10, 12),
        "Website": "",
        "Profile": "http://localhost:8000/vendors/ash/",
    }


def test_a_sponsor_reads_its_own_standing_beside_each(ash, sponsor):
    RelationshipFactory(vendor=ash, organisation=sponsor, standing="preferred")
    RelationshipFactory(vendor=ash, standing="disqualified")
    VendorFactory(name="Birch")
    reader = Reader(sponsor.pk, is_sponsor=True)
    filterset = VendorFilter(QueryDict("sort=name"), reader=reader, today=date(2026, 11, 22))

    rows = list(exporting.listing(filterset, Vendor.objects.seen_by(sponsor.pk)))

    assert [row[-1] for row in rows] == ["Your standing", "Preferred", ""]


def test_rows_keep_the_order_of_the_page(ash):
    VendorFactory(name="Zell")
    VendorFactory(name="birch")

    assert [row[0] for row in listing("sort=name")] == ["Name", "Ash", "birch", "Zell"]


DANGEROUS = '=HYPERLINK("http://evil.example","x")'


def test_no_cell_of_a_csv_is_a_formula(ash):
    Vendor.objects.filter(pk=ash.pk).update(name=DANGEROUS)

    content = exporting.as_csv(listing(), "vendors").content.decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(content)))[1][0] == f"'{DANGEROUS}"


def test_no_cell_of_a_workbook_is_a_formula_or_breaks_it(ash):
    Vendor.objects.filter(pk=ash.pk).update(name=DANGEROUS, city="Oden\x0bse")

    content = exporting.as_xlsx({"Vendors": listing()}, "vendors").content

    sheet = load_workbook(io.BytesIO(content))["Vendors"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == (f"'{DANGEROUS}", "s")
    assert sheet["E2"].value == "Odense"
    assert sheet.freeze_panes == "B2"
