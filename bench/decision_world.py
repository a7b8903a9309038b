"""A scored request of any size, written straight into the tables: the services would take an hour."""

import random
from datetime import timedelta
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.utils import timezone

from accounts.choices import OrganisationKind, Role
from accounts.models import Membership, Organisation
from audit import acting
from programs.models import Program
from rfps import content
from rfps.bidding import canonical
from rfps.choices import Envelope, EvaluationState
from rfps.models import (
    RFP,
    Bid,
    BidPart,
    BidVersion,
    Criterion,
    Evaluation,
    Evaluator,
    GridLine,
    Invitation,
    Lot,
    Opening,
    PriceAnchors,
    Recipient,
    RFPVersion,
    Score,
    TechnicalResult,
)
from vendors.models import Vendor

BIDS, CRITERIA, EVALUATORS, LOTS, LINES = 200, 60, 8, 3, 20
SLUG = "bench-decision"
PRICE_WEIGHT = Decimal(41)  # 59 technical criteria of a point each


def build() -> tuple[RFP, object]:
    """Return the request and who may decide it; made once, kept with its database."""
    known = RFP.objects.filter(organisation__slug=SLUG).first()
    if known:
        return known, get_user_model().objects.get(email=_address(0))
    dice, now = random.Random(7), timezone.now()
    sponsor = Organisation.objects.create(
        name="Bench", slug=SLUG, kind=OrganisationKind.SPONSOR, created_at=now
    )
    people = [_person(sponsor, place) for place in range(EVALUATORS + 1)]
    rfp = _request(sponsor, people[0], now)
    version = _version(rfp, now)
    of_rfp = {"organisation": sponsor, "rfp": rfp}
    vendors = Vendor.objects.bulk_create(
        Vendor(name=f"Bidder {n:03}", slug=f"bench-bidder-{n:03}", kind="CDMO") for n in range(BIDS)
    )
    invitations = Invitation.objects.bulk_create(
        Invitation(**of_rfp, vendor=vendor, sent_at=now) for vendor in vendors
    )
    people_there = Recipient.objects.bulk_create(
        Recipient(organisation=sponsor, invitation=one, email=f"bid@{one.vendor.slug}.example")
        for one in invitations
    )
    for invitation, recipient in zip(invitations, people_there, strict=True):
        _bid(rfp, version, invitation, recipient, dice, now)
    RFP.objects.filter(pk=rfp.pk).update(deadline_at=now - timedelta(seconds=1))
    rfp.refresh_from_db()
    with acting.as_organisation(sponsor.pk):
        _score(rfp, version, people[1:], dice, now)
    return rfp, people[0]


def _address(place: int) -> str:
    return f"judge{place}@bench.example"


def _person(sponsor, place: int):
    user = get_user_model().objects.create_user(_address(place), name=f"Judge {place}")
    user.acting = Membership.objects.create(
        user=user, organisation=sponsor, roles=[Role.PROCUREMENT if not place else Role.EVALUATOR]
    )
    user.save(update_fields=["acting"])
    return user


def _request(sponsor, by, now) -> RFP:
    program = Program.objects.create(organisation=sponsor, code="BENCH", created_by=by)
    rfp = RFP.objects.create(
        organisation=sponsor,
        program=program,
        number="RFP-BENCH",
        title="Bench",
        kind="RFP",
        state="issued",
        issued_at=now,
        deadline_at=now + timedelta(days=1),
        time_zone="UTC",
        currencies=["EUR"],
        created_by=by,
    )
    of_rfp = {"organisation": sponsor, "rfp": rfp}
    for position in range(1, CRITERIA + 1):
        is_price = position == CRITERIA
        Criterion.objects.create(
            **of_rfp,
            position=position,
            name=f"Criterion {position}",
            weight=PRICE_WEIGHT if is_price else 1,
            is_price=is_price,
            envelope=Envelope.COMMERCIAL if is_price else Envelope.TECHNICAL,
        )
    for position in range(1, LOTS + 1):
        lot = Lot.objects.create(**of_rfp, position=position, title=f"Lot {position}")
        GridLine.objects.bulk_create(
            GridLine(**of_rfp, lot=lot, position=n, label=f"Line {n}", quantity=2, unit="batch")
            for n in range(1, LINES + 1)
        )
        PriceAnchors.objects.create(**of_rfp, lot=lot, full_at=20_000, none_at=80_000)
    return rfp


def _version(rfp, now) -> RFPVersion:
    frozen = content.build(rfp)
    return RFPVersion.objects.create(
        organisation_id=rfp.organisation_id,
        rfp=rfp,
        number=1,
        content=frozen,
        sha256=content.fingerprint(frozen),
        issued_at=now,
    )


def _bid(rfp, version, invitation, recipient, dice, now) -> None:
    prices = [
        {
            "key": line["key"],
            "lot": lot["position"],
            "line": line["label"],
            "quantity": line["quantity"],
            "unit": line["unit"],
            "is_optional": False,
            "state": "priced" if dice.random() < 0.9 else "not_priced",
            "unit_price": None,
            "note": "",
        }
        for lot in version.content["lots"]
        for line in lot["grid"]
    ]
    for price in prices:
        if price["state"] == "priced":
            price["unit_price"] = str(dice.randint(500, 2_000))
    parts = {
        "technical": {"envelope": "technical", "answers": [], "files": []},
        "commercial": {"envelope": "commercial", "currency": "EUR", "prices": prices},
    }
    head = {"parts": {name: canonical.digest(part) for name, part in parts.items()}, "files": []}
    of_bid = {"organisation_id": rfp.organisation_id, "rfp": rfp, "invitation": invitation}
    with acting.as_invitation(rfp_id=rfp.pk, invitation_id=invitation.pk):
        bid = Bid.objects.create(**of_bid)
        made = BidVersion(
            **of_bid,
            bid=bid,
            number=1,
            rfp_version=version,
            lots=list(range(1, LOTS + 1)),
            head=head,
            sha256=canonical.digest(head),
            submitted_at=now,
            submitted_by=recipient,
        )
        made.save(force_insert=True)
        BidPart.objects.bulk_create(
            BidPart(
                **of_bid, version=made, envelope=name, content=part, sha256=canonical.digest(part)
            )
            for name, part in parts.items()
        )
        bid.current = made
        bid.save(update_fields=["current"])


def _score(rfp, version, people, dice, now) -> None:
    of_rfp = {"organisation_id": rfp.organisation_id, "rfp": rfp}
    rules = Evaluation.objects.create(
        **of_rfp,
        state=EvaluationState.SCORING,
        is_two_step=True,
        frozen={"version": 1, "sha256": version.sha256, "criteria": version.content["criteria"]},
        frozen_at=now,
    )
    _open(rfp, Envelope.TECHNICAL, people[0])
    bids = list(Bid.objects.filter(rfp=rfp))
    keys = [one["key"] for one in version.content["criteria"] if one["envelope"] == "technical"]
    for user in people:
        judge = Evaluator.objects.create(
            **of_rfp, user=user, named_at=now, declared_at=now, has_conflict=False
        )
        Score.objects.bulk_create(
            (
                Score(
                    **of_rfp,
                    evaluator=judge,
                    bid=bid,
                    criterion_key=key,
                    points=dice.randint(1, 5),
                )
                for bid in bids
                for key in keys
            ),
            batch_size=2_000,
        )
        judge.submitted_at = now
        judge.save(update_fields=["submitted_at"])
    _move(rules, EvaluationState.MODERATION)
    TechnicalResult.objects.bulk_create(
        TechnicalResult(**of_rfp, bid=bid, points=30, is_qualified=True, at=now) for bid in bids
    )
    _move(rules, EvaluationState.TECHNICAL_CLOSED)
    _open(rfp, Envelope.COMMERCIAL, people[0])
    _move(rules, EvaluationState.COMMERCIAL_OPEN)


def _open(rfp, envelope, by) -> None:
    Opening.objects.create(
        organisation_id=rfp.organisation_id,
        rfp=rfp,
        envelope=envelope,
        opened_at=timezone.now(),
        opened_by=by,
    )


def _move(rules, state) -> None:
    rules.state = state
    rules.save(update_fields=["state"])
