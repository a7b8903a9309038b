"""Signing awards, once, by a second person with a password, and only what still holds."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from audit import acting
from audit import services as audit
from audit.models import Event
from notifications.models import Email
from rfps.choices import RFPState
from rfps.errors import RFPError
from rfps.models import RFP, Award, Bid, BidWaiver, Invitation, Recommendation, Signature
from rfps.services import awarding, field
from rfps.services import rfp as rfp_services

pytestmark = pytest.mark.django_db


def told() -> set[tuple[str, str]]:
    """Return who got which news of the decision."""
    kinds = ("award-made", "award-regret", "award-revoked")
    return {(mail.kind, mail.to) for mail in Email.objects.filter(kind__in=kinds)}


def revoke(world, lot=1, cause="withdrew", reason="The line is not free any more."):
    award = world.rfp.awards.standing().get(lot__position=lot)
    return awarding.revoke(
        award=award, cause=cause, reason=reason, by=world.buyer, now=timezone.now()
    )


def test_a_second_person_signs_and_the_lots_are_awarded(world):
    recommendation = world.recommend()
    assert world.sign(recommendation) == ""
    awards = {one.title: one.invitation.vendor.name for one in Award.objects.all()}
    assert awards == {"Drug product": "Cindervale", "Testing": "Brackenfell"}
    assert RFP.objects.get(pk=world.rfp.pk).state == RFPState.AWARDED
    signature = Signature.objects.get()
    assert (signature.name, signature.sha256) == ("Sig Ner", recommendation.sha256)
    assert signature.meaning == awarding.MEANING
    event = Event.objects.get(verb="award.signed")
    assert event.data["awards"] == awards
    assert event.data["sha256"] == signature.sha256
    with acting.as_system():
        assert audit.verify().faults == []


def test_every_bidder_is_told_once(world):
    world.award()
    assert told() == {
        ("award-made", "bd@cindervale.example"),
        ("award-made", "bd@brackenfell.example"),
        ("award-regret", "bd@hallowmere.example"),
    }


def test_nobody_signs_their_own_recommendation(world):
    with pytest.raises(RFPError, match="a second person has to sign"):
        world.sign(world.recommend(), by=world.buyer)
    assert not Award.objects.exists()


def test_the_database_refuses_it_too(world):
    row = world.recommend()
    with pytest.raises(IntegrityError, match="rfps_award_second_person"), transaction.atomic():
        Recommendation.objects.filter(pk=row.pk).update(
            state="signed", decided_by=row.recommended_by, decided_at=timezone.now()
        )


def test_a_wrong_password_signs_nothing_and_is_counted(world):
    recommendation = world.recommend()
    for _ in range(awarding.TRIES):
        assert "not your password" in world.sign(recommendation, password="guess")
    assert "Five wrong passwords" in world.sign(recommendation)
    assert Event.objects.filter(verb="award.signature-refused").count() == 5
    assert not Signature.objects.exists()
    later = timezone.now() + awarding.WINDOW + timedelta(seconds=1)
    assert world.sign(recommendation, now=later) == ""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("bid", "Hallowmere has no bid in force any more"),
        ("invitation", "The points, the price or the gates of Cindervale"),
        ("waiver", "The points, the price or the gates of Hallowmere"),
    ],
)
def test_a_record_that_no_longer_holds_is_not_signed(world, change, message):
    world.waive()
    recommendation = world.recommend()
    if change == "bid":
        Bid.objects.filter(pk=world.bids["Hallowmere"].pk).update(withdrawn_at=timezone.now())
    elif change == "invitation":
        Invitation.objects.filter(pk=world.bids["Cindervale"].invitation_id).update(
            revoked_at=timezone.now(), revoke_reason="Left."
        )
    else:
        BidWaiver.objects.update(reason="Another reason.")
    with pytest.raises(RFPError, match=message):
        world.sign(recommendation)
    assert not Award.objects.exists()
    assert RFP.objects.get(pk=world.rfp.pk).state == RFPState.ISSUED


def test_a_signed_one_is_not_signed_again(world):
    recommendation = world.recommend()
    world.sign(recommendation)
    with pytest.raises(RFPError, match="it waits for nobody"):
        world.sign(recommendation)


def test_one_award_in_force_per_lot(world):
    first = world.award()[0]
    with pytest.raises(IntegrityError, match="rfps_one_award_per_lot"), transaction.atomic():
        Award.objects.create(
            organisation=world.sponsor,
            rfp=world.rfp,
            lot=first.lot,
            bid=first.bid,
            invitation=first.invitation,
            recommendation=first.recommendation,
            title="again",
            awarded_at=timezone.now(),
        )


def test_the_database_refuses_an_award_without_a_signature(world):
    bid = world.bids["Cindervale"]
    with pytest.raises(ProgrammingError, match="signed recommendation"), transaction.atomic():
        Award.objects.create(
            organisation=world.sponsor,
            rfp=world.rfp,
            lot=world.rfp.lots.first(),
            bid=bid,
            invitation=bid.invitation,
            recommendation=world.recommend(),
            title="x",
            awarded_at=timezone.now(),
        )


@pytest.mark.parametrize(
    ("model", "change"),
    [(Signature, {"name": "Somebody"}), (Recommendation, {"record": {}}), (Award, {"bid": None})],
)
def test_what_is_signed_is_for_ever(world, model, change):
    world.award()
    with pytest.raises(ProgrammingError, match="are for ever"), transaction.atomic():
        model.objects.update(**change)


def test_a_winner_that_withdraws_makes_room_for_the_next(world):
    world.award()
    revoke(world)
    assert RFP.objects.get(pk=world.rfp.pk).state == RFPState.ISSUED
    assert ("award-revoked", "bd@cindervale.example") in told()
    ranking = field.read(rfp=world.rfp, user=world.buyer).rankings[0]
    assert [one.offer.vendor for one in ranking.ranked] == ["Brackenfell"]
    assert "The vendor withdrew" in ranking.of(str(world.bids["Cindervale"].pk)).offer.barred
    assert world.sign(world.recommend_one("Brackenfell")) == ""
    standing = {one.title: one.invitation.vendor.name for one in world.rfp.awards.standing()}
    assert standing == {"Drug product": "Brackenfell", "Testing": "Brackenfell"}
    # Hallowmere was told no once, and Brackenfell of each award.
    assert Email.objects.filter(kind="award-regret", to="bd@hallowmere.example").count() == 1
    assert Email.objects.filter(kind="award-made", to="bd@brackenfell.example").count() == 2


def test_after_a_mistake_of_ours_the_bid_stays_in_the_ranking(world):
    world.award()
    revoke(world, cause="mistake", reason="We signed the wrong lot.")
    ranking = field.read(rfp=world.rfp, user=world.buyer).rankings[0]
    assert ranking.ranked[0].offer.vendor == "Cindervale"


@pytest.mark.parametrize(("cause", "reason"), [("withdrew", " "), ("", "x"), ("whim", "x")])
def test_revoking_needs_a_cause_and_a_reason(world, cause, reason):
    world.award()
    with pytest.raises(RFPError, match="Say why the award is revoked"):
        revoke(world, cause=cause, reason=reason)


def test_it_is_revoked_once(world):
    world.award()
    award = revoke(world)
    with pytest.raises(RFPError, match="revoked already"):
        awarding.revoke(
            award=award, cause="withdrew", reason="x", by=world.buyer, now=timezone.now()
        )


def test_a_request_with_awards_in_force_is_not_cancelled(world):
    world.award()
    revoke(world)
    with pytest.raises(RFPError, match="revoke the awards first"):
        rfp_services.cancel(
            rfp=world.rfp, reason="No need any more.", by=world.buyer, now=timezone.now()
        )
