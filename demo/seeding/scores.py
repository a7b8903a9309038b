"""Seed a panel in the middle of its work: named, declared, each as far as the story says."""

import random

from audit import acting
from demo.data import answers
from rfps import clock
from rfps.models import RFP
from rfps.services import evaluation, panel, scores, scoring


def bring(request: RFP, sought, users) -> None:
    """
    Let a panel score the opened bids.

    :param sought: who, the share of the cells done, and whether bidders are letters to them
    """
    with acting.as_organisation(request.organisation_id):
        # All are named first: the last sheet handed in closes scoring.
        named = [_name(request, users[name], hidden) for name, _, hidden in sought]
        for evaluator, (_, share, _) in zip(named, sought, strict=True):
            panel.declare(evaluator=evaluator, has_conflict=False, statement="", now=clock.now())
            _score(evaluator, share)


def _name(request: RFP, user, names_hidden: bool):
    limits = {"criteria": [], "sections": [], "names_hidden": names_hidden}
    return panel.name(rfp=request, user=user, limits=limits, by=request.created_by, now=clock.now())


def _score(evaluator, share: float) -> None:
    dice = random.Random(evaluator.user.email)  # noqa: S311 - repeatable
    rules, bids = evaluation.of(evaluator.rfp), scores.bids_of(evaluator.rfp)
    cells = [(one, bid) for one in scoring.criteria_of(evaluator, rules) for bid in bids]
    for criterion, bid in cells[: round(len(cells) * share)]:
        # The bids differ, and the evaluators less than the bids.
        usual = random.Random(f"{bid.invitation.vendor.name}, {criterion['name']}")  # noqa: S311
        points = min(
            rules.scale, max(0, usual.choice((2, 3, 3, 4, 5)) + dice.choice((-1, 0, 0, 1)))
        )
        scoring.put(
            evaluator=evaluator,
            bid=bid,
            criterion=criterion["key"],
            points=points,
            comment=dice.choice(answers.REMARKS),
            now=clock.now(),
        )
    if share == 1:
        scoring.hand_in(evaluator=evaluator, now=clock.now())
