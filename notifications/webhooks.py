"""
What a provider reports after the hand-over: delivered, came back, complained.

django-anymail checks who speaks and reads each provider's form. Reports come twice and in any order.
"""

import hashlib
import uuid
from datetime import datetime

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from audit import acting
from notifications import services
from notifications.choices import CAME_BACK, STAGE, Delivery, EmailState, SuppressionReason
from notifications.models import Email, ProviderEvent

STAGES = {
    EventType.QUEUED: Delivery.QUEUED,
    EventType.SENT: Delivery.SENT,
    EventType.DEFERRED: Delivery.DEFERRED,
    EventType.DELIVERED: Delivery.DELIVERED,
    EventType.BOUNCED: Delivery.BOUNCED,
    EventType.REJECTED: Delivery.REJECTED,
    EventType.FAILED: Delivery.REJECTED,
    EventType.COMPLAINED: Delivery.COMPLAINED,
}
DEAD = {RejectReason.BOUNCED, RejectReason.INVALID}
TAKEN = {Delivery.QUEUED, Delivery.SENT, Delivery.DEFERRED, Delivery.DELIVERED}


@receiver(tracking)
def hear(sender, event: AnymailTrackingEvent, esp_name: str, **kwargs) -> None:
    """Take one report in; of a message that is not ours, and of a kind we do not use, nothing."""
    report(event, esp_name=esp_name, now=timezone.now())


@transaction.atomic
def report(event: AnymailTrackingEvent, *, esp_name: str, now: datetime) -> bool:
    """
    Note a report and move its e-mail on.

    :return: whether it said anything new
    """
    stage = STAGES.get(event.event_type)
    with acting.as_system():
        email = _find(event) if stage else None
        if email is None:
            return False
        text = str(event.description or event.mta_response or "")[:2000]
        row = ProviderEvent(
            event_id=_event_id(event, esp_name),
            email=email,
            stage=stage,
            at=event.timestamp or now,
            text=text,
        )
        if not _is_new(row) or STAGE[stage] <= STAGE[email.delivery]:
            return False
        Email.objects.filter(pk=email.pk).update(delivery=stage)
        _apply(email, stage, text, now)
    if stage == Delivery.COMPLAINED:
        _suppress(email, SuppressionReason.COMPLAINED, text, now)
    elif stage == Delivery.BOUNCED and event.reject_reason in DEAD:
        _suppress(email, SuppressionReason.BOUNCED, text, now)
    return True


def _find(event: AnymailTrackingEvent) -> Email | None:
    """Return the e-mail a report is about, locked: by our own number, else by the provider's."""
    named = (event.metadata or {}).get("email", "")
    is_it = Q(pk=None)
    try:
        is_it |= Q(pk=uuid.UUID(str(named)))
    except ValueError:
        if not event.message_id:
            return None
        is_it |= Q(provider_id=event.message_id) | Q(message_id=event.message_id)
    found = Email.objects.filter(is_it)
    if event.recipient:  # a report about another address is no report about this mail
        found = found.filter(to__iexact=event.recipient)
    return found.select_for_update().first()


def _is_new(row: ProviderEvent) -> bool:
    """Insert a report unless it is known; the e-mail is locked, so nobody else does meanwhile."""
    if ProviderEvent.objects.filter(event_id=row.event_id).exists():
        return False
    row.save(force_insert=True)
    return True


def _apply(email: Email, stage: Delivery, text: str, now: datetime) -> None:
    """What the provider has seen settles what a crash left open; what came back has failed."""
    mine = Email.objects.filter(pk=email.pk)
    if stage in CAME_BACK:
        sources = [EmailState.SENT, EmailState.UNKNOWN]
        mine.filter(state__in=sources).move(EmailState.FAILED, last_error=text or "It came back.")
    elif stage in TAKEN:
        unknown = mine.filter(state=EmailState.UNKNOWN)
        unknown.move(EmailState.SENT, sent_at=now, last_error="")


def _suppress(email: Email, reason: SuppressionReason, text: str, now: datetime) -> None:
    services.suppress(address=email.to, reason=reason, detail=text, now=now)


def _event_id(event: AnymailTrackingEvent, esp_name: str) -> str:
    """Name a report; some providers give it no number, then its content does."""
    if event.event_id:
        return f"{esp_name}:{event.event_id}"[:200]
    parts = (event.event_type, event.message_id, event.recipient, event.timestamp)
    return f"{esp_name}:{hashlib.sha256(repr(parts).encode()).hexdigest()}"
