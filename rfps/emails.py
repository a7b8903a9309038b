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
BID_RECEIPT = "bid-receipt"
BID_WITHDRAWN = "bid-withdrawn"
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


def bid_receipt(*, recipient, version, rfp):
    """
    Send the receipt of a bid to a person of its vendor.

    No organisation: the sponsor's pages show the delivery of its own mails, and that a bid came in
    may be sealed too.
    """
    return outbox.enqueue(
        kind=BID_RECEIPT,
        key=f"{BID_RECEIPT}:{version.pk}:{recipient.pk}",
        to=recipient.email,
        context=_about_bid(recipient, version, rfp, version.submitted_at)
        | {
            "sha256": version.sha256,
            "parts": version.head["parts"],
            "files": version.head["files"],
        },
        now=version.submitted_at,
        topic=version.bid,
        priority=3,
    )


def bid_withdrawn(*, recipient, version, rfp, at):
    """Confirm to a person of the vendor that its bid is withdrawn."""
    return outbox.enqueue(
        kind=BID_WITHDRAWN,
        key=f"{BID_WITHDRAWN}:{version.pk}:{recipient.pk}:{at.isoformat()}",
        to=recipient.email,
        context=_about_bid(recipient, version, rfp, at),
        now=at,
        topic=version.bid,
        priority=3,
    )


def _about_bid(recipient, version, rfp, at) -> dict:
    return _about(rfp) | {
        "name": recipient.name,
        "vendor": version.head["vendor"],
        "version": version.number,
        "at": zones.exactly(at, rfp.time_zone),
        "url": settings.SITE_URL + reverse("receipt-check"),
    }


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
