import csv
from datetime import date

import pytest

from tests.factories.vendors import SiteFactory
from vendors.choices import ActionKind, InspectionClass
from vendors.importers import fda_inspections
from vendors.importers.report import Skip
from vendors.models import RegulatoryAction

pytestmark = pytest.mark.django_db

GOOD = {
    "FEI Number": "3004540906",
    "Legal Name": "Fernmoor Pharma Limited",
    "Zip": "-",
    "State": "-",
    "Country/Area": "India",
    "Fiscal Year": "2025",
    "Inspection ID": "1201234",
    "Classification": "Voluntary Action Indicated (VAI)",
    "Product Type": "Drugs",
    "Project Area": "Drug Quality Assurance",
    "Inspection End Date": "2025-03-14",
}


@pytest.fixture
def read(tmp_path, now):
    def read(*rows, columns=tuple(GOOD)):
        path = tmp_path / "inspections.csv"
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(GOOD | row for row in rows)
        return fda_inspections.run(path, now=now)

    return read


def counts(report):
    return {fate: number for fate, number in report.counts.items() if number}


def test_an_inspection_is_kept_with_its_class(read):
    site = SiteFactory(fei="3004540906")

    read({})

    action = RegulatoryAction.objects.get()
    assert (action.kind, action.classification, action.acted_on, action.record_id) == (
        ActionKind.INSPECTION,
        InspectionClass.VAI,
        date(2025, 3, 14),
        "1201234",
    )
    assert (action.site, action.country, action.state) == (site, "India", "")


def test_rows_of_one_inspection_are_one_record_of_the_gravest_class(read):
    report = read(
        {"Classification": "NAI", "Project Area": "Compliance"},
        {"Classification": "OAI", "Product Type": "Biologics"},
        {"Classification": "NAI", "Project Area": "Compliance"},
    )

    action = RegulatoryAction.objects.get()
    assert counts(report) == {"created": 2, "skipped": 1}
    assert report.skips == [Skip(4, "row", "repeats row 2")]
    assert (action.classification, action.product_type, action.detail) == (
        InspectionClass.OAI,
        "Biologics, Drugs",
        "Compliance, Drug Quality Assurance",
    )


@pytest.mark.parametrize("words", ["NAI", "no action indicated", "No Action Indicated (NAI)"])
def test_text_and_code_of_a_class_are_read_alike(read, words):
    read({"Classification": words})

    assert RegulatoryAction.objects.get().classification == InspectionClass.NAI


def test_without_a_day_the_first_of_the_fiscal_year_stands_for_it_and_says_so(read):
    read({}, columns=[name for name in GOOD if name not in ("Inspection End Date", "Project Area")])

    action = RegulatoryAction.objects.get()
    assert (action.acted_on, action.detail) == (
        date(2024, 10, 1),
        "fiscal year 2025, the day is not stated",
    )


def test_the_same_file_twice_changes_nothing_and_a_new_class_is_followed(read):
    read({})

    assert counts(read({})) == {"unchanged": 1}
    assert counts(read({"Classification": "OAI"})) == {"updated": 1}


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ({"FEI Number": ""}, "FEI Number", "'' is not a number"),
        ({"Inspection ID": ""}, "Inspection ID", "is empty"),
        ({"Classification": "Fine"}, "Classification", "'Fine' is none of NAI, VAI, OAI"),
        ({"Product Type": "Devices"}, "Product Type", "'Devices' is neither drugs nor biologics"),
        (
            {"Inspection End Date": "2031-01-01"},
            "Inspection End Date",
            "2031-01-01 lies in the future",
        ),
        (
            {"Inspection End Date": "", "Fiscal Year": "last"},
            "Fiscal Year",
            "'last' is no year",
        ),
    ],
)
def test_a_bad_row_is_named(read, cells, field, reason):
    report = read({"Inspection ID": "1"}, cells)

    assert counts(report) == {"created": 1, "skipped": 1}
    assert report.skips == [Skip(3, field, reason)]
