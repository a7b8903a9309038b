"""A request in two steps whose technical envelopes are open, with a panel of three to score it."""

from decimal import Decimal

from django.utils import timezone

from accounts.choices import Role
from rfps.models import Evaluation, Evaluator, Score
from rfps.services import moderating, panel, scores, scoring
from tests.factories.accounts import person
from tests.rfps import sealed

NO_LIMITS = {"criteria": [], "sections": [], "names_hidden": False}
FIT, TEAM, QUALITY, TIME = "Technical fit", "Experience and named team", "Quality", "Timeline"


class Panel:
    """The opened request, its bids in the order of their letters, and who scores them."""

    def __init__(self, rfp, evaluators):
        self.rfp, self.evaluators = rfp, evaluators
        self.lead = rfp.created_by

    @property
    def rules(self) -> Evaluation:
        return Evaluation.objects.get(rfp=self.rfp)

    @property
    def bids(self) -> list:
        return scores.bids_of(self.rfp)

    def bid_of(self, vendor: str):
        return next(one for one in self.bids if one.invitation.vendor.name == vendor)

    def key(self, name: str) -> str:
        found = scores.technical_criteria(self.rules)
        return next(one["key"] for one in found if one["name"].startswith(name))

    def put(self, evaluator, vendor: str, name: str, points, comment: str = ""):
        return scoring.put(
            evaluator=evaluator,
            bid=self.bid_of(vendor),
            criterion=self.key(name),
            points=points,
            comment=comment,
            now=timezone.now(),
        )

    def fill(self, evaluator, points: dict[str, int]) -> None:
        """Give each vendor the same points on every criterion of the evaluator."""
        evaluator.refresh_from_db()
        now = timezone.now()
        Score.objects.filter(evaluator=evaluator).delete()
        Score.objects.bulk_create(
            Score(
                organisation_id=evaluator.organisation_id,
                rfp=self.rfp,
                evaluator=evaluator,
                bid=bid,
                criterion_key=criterion["key"],
                points=points[bid.invitation.vendor.name],
                at=now,
            )
            for bid in self.bids
            for criterion in scoring.criteria_of(evaluator, self.rules)
        )

    def hand_in(self, evaluator, points: dict[str, int]) -> None:
        self.fill(evaluator, points)
        scoring.hand_in(evaluator=evaluator, now=timezone.now())

    def score_all(self, points: dict[str, int]) -> None:
        for evaluator in self.evaluators:
            self.hand_in(evaluator, points)

    def settle(self, vendor: str, name: str, points, *, by=None, revision: int = 0):
        return moderating.settle(
            rfp=self.rfp,
            bid=self.bid_of(vendor),
            criterion=self.key(name),
            points=Decimal(points),
            reason="Agreed in the panel.",
            revision=revision,
            by=by or self.lead,
            now=timezone.now(),
        )

    def close(self):
        return moderating.close(rfp=self.rfp, by=self.lead, now=timezone.now())


def people(organisation, count: int = 3) -> list:
    return [
        person(organisation, Role.EVALUATOR, email=f"panel{place}@auroral.example", name=name)
        for place, name in enumerate(("Ada One", "Bo Two", "Cy Three")[:count])
    ]


def plan(rfp, minimum="40", **rules) -> None:
    """Let a request that is still sealed be in two steps."""
    Evaluation.objects.filter(rfp=rfp).update(
        is_two_step=True, minimum=minimum and Decimal(minimum), **rules
    )


def open_panel(rfp, bidders, openers, *, minimum="40", bids=None, **limits) -> Panel:
    """Submit a bid of each vendor, open the technical envelopes, and name three who may score."""
    plan(rfp, minimum)
    for place, bidder in enumerate(bidders):
        content = rfp.versions.last().content
        raw = bids[place] if bids else sealed.filled(content, price=f"{1000 + place}.25")
        sealed.submit(bidder, raw)
    sealed.open_bids(rfp, *openers)
    return Panel(rfp, admitted(rfp, people(rfp.organisation), **limits))


def admitted(rfp, users, **limits) -> list[Evaluator]:
    """Name people and let each declare that there is no conflict."""
    found, now = [], timezone.now()
    for user in users:
        limited = NO_LIMITS | limits
        named = panel.name(rfp=rfp, user=user, limits=limited, by=rfp.created_by, now=now)
        found.append(panel.declare(evaluator=named, has_conflict=False, statement="", now=now))
    return found
