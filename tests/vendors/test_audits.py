from datetime import date, timedelta

import pytest

from audit.models import Event
from tests.factories.vendors import SiteAuditFactory, SiteFactory, VendorFactory
from vendors import audits
from vendors.models import SiteAudit
from vendors.services import VendorError

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return SiteFactory(vendor=VendorFactory(name="Ash"), name="Odense")


def unsaved(site, **facts) -> SiteAudit:
    return SiteAudit(site=site, **{"audited_on": date(2026, 5, 4), "outcome": "Two major"} | facts)


def test_an_audit_is_the_organisations_own(site, procurement, stranger, now):
    audits.keep(audit_of_site=unsaved(site), vendor=site.vendor, by=procurement, now=now)

    assert [row.outcome for row in audits.at(site.vendor, procurement)] == ["Two major"]
    assert list(audits.at(site.vendor, stranger)) == []
    assert Event.objects.filter(verb="site-audit.kept", actor=procurement).count() == 1


def test_the_newest_comes_first(site, procurement):
    for day in (date(2024, 1, 1), date(2026, 1, 1), date(2025, 1, 1)):
        SiteAuditFactory(site=site, organisation=procurement.organisation, audited_on=day)
    SiteAuditFactory(organisation=procurement.organisation)  # of another vendor

    found = audits.at(site.vendor, procurement)

    assert [row.audited_on.year for row in found] == [2026, 2025, 2024]


def test_a_site_of_another_vendor_and_a_day_to_come_are_refused(site, procurement, now):
    other, tomorrow = VendorFactory(), now.date() + timedelta(days=1)

    for row, vendor in ((unsaved(site), other), (unsaved(site, audited_on=tomorrow), site.vendor)):
        with pytest.raises(VendorError):
            audits.keep(audit_of_site=row, vendor=vendor, by=procurement, now=now)

    assert SiteAudit.objects.count() == 0


def test_what_is_removed_leaves_an_event(site, procurement, now):
    row = SiteAuditFactory(site=site, organisation=procurement.organisation)

    audits.remove(audit_of_site=row, by=procurement, now=now)

    assert SiteAudit.objects.count() == 0
    assert Event.objects.filter(verb="site-audit.removed").count() == 1
