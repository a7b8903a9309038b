"""
The messages about a decision. Those to a vendor say what became of its own bid, and of no other's.

Keys name the award or the invitation, so that nobody is told the same thing twice.
"""

from notifications import kinds, outbox
from rfps import samples
from rfps.emails import about, to_buyer

ASKED = "award-approval-asked"
SENT_BACK = "award-sent-back"
AWARDED = "award-made"
REGRET = "award-regret"
REVOKED = "award-revoked"
DEBRIEF = "debrief-sent"
AWARD_PRIORITY = 1


def approval_asked(*, recommendation, user, by, now):
    """Ask a colleague to sign a recommendation."""
    event = str(recommendation.pk)
    return to_buyer(ASKED, event, recommendation.rfp, user, now, page="rfp-award", by=str(by))


def sent_back(*, recommendation, user, by, now):
    """Tell who recommended that it comes back, and why."""
    return to_buyer(
        SENT_BACK,
        str(recommendation.pk),
        recommendation.rfp,
        user,
        now,
        page="rfp-decision",
        by=str(by),
        reason=recommendation.sent_back_reason,
    )


def awarded(*, recipient, rfp, awards, now):
    """Tell a person of a winner which lots its bid was awarded, once for these awards."""
    return _to_vendor(
        AWARDED,
        "-".join(str(award.pk) for award in awards),
        recipient,
        rfp,
        now,
        priority=AWARD_PRIORITY,
        lots=[award.lot.title for award in awards],
    )


def regret(*, recipient, rfp, now):
    """Tell a person of a vendor that its bid was not chosen, once and for all."""
    event = str(recipient.invitation_id)
    return _to_vendor(REGRET, event, recipient, rfp, now, priority=AWARD_PRIORITY)


def revoked(*, recipient, award, now):
    """Tell a person of a vendor that an award to it is revoked, and why."""
    return _to_vendor(
        REVOKED,
        str(award.pk),
        recipient,
        award.rfp,
        now,
        priority=AWARD_PRIORITY,
        lots=[award.lot.title],
        reason=award.revoke_reason,
    )


def debrief_sent(*, recipient, debrief, now):
    """Tell a person of a vendor that there is something to read of its own bid."""
    return _to_vendor(DEBRIEF, str(debrief.pk), recipient, debrief.rfp, now)


def stop_asking(*, rfp, now) -> None:
    """Stop the asking for a signature that still waits to go out."""
    outbox.cancel(topic=rfp, kind=ASKED, now=now)


def stop_news(*, invitation, now) -> None:
    """Stop the news of an award that has not gone out."""
    outbox.cancel(topic=invitation, kind=AWARDED, now=now)


def _to_vendor(kind: str, event: str, recipient, rfp, now, *, priority: int = 3, **words):
    return outbox.enqueue(
        kind=kind,
        key=f"{kind}:{event}:{recipient.pk}",
        to=recipient.email,
        context=about(rfp)
        | {"name": recipient.name, "vendor": recipient.invitation.vendor.name}
        | words,
        now=now,
        organisation=rfp.organisation,
        topic=recipient.invitation,
        priority=priority,
    )


kinds.register(
    kinds.Kind(ASKED, "An award waits for a signature", samples.award_asked),
    kinds.Kind(SENT_BACK, "A recommendation is sent back", samples.award_sent_back),
    kinds.Kind(AWARDED, "Award to a vendor", samples.awarded),
    kinds.Kind(REGRET, "A bid was not chosen", samples.to_vendor),
    kinds.Kind(REVOKED, "An award is revoked", samples.award_revoked),
    kinds.Kind(DEBRIEF, "Debrief of a bid", samples.to_vendor),
)
