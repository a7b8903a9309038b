import csv
from datetime import date

import pytest

from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.vendors import VendorFactory
from vendors.importers import trials
from vendors.importers.report import Skip
from vendors.models import TrialRecord

pytestmark = pytest.mark.django_db

GOOD = {
    "cro_as_registered": "Fernmoor Clinical Pty Ltd.",
    "nct_id": "NCT04983368",
    "sponsor": "Auroral Medical",
    "phases": "PHASE2|PHASE3",
    "conditions": "Mild Cognitive Impairment|Alzheimer&#39;s Disease",
    "interventions": "DRUG: Fernazole 5 mg",
    "study_type": "INTERVENTIONAL",
    "source_file": "ctgov_csv_alzheimers_2026-04.csv",
}


@pytest.fixture
def read(tmp_path, now):
    def read(*rows):
        path = tmp_path / "collaborations.csv"
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(GOOD))
            writer.writeheader()
            writer.writerows(GOOD | row for row in rows)
        return trials.run(path, now=now)

    return read


def counts(report):
    return {fate: number for fate, number in report.counts.items() if number}


def test_a_trial_goes_to_the_vendor_whose_name_has_the_same_key(read):
    vendor = VendorFactory(name="Fernmoor Clinical GmbH")

    read({})

    trial = TrialRecord.objects.get()
    assert (trial.vendor, trial.phases, trial.conditions, trial.as_of) == (
        vendor,
        ["P2", "P3"],
        "Mild Cognitive Impairment|Alzheimer's Disease",
        date(2026, 4, 1),
    )
    assert trial.source_url == "https://clinicaltrials.gov/study/NCT04983368"


def test_a_name_that_fits_none_or_several_or_a_private_entry_is_named(read):
    VendorFactory(name="Fernmoor Clinical", private_to=OrganisationFactory())
    none = read({})
    VendorFactory.create_batch(2, name="Fernmoor Clinical")

    several = read({"nct_id": "NCT00000002"})

    assert none.unknown_terms == {"Fernmoor Clinical Pty Ltd.: no vendor has this name": 1}
    assert several.unknown_terms == {
        "Fernmoor Clinical Pty Ltd.: several vendors have this name": 1
    }
    assert list(TrialRecord.objects.values_list("vendor", flat=True)) == [None, None]


def test_a_vendor_that_comes_later_gets_its_trials_at_the_next_reading(read):
    read({})
    vendor = VendorFactory(name="Fernmoor Clinical")

    assert counts(read({})) == {"updated": 1}
    assert counts(read({})) == {"unchanged": 1}
    assert TrialRecord.objects.get().vendor == vendor


def test_whose_it_is_stays_as_a_curator_said(read):
    read({})
    theirs = VendorFactory()
    TrialRecord.objects.update(vendor=theirs, set_by=UserFactory())
    VendorFactory(name="Fernmoor Clinical")

    assert counts(read({"sponsor": "Other"})) == {"unchanged": 1}
    assert TrialRecord.objects.get().vendor == theirs


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ({"nct_id": "NCT1"}, "nct_id", "'NCT1' is no NCT number"),
        ({"cro_as_registered": ""}, "cro_as_registered", "is empty"),
        ({"phases": "PHASE9"}, "phases", "'PHASE9' is no phase"),
        ({}, "row", "repeats NCT04983368 for the same name"),
    ],
)
def test_a_bad_row_is_named(read, cells, field, reason):
    report = read({}, cells)

    assert counts(report) == {"created": 1, "skipped": 1}
    assert report.skips == [Skip(3, field, reason)]


def test_the_real_list_adds_up_and_is_unchanged_the_second_time(shared_data, now):
    path = shared_data / "clinicaltrials" / "cro_collaborations.csv"

    first, second = trials.run(path, now=now), trials.run(path, now=now)

    assert (counts(first), counts(second)) == ({"created": 56}, {"unchanged": 56})
