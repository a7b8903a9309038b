"""Scoring: one evaluator alone, a cell at a time, until the sheet is handed in or scoring closes."""

from django.db import transaction

from audit import services as audit
from rfps import evaluation_emails as emails
from rfps.choices import EvaluationState
from rfps.errors import RFPError
from rfps.models import Evaluator, Score
from rfps.services import evaluation, invitations, scores, states


def criteria_of(evaluator, rules) -> list[dict]:
    """Return the frozen technical criteria that an evaluator scores."""
    wanted = {str(key) for key in evaluator.criteria}
    return [one for one in scores.technical_criteria(rules) if not wanted or one["key"] in wanted]


@transaction.atomic
def put(*, evaluator, bid, criterion: str, points, comment: str, now) -> Score:
    """
    Save one cell; called again, it replaces what was there.

    :param criterion: the key of one that the evaluator scores
    :param points: a whole number of the scale, or None for a comment alone
    :raises RFPError: outside the scale, for a cell that is not the evaluator's, without a
        declaration, after handing in, or once scoring is closed
    """
    locked, rules = _lock_scoring(evaluator)
    if criterion not in [one["key"] for one in criteria_of(locked, rules)]:
        raise RFPError("This criterion is not yours to score.")
    if bid not in scores.bids_of(rules.rfp_id):
        raise RFPError("This bid is not one of the request.")
    if points is not None and points not in range(rules.scale + 1):
        raise RFPError(f"A score is a whole number from 0 to {rules.scale}.")
    found, _ = Score.objects.update_or_create(
        evaluator=locked,
        bid=bid,
        criterion_key=criterion,
        defaults={"points": points, "comment": comment.strip(), "at": now},
        create_defaults={
            "organisation_id": locked.organisation_id,
            "rfp_id": locked.rfp_id,
            "points": points,
            "comment": comment.strip(),
            "at": now,
        },
    )
    return found


@transaction.atomic
def hand_in(*, evaluator, now) -> Evaluator:
    """
    Hand in a sheet; it cannot be changed any more. The last one closes scoring.

    :raises RFPError: while a cell has no score, and as ``put`` does
    """
    locked, rules = _lock_scoring(evaluator)
    if left := unscored(locked, rules):
        raise RFPError(f"{left} score{'s' * (left != 1)} left before you can hand in.")
    locked.submitted_at = now
    locked.save(update_fields=["submitted_at"])
    rfp = locked.rfp
    _record("evaluator.handed-in", rfp, f"{locked.user} handed in their scores", locked.user, now)
    if not _still_scoring(rfp):
        evaluation.move(rules, EvaluationState.MODERATION, scoring_closed_at=now)
        for user in invitations.buyers(rfp):
            emails.scores_complete(rfp=rfp, user=user, now=now)
    return locked


@transaction.atomic
def close(*, rfp, reason: str, by, now) -> None:
    """
    Close scoring without waiting for the rest; only sheets handed in count.

    :raises RFPError: without a reason, or unless there is scoring
    """
    rfp = states.lock(rfp)
    rules = evaluation.lock(rfp)
    if not reason.strip():
        raise RFPError("Say why scoring closes before everybody has handed in.")
    left_out = [str(one.user) for one in _still_scoring(rfp)]
    evaluation.move(
        rules,
        EvaluationState.MODERATION,
        scoring_closed_at=now,
        scoring_closed_by=by,
        scoring_closed_reason=reason.strip(),
    )
    words = f"; not waited for: {', '.join(left_out)}" if left_out else ""
    _record(
        *("evaluation.scoring-closed", rfp, f"{by} closed scoring of {rfp.number}{words}"[:500]),
        *(by, now),
        reason=reason.strip(),
        left_out=left_out,
    )


def unscored(evaluator, rules) -> int:
    """Return how many cells of an evaluator have no score yet."""
    keys = [one["key"] for one in criteria_of(evaluator, rules)]
    bids = [bid.pk for bid in scores.bids_of(rules.rfp_id)]
    given = Score.objects.filter(
        evaluator=evaluator, bid__in=bids, criterion_key__in=keys, points__isnull=False
    )
    return len(keys) * len(bids) - given.count()


def _still_scoring(rfp) -> list[Evaluator]:
    """Return who has not handed in and has not declared a conflict."""
    people = Evaluator.objects.filter(rfp=rfp, submitted_at=None).select_related("user")
    return [one for one in people if not one.has_conflict]


def _lock_scoring(evaluator) -> tuple[Evaluator, object]:
    rules = evaluation.lock(evaluator.rfp)
    people = Evaluator.objects.select_related("user", "rfp__organisation")
    locked = people.select_for_update(no_key=True, of=("self",)).get(pk=evaluator.pk)
    if locked.has_conflict:
        raise RFPError("You have declared a conflict of interest: you do not score here.")
    if not locked.is_admitted:
        raise RFPError("Declare first whether you have a conflict of interest.")
    if rules.state != EvaluationState.SCORING:
        raise RFPError(f"Scoring of {locked.rfp.number} is closed; nothing was changed.")
    if locked.submitted_at:
        raise RFPError("You have handed in your scores; they stay as they are.")
    return locked, rules


def _record(verb: str, rfp, summary: str, by, now, **data) -> None:
    audit.record(verb=verb, target=rfp, summary=summary, by=by, now=now, **data)
