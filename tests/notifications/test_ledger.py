"""Delivery in lanes: threads with connections of their own, cut off from either server; real commits."""

import threading

import pytest
from django.db import connection, connections

from audit import acting
from notifications import delivery
from notifications.choices import EmailState
from notifications.ledger import Ledger
from notifications.models import Email, LaneMark
from tests.notifications.conftest import LONG_AGO
from tests.notifications.fast_sink import FastSink

pytestmark = pytest.mark.django_db(transaction=True)


def test_reap_need_not_wait_for_the_lease_of_a_lane_that_is_gone(enqueue, sink):
    mails = [enqueue(str(number)) for number in range(delivery.BATCH + 1)]
    lane = Ledger(is_own=True)
    batch = delivery.claim(lane, now=LONG_AGO)
    delivery.start(lane, batch[0], now=LONG_AGO)

    while_it_lives = delivery.reap(now=LONG_AGO)
    lane.disconnect()
    after = delivery.reap(now=LONG_AGO)

    assert len(mails) == len(batch) + 1
    assert (while_it_lives["released"], while_it_lives["unknown"]) == (0, 0)
    assert (after["released"], after["unknown"]) == (delivery.BATCH - 1, 1)


def test_a_crash_of_postgresql_that_may_have_lost_a_mark_makes_unknown(enqueue, sink):
    """After a crash PostgreSQL empties what is not logged; the marks may be as old as the claim."""
    email = enqueue()
    lane = Ledger(is_own=True)
    claimed = delivery.claim(lane, now=LONG_AGO)[0]
    lane.disconnect()
    LaneMark.objects.all().delete()

    counts = delivery.reap(now=LONG_AGO)
    delivery.finish(Ledger(), claimed, delivery.answers.accepted("250 OK"), now=LONG_AGO)

    with acting.as_system():
        email.refresh_from_db()
    assert counts["unknown"] == 1
    assert email.state == EmailState.SENT  # the lane that lived on knew


def test_a_yes_counts_though_the_mark_before_it_was_lost(enqueue, sink):
    email = enqueue()
    lane = Ledger(is_own=True)
    claimed = delivery.claim(lane, now=LONG_AGO)[0]

    delivery.finish(lane, claimed, delivery.answers.accepted("250 OK"), now=LONG_AGO)
    lane.disconnect()

    with acting.as_system():
        email.refresh_from_db()
    assert email.state == EmailState.SENT


def test_the_number_of_a_lane_stays_while_it_works_or_holds_something(enqueue):
    enqueue()
    lane = Ledger(is_own=True)
    delivery.claim(lane, now=LONG_AGO)
    found = []
    for step in (lambda: None, lane.disconnect):
        step()
        delivery.reap(now=LONG_AGO)
        found.append(LaneMark.objects.count())

    assert found == [1, 1]  # released by the second reap, forgotten by the next
    delivery.reap(now=LONG_AGO)
    assert LaneMark.objects.count() == 0


def test_the_numbers_of_lanes_are_not_logged():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relpersistence FROM pg_class WHERE relname = 'notifications_lanemark'"
        )
        assert cursor.fetchone() == ("u",)


def test_two_deliverers_at_once_send_each_mail_once(enqueue, sink):
    for number in range(60):
        enqueue(str(number), to=f"v{number}@vendor.example")
    done = []

    def deliver():
        done.append(delivery.drain(clock=lambda: LONG_AGO))
        connections.close_all()

    threads = [threading.Thread(target=deliver) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(done) == 60
    assert len(sink.copies) == 60
    assert set(sink.copies.values()) == {1}


def test_lanes_share_the_work_on_kept_connections(enqueue, sink):
    for number in range(60):
        enqueue(str(number), to=f"v{number}@vendor.example")

    done = delivery.drain(clock=lambda: LONG_AGO, lanes=4)

    assert done == 60
    assert sink.connections == 4
    assert set(sink.copies.values()) == {1}
    assert len(sink.copies) == 60


def test_few_mails_open_few_connections(enqueue, sink):
    enqueue()

    delivery.drain(clock=lambda: LONG_AGO, lanes=4)

    assert sink.connections == 1


def test_lanes_hand_over_in_two_round_trips_where_the_server_can(enqueue, settings):
    settings.EMAIL_BACKEND = "notifications.smtp.EmailBackend"
    for number in range(30):
        enqueue(str(number), to=f"v{number}@vendor.example")
    with FastSink() as server:
        server.faults.permanent = 0.3
        settings.EMAIL_PORT = server.port
        delivery.drain(clock=lambda: LONG_AGO, lanes=2)

    with acting.as_system():
        states = Email.objects.counts()
        refused = {*Email.objects.filter(state=EmailState.FAILED).values_list("message_id")}
    assert states[EmailState.SENT] + states[EmailState.FAILED] == 30
    assert states[EmailState.FAILED] > 0
    assert len(server.copies) == states[EmailState.SENT]
    assert refused.isdisjoint((one,) for one in server.copies)


@pytest.mark.parametrize("lanes", [1, 2])
def test_an_answer_survives_a_database_that_goes_away(enqueue, sink, lanes):
    """The server has said yes and the connection to PostgreSQL is cut: the yes is written later."""
    email = enqueue()
    sink.gate.clear()
    thread = threading.Thread(
        target=lambda: (
            delivery.drain(clock=lambda: LONG_AGO, lanes=lanes),
            connections.close_all(),
        )
    )
    thread.start()
    assert sink.arrived.wait(10)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    delivery.reap(now=LONG_AGO)  # takes the lane for dead: the yes settles what it calls unknown
    sink.gate.set()
    thread.join()

    with acting.as_system():
        email.refresh_from_db()
    assert email.state == EmailState.SENT
    assert sink.copies == {email.message_id: 1}
