import csv
from datetime import date

import pytest

from audit.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.vendors import SiteFactory
from vendors.choices import ActionKind
from vendors.importers import fda_compliance
from vendors.importers.report import Skip
from vendors.models import Proposal, RegulatoryAction
from vendors.services import attach_actions

pytestmark = pytest.mark.django_db

GOOD = {
    "FEI Number": "3015118914",
    "Legal Name": "Kabana Skin Care",
    "State": "Colorado",
    "Country/Area": "United States",
    "Product Type": "Drugs",
    "Action Taken Date": "2025-07-18",
    "Action Type": "Warning Letter",
    "Case/Injunction ID": "710232",
}


@pytest.fixture
def read(tmp_path, now):
    def read(*rows, columns=tuple(GOOD)):
        path = tmp_path / "actions.csv"
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(GOOD | row for row in rows)
        return fda_compliance.run(path, now=now)

    return read


def counts(report):
    return {fate: number for fate, number in report.counts.items() if number}


def test_a_record_is_kept_with_its_source_and_date(read):
    report = read({"State": "-"})

    action = RegulatoryAction.objects.get()
    assert counts(report) == {"created": 1}
    assert (action.kind, action.fei, action.acted_on, action.record_id, action.state) == (
        ActionKind.WARNING_LETTER,
        "3015118914",
        date(2025, 7, 18),
        "710232",
        "",
    )
    assert (action.source, action.as_of) == (
        "FDA Data Dashboard, compliance actions",
        date(2025, 7, 18),
    )


def test_an_import_is_on_the_audit_trail(read):
    read({}, {"Case/Injunction ID": "2"})

    event = Event.objects.get()
    assert (event.verb, event.summary, event.data) == (
        "register.imported",
        "2 records read from FDA Data Dashboard, compliance actions",
        {"file": "actions.csv"},
    )


def test_the_same_file_twice_changes_nothing(read):
    read({}, {"Case/Injunction ID": "2"})
    before = list(RegulatoryAction.objects.values())

    report = read({}, {"Case/Injunction ID": "2"})

    assert counts(report) == {"unchanged": 2}
    assert list(RegulatoryAction.objects.values()) == before


def test_columns_in_another_order_are_read_alike(read):
    read({})

    assert counts(read({}, columns=tuple(reversed(GOOD)))) == {"unchanged": 1}


def test_a_changed_record_is_updated(read):
    read({})

    report = read({"Legal Name": "Kabana Skin Care LLC"})

    assert counts(report) == {"updated": 1}
    assert RegulatoryAction.objects.get().firm_name == "Kabana Skin Care LLC"


def test_a_record_a_person_set_is_only_proposed_upon(read):
    site = SiteFactory(fei="3015118914")
    read({})
    RegulatoryAction.objects.update(set_by=UserFactory())

    report = read({"Legal Name": "Kabana Skin Care LLC"})

    assert counts(report) == {"proposed": 1}
    assert RegulatoryAction.objects.get().firm_name == "Kabana Skin Care"
    assert (Proposal.objects.get().site, Proposal.objects.get().new) == (
        site,
        "Kabana Skin Care LLC",
    )


def test_a_record_attaches_to_the_site_that_has_its_fei(read):
    site = SiteFactory(fei="2083373")

    read({"FEI Number": "0002083373"})

    assert RegulatoryAction.objects.get().site == site


def test_a_site_that_comes_later_finds_its_records(read):
    read({})
    site = SiteFactory(fei="3015118914")

    attach_actions(site)

    assert RegulatoryAction.objects.get().site == site


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ({"FEI Number": "123"}, "FEI Number", "'123' has 3 digits; an FEI has 7 or 10"),
        ({"FEI Number": "Acme"}, "FEI Number", "'Acme' is not a number"),
        (
            {"Action Taken Date": "2025-02-30"},
            "Action Taken Date",
            "'2025-02-30' is no date (YYYY-MM-DD)",
        ),
        ({"Action Taken Date": "2031-01-01"}, "Action Taken Date", "2031-01-01 lies in the future"),
        (
            {"Legal Name": "=HYPERLINK(1)"},
            "Legal Name",
            "'=HYPERLINK(1)' looks like a spreadsheet formula",
        ),
        ({"Legal Name": ""}, "Legal Name", "is empty"),
        ({"Legal Name": "x" * 251}, "Legal Name", "has 251 characters, more than 250"),
        (
            {"Legal Name": "Nana Barseghian, M.D."},
            "Legal Name",
            "is a natural person's, not a vendor's",
        ),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_read(read, cells, field, reason):
    report = read({"Case/Injunction ID": "1"}, cells, {"Case/Injunction ID": "2"})

    assert counts(report) == {"created": 2, "skipped": 1}
    assert report.skips == [Skip(3, field, reason)]


def test_a_record_twice_in_one_file_is_read_once(read):
    report = read({}, {})

    assert counts(report) == {"created": 1, "skipped": 1}
    assert report.skips == [Skip(3, "row", "repeats the record of row 2")]


def test_the_real_export_adds_up_and_is_unchanged_the_second_time(shared_data, now):
    path = shared_data / "fda" / "compliance_actions_2025-07.csv"

    first = fda_compliance.run(path, now=now)
    second = fda_compliance.run(path, now=now)

    assert (first.records, first.counts["created"]) == (2685, RegulatoryAction.objects.count())
    assert counts(second) == {
        "unchanged": first.counts["created"],
        "skipped": first.counts["skipped"],
    }
    assert {skip.reason for skip in first.skips} == {"is a natural person's, not a vendor's"}
