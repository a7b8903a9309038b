"""
A sender killed at each of seven steps, under both policies: what is left, and what arrives.

The table is the one of docs/notifications.md. Whatever the moment: nothing is lost, nothing is sent
twice unless the policy says so, and the one whose fate nobody can know says so.
"""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from audit import acting
from notifications import delivery
from notifications.choices import UnknownPolicy
from notifications.models import Email
from tests.notifications import running
from tests.notifications.fast_sink import FastSink

pytestmark = pytest.mark.django_db(transaction=True)

MAILS = 5
# step: (left by the crash, copies of the first mail by then)
STEPS = {
    "after claim": ({"leased": 5}, 0),
    "before sending": ({"leased": 5}, 0),
    "after sending": ({"leased": 4, "sending": 1}, 0),
    "mid-message": ({"leased": 4, "sending": 1}, 0),
    "after the message": ({"leased": 4, "sending": 1}, 1),
    "after the answer": ({"leased": 4, "sending": 1}, 1),
    "after sent": ({"leased": 4, "sent": 1}, 1),
}


@pytest.fixture
def server(settings):
    with FastSink() as sink:
        settings.EMAIL_BACKEND = "notifications.smtp.EmailBackend"
        settings.EMAIL_PORT = sink.port
        yield sink


def states() -> dict[str, int]:
    with acting.as_system():
        return {state.value: count for state, count in Email.objects.counts().items() if count}


def crash_at(step: str, port: int, folder) -> None:
    """Deliver in a process of its own until it kills itself."""
    subprocess.run(
        [sys.executable, "-m", "tests.notifications.worker"],
        cwd=running.ROOT,
        env=running.process_environment(folder, port) | {"CRASH_AT": step},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )


def pick_up_the_pieces(now) -> None:
    """Do what the next sweep does; PostgreSQL frees the dead lane's lock in a moment."""

    def is_settled() -> bool:
        delivery.reap(now=now)
        return not {"leased", "sending"} & states().keys()

    running.until(is_settled)
    delivery.drain(clock=lambda: now)


@pytest.mark.parametrize("policy", UnknownPolicy)
@pytest.mark.parametrize("step", STEPS)
def test_a_sender_killed_at_a_step(enqueue, server, folder, step, policy):
    now = timezone.now()
    mails = [
        enqueue(str(number), priority=number + 1, unknown_policy=policy) for number in range(MAILS)
    ]
    left, copies = STEPS[step]

    crash_at(step, server.port, folder)
    running.until(lambda: len(server.accepted) == copies, 5)
    after_the_crash = states()
    pick_up_the_pieces(now)
    settled = states()
    pick_up_the_pieces(now + delivery.RESEND_GRACE + timedelta(minutes=1))

    is_unknown = "sending" in left
    is_resent = is_unknown and policy == UnknownPolicy.RESEND
    ends = {"sent": MAILS - 1, "unknown": 1} if is_unknown else {"sent": MAILS}
    assert after_the_crash == left
    assert settled == ends
    assert states() == ({"sent": MAILS} if is_resent else ends)
    first = copies + is_resent if is_unknown else 1
    assert [server.copies[mail.message_id] for mail in mails] == [first, 1, 1, 1, 1]
