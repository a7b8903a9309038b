"""Reading the scores of an opened request: the cells, and the technical points they come to."""

from decimal import Decimal
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg

from rfps.choices import Envelope, EvaluationState
from rfps.evaluating import points
from rfps.evaluating.aggregation import Cell
from rfps.models import Bid, Evaluation, Moderation, Score

# From here on scores are no secret between the evaluators and the lead.
SHOWN = (
    EvaluationState.MODERATION,
    EvaluationState.TECHNICAL_CLOSED,
    EvaluationState.COMMERCIAL_OPEN,
    EvaluationState.CLOSED,
)


def technical_points(rfp, lot=None) -> dict[UUID, dict[str, Decimal]]:
    """
    Return the technical points of each opened bid by criterion key, two places each.

    A criterion's points are its frozen weight times score over scale; the score is the moderated
    one, else what the frozen rule makes of the sheets handed in. A criterion nobody has scored is
    missing. Empty before the opening; without points while evaluators still score.

    :param lot: only the bids for this lot
    """
    evaluation = Evaluation.objects.filter(rfp=rfp).first()
    if evaluation is None or evaluation.state == EvaluationState.PLANNED:
        return {}
    found = {bid.pk: {} for bid in bids_of(rfp, lot)}
    if evaluation.state in SHOWN:
        by_bid = points.by_bid(
            cells(evaluation), weights(evaluation), evaluation.aggregation, evaluation.scale
        )
        found |= {bid: row for bid, row in by_bid.items() if bid in found}
    return found


def technical_criteria(evaluation) -> list[dict]:
    """Return the frozen criteria of the technical envelope that carry points or gate."""
    return [
        one
        for one in (evaluation.frozen or {}).get("criteria", [])
        if one["envelope"] == Envelope.TECHNICAL and (Decimal(one["weight"]) or one["is_gate"])
    ]


def weights(evaluation) -> dict[str, Decimal]:
    """Return the frozen weights of the technical criteria by key."""
    return {one["key"]: Decimal(one["weight"]) for one in technical_criteria(evaluation)}


def bids_of(rfp, lot=None) -> list[Bid]:
    """Return the opened bids in force, in an order that says nothing of whose they are."""
    found = Bid.objects.filter(rfp=rfp, withdrawn_at=None, current__isnull=False)
    if lot is not None:
        found = found.filter(current__lots__contains=[lot.position])
    return list(found.select_related("current", "invitation__vendor").order_by("pk"))


def cells(evaluation) -> list[Cell]:
    """
    Return a cell per opened bid and technical criterion, with the scores of sheets handed in.

    The database gathers the scores of a cell: a large panel has many times as many scores.
    """
    handed_in = Score.objects.filter(
        rfp=evaluation.rfp_id, points__isnull=False, evaluator__submitted_at__isnull=False
    )
    gathered = handed_in.order_by().values_list("bid_id", "criterion_key")
    given = {
        (bid, str(key)): dict(sorted(zip(who, found, strict=True)))
        for bid, key, who, found in gathered.annotate(
            who=ArrayAgg("evaluator_id"), found=ArrayAgg("points")
        )
    }
    moderated = {
        (one.bid_id, str(one.criterion_key)): one.points
        for one in Moderation.objects.filter(rfp=evaluation.rfp_id)
    }
    return [
        Cell(
            bid.pk,
            one["key"],
            given.get((bid.pk, one["key"]), {}),
            moderated.get((bid.pk, one["key"])),
        )
        for bid in bids_of(evaluation.rfp_id)
        for one in technical_criteria(evaluation)
    ]
