"""Who may read opened bids: roles, openers, and evaluators as far as their declaration lets them."""

from accounts.choices import Role
from rfps.choices import EvaluationState
from rfps.models import Evaluator
from rfps.services import evaluation

READERS = (Role.PROCUREMENT, Role.PROGRAM_LEAD)
SCORING = (EvaluationState.PLANNED, EvaluationState.SCORING, EvaluationState.MODERATION)


def refusal(user, rfp) -> str:
    """
    Return why a person may not read the bids side by side, or nothing.

    A named evaluator is one first and whatever else second: without a declaration, or with a
    conflict, no role opens the bids.
    """
    reads = user.has_role(*READERS) or rfp.openers.filter(user=user).exists()
    evaluator = Evaluator.objects.filter(rfp=rfp, user=user).first()
    if evaluator is None:
        return (
            ""
            if reads
            else (
                "Bids are read by procurement, program leads, and who is named to open or to score them."
            )
        )
    if evaluator.has_conflict:
        return (
            "You have declared a conflict of interest: the bids of this request are closed to you."
        )
    if not evaluator.is_admitted:
        return "You are named to score: declare first whether you have a conflict of interest."
    is_limited = bool(evaluator.criteria or evaluator.sections)
    if is_limited and not reads:
        return "You read what you are given to score, on the page where you score it."
    rules = evaluation.of(rfp)
    if rules.state not in SCORING:
        return ""
    if evaluator.names_hidden or not reads:
        return "While there is scoring you read the bids where you score them."
    is_scoring = rules.state != EvaluationState.MODERATION
    if is_scoring and not rules.is_two_step and not evaluator.submitted_at:
        return "Prices stand beside the answers here: hand in your scores first."
    return ""
