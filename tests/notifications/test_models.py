import pytest

from notifications.choices import TRANSITIONS, EmailState
from notifications.models import Email

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("goal", EmailState)
@pytest.mark.parametrize("source", EmailState)
def test_move_honours_the_table_of_transitions(enqueue, source, goal):
    email = enqueue()
    token = {"lease_token": email.pk}
    Email.objects.update(state=source, **token)
    is_leased = goal in {EmailState.LEASED, EmailState.SENDING}

    moved = Email.objects.filter(pk=email.pk).move(goal, **token if is_leased else {})

    email.refresh_from_db()
    assert bool(moved) == (goal in TRANSITIONS[source])
    assert email.state == (goal if moved else source)


def test_move_ends_the_lease_with_the_state_that_needs_one(enqueue):
    email = enqueue()
    Email.objects.update(state=EmailState.LEASED, lease_token=email.pk)

    Email.objects.move(EmailState.READY)

    email.refresh_from_db()
    assert email.lease_token is None
