"""Seed decisions on bids: a panel settles, prices open, an award is recommended, signed, debriefed."""

from audit import acting
from demo.logins import PASSWORD
from rfps import clock
from rfps.deciding.record import Choice
from rfps.models import RFP, Moderation
from rfps.services import (
    awarding,
    debriefs,
    field,
    moderating,
    openings,
    recommending,
    scores,
)
from rfps.services import evaluation as rules

REASON = (
    "First in the ranking, and first in most plausible weightings. The panel's one large difference "
    "was settled; the price is complete, without lines left open."
)
NOT_FIRST = "The points do not part the first two; this one has a slot held for us."
SETTLED = "Two of us had read the appendix with the method transfer, one had not; agreed on this."


def decide(request: RFP, how_far: str, by, signer) -> None:
    """
    Take a scored request to its recommendation, and to its award.

    :param how_far: "recommended" or "awarded"
    """
    with acting.as_organisation(request.organisation_id):
        request.refresh_from_db()
        _settle_one(request, by)
        moderating.close(rfp=request, by=by, now=clock.now())
        for opener in request.openers.select_related("user"):
            openings.agree_commercial(rfp=request, by=opener.user)
        request.refresh_from_db()
        recommendation = recommending.recommend(
            rfp=request,
            choices=_first(request, by),
            reason=REASON,
            by=by,
            now=clock.now(),
        )
        if how_far == "awarded":
            awarding.sign(
                recommendation=recommendation, password=PASSWORD, by=signer, now=clock.now()
            )
            first = request.debriefs.first()
            debriefs.send(debrief=first, by=by, now=clock.now())


def _settle_one(request: RFP, by) -> Moderation:
    """Settle the cell about which the evaluators differ most."""
    cell = max(scores.cells(rules.of(request)), key=lambda one: (one.spread, one.criterion))
    return moderating.settle(
        rfp=request,
        bid=next(bid for bid in scores.bids_of(request) if bid.pk == cell.bid),
        criterion=cell.criterion,
        points=round(cell.score("median")),
        reason=SETTLED,
        revision=0,
        by=by,
        now=clock.now(),
    )


def _first(request: RFP, by) -> list[Choice]:
    current = field.read(rfp=request, user=by)
    found = []
    for ranking in current.rankings:
        leader = ranking.ranked[0]
        reason = NOT_FIRST if leader.is_tied else ""
        found.append(Choice(ranking.case.lot, leader.offer.bid, reason))
    return found
