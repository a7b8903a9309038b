"""Moderation: one score per cell with a reason, then closing the technical scores for good."""

from decimal import Decimal

from django.db import transaction

from audit import services as audit
from rfps import evaluation_emails as emails
from rfps.choices import EvaluationState
from rfps.errors import RFPError
from rfps.evaluating import points as pointing
from rfps.models import Moderation, TechnicalResult
from rfps.services import evaluation, scores, states

STEP = Decimal("0.5")


@transaction.atomic
def settle(*, rfp, bid, criterion: str, points, reason: str, revision: int, by, now) -> Moderation:
    """
    Settle one score for a bid and a criterion.

    :param points: of the scale, in halves
    :param revision: of the moderated score that the person has seen; 0 for none
    :raises RFPError: outside the scale, without a reason, outside moderation, or if somebody else
        has settled this cell in the meantime
    """
    rules = evaluation.lock(rfp)
    if rules.state != EvaluationState.MODERATION:
        raise RFPError(
            f"Scores are moderated between scoring and closing; {rfp.number} is at "
            f"“{rules.get_state_display()}”."
        )
    if not 0 <= points <= rules.scale or points % STEP:
        raise RFPError(f"A moderated score is from 0 to {rules.scale}, in halves.")
    if not reason.strip():
        raise RFPError("Say why; the file keeps it.")
    criteria = {one["key"]: one["name"] for one in scores.technical_criteria(rules)}
    if criterion not in criteria or bid not in scores.bids_of(rules.rfp_id):
        raise RFPError("There is no such score in this evaluation.")
    found = Moderation.objects.filter(bid=bid, criterion_key=criterion).first()
    if revision != (found.revision if found else 0):
        who = f"{found.by} settled it at {found.points}" if found else "It was not settled before"
        raise RFPError(
            f"{who} in the meantime: look at it, then settle it again if you still want to."
        )
    found = found or Moderation(
        organisation_id=rfp.organisation_id, rfp=rfp, bid=bid, criterion_key=criterion, revision=0
    )
    found.points, found.reason, found.by, found.at = points, reason.strip(), by, now
    found.revision += 1
    found.save()
    audit.record(
        verb="score.moderated",
        target=rfp,
        summary=f"{by} settled “{criteria[criterion]}” for {bid.invitation.vendor.name}"[:500],
        by=by,
        now=now,
        bid=bid.pk,
        criterion=criterion,
        points=points,
        reason=found.reason,
    )
    return found


@transaction.atomic
def close(*, rfp, by, now) -> list[TechnicalResult]:
    """
    Close the technical scores: what each bid has is written down, and stays.

    In two steps a bid below the minimum keeps its commercial part sealed for ever, and the openers
    are told that the others can be opened. In one step all prices are open already.

    :raises RFPError: outside moderation, or while a cell has neither a score nor a moderated one
    """
    rfp = states.lock(rfp)
    rules = evaluation.lock(rfp)
    if rules.state != EvaluationState.MODERATION:
        raise RFPError(f"The evaluation of {rfp.number} is at “{rules.get_state_display()}”.")
    by_bid = scores.technical_points(rfp)
    keys = {one["key"] for one in scores.technical_criteria(rules)}
    if empty := sum(len(keys - row.keys()) for row in by_bid.values()):
        raise RFPError(
            f"{empty} cell{'s have' if empty != 1 else ' has'} no score: settle them first."
        )
    minimum = evaluation.minimum_of(rules)
    results = TechnicalResult.objects.bulk_create(
        TechnicalResult(
            organisation_id=rfp.organisation_id,
            rfp=rfp,
            bid_id=bid,
            points=total,
            is_qualified=total >= minimum,
            at=now,
        )
        for bid, total in pointing.totals(by_bid).items()
    )
    evaluation.move(
        rules, EvaluationState.TECHNICAL_CLOSED, technical_closed_at=now, technical_closed_by=by
    )
    qualified = sum(one.is_qualified for one in results)
    audit.record(
        verb="evaluation.technical-closed",
        target=rfp,
        summary=f"Technical scores of {rfp.number} closed: {qualified} of {len(results)} bids reach "
        f"the minimum of {minimum.normalize():f} points",
        by=by,
        now=now,
        results={str(one.bid_id): [one.points, one.is_qualified] for one in results},
    )
    if not rules.is_two_step:
        evaluation.move(rules, EvaluationState.COMMERCIAL_OPEN)
    elif qualified:
        for opener in rfp.openers.select_related("user"):
            emails.commercial_ready(rfp=rfp, user=opener.user, count=qualified, now=now)
    return results
