from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from notifications.models import Email
from tests.factories.vendors import (
    CapabilityLineFactory,
    SavedSearchFactory,
    VendorFactory,
    keeper,
)
from vendors import tasks
from vendors.models import Change

pytestmark = pytest.mark.django_db


def test_the_clock_starts_all_tasks():
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    mine = {tasks.send_alerts.name, tasks.forget_changes.name, tasks.remind_vendors.name}
    assert mine <= names


def test_send_alerts_writes_the_mails_that_are_due(member, taxonomy):
    CapabilityLineFactory(capability__code="M4.14")
    SavedSearchFactory(owner=member)

    tasks.send_alerts()

    assert Email.objects.get(kind="search-alert").to == member.email


def test_forget_changes_empties_the_old_log():
    Change.objects.create(vendor_id=1, transaction=1, at=timezone.now() - timedelta(days=30))

    tasks.forget_changes()

    assert not Change.objects.filter(vendor_id=1).exists()


def test_remind_vendors_writes_to_who_keeps_a_profile():
    user = keeper(VendorFactory(confirmed_at=None))

    tasks.remind_vendors()

    assert Email.objects.get(kind="profile-stale").to == user.email
