"""One evaluator's sheet: every cell in the order of scoring, one criterion across all bidders first."""

from dataclasses import dataclass

from django.urls import reverse

from rfps.choices import EvaluationState
from rfps.models import Score
from rfps.services import scoring
from rfps.views import bidders


@dataclass
class Place:
    """A cell of the sheet with its way to the next ones; ``score`` is None while nothing is written."""

    rfp_id: object
    bidder: bidders.Bidder
    criterion: dict
    number: int
    count: int
    score: Score | None
    before: "Place | None" = None
    following: "Place | None" = None

    @property
    def url(self) -> str:
        return reverse("score-cell", args=[self.rfp_id, self.bidder.bid.pk, self.criterion["key"]])

    @property
    def is_scored(self) -> bool:
        return self.score is not None and self.score.points is not None


def places(evaluator, rules) -> list[Place]:
    """Return the cells an evaluator scores, each linked to the one before and after it."""
    given = {
        (one.bid_id, str(one.criterion_key)): one
        for one in Score.objects.filter(evaluator=evaluator)
    }
    bids, criteria = bidders.of(evaluator.rfp, evaluator), scoring.criteria_of(evaluator, rules)
    found = [
        Place(
            rfp_id=evaluator.rfp_id,
            bidder=bidder,
            criterion=criterion,
            number=0,
            count=len(bids) * len(criteria),
            score=given.get((bidder.bid.pk, criterion["key"])),
        )
        for criterion in criteria
        for bidder in bids
    ]
    for number, place in enumerate(found, 1):
        place.number = number
        place.before = found[number - 2] if number > 1 else None
        place.following = found[number] if number < len(found) else None
    return found


def context(evaluator, rules) -> dict:
    """Return what ``rfp_scoring.html`` shows: a row per criterion, a column per bidder."""
    found = places(evaluator, rules)
    rows: dict[str, list[Place]] = {}
    for place in found:
        rows.setdefault(place.criterion["key"], []).append(place)
    left = [place for place in found if not place.is_scored]
    return {
        "rows": list(rows.values()),
        "bidders": bidders.of(evaluator.rfp, evaluator),
        "done": len(found) - len(left),
        "count": len(found),
        "next": left[0] if left else None,
        "is_open": is_open(evaluator, rules),
    }


def is_open(evaluator, rules) -> bool:
    """Say whether the sheet can still be written."""
    return rules.state == EvaluationState.SCORING and not evaluator.submitted_at


def sheet_url(rfp_id) -> str:
    return reverse("rfp-scoring", args=[rfp_id])
