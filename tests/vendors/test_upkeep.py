from datetime import timedelta

import pytest

from audit.models import Event
from notifications.models import Email
from tests.factories.vendors import (
    CapabilityFactory,
    CapabilityLineFactory,
    CertificateFactory,
    ProposalFactory,
    SiteFactory,
    VendorFactory,
    keeper,
)
from vendors import upkeep
from vendors.choices import ProposalState
from vendors.models import GroupConfirmation
from vendors.querysets import BY_VENDOR
from vendors.services import VendorError

pytestmark = pytest.mark.django_db


@pytest.fixture
def vendor(now):
    return VendorFactory(name="Fernhollow", confirmed_at=now)


def test_a_confirmed_profile_says_when(vendor, now):
    upkeep.confirm(vendor=vendor, by=keeper(vendor), now=now + timedelta(days=1))

    vendor.refresh_from_db()
    assert vendor.confirmed_at == now + timedelta(days=1)
    assert Event.objects.filter(verb="profile.confirmed").exists()


def test_a_group_is_confirmed_with_its_date_and_again(vendor, now):
    CapabilityFactory(code="Z1.10")
    ida = keeper(vendor)

    for days in (0, 40):
        upkeep.confirm_group(vendor=vendor, group="Z1", by=ida, now=now + timedelta(days=days))

    row = GroupConfirmation.objects.get()
    assert (row.confirmed_on, row.source, row.set_by) == (
        (now + timedelta(days=40)).date(),
        BY_VENDOR,
        ida,
    )
    with pytest.raises(VendorError, match="no such group"):
        upkeep.confirm_group(vendor=vendor, group="X9", by=ida, now=now)


@pytest.mark.parametrize("state", [ProposalState.DRAFT, ProposalState.OPEN])
def test_a_group_under_way_is_not_confirmed(vendor, now, state):
    line = CapabilityLineFactory(site__vendor=vendor, capability__code="Z1.10")
    new = {"capability": CapabilityFactory(code="Z2.10").pk}
    more = {"vendor": vendor, "site": line.site, "source": BY_VENDOR, "state": state}
    ProposalFactory(field=f"{line.capability_id} #{line.pk} phases", **more)
    ProposalFactory(field="+ line 1f3a", old=None, new=new, **more)

    assert upkeep.groups_under_way(vendor) == {"Z1", "Z2"}
    with pytest.raises(VendorError, match="Z2 are under way"):
        upkeep.confirm_group(vendor=vendor, group="Z2", by=keeper(vendor), now=now)


def due(vendor, now, *days, **fields):
    return [
        CertificateFactory(
            site=SiteFactory(vendor=vendor), expires_on=now.date() + timedelta(days=one), **fields
        )
        for one in days
    ]


def test_what_lapses_soon_or_lapsed_of_late_is_a_task_unless_renewed(vendor, now):
    due(vendor, now, 10, -10, 400, -400, number="DK 1")
    renewed = due(vendor, now, 20)[0]
    CertificateFactory(site=renewed.site, expires_on=now.date() + timedelta(days=900))

    tasks = upkeep.todo(vendor, now=now)

    assert [(task.tone, "lapsed on" in task.text) for task in tasks] == [
        ("bad", True),
        ("warn", False),
    ]


def test_a_year_without_confirmation_is_a_task(vendor, now):
    assert upkeep.todo(vendor, now=now) == []
    vendor.confirmed_at = now - upkeep.YEAR
    [stale] = upkeep.todo(vendor, now=now)
    assert stale.text == "The profile has not been confirmed since 22 November 2025."
    vendor.confirmed_at = None
    assert "by you so far" in upkeep.todo(vendor, now=now)[0].text


def test_reminders_come_once_for_each_occasion_to_one_person(vendor, now):
    first = keeper(vendor, email="first@fernhollow.example")
    keeper(vendor, email="second@fernhollow.example")
    due(vendor, now, 10)
    later = now + timedelta(days=366)

    for at in (now, now + timedelta(days=1), now + timedelta(days=11), later, later):
        upkeep.remind(now=at)

    mails = Email.objects.order_by("created_at")
    assert [(mail.kind, mail.to, mail.organisation) for mail in mails] == [
        (kind, first.email, vendor.organisation)
        for kind in ("certificate-due", "certificate-due", "profile-stale")
    ]
    assert [mail.key.rpartition(":")[2] for mail in mails[:2]] == ["soon", "lapsed"]


def test_a_profile_that_nobody_keeps_reminds_nobody(now):
    due(VendorFactory(confirmed_at=None), now, 10)

    upkeep.remind(now=now)

    assert not Email.objects.exists()
