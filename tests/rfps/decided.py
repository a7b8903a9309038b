"""
A request of two lots, its bids scored and its prices open: what a decision is made from.

Three vendors bid for lot 1 and two of them for lot 2, in euro. The criteria are fit (50), quality (20,
a gate at 2) and price (30); full points for the price at 1,000, none at 5,000.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.choices import Role
from audit import acting
from rfps.bidding import asked, draft
from rfps.choices import Envelope, EvaluationState, PriceFormula
from rfps.deciding.record import Choice
from rfps.models import (
    RFP,
    Bid,
    Criterion,
    Evaluation,
    Evaluator,
    GridLine,
    Opener,
    Opening,
    PriceAnchors,
    Recipient,
    Score,
    TechnicalResult,
)
from rfps.services import addressees, awarding, openings, recommending, waivers
from rfps.services import rfp as rfp_services
from tests.factories.accounts import OrganisationFactory, person
from tests.factories.programs import (
    NeedFactory,
    ProgramFactory,
    ShortlistEntryFactory,
    ShortlistFactory,
    WorkPackageFactory,
)
from tests.factories.vendors import ContactFactory, VendorFactory
from tests.rfps import sealed
from vendors.choices import Phase

LOTS = (("Drug product", "Tablets", "D1.02"), ("Testing", "Stability tests", "Q1.01"))
CRITERIA = (("Technical fit", 50, None), ("Quality", 20, 2), ("Price", 30, None))
ANCHORS = (Decimal(1000), Decimal(5000))
# vendor: scores for fit and quality, then the price of one unit for each lot it bids for
BIDS = {
    "Brackenfell": ((5, 4), (3000, 2000)),
    "Cindervale": ((4, 3), (1000, 2400)),
    "Hallowmere": ((5, 1), (1400,)),
}
PASSWORD = "a password of seven words"


def request(sponsor, by, lots=LOTS, vendors=tuple(BIDS)) -> RFP:
    """Return an issued request that takes bids, opened by who wrote it."""
    now = timezone.now()
    program = ProgramFactory(organisation=sponsor)
    shortlists, found = [], [VendorFactory(name=name) for name in vendors]
    for vendor in found:
        ContactFactory(vendor=vendor, name="Ida Lund", email=f"bd@{vendor.name.lower()}.example")
    for name, label, leaf in lots:
        package = WorkPackageFactory(program=program, name=name)
        NeedFactory(package=package, phase=Phase.P3, label=label, slot=leaf, capabilities=[leaf])
        shortlists.append(ShortlistFactory(package=package))
        for vendor in found:
            ShortlistEntryFactory(shortlist=shortlists[-1], vendor=vendor)
    data = {
        "title": "Tablets and their testing",
        "kind": "RFP",
        "message": "",
        "deadline_at": now + timedelta(days=30),
        "time_zone": "Europe/Zurich",
        "currencies": ["EUR"],
    }
    rfp = rfp_services.create(shortlists=shortlists, by=by, data=data, now=now)
    _write(rfp)
    Opener.objects.create(organisation=sponsor, rfp=rfp, user=by)
    Evaluation.objects.create(organisation=sponsor, rfp=rfp, is_two_step=True)
    return rfp_services.issue(rfp=rfp, by=by, now=now)


def _write(rfp) -> None:
    of_rfp = {"organisation_id": rfp.organisation_id, "rfp": rfp}
    rfp.criterion_set.all().delete()
    for place, (name, weight, minimum) in enumerate(CRITERIA, 1):
        is_price = name == "Price"
        Criterion.objects.create(
            **of_rfp,
            position=place,
            name=name,
            weight=weight,
            is_price=is_price,
            envelope=Envelope.COMMERCIAL if is_price else Envelope.TECHNICAL,
            is_gate=minimum is not None,
            minimum=minimum,
        )
    for lot in rfp.lots.all():
        line = lot.scope_lines.first()
        GridLine.objects.create(
            **of_rfp,
            lot=lot,
            position=1,
            label=line.label,
            quantity=1,
            unit="lump sum",
            scope_key=line.key,
        )
        full, none = ANCHORS
        PriceAnchors.objects.create(**of_rfp, lot=lot, full_at=full, none_at=none)


def bid(rfp, bids=BIDS) -> None:
    for recipient in linked(rfp, *bids):
        _, prices = bids[recipient.invitation.vendor.name]
        sealed.submit(recipient, _filled(rfp, prices))


def linked(rfp, *vendors: str) -> list[Recipient]:
    """Return the people of these vendors with a new link each; links they had before are dead."""
    people = Recipient.objects.filter(
        invitation__rfp=rfp, invitation__vendor__name__in=vendors
    ).select_related("invitation__vendor")
    for recipient in people:
        recipient.invitation.rfp = rfp
        addressees.give_link(recipient)
    return list(people)


def _filled(rfp, prices) -> dict:
    content = rfp.versions.last().content
    lots = content["lots"][: len(prices)]
    grid = asked.of(content, [lot["position"] for lot in lots]).lines
    return draft.empty(1) | {
        "lots": [str(lot["position"]) for lot in lots],
        "currency": "EUR",
        "prices": {
            line["key"]: {"state": "priced", "price": str(price), "note": ""}
            for line, price in zip(grid, prices, strict=True)
        },
    }


def score(rfp, by, bids=BIDS, minimum=0) -> None:
    """Score the opened bids as one evaluator, close the scores, and open the prices."""
    now = timezone.now()
    of_rfp = {"organisation_id": rfp.organisation_id, "rfp": rfp}
    rules = Evaluation.objects.get(rfp=rfp)
    criteria = [one for one in rules.frozen["criteria"] if one["envelope"] == Envelope.TECHNICAL]
    judge = Evaluator.objects.create(
        **of_rfp, user=by, named_at=now, declared_at=now, has_conflict=False
    )
    found = Bid.objects.filter(rfp=rfp).select_related("invitation__vendor")
    for one in found:
        for criterion, points in zip(criteria, bids[one.invitation.vendor.name][0], strict=True):
            Score.objects.create(
                **of_rfp,
                evaluator=judge,
                bid=one,
                criterion_key=criterion["key"],
                points=points,
            )
    judge.submitted_at = now
    judge.save()
    _move(rules, EvaluationState.MODERATION)
    for one in found:
        fit, quality = bids[one.invitation.vendor.name][0]
        points = Decimal(fit * 10 + quality * 4)
        TechnicalResult.objects.create(
            **of_rfp, bid=one, points=points, is_qualified=points >= minimum, at=now
        )
    _move(rules, EvaluationState.TECHNICAL_CLOSED)
    Opening.objects.create(
        **of_rfp, envelope=Envelope.COMMERCIAL, opened_at=timezone.now(), opened_by=by
    )
    _move(rules, EvaluationState.COMMERCIAL_OPEN)


def divide_prices(rfp) -> None:
    """Let the version in force give points by the lowest price divided by the price."""
    version = rfp.versions.last()
    version.content["pricing"]["formula"] = PriceFormula.LOWEST
    version.save(update_fields=["content"])


def _move(rules, state) -> None:
    rules.state = state
    rules.save(update_fields=["state"])


@dataclass(frozen=True)
class World:
    """A request that waits for nothing but its decision, and who decides it."""

    sponsor: object
    rfp: RFP
    buyer: object  # wrote it, opened it, recommends
    signer: object  # a second person of procurement
    lead: object
    bids: dict[str, Bid]  # by vendor

    def choices(self, one="Cindervale", two="Brackenfell", reasons=("", "")) -> list[Choice]:
        """Return who shall have lot 1 and lot 2: a vendor, or None; by default who is first."""
        return [
            Choice(lot, vendor and str(self.bids[vendor].pk), reason)
            for lot, vendor, reason in zip((1, 2), (one, two), reasons, strict=True)
        ]

    def recommend(self, *chosen, by=None, **more):
        return recommending.recommend(
            rfp=self.rfp,
            choices=self.choices(*chosen, **more),
            reason="First in every respect that counts.",
            by=by or self.buyer,
            now=timezone.now(),
        )

    def recommend_one(self, vendor: str):
        """Recommend a bid for lot 1, where lot 2 is awarded."""
        return recommending.recommend(
            rfp=self.rfp,
            choices=self.choices(vendor)[:1],
            reason="The next in the ranking.",
            by=self.buyer,
            now=timezone.now(),
        )

    def sign(self, recommendation, by=None, password=PASSWORD, now=None) -> str:
        return awarding.sign(
            recommendation=recommendation,
            password=password,
            by=by or self.signer,
            now=now or timezone.now(),
        )

    def award(self, *chosen, **more):
        """Recommend and sign; return the awards in force."""
        assert self.sign(self.recommend(*chosen, **more)) == ""
        return list(self.rfp.awards.standing())

    def waive(self, reason="The certificate came since.", vendor="Hallowmere", lot=1):
        return waivers.waive(
            rfp=self.rfp,
            position=lot,
            bid=str(self.bids[vendor].pk),
            criterion=self.key_of("Quality"),
            reason=reason,
            by=self.buyer,
            now=timezone.now(),
        )

    def key_of(self, criterion: str) -> str:
        frozen = Evaluation.objects.get(rfp=self.rfp).frozen["criteria"]
        return next(one["key"] for one in frozen if one["name"] == criterion)

    def recipient(self, vendor: str) -> Recipient:
        return linked(self.rfp, vendor)[0]


def build(bids=BIDS) -> World:
    sponsor = OrganisationFactory(name="Auroral Therapeutics", slug="auroral")
    buyer, signer = (
        person(sponsor, Role.PROCUREMENT, email=f"{name}@auroral.example", name=words)
        for name, words in (("buyer", "Bu Yer"), ("signer", "Sig Ner"))
    )
    signer.set_password(PASSWORD)
    signer.save()
    lead = person(sponsor, Role.PROGRAM_LEAD, email="lead@auroral.example", name="Lea D")
    rfp = request(sponsor, buyer)
    bid(rfp, bids)
    sealed.close(rfp)
    with acting.as_organisation(sponsor.pk):
        openings.agree(rfp=rfp, by=buyer)
        score(rfp, buyer, bids)
        rfp.refresh_from_db()
        found = Bid.objects.filter(rfp=rfp, current__isnull=False)
        by_vendor = {one.invitation.vendor.name: one for one in found}
    return World(sponsor, rfp, buyer, signer, lead, by_vendor)


def colleague(sponsor, role: str):
    """Return somebody else of the sponsor, with one role."""
    return person(sponsor, Role(role), email=f"{role}@auroral.example", name=role.title())
