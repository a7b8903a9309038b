"""Delivery by a real Celery worker over a real socket; killed at each step: test_crashes.py."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models.functions import Now

from audit import acting
from notifications import delivery
from notifications.models import Email
from tests.notifications import running
from tests.notifications.conftest import LONG_AGO

pytestmark = pytest.mark.django_db(transaction=True)

MAILS = 5


@pytest.fixture
def mails(enqueue, folder):
    return [enqueue(str(number), to=f"v{number}@vendor.example") for number in range(MAILS)]


def states() -> dict[str, int]:
    with acting.as_system():
        return {state.value: count for state, count in Email.objects.counts().items() if count}


def pick_up_the_pieces():
    """Do what the next sweep does once the dead worker's leases are over."""
    with acting.as_system():
        Email.objects.filter(lease_until__isnull=False).update(
            lease_until=Now() - timedelta(seconds=1)
        )
    delivery.reap(now=LONG_AGO)
    delivery.drain()


def test_a_worker_delivers_after_the_commit_and_not_before(enqueue, sink, folder):
    with running.celery_worker(folder, sink.port, "--pool", "solo") as worker:
        with transaction.atomic():
            enqueue()
            worker.ready()
            before = len(sink.accepted)
        running.until(lambda: states() == {"sent": 1})

    assert before == 0
    assert len(sink.accepted) == 1


def test_beat_sweeps_up_what_no_kick_announced(enqueue, sink, folder):
    """The broker has lost every message: the rows are delivered all the same."""
    enqueue()
    for message in (folder / "queue").iterdir():
        message.unlink()

    options = ("--beat", "--schedule", str(folder / "schedule"), "--concurrency", "2")
    with running.celery_worker(folder, sink.port, *options):
        running.until(lambda: states() == {"sent": 1})

    assert len(sink.accepted) == 1


def test_a_worker_killed_while_the_server_thinks_leaves_one_unknown(mails, sink, folder):
    sink.gate.clear()
    with running.celery_worker(folder, sink.port, "--concurrency", "2") as worker:
        running.until(sink.arrived.is_set)
        worker.kill()
    sink.gate.set()

    pick_up_the_pieces()

    assert states() == {"sent": MAILS - 1, "unknown": 1}
    assert len(sink.copies) == MAILS
    assert set(sink.copies.values()) == {1}
