"""Who scores: naming evaluators, their declaration of conflicts, and reminding them."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from audit import acting
from audit import services as audit
from rfps import evaluation_emails as emails
from rfps.choices import EvaluationState
from rfps.errors import RFPError
from rfps.models import Evaluator
from rfps.services import evaluation, invitations, states

LIMITS = ("criteria", "sections", "names_hidden")


def candidates(rfp) -> list[User]:
    """Return the colleagues who see the program and are not named yet."""
    with acting.as_system():
        members = invitations.who_see(rfp)
        named = rfp.evaluators.values("user")
        found = User.objects.filter(pk__in=members.values("user")).exclude(pk__in=named)
        return list(found.order_by("name", "email"))


@transaction.atomic
def name(*, rfp, user, limits: dict, by, now) -> Evaluator:
    """
    Name a colleague to score. Once the bids are open an e-mail asks for the declaration.

    :param limits: the fields named in ``LIMITS``; empty lists are no limit
    :raises RFPError: once scoring is over, or for someone who cannot be named
    """
    rfp = states.lock(rfp)
    _require_scoring_ahead(rfp)
    if user not in candidates(rfp):
        raise RFPError(f"{user} is named already, or does not see this program.")
    found = Evaluator.objects.create(
        organisation_id=rfp.organisation_id,
        rfp=rfp,
        user=user,
        named_at=now,
        named_by=by,
        **_known(limits),
    )
    _record("named", rfp, f"{user} will score the bids of {rfp.number}", by, now, user=user.pk)
    if evaluation.of(rfp).frozen_at:
        emails.invited(evaluator=found, now=now)
    return found


@transaction.atomic
def limit(*, evaluator, limits: dict, by, now) -> Evaluator:
    """
    Change what an evaluator scores and reads; scores outside of it stay and do not count.

    :raises RFPError: once the sheet is handed in, or scoring is over
    """
    rfp = states.lock(evaluator.rfp)
    _require_scoring_ahead(rfp)
    locked = _lock(evaluator)
    if locked.submitted_at:
        raise RFPError(f"{locked.user} has handed in already.")
    for field, value in _known(limits).items():
        setattr(locked, field, value)
    locked.save(update_fields=list(LIMITS))
    _record("limited", rfp, f"What {locked.user} scores and reads was changed", by, now)
    return locked


@transaction.atomic
def drop(*, evaluator, by, now) -> None:
    """
    Take back a name. Who has written a score or declared a conflict stays on record.

    :raises RFPError: for one of those, or once scoring is over
    """
    rfp = states.lock(evaluator.rfp)
    _require_scoring_ahead(rfp)
    locked = _lock(evaluator)
    if locked.has_conflict or locked.scores.exists():
        raise RFPError(f"{locked.user} has declared a conflict or scored: that stays on record.")
    user = locked.user
    locked.delete()
    _record("dropped", rfp, f"{user} will not score the bids of {rfp.number}", by, now)


@transaction.atomic
def declare(*, evaluator, has_conflict: bool, statement: str, now) -> Evaluator:
    """
    Declare a conflict of interest, or that there is none; procurement is told of a conflict.

    A conflict can still be declared while one scores: the sheet is then not handed in any more.

    :raises RFPError: without a word on the conflict, once scoring is over, or to take one back
    """
    rfp = states.lock(evaluator.rfp)
    _require_scoring_ahead(rfp)
    locked = _lock(evaluator)
    if locked.has_conflict:
        raise RFPError("You have declared a conflict; only a new person can score in your place.")
    if has_conflict and not statement.strip():
        raise RFPError("Say in a few words what the conflict is; procurement reads it.")
    if locked.has_conflict is False and not has_conflict:
        return locked
    locked.declared_at, locked.has_conflict, locked.statement = now, has_conflict, statement.strip()
    if has_conflict:
        locked.submitted_at = None
    locked.save(update_fields=["declared_at", "has_conflict", "statement", "submitted_at"])
    words = "a conflict of interest" if has_conflict else "to be free of conflicts of interest"
    _record("declared", rfp, f"{locked.user} declared {words}", locked.user, now)
    if has_conflict:
        for user in invitations.buyers(rfp):
            emails.conflict_declared(evaluator=locked, user=user, now=now)
    return locked


@transaction.atomic
def remind(*, evaluator, by, now) -> None:
    """
    Remind an evaluator, at most once a day.

    :raises RFPError: if there is nothing to do for this person
    """
    rfp = states.lock(evaluator.rfp)
    if evaluation.of(rfp).state != EvaluationState.SCORING:
        raise RFPError("Nobody scores at this time.")
    if evaluator.submitted_at or evaluator.has_conflict:
        raise RFPError(f"{evaluator.user} has nothing left to do.")
    emails.reminded(evaluator=evaluator, now=now)
    _record("reminded", rfp, f"{evaluator.user} was reminded to score", by, now)


def invite_all(*, rfp, now) -> None:
    """Ask those named for their declaration; called by the opening, in its transaction."""
    for evaluator in rfp.evaluators.filter(declared_at=None).select_related("user"):
        emails.invited(evaluator=evaluator, now=now)


def _require_scoring_ahead(rfp) -> None:
    rules = evaluation.lock_rules(rfp)
    if rules and rules.state not in (EvaluationState.PLANNED, EvaluationState.SCORING):
        raise RFPError(f"Scoring of {rfp.number} is over: its evaluators stay as they are.")


def _lock(evaluator) -> Evaluator:
    people = Evaluator.objects.select_related("user", "rfp__organisation")
    return people.select_for_update(no_key=True, of=("self",)).get(pk=evaluator.pk)


def _known(limits: dict) -> dict:
    return {
        "criteria": [UUID(str(key)) for key in limits["criteria"]],
        "sections": [UUID(str(key)) for key in limits["sections"]],
        "names_hidden": limits["names_hidden"],
    }


def _record(verb: str, rfp, summary: str, by, now, **data) -> None:
    audit.record(verb=f"evaluator.{verb}", target=rfp, summary=summary, by=by, now=now, **data)
