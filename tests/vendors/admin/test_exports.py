import csv
import io
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import vendors as made
from vendors import merging
from vendors.admin.base import CuratedAdmin
from vendors.importers.sheet.fields import HEADINGS
from vendors.models import Vendor

pytestmark = pytest.mark.django_db


def act(desk, model, action, rows):
    address = reverse(f"admin:vendors_{model._meta.model_name}_changelist")
    data = {"action": action, ACTION_CHECKBOX_NAME: [row.pk for row in rows]}
    return desk.post(address, data)


def read(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_a_list_is_a_file_of_its_own_columns_and_ticked_rows(desk):
    vendor = made.VendorFactory(name="=Ash", kind="BOTH", confirmed_at=None)
    made.VendorFactory(name="Birch")

    headings, row = read(act(desk, Vendor, "export_as_csv", [vendor]))

    assert headings[:5] == ["Name", "Kind", "State", "Complete", "Sites"]
    assert row[:5] == ["'=Ash", "CDMO and CRO", "Listed", "10\u00a0%", "0"]


def test_every_list_of_curation_can_be_exported(desk, vendor_rows):
    for model, row in vendor_rows.items():
        response = act(desk, model, "export_as_xlsx", [row])

        sheet = load_workbook(io.BytesIO(response.content)).active
        assert (model, sheet.max_row) == (model, 2)


@pytest.fixture
def vendor_rows(curator, now):
    """Make one row for each list of the admin."""
    line = made.CapabilityLineFactory()
    rows = [
        line,
        line.site,
        line.site.vendor,
        line.capability,
        made.CertificateFactory(site=line.site),
        made.RegulatoryActionFactory(site=line.site),
        made.RegulatoryActionFactory(site=None),
        made.TrialRecordFactory(),
        made.ProposalFactory(vendor=line.site.vendor, site=line.site),
        made.ClaimFactory(),
        merging.merge(
            loser=made.VendorFactory(),
            survivor=made.VendorFactory(),
            reason="The same",
            by=curator,
            now=now,
        ),
    ]
    found = {type(row): row for row in rows}
    curated = {m for m, own in admin.site._registry.items() if isinstance(own, CuratedAdmin)}
    assert found.keys() == curated
    return found


def test_vendors_to_change_come_under_the_wizards_headings(desk):
    vendor = made.VendorFactory(name="Ash")

    response = act(desk, Vendor, "to_change", [vendor])

    sheet = load_workbook(io.BytesIO(response.content))["Vendors"]
    assert [cell.value for cell in sheet[1]] == HEADINGS
    assert sheet["A2"].value == "Ash"


@pytest.mark.parametrize(
    ("value", "found"), [("never", ["Ash"]), ("old", ["Birch"]), ("new", ["Cedar"])]
)
def test_vendors_are_found_by_when_they_were_confirmed(desk, now, value, found):
    for name, at in (("Ash", None), ("Birch", now - timedelta(days=4000)), ("Cedar", now)):
        made.VendorFactory(name=name, confirmed_at=at)

    page = desk.get(reverse("admin:vendors_vendor_changelist"), {"confirmed": value})

    assert [vendor.name for vendor in page.context["cl"].result_list] == found
