"""Seed how prices are compared: published anchors, exchange rates, and a question about a bid."""

from datetime import timedelta
from decimal import Decimal

from audit import acting
from demo.seeding.bids import recipient, usual
from rfps import clock, content
from rfps.models import RFP
from rfps.pricing.points import Anchors
from rfps.services import access, clarifications, exchange, price_rules

SOURCE = "Made up for this demonstration"
BUDGET = Decimal("0.8"), Decimal("1.6")  # of what the lines usually cost: full and no points
ROUND = Decimal(1000)
ASKED = "Your bid leaves lines of the grid open. Who is to do this work, and on what assumption?"
ANSWERED = "A qualified laboratory of yours or ours. We assumed yours, with samples sent on ice."


def publish(request: RFP, by, at) -> None:
    """Write anchors around what the firm lines of each lot usually cost."""
    anchors = {}
    for lot in request.lots.prefetch_related("gridlines"):
        lines = [line for line in lot.gridlines.all() if not line.is_optional]
        cost = sum(usual(line.label) * line.quantity for line in lines)
        full_at, none_at = ((cost * share / ROUND).to_integral() * ROUND for share in BUDGET)
        anchors[lot.pk] = Anchors(full_at, none_at)
    price_rules.write(
        rfp=request,
        criterion=request.criterion_set.filter(is_price=True).first(),
        anchors=anchors,
        by=by,
        now=at,
        **content.pricing_written(request),
    )


def set_rates(request: RFP, rates, by, at) -> None:
    for currency, rate in rates:
        exchange.set_rate(
            rfp=request,
            currency=currency,
            rate=Decimal(rate),
            source=SOURCE,
            as_of=at.date(),
            by=by,
            now=at,
        )


def clarify(request: RFP, by) -> None:
    """Ask all bidders the same after the opening; the first of them answers at once."""
    with acting.as_organisation(request.organisation_id):
        at = clock.now()
        request.refresh_from_db()
        asked = clarifications.ask(
            rfp=request,
            invited=clarifications.bidders(request),
            text=ASKED,
            due_at=at + timedelta(days=7),
            by=by,
            now=at,
        )
    first = asked[0]
    person = recipient(request, first.invitation.vendor.name)
    with acting.as_invitation(rfp_id=request.pk, invitation_id=person.invitation_id):
        access.enter(recipient=person, now=at)
        clarifications.answer(
            recipient=person, clarification_id=first.pk, text=ANSWERED, uploads=[], now=at
        )
