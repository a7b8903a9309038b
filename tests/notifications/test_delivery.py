"""The steps of a delivery, against a real SMTP server; killed workers are in test_tasks.py."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from notifications import delivery, smtp
from notifications.choices import EmailState, RelayMode, UnknownPolicy
from notifications.ledger import Ledger
from notifications.models import Attempt, Content, Email, RelayState, Suppression
from tests.notifications import running
from tests.notifications.conftest import LONG_AGO

pytestmark = pytest.mark.django_db


def drain(now=LONG_AGO):
    return delivery.drain(clock=lambda: now)


def lease_over(email):
    """Let the time of a lease pass: the database's clock is not ours to move."""
    Email.objects.filter(pk=email.pk).update(lease_until=Now() - timedelta(seconds=1))


def test_drain_hands_over_text_and_html_with_the_fixed_headers(enqueue, sink):
    email = enqueue()

    done = drain()

    message = sink.accepted[0]
    assert done == len(sink.accepted) == 1
    assert message["To"] == "vera@vendor.example"
    assert message["Subject"] == "About Bell & Co in one line"
    assert message["Message-ID"] == email.message_id
    assert message["Date"] == "Sun, 01 Nov 2026 09:00:00 +0000"
    assert message["Auto-Submitted"] == "auto-generated"
    parts = [part.get_content_type() for part in message.walk()]
    assert parts == ["multipart/alternative", "text/plain", "text/html"]
    assert message.get_body(("plain",)).get_content().startswith("Hello Bell & Co, open ")


def test_drain_notes_the_servers_answer(enqueue, sink):
    email = enqueue()

    drain()

    email.refresh_from_db()
    assert (email.state, email.sent_at, email.attempts) == (EmailState.SENT, LONG_AGO, 1)
    assert email.relay_reply == "250 OK queued as 4711"
    attempt = Attempt.objects.get()
    assert (attempt.number, attempt.phase, attempt.code) == (1, "accepted", 250)


def test_drain_uses_one_connection_for_many(enqueue, sink):
    for number in range(25):
        enqueue(str(number), to=f"v{number}@vendor.example")

    done = drain()

    assert done == 25
    assert sink.connections == 1
    assert set(sink.copies.values()) == {1}


def test_drain_sends_the_urgent_first_and_nothing_before_its_time(enqueue, sink):
    enqueue("digest", priority=9, context={"name": "digest"})
    enqueue("award", priority=1, context={"name": "award"})
    later = enqueue("later", not_before=LONG_AGO + timedelta(seconds=1))

    drain()

    later.refresh_from_db()
    assert [message["Subject"].split()[1] for message in sink.accepted] == ["award", "digest"]
    assert later.state == EmailState.READY


def test_drain_lets_the_expired_go(enqueue, sink):
    email = enqueue(expires_at=LONG_AGO)

    drain()

    email.refresh_from_db()
    assert email.state == EmailState.EXPIRED
    assert sink.accepted == []


def test_a_server_that_is_away_costs_no_attempt(enqueue, settings):
    settings.EMAIL_BACKEND = "notifications.smtp.EmailBackend"
    settings.EMAIL_PORT = running.free_port()
    email = enqueue()

    done = drain()

    email.refresh_from_db()
    assert done == 0
    assert (email.state, email.attempts) == (EmailState.READY, 0)


def test_a_wrong_password_costs_no_attempt(enqueue, sink, settings):
    """The server offers no login at all: the same end as one it refuses."""
    settings.EMAIL_HOST_USER = "phaseline"
    settings.EMAIL_HOST_PASSWORD = "wrong"
    email = enqueue()

    drain()

    email.refresh_from_db()
    assert (email.state, email.attempts) == (EmailState.READY, 0)
    assert RelayState.objects.get().mode == RelayMode.PAUSED


@pytest.mark.parametrize(
    ("answer", "code", "wait"),
    [
        ("451 4.7.1 greylisted", 451, 1),
        ("450 4.7.28 too many of you", 450, 5),
        ("452 4.2.2 mailbox full", 452, 15),
    ],
)
def test_a_refusal_for_now_is_tried_again_later(enqueue, sink, answer, code, wait):
    sink.answers = [answer]
    email = enqueue()

    drain()

    email.refresh_from_db()
    minutes = (email.not_before - LONG_AGO) / timedelta(minutes=1)
    assert (email.state, email.attempts, email.last_code) == (EmailState.READY, 1, code)
    assert 0.75 <= minutes / wait <= 1.25

    drain(now=email.not_before)

    email.refresh_from_db()
    assert (email.state, email.attempts) == (EmailState.SENT, 2)
    assert [attempt.code for attempt in Attempt.objects.all()] == [code, 250]


def test_a_mail_refused_for_two_days_fails(enqueue, sink):
    sink.answers = ["451 not now"] * 17
    email = enqueue()

    for _ in range(17):
        email.refresh_from_db()
        drain(now=email.not_before)

    days = (email.not_before - LONG_AGO) / timedelta(days=1)
    email.refresh_from_db()
    assert (email.state, email.attempts) == (EmailState.FAILED, 17)
    # 16 waits of 1.83 days in all, each longer or shorter by up to a quarter
    assert 1.37 < days < 2.29


@pytest.mark.parametrize("step", ["answers", "final"])
def test_a_refusal_for_good_fails_only_its_mail(enqueue, sink, step):
    setattr(sink, step, ["550 5.1.1 no such user"])
    bad = enqueue("bad", priority=1)
    good = enqueue("good")

    drain()

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.last_code) == (EmailState.FAILED, 550)
    assert bad.last_error == "5.1.1 no such user"
    assert good.state == EmailState.SENT


def test_a_dead_address_gets_no_mail_any_more(enqueue, sink):
    sink.answers = ["550 5.1.1 no such user"]
    enqueue("first", to="Gone@vendor.example")
    waiting = enqueue("second", to="gone@Vendor.example", priority=9)

    drain()
    later = enqueue("third", to="gone@vendor.example")

    waiting.refresh_from_db()
    found = [waiting.state, later.state, *Suppression.objects.values_list("address", "reason")]
    dead = ("gone@vendor.example", "bounced")
    assert found == [EmailState.SENT, EmailState.SUPPRESSED, dead]


def test_an_address_put_on_the_list_meanwhile_gets_nothing(enqueue, sink):
    email = enqueue()
    Suppression.objects.create(address="vera@vendor.example", reason="asked")

    drain()

    email.refresh_from_db()
    assert (email.state, email.attempts) == (EmailState.SUPPRESSED, 0)
    assert sink.accepted == []


@pytest.mark.parametrize("refusal", ["550 relaying denied", "550 5.7.1 blocked", "554 5.1.8 you?"])
def test_a_refusal_that_is_not_about_the_address_suppresses_nothing(enqueue, sink, refusal):
    sink.answers = [refusal]
    email = enqueue()

    drain()

    email.refresh_from_db()
    assert email.state == EmailState.FAILED
    assert Suppression.objects.count() == 0


def test_a_line_cut_before_the_message_sends_it_again(enqueue, sink):
    sink.answers = ["drop"]
    email = enqueue()
    other = enqueue("other", priority=9)

    drain()

    email.refresh_from_db()
    other.refresh_from_db()
    assert (email.state, other.state) == (EmailState.READY, EmailState.SENT)
    assert email.not_before == LONG_AGO + timedelta(seconds=10)


@pytest.mark.parametrize(("cut", "copies"), [("drop before", 0), ("drop after", 1)])
def test_a_line_cut_after_the_message_is_unknown(enqueue, sink, cut, copies):
    sink.final = [cut]
    email = enqueue()
    other = enqueue("other", priority=9)

    drain()
    drain(now=LONG_AGO + timedelta(days=30))

    email.refresh_from_db()
    other.refresh_from_db()
    assert (email.state, other.state) == (EmailState.UNKNOWN, EmailState.SENT)
    assert sink.copies[email.message_id] == copies


def test_a_server_that_never_answers_the_message_is_unknown(enqueue, sink, settings, monkeypatch):
    monkeypatch.setattr(smtp, "ACCEPT_SECONDS", 0.3)
    settings.EMAIL_TIMEOUT = 0.3
    sink.gate.clear()
    email = enqueue()

    drain()

    email.refresh_from_db()
    assert email.state == EmailState.UNKNOWN


def test_an_address_that_cannot_be_written_fails_without_a_try(enqueue, sink):
    email = enqueue()
    Email.objects.update(to="vera@vendor.example\nBcc: all@example.org")

    drain()

    email.refresh_from_db()
    assert (email.state, email.attempts) == (EmailState.FAILED, 0)
    assert sink.accepted == []


def test_a_row_that_breaks_the_writer_holds_up_no_other(enqueue, sink):
    broken = enqueue("broken", priority=1)
    other = enqueue("other")
    Content.objects.filter(email=broken).update(headers={})

    drain()

    broken.refresh_from_db()
    other.refresh_from_db()
    assert (broken.state, broken.last_error) == (EmailState.FAILED, "It cannot be written: 'From'")
    assert other.state == EmailState.SENT


def test_a_sensitive_body_is_purged_once_it_is_sent(enqueue, sink):
    email = enqueue(is_sensitive=True)

    drain()

    email.content.refresh_from_db()
    assert (email.content.text, email.content.html) == ("", "")
    assert email.content.subject == "About Bell & Co in one line"


def test_a_mail_cancelled_after_the_claim_is_not_sent(enqueue, sink):
    email = enqueue()
    claimed = delivery.claim(Ledger(), now=LONG_AGO)[0]
    Email.objects.move(EmailState.CANCELLED)

    started = delivery.start(Ledger(), claimed, now=LONG_AGO)

    email.refresh_from_db()
    assert started is False
    assert (email.state, email.attempts) == (EmailState.CANCELLED, 0)


def test_a_worker_that_lost_its_lease_does_not_send(enqueue):
    email = enqueue()
    slow = delivery.claim(Ledger(), now=LONG_AGO)[0]
    lease_over(email)
    delivery.reap(now=LONG_AGO)
    fast = delivery.claim(Ledger(), now=LONG_AGO)[0]

    assert delivery.start(Ledger(), slow, now=LONG_AGO) is False
    assert delivery.start(Ledger(), fast, now=LONG_AGO) is True


def test_reap_leaves_a_lease_that_runs(enqueue):
    email = enqueue()
    delivery.claim(Ledger(), now=LONG_AGO)

    counts = delivery.reap(now=LONG_AGO + timedelta(days=1))

    email.refresh_from_db()
    assert counts == {"released": 0, "unknown": 0, "resent": 0, "expired": 0}
    assert email.state == EmailState.LEASED


def test_reap_calls_an_interrupted_hand_over_unknown(enqueue, sink):
    email = enqueue()
    delivery.start(Ledger(), delivery.claim(Ledger(), now=LONG_AGO)[0], now=LONG_AGO)
    lease_over(email)

    counts = delivery.reap(now=LONG_AGO)

    email.refresh_from_db()
    assert counts["unknown"] == 1
    assert (email.state, email.last_error) == (EmailState.UNKNOWN, delivery.INTERRUPTED)
    assert Attempt.objects.get().text == delivery.INTERRUPTED


def test_a_late_yes_settles_an_unknown(enqueue, sink):
    """The worker was only slow: its server's answer comes after the lease."""
    email = enqueue()
    claimed = delivery.claim(Ledger(), now=LONG_AGO)[0]
    delivery.start(Ledger(), claimed, now=LONG_AGO)
    lease_over(email)
    delivery.reap(now=LONG_AGO)

    delivery.finish(Ledger(), claimed, delivery.answers.accepted("250 OK"), now=LONG_AGO)

    email.refresh_from_db()
    assert email.state == EmailState.SENT
    assert [attempt.phase for attempt in Attempt.objects.all()] == ["accepted"]


def test_resend_repeats_an_unknown_once_to_the_byte(enqueue, sink):
    sink.final = ["drop after", "drop after"]
    email = enqueue(unknown_policy=UnknownPolicy.RESEND)
    drain()
    grace = delivery.RESEND_GRACE

    too_early = delivery.reap(now=LONG_AGO + grace - timedelta(seconds=1))
    in_time = delivery.reap(now=LONG_AGO + grace)
    drain(now=LONG_AGO + grace)
    again = delivery.reap(now=LONG_AGO + 9 * grace)

    email.refresh_from_db()
    assert [counts["resent"] for counts in (too_early, in_time, again)] == [0, 1, 0]
    assert email.state == EmailState.UNKNOWN
    assert len(sink.raw) == 2
    assert sink.raw[0] == sink.raw[1]


def test_resend_leaves_an_unknown_that_is_too_late(enqueue, sink):
    sink.final = ["drop before"]
    email = enqueue(
        unknown_policy=UnknownPolicy.RESEND, expires_at=LONG_AGO + timedelta(minutes=10)
    )
    drain()

    delivery.reap(now=LONG_AGO + timedelta(days=1))

    email.refresh_from_db()
    assert email.state == EmailState.UNKNOWN


def test_hold_leaves_an_unknown_for_a_person(enqueue, sink):
    sink.final = ["drop before"]
    email = enqueue()
    drain()

    delivery.reap(now=LONG_AGO + timedelta(days=9))

    email.refresh_from_db()
    assert email.state == EmailState.UNKNOWN


def test_what_a_turn_does_not_reach_is_given_back(enqueue, sink, monkeypatch):
    for number in range(3):
        enqueue(str(number))
    real = delivery.finish

    def slow_finish(*args, **options):
        real(*args, **options)
        delivery.time.sleep(0.3)

    monkeypatch.setattr(delivery, "finish", slow_finish)

    done = delivery.drain(clock=lambda: LONG_AGO, seconds=0.2)

    assert done == 1
    assert Email.objects.counts()[EmailState.READY] == 2
