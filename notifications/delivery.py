"""
Hand the outbox over to the mail server, safe against being killed at any moment.

Each step is a short transaction of its own and none is open while the server is spoken to. The
row says ``sending`` before the first byte of the message leaves and ``sent`` right after the
server's yes, so that a crash leaves either a row nobody has handed over, which is sent again, or
one where that is not known, which becomes ``unknown`` and is never sent again by accident.

Two clocks: leases run by the database's, the one clock all workers share, so that no host whose
clock is off holds a lease for ever or takes another's. When a mail is due, tried again or expired
is business time and comes in as ``now``; a drain is long, hence as a ``clock``.
"""

import logging
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from audit import acting
from notifications import answers
from notifications.answers import Answer
from notifications.choices import EmailState, UnknownPolicy
from notifications.message import Message
from notifications.models import Attempt, Content, Email
from notifications.relay import Relay, RelayError

BATCH = 20
# Nothing has left while a row is only claimed: another worker may soon have it, and the token
# keeps the first one, should it wake up, from handing it over as well.
CLAIM_LEASE = timedelta(minutes=1)
# Longer than a server may take for one message (smtp.ACCEPT_SECONDS and the steps before).
SENDING_LEASE = timedelta(minutes=15)
RESEND_GRACE = timedelta(minutes=15)
DRAIN_SECONDS = 45  # one task's turn: a stopping worker waits for it
INTERRUPTED = "Interrupted while handing over: the server may have it."

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def drain(*, clock: Clock = timezone.now, seconds: float = DRAIN_SECONDS) -> int:
    """
    Hand over what is due, until nothing is or the time is up.

    Call it outside any transaction. A server that cannot be used leaves every e-mail ready and
    costs none of them an attempt.

    :return: how many hand-overs came to an end, whichever
    """
    until = time.monotonic() + seconds
    done = 0
    with Relay() as relay:
        while time.monotonic() < until and is_anything_due(now=clock()):
            try:
                relay.open()
                batch = claim(now=clock())
                if not batch:  # another worker was faster
                    break
                done += _deliver(batch, relay, clock, until)
            except RelayError as error:
                logger.error("the mail server cannot be used, e-mails wait: %s", error)
                break
    return done


def is_anything_due(*, now: datetime) -> bool:
    with acting.as_system():
        return Email.objects.due(now).exists()


def claim(*, now: datetime, limit: int = BATCH) -> list[Email]:
    """Lease the most urgent e-mails that are due and that no other worker is claiming."""
    token = uuid.uuid4()
    with acting.as_system():
        due = Email.objects.due(now).order_by("priority", "not_before", "id")
        ids = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])
        Email.objects.filter(pk__in=ids).move(
            EmailState.LEASED, lease_token=token, lease_until=Now() + CLAIM_LEASE
        )
        claimed = Email.objects.filter(lease_token=token).select_related("content")
        return list(claimed.order_by("priority", "not_before", "id"))


def reap(*, now: datetime) -> dict[str, int]:
    """
    Take back what a dead worker held, and let go of what is too late.

    :return: how many e-mails went which way
    """
    with acting.as_system():
        over = Email.objects.filter(lease_until__lt=Now())
        in_time = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
        unclear = Email.objects.filter(
            in_time, state=EmailState.UNKNOWN, unknown_policy=UnknownPolicy.RESEND
        )
        return {
            "released": over.filter(state=EmailState.LEASED).move(EmailState.READY),
            "unknown": over.filter(state=EmailState.SENDING).move(
                EmailState.UNKNOWN, last_error=INTERRUPTED
            ),
            # Once: the second time somebody must look.
            "resent": unclear.filter(handed_at__lte=now - RESEND_GRACE).move(
                EmailState.READY, unknown_policy=UnknownPolicy.HOLD, not_before=now
            ),
            "expired": Email.objects.filter(~in_time, state=EmailState.READY).move(
                EmailState.EXPIRED
            ),
        }


def _deliver(batch: list[Email], relay: Relay, clock: Clock, until: float) -> int:
    """Hand over a batch one by one; what is not reached is given back."""
    reached = 0
    try:
        for email in batch:
            if time.monotonic() >= until:
                break
            relay.open()
            reached += 1
            _deliver_one(email, relay, clock)
    finally:
        _give_back(batch[reached:])
    return reached


def _deliver_one(email: Email, relay: Relay, clock: Clock) -> None:
    now = clock()
    if email.expires_at and email.expires_at <= now:
        _move(email, EmailState.EXPIRED)
        return
    message = Message(email)
    try:
        message.message()
    except ValueError as error:  # an address or a header that cannot be written
        _move(email, EmailState.FAILED, last_error=f"It cannot be written: {error}")
        return
    if start(email, now=now):
        finish(email, relay.hand_over(message), now=clock())


def start(email: Email, *, now: datetime) -> bool:
    """Mark that the hand-over begins; False if the e-mail was cancelled or is another's by now."""
    with acting.as_system():
        started = Email.objects.filter(pk=email.pk, lease_token=email.lease_token).move(
            EmailState.SENDING,
            handed_at=now,
            attempts=F("attempts") + 1,
            lease_token=email.lease_token,
            lease_until=Now() + SENDING_LEASE,
        )
        if started:
            email.attempts += 1
            Attempt.objects.create(email=email, number=email.attempts, started_at=now)
    return bool(started)


def finish(email: Email, answer: Answer, *, now: datetime) -> None:
    """
    Write the answer down, however long the database is away: only this process knows it.

    Past that the lease runs out and the e-mail becomes ``unknown``, which is true.
    """
    for pause in (0.2, 0.5, 1, 2, 5, 10, 20, 30, None):
        try:
            _finish(email, answer, now)
            break
        except (OperationalError, InterfaceError):
            if pause is None or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(pause)
    logger.info("e-mail %s (%s): %s", email.pk, email.kind, answer.state)


def _finish(email: Email, answer: Answer, now: datetime) -> None:
    state = answer.state
    fields = {"last_code": answer.code}
    if state == EmailState.SENT:
        fields |= {"sent_at": now, "relay_reply": answer.text, "last_error": ""}
    else:
        fields["last_error"] = answer.text
    if state == EmailState.READY:
        again_at = answers.next_try(email.pk, email.attempts, answer, now)
        state = EmailState.READY if again_at else EmailState.FAILED
        fields["not_before"] = again_at or now
    with acting.as_system():
        # A yes counts even if the lease ran out meanwhile: the e-mail is ``unknown`` no more.
        mine = Q(lease_token=email.lease_token)
        if state == EmailState.SENT:
            mine |= Q(state=EmailState.UNKNOWN)
        Email.objects.filter(mine, pk=email.pk).move(state, **fields)
        Attempt.objects.filter(email=email, number=email.attempts).update(
            ended_at=now, phase=answer.phase, code=answer.code, text=answer.text
        )
        # The demo's mailbox is the only place where its mails can be read.
        if state == EmailState.SENT and email.is_sensitive and not settings.DEMO:
            Content.objects.filter(email=email).update(text="", html="")


def _move(email: Email, state: EmailState, **fields) -> None:
    with acting.as_system():
        Email.objects.filter(pk=email.pk, lease_token=email.lease_token).move(state, **fields)


def _give_back(emails: list[Email]) -> None:
    if not emails:
        return
    token = emails[0].lease_token
    ids = [email.pk for email in emails]
    with acting.as_system():
        mine = Email.objects.filter(pk__in=ids, state=EmailState.LEASED, lease_token=token)
        mine.move(EmailState.READY)
