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
import math
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, connections
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now
from django.utils import timezone

from audit import acting
from notifications import answers, breaker, services
from notifications.answers import Answer
from notifications.choices import ON_THE_LIST, EmailState, SuppressionReason, UnknownPolicy
from notifications.ledger import GONE, Claimed, Ledger
from notifications.message import Message
from notifications.models import Attempt, Email, LaneMark
from notifications.relay import Relay, RelayError

BATCH = 10  # short: the last batches of a drain are what the other lanes wait for
PER_LANE = 5  # so many mails are worth one more connection
RESEND_GRACE = timedelta(minutes=15)
DRAIN_SECONDS = 45  # one task's turn: a stopping worker waits for it
RECONNECT_PAUSES = (0.2, 0.5, 1, 2, 5, 10, 20, 30)
INTERRUPTED = "Interrupted while handing over: the server may have it."

# A lane that is gone holds its lock no more, and one whose number is gone has outlived a crash of
# PostgreSQL, which may have lost that it handed something over (ledger.py).
LOCKS = """
SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 1 AND granted
"""
HELD_BY_THE_DEAD = f"""
SELECT id FROM notifications_email
WHERE state IN ('leased', 'sending') AND worker IS NOT NULL AND worker NOT IN ({LOCKS})
"""  # noqa: S608 - constants
MARKS_LOST = """
SELECT id FROM notifications_email
WHERE state = 'leased' AND worker IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM notifications_lanemark m WHERE m.id = worker)
"""

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def drain(
    *,
    clock: Clock = timezone.now,
    seconds: float = DRAIN_SECONDS,
    lanes: int = 1,
    stop: threading.Event | None = None,
) -> int:
    """
    Hand over what is due, until nothing is or the time is up.

    Call it outside any transaction. A server that cannot be used leaves every e-mail ready and
    costs none of them an attempt.

    :param lanes: how many connections at most; a single one works in this thread's transaction
    :param stop: set by the caller to end after the messages that are being handed over
    :return: how many hand-overs came to an end, whichever
    """
    due = count_due(now=clock(), limit=lanes * PER_LANE)
    if not due or not breaker.may_try(now=clock()):
        return 0
    turn = _Turn(clock, time.monotonic() + seconds, stop)
    relay = Relay()
    try:
        relay.open()  # one worker finds out for all lanes
        breaker.note_success(now=clock())
        count = min(lanes, math.ceil(due / PER_LANE))
        done = _in_threads(turn, relay, count) if lanes > 1 else _lane(turn, relay, Ledger())
    except RelayError as error:
        turn.fail(error)
        done = 0
    if turn.error:
        breaker.note_failure(turn.error, now=clock())
    return done


def count_due(*, now: datetime, limit: int) -> int:
    with acting.as_system():
        return len(Email.objects.due(now).order_by().values_list("pk")[:limit])


def reap(*, now: datetime) -> dict[str, int]:
    """
    Take back what a dead worker held, and let go of what is too late.

    :return: how many e-mails went which way
    """
    with acting.as_system():
        over = Email.objects.filter(
            Q(lease_until__lt=Now()) | _is_in(HELD_BY_THE_DEAD),
            state__in=[EmailState.LEASED, EmailState.SENDING],
        )
        doubtful = Email.objects.filter(_is_in(MARKS_LOST), state=EmailState.LEASED)
        in_time = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
        unclear = Email.objects.filter(
            in_time, state=EmailState.UNKNOWN, unknown_policy=UnknownPolicy.RESEND
        )
        lost = doubtful.move(EmailState.UNKNOWN, last_error=INTERRUPTED)
        _note_interrupted(over.filter(state=EmailState.SENDING), now)
        LaneMark.objects.exclude(_is_in(LOCKS)).exclude(pk__in=_working()).delete()
        return {
            "released": over.filter(state=EmailState.LEASED).move(EmailState.READY),
            "unknown": lost
            + over.filter(state=EmailState.SENDING).move(
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


def _note_interrupted(emails, now: datetime) -> None:
    """Write down the attempts whose lanes can no longer say how they ended."""
    tries = emails.values_list("pk", "attempts", "handed_at")
    Attempt.objects.bulk_create(
        [
            Attempt(
                email_id=pk,
                number=number,
                started_at=at or now,
                phase="message",
                text=INTERRUPTED,
            )
            for pk, number, at in tries
        ],
        ignore_conflicts=True,
    )


def _is_in(sql: str) -> Q:
    return Q(pk__in=RawSQL(sql, []))  # noqa: S611 - a constant


def _working():
    """Return the numbers of the lanes that rows still name."""
    return (
        Email.objects.filter(state__in=[EmailState.LEASED, EmailState.SENDING])
        .exclude(worker=None)
        .values("worker")
    )


class _Turn:
    """What the lanes of one drain share: the time, and when to end."""

    def __init__(self, clock: Clock, until: float, stop: threading.Event | None):
        self.clock = clock
        self.until = until
        self.stop = stop or threading.Event()
        self.error: RelayError | None = None

    def fail(self, error: RelayError) -> None:
        if not (self.error and self.error.needs_person):
            self.error = error

    @property
    def is_over(self) -> bool:
        return bool(self.error) or self.stop.is_set() or time.monotonic() >= self.until


def _in_threads(turn: _Turn, relay: Relay, count: int) -> int:
    """Run lanes side by side; the first has the connection that is open already."""

    def run(relay: Relay) -> int:
        try:
            return _lane(turn, relay, Ledger(is_own=True))
        finally:
            connections.close_all()  # the few steps that are not the ledger's

    relays = [relay, *(Relay() for _ in range(count - 1))]
    with ThreadPoolExecutor(count, thread_name_prefix="lane") as pool:
        return sum(pool.map(run, relays))


def _lane(turn: _Turn, relay: Relay, ledger: Ledger) -> int:
    """Claim and hand over in small batches, on one connection to each of the two servers."""
    done = 0
    with relay, ledger:
        while not turn.is_over:
            try:
                relay.open()
                batch = _persist(ledger, lambda: claim(ledger, now=turn.clock()))
                ended = _deliver(batch, relay, ledger, turn)
            except RelayError as error:
                turn.fail(error)
                break
            done += ended
            if not batch or ended < len(batch):  # another worker was faster, or it must end
                break
    return done


def _deliver(batch: list[Claimed], relay: Relay, ledger: Ledger, turn: _Turn) -> int:
    """Hand over a batch one by one; what is not reached is given back."""
    reached = 0
    try:
        for email in batch:
            if turn.is_over:
                break
            relay.open()
            reached += 1
            answer = _deliver_one(email, relay, ledger, turn.clock)
            if answer and answer.pauses:
                raise RelayError(answer.text, needs_person=True)
            if answer and answer.code == answers.TOO_MANY_CONNECTIONS:
                break  # one lane fewer
    finally:
        left = batch[reached:]
        if left:
            _persist(ledger, lambda: ledger.settle(left, EmailState.READY))
    return reached


def _deliver_one(email: Claimed, relay: Relay, ledger: Ledger, clock: Clock) -> Answer | None:
    now = clock()
    message, end = None, _end_before_sending(email, now)
    if not end:
        message, end = _write(email)
    if end:
        state, error = end
        _persist(ledger, lambda: ledger.settle([email], state, error=error))
        return None
    if not start(ledger, email, now=now):
        return None
    answer = relay.hand_over(message)
    finish(ledger, email, answer, now=clock())
    return answer


def _write(email: Claimed) -> tuple[Message | None, tuple[EmailState, str] | None]:
    """Write the message out, or fail it and say why: one bad row must not hold up the rest."""
    try:
        message = Message(email)
        message.message()
    except Exception as error:
        logger.exception("e-mail %s (%s) cannot be written", email.pk, email.kind)
        return None, (EmailState.FAILED, f"It cannot be written: {error}")
    return message, None


def _end_before_sending(email: Claimed, now: datetime) -> tuple[EmailState, str | None] | None:
    """Return the state and the reason of a mail that must not leave, None for one that may."""
    if email.is_suppressed:
        return EmailState.SUPPRESSED, ON_THE_LIST
    if email.expires_at and email.expires_at <= now:
        return EmailState.EXPIRED, None
    return None


def claim(ledger: Ledger, *, now: datetime) -> list[Claimed]:
    """Lease the most urgent e-mails that are due and that no other worker is claiming."""
    return ledger.claim(now=now, limit=BATCH)


def start(ledger: Ledger, email: Claimed, *, now: datetime) -> bool:
    """Mark that the hand-over begins; False if the e-mail was cancelled or is another's by now."""
    try:
        return ledger.start(email, now=now)
    except GONE:
        # Whether the mark was committed or not: nothing has left.
        _persist(ledger, lambda: ledger.settle([email], EmailState.READY))
        return False


def finish(ledger: Ledger, email: Claimed, answer: Answer, *, now: datetime) -> None:
    """
    Write the answer down, however long the database is away: only this process knows it.

    Past that the lease runs out and the e-mail becomes ``unknown``, which is true.
    """
    state, is_sent = answer.state, answer.state == EmailState.SENT
    again_at = None
    if state == EmailState.READY:
        again_at = answers.next_try(email.pk, email.attempts, answer, now)
        state = EmailState.READY if again_at else EmailState.FAILED
    values = {
        "now": now,
        "phase": answer.phase,
        "code": answer.code,
        "text": answer.text,
        "error": "" if is_sent else answer.text,
        "reply": answer.text if is_sent else None,
        "sent_at": now if is_sent else None,
        "not_before": again_at,
        "provider_id": answer.provider_id,
        # The demo's mailbox is the only place where its mails can be read.
        "is_purged": is_sent and email.is_sensitive and not settings.DEMO,
    }
    _persist(ledger, lambda: ledger.finish(email, state, **values))
    if answer.suppresses:
        services.suppress(
            address=email.to, reason=SuppressionReason.BOUNCED, detail=answer.text, now=now
        )
    logger.info("e-mail %s (%s): %s", email.pk, email.kind, state)


def _persist(ledger: Ledger, step: Callable):
    """Repeat a step of the ledger while the database is away, for over a minute."""
    for pause in (*RECONNECT_PAUSES, None):
        try:
            return step()
        except GONE:
            if pause is None or connection.in_atomic_block:
                raise
            ledger.disconnect()
            time.sleep(pause)
    raise AssertionError("unreachable")
