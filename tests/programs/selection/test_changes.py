import pytest

from programs import matching
from programs.selection import changes
from tests.factories.programs import GateFactory
from tests.programs.plans import directory
from vendors.choices import ListingState

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(sponsor):
    return directory.build(sponsor)


def snapshot(world, now, vendor=None):
    ranking = matching.rank(world.making, now=now)
    return matching.snapshot(ranking, vendor or world.alder)


def test_same_result_is_no_change(world, now):
    found = changes.compare(snapshot(world, now), snapshot(world, now.replace(hour=11)))

    assert not found


def test_changed_line_is_named_with_then_and_now(world, now):
    before = snapshot(world, now)
    world.alder.sites.get(name="Alder One").lines.update(phases=["P1"])

    found = changes.compare(before, snapshot(world, now))

    (need,) = found.needs
    assert (need.label, need.phase, need.before["state"], need.after["state"]) == (
        "Drug substance",
        "P3",
        "Met",
        "Unknown",
    )
    assert "The sure score is 44.45; it was 77.78." in found.sentences


def test_need_that_is_no_longer_asked_has_no_today(world, now):
    before = snapshot(world, now)
    world.second.delete()

    found = changes.compare(before, snapshot(world, now))

    gone = next(need for need in found.needs if need.phase == "P3")
    assert (gone.before["state"], gone.after) == ("Met", None)


def test_vendor_that_is_suspended_is_in_no_ranking(world, now):
    before = snapshot(world, now)
    world.alder.state = ListingState.SUSPENDED
    world.alder.save()

    found = changes.compare(before, snapshot(world, now))

    assert "The vendor is in no ranking of this package any more." in found.sentences


def test_new_gate_is_named(world, now):
    before = snapshot(world, now)
    GateFactory(package=world.making)

    assert (
        "New gate: No open warning letter, 3 years."
        in changes.compare(before, snapshot(world, now)).sentences
    )


def test_entry_without_a_result_can_be_read(now):
    frozen = changes.read({})

    assert (frozen.at, frozen.result, frozen.needs, frozen.open_width) == (None, None, [], 0)
    assert frozen.digest == changes.digest({})


def test_digest_is_of_what_was_frozen(world, now):
    first, second = snapshot(world, now), snapshot(world, now, world.birch)

    assert changes.digest(first) == changes.digest(dict(reversed(first.items())))
    assert changes.digest(first) != changes.digest(second)
