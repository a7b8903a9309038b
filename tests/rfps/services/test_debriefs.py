"""Debriefs are drafted with the award, changed and sent by the sponsor, read by their vendor alone."""

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from audit import acting
from notifications.models import Email
from rfps.errors import RFPError
from rfps.models import Award, Debrief
from rfps.services import awarding, debriefs

pytestmark = pytest.mark.django_db


def of(world, vendor: str) -> Debrief:
    return world.rfp.debriefs.get(invitation=world.bids[vendor].invitation)


def test_who_did_not_get_every_lot_it_bid_for_has_a_draft(world):
    world.award()
    lots = {
        one.invitation.vendor.name: [lot["title"] for lot in one.content["lots"]]
        for one in world.rfp.debriefs.all()
    }
    assert lots == {
        "Brackenfell": ["Drug product"],
        "Cindervale": ["Testing"],
        "Hallowmere": ["Drug product"],
    }
    assert "bd@hallowmere.example" not in of(world, "Hallowmere").words
    assert "Quality (1, where 2 was needed)" in of(world, "Hallowmere").words


def test_who_got_everything_has_none(world):
    world.award("Brackenfell", "Brackenfell", reasons=("One site for both.", ""))
    assert not world.rfp.debriefs.filter(invitation=world.bids["Brackenfell"].invitation).exists()


def test_the_letter_is_changed_and_sent_once(world):
    world.award()
    debrief, now = of(world, "Brackenfell"), timezone.now()
    debriefs.change(debrief=debrief, words="Dear friends", by=world.buyer, now=now)
    assert not Email.objects.filter(kind="debrief-sent").exists()
    debriefs.send(debrief=debrief, by=world.signer, now=now)
    sent = of(world, "Brackenfell")
    assert (sent.words, sent.sent_by) == ("Dear friends", world.signer)
    assert [mail.to for mail in Email.objects.filter(kind="debrief-sent")] == [
        "bd@brackenfell.example"
    ]
    with pytest.raises(RFPError, match="is sent"):
        debriefs.send(debrief=debrief, by=world.buyer, now=now)
    with pytest.raises(RFPError, match="is sent"):
        debriefs.change(debrief=debrief, words="x", by=world.buyer, now=now)
    with pytest.raises(ProgrammingError, match="are for ever"), transaction.atomic():
        Debrief.objects.filter(pk=debrief.pk).update(words="x")


def test_an_empty_letter_is_none(world):
    world.award()
    with pytest.raises(RFPError, match="says something"):
        debriefs.change(
            debrief=of(world, "Hallowmere"), words=" ", by=world.buyer, now=timezone.now()
        )


def test_a_vendor_reads_its_own_once_it_is_sent_and_nobody_elses(world):
    world.award()
    mine = world.bids["Brackenfell"].invitation_id
    with acting.as_invitation(rfp_id=world.rfp.pk, invitation_id=mine):
        assert list(Debrief.objects.all()) == []
    for vendor in ("Brackenfell", "Hallowmere"):
        debriefs.send(debrief=of(world, vendor), by=world.buyer, now=timezone.now())
    with acting.as_invitation(rfp_id=world.rfp.pk, invitation_id=mine):
        assert [one.invitation_id for one in Debrief.objects.all()] == [mine]
        assert [one.invitation_id for one in Award.objects.all()] == [mine]


def test_another_sponsor_reads_none(world, stranger):
    world.award()
    with acting.as_organisation(stranger.organisation_id):
        assert not Debrief.objects.exists()
        assert not Award.objects.exists()


def test_after_a_new_award_what_was_sent_stays_and_drafts_are_new(world):
    world.award()
    sent = debriefs.send(debrief=of(world, "Hallowmere"), by=world.buyer, now=timezone.now())
    award = world.rfp.awards.get(lot__position=1)
    awarding.revoke(
        award=award, cause="withdrew", reason="No line.", by=world.buyer, now=timezone.now()
    )
    world.rfp.refresh_from_db()
    world.sign(world.recommend_one("Brackenfell"))
    assert of(world, "Hallowmere").pk == sent.pk
    assert not world.rfp.debriefs.filter(invitation=world.bids["Brackenfell"].invitation).exists()
    titles = [lot["title"] for lot in of(world, "Cindervale").content["lots"]]
    assert titles == ["Drug product", "Testing"]
