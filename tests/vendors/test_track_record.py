import pytest
from django.urls import reverse

from tests.factories.vendors import TrialRecordFactory, VendorFactory
from vendors import track_record

pytestmark = pytest.mark.django_db


def test_trials_are_counted_by_phase_and_one_without_is_said_so():
    vendor = VendorFactory()
    for phases in (["P2"], ["P2", "P3"], []):
        TrialRecordFactory(vendor=vendor, phases=phases)

    record = track_record.of(vendor)

    assert [(bar.label, bar.count, bar.width) for bar in record.bars] == [
        ("Phase 2", 2, 100),
        ("Phase 3", 1, 50),
        ("Not stated", 1, 50),
    ]
    assert (len(record.trials), record.sponsors, record.more) == (3, 1, 0)


def test_the_profile_shows_source_date_and_what_it_does_not_mean(client):
    trial = TrialRecordFactory(vendor__name="Ash", registered_name="Ash Clinical Ltd.")

    page = client.get(trial.vendor.get_absolute_url()).content.decode()

    assert "1 trial of 1 sponsor" in page
    assert f"Source: {trial.source}, seen April 2026: these trials name Ash Clinical Ltd." in page
    assert f'<a href="{trial.source_url}" rel="noopener">{trial.nct_id}</a>' in page
    assert "not what it did there or how well" in page


def test_none_found_is_not_none_done(client):
    page = client.get(reverse("vendor-detail", args=[VendorFactory().slug])).content.decode()

    assert "That says nothing about its experience" in page
