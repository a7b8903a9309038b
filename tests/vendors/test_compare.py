from datetime import date

import pytest

from tests.factories.vendors import (
    CapabilityLineFactory,
    CertificateFactory,
    SiteFactory,
    TrialRecordFactory,
    VendorFactory,
)
from vendors import compare
from vendors.models import CapabilityLine, Vendor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]

TODAY = date(2026, 11, 22)


def compared(*vendors, standings=None) -> compare.Comparison:
    return compare.of(
        Vendor.objects.listed(),
        slugs=[vendor.slug for vendor in vendors],
        standings=standings,
        today=TODAY,
    )


def words(comparison) -> dict[str, list[str]]:
    return {
        row.label: [cell.said for cell in row.cells]
        for section in comparison.sections
        for row in section.rows
    }


@pytest.fixture
def pair():
    ash, birch = VendorFactory(name="Ash", size="1-49"), VendorFactory(name="Birch", size="5000+")
    site = SiteFactory(vendor=ash, country="JP")
    CertificateFactory(site=site)
    CapabilityLineFactory(
        site=site, capability__code="M4.14", phases=["P1"], evidence=3, lead_time_weeks=26
    )
    CapabilityLineFactory(site__vendor=birch, capability__code="R4.08", phases=["P2"])
    return ash, birch


def test_vendors_stand_in_the_order_asked_for(pair):
    ash, birch = pair

    assert compared(birch, ash).vendors == [birch, ash]


def test_each_leaf_of_either_has_a_row(pair):
    rows = words(compared(*pair))

    assert rows["Size"] == ["1 to 49 people", "5,000 people or more"]
    assert rows["Sites"] == ["1 (Japan)", "1 (Denmark)"]
    assert rows["GMP certificate in force"] == ["1 site, to 30 Apr 2027", "None on file"]
    [vials] = [row for label, row in rows.items() if label.startswith("M4.14")]
    assert "P1 on register" in vials[0]
    assert vials[0].endswith("26 wk")
    assert "P1 unknown" in vials[1]
    assert any(label.startswith("R4.08") for label in rows)


def test_certificates_say_at_how_many_sites_and_which_lapses_first(pair):
    ash, birch = pair
    for day in (date(2027, 3, 4), None):
        CertificateFactory(site=SiteFactory(vendor=ash), expires_on=day)
    CertificateFactory(site=birch.sites.get(), expires_on=None)
    CertificateFactory(site=birch.sites.get(), scheme="GLP", expires_on=date(2026, 11, 1))

    rows = words(compared(ash, birch))

    assert rows["GMP certificate in force"] == [
        "3 sites, first to 4 Mar 2027",
        "1 site, no expiry stated",
    ]
    assert "GLP accreditation in force" not in rows


def test_trials_and_the_next_slot_are_named(pair):
    ash, birch = pair
    TrialRecordFactory.create_batch(2, vendor=ash)
    CapabilityLine.objects.filter(site__vendor=birch).update(next_slot_date=date(2027, 2, 19))

    rows = words(compared(ash, birch))

    assert rows["Registered trials that name it"] == ["2", "None found"]
    [monitoring] = [row for label, row in rows.items() if label.startswith("R4.08")]
    assert monitoring[1].endswith("next slot 19 Feb 2027")


def test_differences_leave_out_what_is_alike(pair):
    rows = words(compared(*pair).differences())

    assert "Size" in rows
    assert "Kind" not in rows
    assert words(compared(pair[0], pair[0]).differences()) == {}


def test_the_readers_standing_is_a_row_of_a_sponsor_alone(pair):
    ash, _ = pair

    assert "Your standing" not in words(compared(*pair))
    rows = words(compared(*pair, standings={ash.pk: "preferred", 0: "disqualified"}))
    assert rows["Your standing"] == ["Preferred", "None given"]


def test_what_the_reader_may_not_see_is_passed_over(pair, sponsor):
    hidden = VendorFactory(private_to=sponsor)

    assert compared(pair[0], hidden).vendors == [pair[0]]


def test_sheet_holds_every_row(pair):
    sheet = list(compared(*pair).sheet())

    assert sheet[0] == ["", "Ash", "Birch"]
    assert ["Company"] in sheet
    assert ["Size", "1 to 49 people", "5,000 people or more"] in sheet
