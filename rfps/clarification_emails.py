"""The messages about clarifications. They name the request and the date, never what is asked."""

from notifications import kinds, outbox
from rfps import samples, zones
from rfps.emails import about, to_buyer

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
    return to_buyer(
        ANSWERED,
        str(clarification.pk),
        clarification.rfp,
        user,
        now,
        page="rfp-clarifications",
        vendor=clarification.invitation.vendor.name,
        **_dates(clarification),
    )


def _to_vendor(kind: str, recipient, clarification, now, expires_at=None):
    return outbox.enqueue(
        kind=kind,
        key=f"{kind}:{clarification.pk}:{recipient.pk}",
        to=recipient.email,
        context=about(clarification.rfp) | _dates(clarification) | {"name": recipient.name},
        now=now,
        organisation=clarification.rfp.organisation,
        topic=clarification.invitation,
        expires_at=expires_at,
    )


def _dates(clarification) -> dict:
    zone = clarification.rfp.time_zone
    return {
        "round": clarification.round,
        "due": zones.show(clarification.due_at, zone),
        "due_utc": zones.show(clarification.due_at, "UTC"),
    }


kinds.register(
    kinds.Kind(ASKED, "A question about a bid", samples.clarification),
    kinds.Kind(WITHDRAWN, "A question about a bid is withdrawn", samples.clarification),
    kinds.Kind(
        ANSWERED, "A bidder answers a question", samples.clarification_answered, may_digest=True
    ),
)
