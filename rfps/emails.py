"""The messages about a request. They name the sponsor, the title and the deadline, never its content."""

from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse

from notifications import kinds, outbox
from notifications.calendars import Deadline
from notifications.choices import UnknownPolicy
from rfps import zones
from rfps.choices import Intent

INVITATION = "rfp-invitation"
DEADLINE_REMINDER = "deadline-reminder"
INTENT_RECEIVED = "intent-received"
TO_VENDOR = (INVITATION, DEADLINE_REMINDER)


def invitation(*, recipient, rfp, vendor, now):
    """Invite one person, with the personal link."""
    return outbox.enqueue(
        kind=INVITATION,
        key=f"{INVITATION}:{recipient.pk}",
        to=recipient.email,
        context=_about(rfp)
        | {"name": recipient.name, "vendor": vendor.name, "url": _link(recipient)},
        now=now,
        organisation=rfp.organisation,
        topic=recipient.invitation,
        expires_at=rfp.deadline_at,
        priority=3,
        is_sensitive=True,
        calendar=_deadline(rfp),
    )


def deadline_reminder(*, recipient, rfp, at, now):
    """Remind a vendor's person at the time it chose; never after the deadline."""
    return outbox.enqueue(
        kind=DEADLINE_REMINDER,
        key=f"{DEADLINE_REMINDER}:{recipient.pk}:{now.isoformat()}",
        to=recipient.email,
        context=_about(rfp) | {"name": recipient.name, "url": _link(recipient)},
        now=now,
        organisation=rfp.organisation,
        topic=recipient.invitation,
        not_before=at,
        expires_at=rfp.deadline_at,
        is_sensitive=True,
    )


def intent_received(*, invitation, user, now):
    """Tell a buyer that a vendor intends to answer, or declines and why."""
    rfp = invitation.rfp
    return outbox.enqueue(
        kind=INTENT_RECEIVED,
        key=f"{INTENT_RECEIVED}:{invitation.pk}:{invitation.intent_at.isoformat()}:{user.pk}",
        to=user.email,
        context=_about(rfp)
        | {
            "name": user.name,
            "vendor": invitation.vendor.name,
            "declined": invitation.intent == Intent.DECLINED,
            "reason": invitation.get_decline_reason_display(),
            "note": invitation.decline_note,
            "url": settings.SITE_URL + reverse("rfp-detail", args=[rfp.pk]),
        },
        now=now,
        organisation=rfp.organisation,
        user=user,
        topic=rfp,
    )


def reminder_moved(*, invitation, rfp, at, now) -> int:
    """Let a reminder that still waits follow a moved deadline: its time, its words, its end."""
    return outbox.reschedule(
        topic=invitation,
        kind=DEADLINE_REMINDER,
        now=now,
        not_before=at,
        expires_at=rfp.deadline_at,
        changes=_about(rfp),
        calendar=_deadline(rfp),
    )


def stop(*, invitation, now) -> None:
    """Stop what still waits to go to the vendor."""
    for kind in TO_VENDOR:
        outbox.cancel(topic=invitation, kind=kind, now=now)


def stop_reminder(*, invitation, now) -> None:
    outbox.cancel(topic=invitation, kind=DEADLINE_REMINDER, now=now)


def _about(rfp) -> dict[str, str]:
    return {
        "sponsor": rfp.organisation.name,
        "number": rfp.number,
        "kind": rfp.get_kind_display().lower(),
        "title": rfp.title,
        "deadline": zones.show(rfp.deadline_at, rfp.time_zone),
        "deadline_utc": zones.show(rfp.deadline_at, "UTC"),
    }


def _deadline(rfp) -> Deadline:
    """Return the entry for the vendor's calendar; each version of the request supersedes it."""
    return Deadline(
        uid=f"rfp-{rfp.pk}-answers",
        title=f"Answers due: {rfp.title} ({rfp.organisation.name})",
        at=rfp.deadline_at,
        sequence=rfp.versions.count(),
    )


def _link(recipient) -> str:
    """Return the personal link, or nothing where the token is not known any more."""
    if not recipient.token:
        return ""
    return settings.SITE_URL + reverse("respond", args=[recipient.token])


def _sample(**more) -> dict:
    return {
        "sponsor": "Auroral Therapeutics",
        "number": "RFP-2026-014",
        "kind": "request for proposal",
        "title": "Drug product, tablets",
        "deadline": "15 Jan 2027, 17:00 Europe/Zurich",
        "deadline_utc": "15 Jan 2027, 16:00 UTC",
        "vendor": "Fernhollow Biologics",
        "name": "Ines Okafor",
        "url": settings.SITE_URL + "/respond/example/",
        **more,
    }


def _sample_intent() -> dict:
    return _sample(
        name="Mina Keller",
        declined=True,
        reason="No capacity in the time asked",
        note="A slot may open in the third quarter.",
        url=settings.SITE_URL + "/rfps/",
    )


def _sample_deadline() -> Deadline:
    return Deadline(
        uid="rfp-example-answers",
        title="Answers due: Drug product, tablets (Auroral Therapeutics)",
        at=datetime(2027, 1, 15, 16, 0, tzinfo=UTC),
        sequence=1,
    )


kinds.register(
    kinds.Kind(
        INVITATION,
        "Invitation to answer a request",
        _sample,
        policy=UnknownPolicy.RESEND,
        calendar=_sample_deadline,
    ),
    kinds.Kind(DEADLINE_REMINDER, "Reminder of a deadline", _sample, policy=UnknownPolicy.RESEND),
    kinds.Kind(
        INTENT_RECEIVED, "A vendor says whether it answers", _sample_intent, may_digest=True
    ),
)
