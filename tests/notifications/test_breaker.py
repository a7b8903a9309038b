from datetime import timedelta

import pytest

from audit.models import Event
from notifications import breaker, services
from notifications.choices import RelayMode
from notifications.relay import RelayError
from tests.notifications.conftest import LONG_AGO

pytestmark = pytest.mark.django_db

AWAY = RelayError("ConnectionRefusedError")
REFUSED = RelayError("535 wrong password", needs_person=True)


def after(seconds: float):
    return LONG_AGO + timedelta(seconds=seconds)


def test_a_server_that_is_away_is_tried_after_growing_pauses():
    pauses = []
    at = LONG_AGO
    for _ in range(7):
        breaker.note_failure(AWAY, now=at)
        retry_at = breaker.current().retry_at
        pauses.append((retry_at - at).total_seconds())
        at = retry_at

    assert pauses == [1, 2, 4, 8, 16, 30, 30]


def test_only_one_of_all_workers_tries_it():
    breaker.note_failure(AWAY, now=LONG_AGO)

    may = [breaker.may_try(now=after(seconds)) for seconds in (0.5, 1, 1.1, 1.2)]

    assert may == [False, True, False, False]


def test_success_opens_it_for_everybody():
    breaker.note_failure(AWAY, now=LONG_AGO)
    breaker.note_success(now=after(1))

    state = breaker.current()
    assert (state.mode, state.failures, state.reason) == (RelayMode.OPEN, 0, "")
    assert breaker.may_try(now=after(1))


def test_a_wrong_password_pauses_until_a_person_resumes():
    breaker.note_failure(REFUSED, now=LONG_AGO)
    breaker.note_success(now=after(1))

    before = breaker.may_try(now=after(86400))
    services.resume(by=None, now=after(86400))

    assert (before, breaker.may_try(now=after(86400))) == (False, True)
    assert Event.objects.get().verb == "relay.resumed"


def test_being_away_does_not_end_a_pause():
    services.pause(by=None, reason="The relay moves house", now=LONG_AGO)

    breaker.note_failure(AWAY, now=after(1))

    state = breaker.current()
    assert (state.mode, state.reason) == (RelayMode.PAUSED, "The relay moves house")
