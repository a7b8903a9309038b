"""The directory as a spreadsheet: what is read back unchanged changes nothing."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from tests.factories.accounts import OrganisationFactory
from tests.factories.vendors import (
    CapabilityLineFactory,
    CertificateFactory,
    ContactFactory,
    SiteFactory,
    VendorFactory,
)
from vendors import exporting, imports
from vendors.importers.sheet import current
from vendors.importers.sheet.fields import HEADINGS
from vendors.models import CapabilityLine, Vendor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]


@pytest.fixture
def ash():
    vendor = VendorFactory(name="Ash", trading_names=["Ash Works", "AW"], size="1-49")
    odense = SiteFactory(vendor=vendor, name="Odense", fei="3009481127")
    SiteFactory(vendor=vendor, name="Aarhus", fei="")
    CapabilityLineFactory(
        site=odense,
        capability__code="M4.14",
        phases=["P1", "P2"],
        modalities=["MAB", "ADC"],
        dosage_forms=["VIAL"],
        evidence=2,
        scale_min=Decimal("0.5"),
        scale_max=Decimal("2000"),
        lead_time_weeks=26,
        next_slot_date=date(2027, 2, 19),
        note="Isolator line",
    )
    CapabilityLineFactory(site=odense, capability__code="M4.16", is_offered=False)
    CertificateFactory(site=odense, number="DK 1", issued_on=date(2025, 1, 1))
    CertificateFactory(site=odense, scheme="GLP", number="DK 2", expires_on=None)
    for name in ("Ida Lund", "Per Friis"):
        ContactFactory(vendor=vendor, name=name, email=f"{name[:3].lower()}@ash.example")
    ContactFactory(vendor=vendor, name="Our Friend", private_to=OrganisationFactory())
    return vendor


def test_a_row_per_line_certificate_or_person_of_a_site(ash):
    headings, aarhus, aarhus_2, odense, odense_2 = current.rows(Vendor.objects.all())

    assert headings == HEADINGS
    first = dict(zip(headings, odense, strict=True))
    assert {first[h] for h in ("Vendor", "Site", "FEI")} == {"Ash", "Odense", "3009481127"}
    assert [
        first[h]
        for h in (
            "Capability",
            "Phases",
            "Dosage forms",
            "Evidence",
            "Smallest scale",
            "Next free slot",
        )
    ] == ["M4.14", "P1; P2", "VIAL", "Documented", "0.5", "2027-02-19"]
    people = [dict(zip(headings, row, strict=True))["Contact name"] for row in (aarhus, aarhus_2)]
    assert people == ["Ida Lund", "Per Friis"]
    assert dict(zip(headings, odense_2, strict=True))["Capability"] == ""


def test_what_is_read_back_changes_nothing_and_what_was_changed_there_alone(ash, curator):
    VendorFactory(name="Bare", country="", city="")
    content = exporting.as_xlsx({"Vendors": current.rows(Vendor.objects.all())}, "x").content
    book = load_workbook(io.BytesIO(content))

    def compared(content):
        file = imports.upload(
            name="x.xlsx",
            content=content,
            source="",
            as_of=date(2026, 11, 20),
            by=curator,
            now=timezone.now(),
        )
        return imports.choose_columns(
            file=file, mapping=file.mapping, by=curator, now=timezone.now()
        )

    assert {f: n for f, n in compared(content).counts.items() if n} == {"unchanged": 5}

    sheet = book.active
    sheet.cell(4, 1 + HEADINGS.index("Lead time, weeks")).value = 30
    changed = io.BytesIO()
    book.save(changed)
    file = compared(changed.getvalue())
    assert {f: n for f, n in file.counts.items() if n} == {"unchanged": 4, "updated": 1}
    imports.confirm(file=file, digest=file.digest, by=curator, now=timezone.now())
    assert CapabilityLine.objects.offered().get().lead_time_weeks == 30


def test_what_is_private_or_merged_is_left_out(ash):
    VendorFactory(name="Gone", merged_into=ash)
    VendorFactory(name="Hidden", private_to=OrganisationFactory())

    assert {row[0] for row in current.rows(Vendor.objects.all())} == {"Vendor", "Ash"}
