"""The messages to colleagues about an evaluation. None of them holds a score, a price or a bidder."""

from django.conf import settings
from django.urls import reverse

from notifications import kinds, outbox
from rfps import samples
from rfps.emails import about

EVALUATOR_INVITED = "evaluator-invited"
EVALUATOR_REMINDER = "evaluator-reminder"
CONFLICT_DECLARED = "conflict-declared"
SCORES_COMPLETE = "scores-complete"
COMMERCIAL_READY = "commercial-ready"


def invited(*, evaluator, now):
    """Ask an evaluator for the declaration, and to score."""
    return _send(EVALUATOR_INVITED, str(evaluator.pk), evaluator.rfp, evaluator.user, now)


def reminded(*, evaluator, now):
    """Remind an evaluator, once a day at most."""
    event = f"{evaluator.pk}:{now:%Y-%m-%d}"
    return _send(EVALUATOR_REMINDER, event, evaluator.rfp, evaluator.user, now)


def conflict_declared(*, evaluator, user, now):
    """Tell a buyer that an evaluator is locked out."""
    return _send(
        CONFLICT_DECLARED,
        str(evaluator.pk),
        evaluator.rfp,
        user,
        now,
        page="rfp-evaluation",
        evaluator=str(evaluator.user),
        statement=evaluator.statement,
    )


def scores_complete(*, rfp, user, now):
    """Tell a buyer that every sheet is in."""
    return _send(SCORES_COMPLETE, str(rfp.pk), rfp, user, now, page="rfp-moderation")


def commercial_ready(*, rfp, user, count: int, now):
    """Tell an opener that the commercial envelopes can be opened."""
    return _send(COMMERCIAL_READY, str(rfp.pk), rfp, user, now, page="rfp-opening", count=count)


def _send(kind: str, event: str, rfp, user, now, *, page: str = "rfp-scoring", **words):
    return outbox.enqueue(
        kind=kind,
        key=f"{kind}:{event}:{user.pk}",
        to=user.email,
        context=about(rfp)
        | {"name": user.name, "url": settings.SITE_URL + reverse(page, args=[rfp.pk])}
        | words,
        now=now,
        organisation=rfp.organisation,
        user=user,
        topic=rfp,
    )


kinds.register(
    kinds.Kind(EVALUATOR_INVITED, "Invitation to score bids", samples.to_buyer),
    kinds.Kind(EVALUATOR_REMINDER, "Reminder to score bids", samples.to_buyer),
    kinds.Kind(CONFLICT_DECLARED, "An evaluator has a conflict", samples.conflict),
    kinds.Kind(SCORES_COMPLETE, "All scores are in", samples.to_buyer),
    kinds.Kind(COMMERCIAL_READY, "Prices can be opened", samples.commercial),
)
