"""Lifting a gate needs a reason, a gate that stops, and no recommendation that waits."""

import pytest
from django.utils import timezone

from audit.models import Event
from rfps.errors import RFPError
from rfps.models import BidWaiver
from rfps.services import waivers

pytestmark = pytest.mark.django_db


def test_a_waiver_is_kept_with_its_reason_and_on_the_trail(world):
    waiver = world.waive()
    assert (waiver.reason, waiver.by) == ("The certificate came since.", world.buyer)
    event = Event.objects.get(verb="gate.waived")
    assert event.data["reason"] == "The certificate came since."
    assert "waived “Quality” for a bid" in event.summary
    assert "Hallowmere" not in event.summary  # members read the record, not the decision


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"reason": "  "}, "Say why the gate is lifted"),
        ({"vendor": "Cindervale"}, "does not stop this bid"),
        ({"lot": 2}, "does not stop this bid"),
        ({"lot": 9}, "does not stop this bid"),
    ],
)
def test_what_is_no_waiver_changes_nothing(world, how, message):
    with pytest.raises(RFPError, match=message):
        world.waive(**how)
    assert not BidWaiver.objects.exists()


def test_a_gate_is_waived_once(world):
    world.waive()
    with pytest.raises(RFPError, match="does not stop"):
        world.waive()


def test_it_can_be_taken_back(world):
    waivers.take_back(waiver=world.waive(), by=world.buyer, now=timezone.now())
    assert not BidWaiver.objects.exists()


def test_nothing_moves_while_a_recommendation_waits(world):
    waiver = world.waive()
    world.recommend()
    with pytest.raises(RFPError, match="waits for a second person"):
        waivers.take_back(waiver=waiver, by=world.buyer, now=timezone.now())
    with pytest.raises(RFPError, match="waits for a second person"):
        world.waive()
