"""What the awards come to: who does what, what is unsourced, how a vendor answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit import acting
from rfps.deciding.obligations import Ground
from rfps.models import Invitation
from rfps.services import sourcing
from tests.factories.programs import NeedFactory
from vendors.choices import Phase

pytestmark = pytest.mark.django_db


def duties(world):
    return [(one.label, one.vendor, one.ground) for one in sourcing.duties(world.rfp, world.buyer)]


def test_before_an_award_everything_is_the_sponsors(world):
    assert duties(world) == [
        ("Tablets", None, Ground.LOT_OPEN),
        ("Stability tests", None, Ground.LOT_OPEN),
    ]


def test_each_lot_has_the_vendor_that_was_awarded(world):
    world.award()
    assert duties(world) == [
        ("Tablets", "Cindervale", Ground.PRICED),
        ("Stability tests", "Brackenfell", Ground.PRICED),
    ]


def test_a_need_that_no_lot_is_for_is_named(world):
    package = world.rfp.lots.first().package
    NeedFactory(
        package=package, phase=Phase.COM, label="Commercial tablets", capabilities=["D1.02"]
    )
    world.award()
    assert duties(world)[2:] == [("Commercial tablets", None, Ground.NOWHERE)]


def test_the_program_shows_partners_and_what_is_left(world):
    assert sourcing.of_program(world.rfp.program, world.buyer) == []
    world.award("Cindervale", None, reasons=("", "Too dear."))
    found = {
        one.package.name: (
            [award.invitation.vendor.name for award in one.awards],
            [need.label for need in one.unsourced],
        )
        for one in sourcing.of_program(world.rfp.program, world.buyer)
    }
    assert found == {
        "Drug product": (["Cindervale"], []),
        "Testing": ([], ["Stability tests"]),
    }


def test_another_sponsor_sees_no_award_of_the_program(world, stranger):
    world.award()
    program = world.rfp.program
    with acting.as_organisation(stranger.organisation_id):
        assert sourcing.of_program(program, stranger) == []


def test_a_vendors_record_is_of_ones_own_requests_alone(world, stranger):
    invitation = world.bids["Brackenfell"].invitation
    vendor, now = invitation.vendor, timezone.now()
    Invitation.objects.filter(pk=invitation.pk).update(
        sent_at=now - timedelta(days=10), intent="intends", intent_at=now - timedelta(days=7)
    )
    found = sourcing.responses(vendor, world.buyer, now)
    assert (found.asked, found.answered, found.declined, found.silent) == (1, 1, 0, 0)
    assert (found.rate, found.days) == (100, 3.0)
    with acting.as_organisation(stranger.organisation_id):
        assert sourcing.responses(vendor, stranger, now).asked == 0


def test_a_request_still_open_does_not_count(world):
    """Else the record would tell of a bid that is sealed."""
    invitation = world.bids["Brackenfell"].invitation
    before = world.rfp.deadline_at - timedelta(seconds=1)
    assert sourcing.responses(invitation.vendor, world.buyer, before).asked == 0


def test_silence_and_a_reasoned_no_are_two_things(world):
    invitation, now = world.bids["Hallowmere"].invitation, timezone.now()
    rows = Invitation.objects.filter(pk=invitation.pk)
    rows.update(submitted_at=None)
    found = sourcing.responses(invitation.vendor, world.buyer, now)
    assert (found.silent, found.rate, found.days) == (1, 0, None)
    rows.update(intent="declined", intent_at=now, decline_reason="capacity")
    found = sourcing.responses(invitation.vendor, world.buyer, now)
    assert (found.declined, found.silent, found.rate) == (1, 0, 100)
