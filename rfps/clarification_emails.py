"""The messages about clarifications. They name the request and the date, never what is asked."""

from django.conf import settings
from django.urls import reverse

from notifications import kinds, outbox
from rfps import samples, zones

ASKED = "clarification-asked"
WITHDRAWN = "clarification-withdrawn"
ANSWERED = "clarification-answered"


def asked(*, recipient, clarification, now):
    """Tell a person of a bidder that the sponsor asks about its bid, and until when it waits."""
    return _to_vendor(ASKED, recipient, clarification, now, expires_at=clarification.due_at)


def withdrawn(*, recipient, clarification, now):
    """Tell a person of a bidder that no answer is waited for any more."""
    return _to_vendor(WITHDRAWN, recipient, clarification, now)


def answered(*, clarification, user, now):
    """Tell a buyer that a bidder has answered."""
    rfp = clarification.rfp
    return outbox.enqueue(
        kind=ANSWERED,
        key=f"{ANSWERED}:{clarification.pk}:{user.pk}",
        to=user.email,
        context=_about(clarification)
        | {
            "name": user.name,
            "vendor": clarification.invitation.vendor.name,
            "url": settings.SITE_URL + reverse("rfp-clarifications", args=[rfp.pk]),
        },
        now=now,
        organisation=rfp.organisation,
        user=user,
        topic=rfp,
    )


def _to_vendor(kind: str, recipient, clarification, now, expires_at=None):
    return outbox.enqueue(
        kind=kind,
        key=f"{kind}:{clarification.pk}:{recipient.pk}",
        to=recipient.email,
        context=_about(clarification) | {"name": recipient.name},
        now=now,
        organisation=clarification.rfp.organisation,
        topic=clarification.invitation,
        expires_at=expires_at,
    )


def _about(clarification) -> dict:
    rfp = clarification.rfp
    return {
        "sponsor": rfp.organisation.name,
        "number": rfp.number,
        "title": rfp.title,
        "round": clarification.round,
        "due": zones.show(clarification.due_at, rfp.time_zone),
        "due_utc": zones.show(clarification.due_at, "UTC"),
    }


kinds.register(
    kinds.Kind(ASKED, "A question about a bid", samples.clarification),
    kinds.Kind(WITHDRAWN, "A question about a bid is withdrawn", samples.clarification),
    kinds.Kind(
        ANSWERED, "A bidder answers a question", samples.clarification_answered, may_digest=True
    ),
)
