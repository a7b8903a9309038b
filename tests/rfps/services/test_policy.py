import pytest

from audit.models import Event
from rfps.services import policy

pytestmark = pytest.mark.django_db


def test_no_approval_is_needed_until_somebody_says_so(sponsor, other_sponsor, org_admin, now):
    before = policy.needs_approval(sponsor.pk)

    policy.set_approval(organisation=sponsor, needs_approval=True, by=org_admin, now=now)

    assert (before, policy.needs_approval(sponsor.pk)) == (False, True)
    assert policy.needs_approval(other_sponsor.pk) is False
    assert Event.objects.get().summary == (
        "Requests must be approved by a second person before they are issued"
    )


def test_saying_it_twice_changes_nothing(sponsor, org_admin, now):
    for _ in range(2):
        policy.set_approval(organisation=sponsor, needs_approval=True, by=org_admin, now=now)

    assert Event.objects.count() == 1
