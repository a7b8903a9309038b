import csv
from datetime import date

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.vendors import SiteFactory
from vendors.choices import ActionKind
from vendors.importers import fda_483
from vendors.importers.report import Skip
from vendors.models import Proposal, RegulatoryAction
from vendors.services import attach_actions

pytestmark = pytest.mark.django_db

GOOD = {
    "Record Date": "2025-06-19 00:00:00",
    "FEI Number": "3004540906",
    "Legal Name": "Fernmoor  Pharma  Limited",
    "Record Type": "483",
    "Publish Date": "2025-07-10 00:00:00",
    "Download": "https://www.fda.gov/media/1/download",
    "Record ID": "287101",
}


@pytest.fixture
def read(tmp_path, now):
    def read(*rows):
        path = tmp_path / "forms.csv"
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(GOOD))
            writer.writeheader()
            writer.writerows(GOOD | row for row in rows)
        return fda_483.run(path, now=now)

    return read


def counts(report):
    return {fate: number for fate, number in report.counts.items() if number}


def test_a_form_is_kept_with_its_day_its_document_and_the_day_of_the_list(read):
    read({})

    action = RegulatoryAction.objects.get()
    assert (action.kind, action.fei, action.firm_name, action.acted_on) == (
        ActionKind.FORM_483,
        "3004540906",
        "Fernmoor Pharma Limited",
        date(2025, 6, 19),
    )
    assert (action.source, action.source_url, action.as_of) == (
        fda_483.SOURCE,
        "https://www.fda.gov/media/1/download",
        date(2025, 7, 10),
    )


def test_a_form_without_fei_stands_alone(read):
    SiteFactory(fei="")

    report = read({"FEI Number": ""})

    assert counts(report) == {"created": 1}
    assert (RegulatoryAction.objects.get().fei, RegulatoryAction.objects.get().site) == ("", None)


def test_a_form_attaches_to_its_site_whichever_came_first(read):
    early = SiteFactory(fei="3004540906")
    read({}, {"Record ID": "2", "FEI Number": "0002083373"})
    late = SiteFactory(fei="2083373")

    attach_actions(late)

    assert [early.actions.count(), late.actions.count()] == [1, 1]


def test_the_same_file_twice_changes_nothing_and_a_person_is_asked(read):
    SiteFactory(fei="3004540906")
    read({})
    again = counts(read({}))
    RegulatoryAction.objects.update(set_by=UserFactory())

    asked = counts(read({"Legal Name": "Fernmoor Ltd"}))

    assert (again, asked) == ({"unchanged": 1}, {"proposed": 1})
    assert Proposal.objects.get().new == "Fernmoor Ltd"


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ({"FEI Number": "12"}, "FEI Number", "'12' has 2 digits; an FEI has 7 or 10"),
        ({"Record Type": "EIR"}, "Record Type", "'EIR' is no Form 483"),
        ({"Record Date": "June"}, "Record Date", "'June' is no date (YYYY-MM-DD)"),
        ({"Legal Name": "Jane Q. Miller"}, "Legal Name", "is a natural person's, not a vendor's"),
        ({}, "row", "repeats the record of row 2"),
    ],
)
def test_a_bad_row_is_named(read, cells, field, reason):
    report = read({}, cells)

    assert counts(report) == {"created": 1, "skipped": 1}
    assert report.skips == [Skip(3, field, reason)]


def test_the_real_list_adds_up_and_is_unchanged_the_second_time(shared_data, now):
    path = shared_data / "fda" / "form_483s_2025-07.csv"

    first, second = fda_483.run(path, now=now), fda_483.run(path, now=now)

    assert first.records == 1851
    assert RegulatoryAction.objects.filter(fei="").count() > 0
    assert counts(second) == {
        "unchanged": first.counts["created"],
        "skipped": first.counts["skipped"],
    }
