import pytest
from django.db import IntegrityError, transaction

from audit.models import Event
from programs.errors import ProgramError
from programs.models import KeptPlan
from programs.plans import drawing, records
from programs.plans.wish import Wish
from programs.services import plans
from tests.factories.programs import KeptPlanFactory
from tests.programs.plans import directory
from vendors.choices import ListingState

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(sponsor, lead):
    return directory.build(sponsor, created_by=lead)


@pytest.fixture
def seen(world, now):
    return records.fingerprint(drawing.draw(world.program, Wish(), now=now))


def keep(world, lead, now, **changes):
    options = {"wish": Wish(), "chosen": "best", "reason": " Fewest transfers ", "seen": ""}
    return plans.keep(program=world.program, by=lead, now=now, **(options | changes))


def test_kept_plan_is_frozen_with_its_reason_and_name(world, seen, lead, now):
    kept = keep(world, lead, now, seen=seen)

    kept.refresh_from_db()
    assert (kept.reason, kept.kept_by, kept.kept_by_name, kept.kept_at) == (
        "Fewest transfers",
        lead,
        "Lea D",
        now,
    )
    assert kept.record == drawing.draw(world.program, Wish(), now=now) | {"ms": kept.record["ms"]}
    event = Event.objects.get(verb="plan.kept")
    assert (
        event.summary == "Plan of AUR-9 kept: Three partners with one hand-off cover 6 of 6 needs."
    )
    assert event.data["partners"] == ["alder", "birch", "cedar"]


def test_later_changes_leave_it_as_it_was(world, seen, lead, now):
    kept = keep(world, lead, now, seen=seen)
    before = kept.record
    world.birch.state = ListingState.SUSPENDED
    world.birch.save()

    kept.refresh_from_db()
    assert kept.record == before


def test_vendor_suspended_while_the_page_is_open_keeps_nothing(world, seen, lead, now):
    world.birch.state = ListingState.SUSPENDED
    world.birch.save()

    with pytest.raises(plans.PlanChangedError, match="have changed since this plan") as error:
        keep(world, lead, now, seen=seen)

    assert "birch" not in str(error.value.record["plans"])
    assert KeptPlan.objects.count() == 0
    assert not Event.objects.filter(verb="plan.kept").exists()


def test_plan_that_is_not_there_is_refused(world, seen, lead, now):
    with pytest.raises(ProgramError, match=r"^There is no such plan to keep\.$"):
        keep(world, lead, now, seen=seen, chosen="more")


def test_database_refuses_a_plan_without_a_reason(world):
    with pytest.raises(IntegrityError, match="kept_plan_has_reason"), transaction.atomic():
        KeptPlanFactory(program=world.program, reason="")
