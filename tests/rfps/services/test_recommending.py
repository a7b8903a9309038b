"""A recommendation names a bid for every open lot, gives its reasons, and waits for another person."""

import pytest
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Membership
from notifications.models import Email
from rfps.choices import RecommendationState
from rfps.deciding import record
from rfps.deciding.record import Choice
from rfps.errors import RFPError
from rfps.models import Evaluator, Recommendation
from rfps.services import recommending

pytestmark = pytest.mark.django_db


def test_the_record_is_frozen_and_the_others_are_asked(world):
    recommendation = world.recommend()
    assert recommendation.state == RecommendationState.WAITING
    assert record.fingerprint(recommendation.record) == recommendation.sha256
    chosen = {lot["title"]: lot["chosen"] for lot in recommendation.record["lots"]}
    assert chosen == {
        "Drug product": str(world.bids["Cindervale"].pk),
        "Testing": str(world.bids["Brackenfell"].pk),
    }
    mails = Email.objects.filter(kind="award-approval-asked")
    assert [mail.to for mail in mails] == ["signer@auroral.example"]


def test_the_fingerprint_survives_the_database(world):
    world.recommend()
    row = Recommendation.objects.get()
    assert record.fingerprint(row.record) == row.sha256


def test_one_waits_at_a_time(world):
    world.recommend()
    with pytest.raises(RFPError, match="waits for a second person"):
        world.recommend()


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        (("Hallowmere", "Brackenfell"), "not in the ranking"),
        (("Brackenfell", "Brackenfell"), "Brackenfell is not first for Drug product"),
        (("Cindervale", None), "Say why Testing is not awarded"),
        ((None, None), "Award at least one lot"),
    ],
)
def test_what_cannot_be_recommended_says_why(world, chosen, message):
    with pytest.raises(RFPError, match=message):
        world.recommend(*chosen)
    assert not Recommendation.objects.exists()


def test_a_bid_for_another_lot_is_none_for_this(world):
    with pytest.raises(RFPError, match="not in the ranking"):
        world.recommend("Cindervale", "Hallowmere")


def test_with_reasons_the_second_bid_and_an_open_lot_go_through(world):
    made = world.recommend("Brackenfell", None, reasons=("One site for both.", "Bids too dear."))
    assert [lot["reason"] for lot in made.record["lots"]] == [
        "One site for both.",
        "Bids too dear.",
    ]


def test_every_open_lot_is_decided_on(world):
    with pytest.raises(RFPError, match="for each lot"):
        recommending.recommend(
            rfp=world.rfp,
            choices=world.choices()[:1],
            reason="Half of it.",
            by=world.buyer,
            now=timezone.now(),
        )


def test_equal_totals_need_a_reason(world):
    """Waived, Hallowmere has 81 points like Brackenfell; without Cindervale both are first."""
    world.waive()
    invitation = world.bids["Cindervale"].invitation
    invitation.revoked_at, invitation.revoke_reason = timezone.now(), "Left the field."
    invitation.save()
    with pytest.raises(RFPError, match="Equal first places for Drug product"):
        world.recommend("Brackenfell", "Brackenfell")
    assert world.recommend("Brackenfell", "Brackenfell", reasons=("Nearer.", "")).pk


def test_a_reason_for_the_whole_is_needed(world):
    with pytest.raises(RFPError, match="Say why these bids"):
        recommending.recommend(
            rfp=world.rfp, choices=world.choices(), reason=" ", by=world.buyer, now=timezone.now()
        )


def test_without_anybody_else_to_sign_nothing_is_recommended(world):
    Membership.objects.filter(user=world.signer).update(roles=[Role.MEMBER])
    with pytest.raises(RFPError, match="Nobody else may sign"):
        world.recommend()


def test_who_has_declared_a_conflict_does_not_sign(world):
    now = timezone.now()
    Evaluator.objects.create(
        organisation=world.sponsor,
        rfp=world.rfp,
        user=world.signer,
        named_at=now,
        declared_at=now,
        has_conflict=True,
        statement="My brother works there.",
    )
    assert recommending.signers(world.rfp, world.buyer) == []
    with pytest.raises(RFPError, match="Nobody else may sign"):
        world.recommend()


def test_it_comes_back_with_a_reason(world):
    recommendation = world.recommend()
    now = timezone.now()
    with pytest.raises(RFPError, match="Say what has to change"):
        recommending.send_back(recommendation=recommendation, reason="", by=world.signer, now=now)
    recommending.send_back(
        recommendation=recommendation, reason="Ask for references.", by=world.signer, now=now
    )
    recommendation.refresh_from_db()
    assert (recommendation.state, recommendation.decided_by) == ("sent_back", world.signer)
    assert Email.objects.get(kind="award-sent-back").to == "buyer@auroral.example"
    with pytest.raises(RFPError, match="it waits for nobody"):
        recommending.send_back(recommendation=recommendation, reason="x", by=world.signer, now=now)
    assert world.recommend().pk != recommendation.pk


def test_a_bid_that_does_not_exist_is_refused(world):
    with pytest.raises(RFPError, match="not in the ranking"):
        recommending.recommend(
            rfp=world.rfp,
            choices=[Choice(1, "nonsense"), *world.choices()[1:]],
            reason="x",
            by=world.buyer,
            now=timezone.now(),
        )
