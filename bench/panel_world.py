"""A request with many bids, criteria and evaluators, all scores handed in; made once and kept."""

import random
import uuid
from datetime import timedelta

from accounts.models import Membership, Organisation, User
from audit import acting
from programs.models import Program
from rfps import clock
from rfps.choices import Envelope, EvaluationState, RFPState
from rfps.models import (
    RFP,
    Bid,
    BidVersion,
    Evaluation,
    Evaluator,
    Invitation,
    Opening,
    RFPVersion,
    Score,
)
from vendors.choices import VendorKind
from vendors.models import Vendor

SLUG = "bench-panel"


def build(bids: int, criteria: int, evaluators: int) -> tuple[RFP, User]:
    """Return the request at moderation, and a colleague in procurement."""
    with acting.as_system():
        organisation, _ = Organisation.objects.get_or_create(
            slug=SLUG, defaults={"name": "Bench", "kind": "sponsor"}
        )
        found = RFP.objects.filter(organisation=organisation).first()
        if found is None:
            people = [_person(organisation, place) for place in range(evaluators)]
            found = _request(organisation, people[0], criteria)
            _bids(found, people[0], bids)
            _scores(found, people)
        return found, User.objects.get(email=f"panel0@{SLUG}.example")


def _person(organisation, place: int) -> User:
    user = User.objects.create_user(f"panel{place}@{SLUG}.example", name=f"Panel {place}")
    user.acting = Membership.objects.create(
        user=user, organisation=organisation, roles=["procurement"]
    )
    user.save(update_fields=["acting"])
    return user


def _request(organisation, by, criteria: int) -> RFP:
    at = clock.now()
    program = Program.objects.create(
        organisation=organisation, code="BENCH", name="Bench", modality="SM", created_by=by
    )
    rfp = RFP.objects.create(
        organisation=organisation,
        program=program,
        number="RFP-2026-001",
        title="Bench",
        state=RFPState.ISSUED,
        issued_at=at - timedelta(days=30),
        deadline_at=at - timedelta(days=1),
        created_by=by,
    )
    asked = [
        {
            "key": str(uuid.uuid4()),
            "name": f"Criterion {place}",
            "help": "",
            "weight": f"{100 / criteria:.2f}",
            "envelope": "technical",
            "anchors": [[0, "Nothing"], [5, "Everything"]],
            "is_gate": False,
            "minimum": None,
        }
        for place in range(criteria)
    ]
    of_rfp = {"organisation": organisation, "rfp": rfp}
    RFPVersion.objects.create(
        number=1, content={"criteria": asked}, sha256="0" * 64, issued_at=at, **of_rfp
    )
    with acting.as_organisation(organisation.pk):
        Evaluation.objects.create(
            state=EvaluationState.SCORING,
            frozen={"version": 1, "sha256": "0" * 64, "criteria": asked},
            frozen_at=at,
            **of_rfp,
        )
        Opening.objects.create(envelope=Envelope.TECHNICAL, opened_at=at, opened_by=by, **of_rfp)
    return rfp


def _bids(rfp, by, count: int) -> None:
    of_rfp = {"organisation_id": rfp.organisation_id, "rfp": rfp}
    vendors = Vendor.objects.bulk_create(
        Vendor(name=f"Bidder {place}", slug=f"{SLUG}-{place}", kind=VendorKind.CDMO)
        for place in range(count)
    )
    invitations = Invitation.objects.bulk_create(
        Invitation(vendor=vendor, sent_at=rfp.issued_at, **of_rfp) for vendor in vendors
    )
    with acting.as_organisation(rfp.organisation_id):
        made = Bid.objects.bulk_create(Bid(invitation=one, **of_rfp) for one in invitations)
        versions = BidVersion.objects.bulk_create(
            BidVersion(
                bid=bid,
                invitation=bid.invitation,
                number=1,
                rfp_version=rfp.versions.get(),
                lots=[1],
                head={"parts": {}, "files": []},
                sha256="0" * 64,
                submitted_at=rfp.deadline_at,
                entered_by=by,
                **of_rfp,
            )
            for bid in made
        )
        for version in versions:
            Bid.objects.filter(pk=version.bid_id).update(current=version)


def _scores(rfp, people) -> None:
    dice = random.Random(7)
    at = clock.now()
    of_rfp = {"organisation_id": rfp.organisation_id, "rfp": rfp}
    with acting.as_organisation(rfp.organisation_id):
        evaluation = Evaluation.objects.get(rfp=rfp)
        panel = Evaluator.objects.bulk_create(
            Evaluator(user=user, named_at=at, declared_at=at, has_conflict=False, **of_rfp)
            for user in people
        )
        bids = list(Bid.objects.filter(rfp=rfp))
        Score.objects.bulk_create(
            (
                Score(
                    evaluator=one,
                    bid=bid,
                    criterion_key=criterion["key"],
                    points=dice.randint(0, 5),
                    at=at,
                    **of_rfp,
                )
                for one in panel
                for bid in bids
                for criterion in evaluation.frozen["criteria"]
            ),
            batch_size=2000,
        )
        Evaluator.objects.filter(rfp=rfp).update(submitted_at=at)
        evaluation.state = EvaluationState.MODERATION
        evaluation.save(update_fields=["state"])
