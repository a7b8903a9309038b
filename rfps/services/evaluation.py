"""The rules of an evaluation: set while the bids are sealed, frozen when they are opened."""

from decimal import Decimal

from django.db import transaction

from audit import services as audit
from rfps import zones
from rfps.choices import EVALUATION_TRANSITIONS, EvaluationState, RFPState
from rfps.errors import RFPError
from rfps.models import Evaluation
from rfps.services import scores, states

RULES = ("aggregation", "is_two_step", "minimum")


def of(rfp) -> Evaluation:
    """Return the evaluation of a request, or one with the usual rules that is not saved yet."""
    found = Evaluation.objects.filter(rfp=rfp).first()
    return found or Evaluation(organisation_id=rfp.organisation_id, rfp=rfp)


@transaction.atomic
def set_rules(*, rfp, data: dict, by, now) -> Evaluation:
    """
    Set how bids will be scored.

    :param data: the fields named in ``RULES``
    :raises RFPError: once the bids are opened
    """
    states.lock(rfp)
    evaluation = of(rfp)
    if evaluation.frozen_at:
        since = zones.show(evaluation.frozen_at, rfp.time_zone)
        raise RFPError(f"The rules of {rfp.number} are frozen since its opening, {since}.")
    for name in RULES:
        setattr(evaluation, name, data[name])
    evaluation.save()
    audit.record(
        verb="evaluation.planned",
        target=rfp,
        summary=f"{by} set how the bids of {rfp.number} are scored",
        by=by,
        now=now,
        **{name: data[name] for name in RULES},
    )
    return evaluation


def freeze(*, rfp, at) -> Evaluation:
    """
    Freeze the rules and the criteria in force; called by the opening, in its transaction.

    Where no technical criterion carries points there is nothing to wait for: one step.
    """
    evaluation, version = of(rfp), rfp.versions.last()
    evaluation.frozen = {
        "version": version.number,
        "sha256": version.sha256,
        "criteria": version.content.get("criteria", []),
    }
    evaluation.frozen_at = at
    has_points = any(scores.weights(evaluation).values())
    evaluation.is_two_step = evaluation.is_two_step and has_points
    evaluation.state = EvaluationState.SCORING if has_points else EvaluationState.COMMERCIAL_OPEN
    evaluation.save()
    return evaluation


def lock(rfp) -> Evaluation:
    """
    Return the evaluation of an opened request, locked until the transaction ends.

    :raises RFPError: before the opening, or once the request is cancelled
    """
    found = lock_rules(rfp)
    if found is None or found.state == EvaluationState.PLANNED:
        raise RFPError(f"The bids of {rfp.number} are not opened yet.")
    return found


def lock_rules(rfp) -> Evaluation | None:
    """
    Return the row of an evaluation, locked until the transaction ends; None where there is none.

    :raises RFPError: once the request is cancelled
    """
    found = Evaluation.objects.select_for_update(no_key=True, of=("self",))
    found = found.select_related("rfp").filter(rfp=rfp).first()
    if found and found.rfp.state == RFPState.CANCELLED:
        raise RFPError(f"{found.rfp.number} is cancelled: its bids are not evaluated any more.")
    return found


def move(evaluation, to: EvaluationState, **facts) -> None:
    """
    Move a locked evaluation, and store the facts of the move with it.

    :raises RFPError: for a move the table does not have
    """
    if to not in EVALUATION_TRANSITIONS[EvaluationState(evaluation.state)]:
        raise RFPError(
            f"The evaluation is at “{evaluation.get_state_display()}”: "
            f"it cannot go to “{EvaluationState(to).label}”."
        )
    for name, value in {"state": to, **facts}.items():
        setattr(evaluation, name, value)
    evaluation.save(update_fields=["state", *facts])


def minimum_of(evaluation) -> Decimal:
    """Return the technical points a bid needs; nothing where there is no minimum."""
    return evaluation.minimum or Decimal()
