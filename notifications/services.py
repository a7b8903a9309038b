"""What a person or a provider may do to the outbox; each move ends in the audit trail."""

from datetime import datetime

from django.db import transaction

from audit import acting
from audit import services as audit
from notifications import breaker
from notifications.choices import (
    SOURCES,
    UNWANTED,
    EmailState,
    Lane,
    Pace,
    RelayMode,
    SuppressionReason,
)
from notifications.models import DigestTime, Email, Preference, RelayState, Suppression

RETRIABLE = {EmailState.FAILED, EmailState.UNKNOWN, EmailState.SUPPRESSED}


class OutboxError(Exception):
    """A move the outbox refuses; the message is for the person who wanted it."""


@transaction.atomic
def retry(*, email: Email, by, now: datetime) -> Email:
    """
    Send once more what failed, is unknown or was suppressed: a person takes the risk of a double.

    :raises OutboxError: from any other state, for an address on the list, without a body
    """
    with acting.as_system():
        if Suppression.objects.filter(address=email.to.lower()).exists():
            raise OutboxError(f"{email.to} takes no mail: take it off the list first.")
        if not email.content.text:
            raise OutboxError("Its text was erased when it was sent: write it anew from its page.")
    _move(email, EmailState.READY, RETRIABLE, not_before=now, lane=Lane.DEFAULT)
    _record("retried", email, by, now)
    return email


@transaction.atomic
def cancel(*, email: Email, by, now: datetime) -> Email:
    """
    Stop what has not been handed over, or give an unknown one up.

    :raises OutboxError: once it is sent or being sent
    """
    reason = f"Cancelled by {by}, {now:%Y-%m-%d %H:%M %Z}."
    _move(email, EmailState.CANCELLED, SOURCES[EmailState.CANCELLED], last_error=reason)
    _record("cancelled", email, by, now)
    return email


@transaction.atomic
def resolve(*, email: Email, by, now: datetime) -> Email:
    """
    Note that an unknown message has arrived, as its recipient or the server's log says.

    :raises OutboxError: unless it is unknown
    """
    sent_at = email.handed_at or now
    _move(email, EmailState.SENT, {EmailState.UNKNOWN}, sent_at=sent_at, last_error="")
    _record("resolved", email, by, now)
    return email


@transaction.atomic
def suppress(
    *, address: str, reason: SuppressionReason, detail: str = "", by=None, now: datetime
) -> Suppression:
    """Put an address on the list of those that take no mail; twice is once."""
    row, is_new = Suppression.objects.get_or_create(
        address=address.strip().lower(),
        defaults={"reason": reason, "detail": detail, "created_at": now},
    )
    if is_new:
        summary = f"{row.address} takes no mail: {row.get_reason_display().lower()}"
        audit.record(verb="address.suppressed", target=row, summary=summary, by=by, now=now)
    return row


@transaction.atomic
def unsuppress(*, suppression: Suppression, by, now: datetime) -> None:
    """Take an address off the list; what was suppressed meanwhile stays so until it is retried."""
    summary = f"{suppression.address} takes mail again"
    audit.record(verb="address.released", target=suppression, summary=summary, by=by, now=now)
    suppression.delete()


@transaction.atomic
def pause(*, by, reason: str, now: datetime) -> RelayState:
    """Hand nothing over any more, until somebody resumes."""
    return _set_relay(RelayMode.PAUSED, reason, "relay.paused", by, now)


@transaction.atomic
def resume(*, by, now: datetime) -> RelayState:
    """Try the mail server again at once."""
    return _set_relay(RelayMode.OPEN, "", "relay.resumed", by, now)


@transaction.atomic
def set_preferences(
    *, user, paces: dict[str, Pace], hour: int, weekday: int, time_zone: str, now: datetime
) -> None:
    """
    Note how fast a person wants each kind, when digests come, and the person's time zone.

    What waits for a digest the person no longer gets goes out at once, or not at all.
    """
    for kind, pace in paces.items():
        Preference.objects.update_or_create(user=user, kind=kind, defaults={"pace": pace})
        if pace in {Pace.AT_ONCE, Pace.OFF}:
            _empty_digest(user, kind, pace, now)
    user.time_zone = time_zone
    user.save(update_fields=["time_zone"])
    DigestTime.objects.update_or_create(user=user, defaults={"hour": hour, "weekday": weekday})
    chosen = {kind: str(pace) for kind, pace in paces.items()}
    audit.record(
        verb="user.notifications-set",
        target=user,
        summary=f"{user} chose which e-mails come when",
        by=user,
        now=now,
        paces=chosen,
    )


@transaction.atomic
def stop_digests(*, user, now: datetime) -> int:
    """
    End a person's digests, as the link in one of them asks: RFC 8058 wants no login and no question.

    :return: how many kinds were in digests
    """
    digested = Preference.objects.filter(user=user, pace__in=[Pace.DAILY, Pace.WEEKLY])
    kinds = list(digested.values_list("kind", flat=True))
    if not kinds:
        return 0
    digested.update(pace=Pace.OFF)
    for kind in kinds:
        _empty_digest(user, kind, Pace.OFF, now)
    summary = f"{user} ended the digests by the link in one"
    audit.record(verb="user.digests-ended", target=user, summary=summary, label=str(user), now=now)
    return len(kinds)


def _empty_digest(user, kind: str, pace: Pace, now: datetime) -> None:
    with acting.as_system():
        waiting = Email.objects.filter(
            user=user, kind=kind, lane=Lane.DIGEST, state=EmailState.READY
        )
        if pace == Pace.OFF:
            waiting.move(EmailState.SUPPRESSED, last_error=UNWANTED)
        else:
            waiting.update(lane=Lane.DEFAULT, not_before=now)


def _move(email: Email, to: EmailState, sources: set[EmailState], **fields) -> None:
    with acting.as_system():
        moved = Email.objects.filter(pk=email.pk, state__in=sources).move(to, **fields)
        email.refresh_from_db()
    if not moved:
        raise OutboxError(f"It is {email.get_state_display().lower()}: that cannot be done now.")


def _record(verb: str, email: Email, by, now: datetime) -> None:
    summary = f"E-mail {email.kind} to {email.to} {verb}"
    audit.record(verb=f"email.{verb}", target=email, summary=summary, by=by, now=now)


def _set_relay(mode: RelayMode, reason: str, verb: str, by, now: datetime) -> RelayState:
    relay = RelayState.objects.select_for_update().get(pk=breaker.current().pk)
    relay.mode, relay.reason, relay.changed_at = mode, reason, now
    relay.retry_at, relay.failures = None, 0
    relay.save(update_fields=["mode", "reason", "changed_at", "retry_at", "failures"])
    summary = f"Mail server: {relay.get_mode_display().lower()}"
    audit.record(verb=verb, target=relay, summary=summary, by=by, now=now, reason=reason)
    return relay
