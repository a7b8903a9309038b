import pytest

from programs.plans import changes, drawing
from programs.plans.wish import Wish
from tests.programs.matching.worlds import need
from vendors.choices import ListingState, Phase

pytestmark = pytest.mark.django_db


def test_same_plan_is_no_change(world, record, now):
    again = drawing.draw(world.program, Wish(), now=now)

    assert changes.of_plan(record, "best", again) == []


def test_partner_that_left_the_directory_is_named_with_what_is_lost(world, record, now):
    world.birch.state = ListingState.SUSPENDED
    world.birch.save()

    found = changes.of_plan(record, "best", drawing.draw(world.program, Wish(), now=now))

    assert found[:2] == [
        "Nobody meets any more: Drug substance (Commercial).",
        "No longer in the plan: Birch Manufacturing.",
    ]
    assert "No hand-off; it had one hand-off." in found


def test_needs_that_came_and_went_are_named(world, record, now):
    world.monitoring.delete()
    need(world.making, Phase.P2, "M2.04", "Drug substance", 3)

    found = changes.of_plan(record, "best", drawing.draw(world.program, Wish(), now=now))

    assert found[:2] == [
        "New need: Drug substance (Phase 2).",
        "No longer asked: Monitoring (Phase 3).",
    ]


def test_plan_that_is_not_there_any_more_is_said_so(world, record, now):
    today = record | {"plans": []}

    assert changes.of_plan(record, "best", today) == ["There is no such plan any more."]
