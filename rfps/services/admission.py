"""Who may read opened bids: roles, openers, and evaluators as far as their declaration lets them."""

from accounts.choices import Role
from rfps.choices import EvaluationState
from rfps.models import RFP, Evaluation

READERS = (Role.PROCUREMENT, Role.PROGRAM_LEAD)
SCORING = (EvaluationState.PLANNED, EvaluationState.SCORING, EvaluationState.MODERATION)


def refusal(user, rfp) -> str:
    """
    Return why a person may not read the bids side by side, or nothing.

    A named evaluator is one first and whatever else second: without a declaration, or with a
    conflict, no role opens the bids. It asks nothing of the database where the request was fetched
    ``with_standing`` of this person.
    """
    known = _known(user, rfp)
    one, reads = known.standing, _reads(user, known)
    if not one["evaluator"]:
        return (
            ""
            if reads
            else (
                "Bids are read by procurement, program leads, and who is named to open or to score them."
            )
        )
    if one["has_conflict"]:
        return (
            "You have declared a conflict of interest: the bids of this request are closed to you."
        )
    if one["has_conflict"] is None:
        return "You are named to score: declare first whether you have a conflict of interest."
    if (one["criteria"] or one["sections"]) and not reads:
        return "You read what you are given to score, on the page where you score it."
    rules = known.evaluation if hasattr(known, "evaluation") else Evaluation()
    if rules.state not in SCORING:
        return ""
    if one["names_hidden"] or not reads:
        return "While there is scoring you read the bids where you score them."
    is_scoring = rules.state != EvaluationState.MODERATION
    if is_scoring and not rules.is_two_step and not one["submitted_at"]:
        return "Prices stand beside the answers here: hand in your scores first."
    return ""


def decides(user, rfp) -> bool:
    """Say whether a person may read the pages of the decision: by role or as opener, and admitted."""
    known = _known(user, rfp)
    return _reads(user, known) and not refusal(user, known)


def _reads(user, known: RFP) -> bool:
    return user.has_role(*READERS) or bool(known.standing["opener"])


def _known(user, rfp) -> RFP:
    return rfp if hasattr(rfp, "standing") else RFP.objects.with_standing(user).get(pk=rfp.pk)
