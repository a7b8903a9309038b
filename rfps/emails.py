"""The messages about a request. They name the sponsor, the title and the deadline, never its content."""

from django.conf import settings
from django.urls import reverse

from notifications import outbox
from notifications.choices import UnknownPolicy
from rfps import zones
from rfps.choices import Intent

INVITATION = "rfp-invitation"
DEADLINE_REMINDER = "deadline-reminder"
INTENT_RECEIVED = "intent-received"
APPROVAL_ASKED = "rfp-approval-asked"
SENT_BACK = "rfp-sent-back"
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
        unknown_policy=UnknownPolicy.RESEND,
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
        unknown_policy=UnknownPolicy.RESEND,
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


def approval_asked(*, rfp, user, by, now):
    """Ask a colleague to approve that a request is issued."""
    return outbox.enqueue(
        kind=APPROVAL_ASKED,
        key=f"{APPROVAL_ASKED}:{rfp.pk}:{rfp.approval_asked_at.isoformat()}:{user.pk}",
        to=user.email,
        context=_about(rfp)
        | {
            "name": user.name,
            "by": str(by),
            "url": settings.SITE_URL + reverse("rfp-approval", args=[rfp.pk]),
        },
        now=now,
        organisation=rfp.organisation,
        user=user,
        topic=rfp,
        expires_at=rfp.deadline_at,
    )


def sent_back(*, rfp, user, by, now):
    """Tell who asked that the request is a draft again, and why."""
    return outbox.enqueue(
        kind=SENT_BACK,
        key=f"{SENT_BACK}:{rfp.pk}:{now.isoformat()}:{user.pk}",
        to=user.email,
        context=_about(rfp)
        | {
            "name": user.name,
            "by": str(by),
            "reason": rfp.sent_back_reason,
            "url": settings.SITE_URL + reverse("rfp-detail", args=[rfp.pk]),
        },
        now=now,
        organisation=rfp.organisation,
        user=user,
        topic=rfp,
    )


def stop_approval(*, rfp, now) -> None:
    """Stop the asking that still waits to go out."""
    outbox.cancel(topic=rfp, kind=APPROVAL_ASKED, now=now)


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


def _link(recipient) -> str:
    """Return the personal link, or nothing where the token is not known any more."""
    if not recipient.token:
        return ""
    return settings.SITE_URL + reverse("respond", args=[recipient.token])
