"""Lifting a gate of the criteria for one bid, with a reason that stays on the record."""

from django.db import transaction

from audit import services as audit
from rfps.errors import RFPError
from rfps.models import BidWaiver
from rfps.services import field, recommending


@transaction.atomic
def waive(*, rfp, position: int, bid: str, criterion: str, reason: str, by, now) -> BidWaiver:
    """
    Lift a gate for a bid on a lot.

    :raises RFPError: without a reason, for a gate that the bid passes, for one lifted already, and
        while a recommendation waits
    """
    if not reason.strip():
        raise RFPError("Say why the gate is lifted; whoever signs reads it.")
    rfp = recommending.lock_undecided(rfp)
    ranking = field.read(rfp=rfp, user=by).of_lot(position)
    place = ranking and ranking.of(bid)
    failure = next(
        (one for one in (place.stopped_by if place else ()) if one.criterion.key == criterion), None
    )
    if failure is None:
        raise RFPError("This gate does not stop this bid.")
    waiver = BidWaiver.objects.create(
        organisation_id=rfp.organisation_id,
        rfp=rfp,
        lot=rfp.lots.get(position=position),
        bid_id=bid,
        criterion_key=criterion,
        reason=reason.strip(),
        by=by,
        at=now,
    )
    name = failure.criterion.name
    words = f"{by} waived “{name}” for a bid on {rfp.number}"  # more people read the record
    audit.record(
        verb="gate.waived",
        target=rfp,
        summary=words[:500],
        by=by,
        now=now,
        lot=position,
        vendor=place.offer.vendor,
        criterion=name,
        reason=waiver.reason,
    )
    return waiver


@transaction.atomic
def take_back(*, waiver, by, now) -> None:
    """
    Let the gate hold again.

    :raises RFPError: while a recommendation waits, and once the lot is awarded
    """
    rfp = recommending.lock_undecided(waiver.rfp)
    if waiver.lot.awards.standing().exists():
        raise RFPError(f"{waiver.lot} is awarded: its waivers stay on the record.")
    vendor = waiver.bid.invitation.vendor.name
    waiver.delete()
    audit.record(
        verb="gate.waiver-withdrawn",
        target=rfp,
        summary=f"{by} took back a waiver on {rfp.number}"[:500],
        by=by,
        now=now,
        vendor=vendor,
    )
