import pytest

from programs import matching
from programs.selection import changes
from tests.factories.programs import GateFactory
from tests.factories.vendors import VendorFactory
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


def test_place_is_among_those_that_say_something(world, now):
    silent = VendorFactory(name="Silent", slug="silent")

    alder, quiet = (snapshot(world, now, vendor) for vendor in (world.alder, silent))

    # Of four that pass the gates, Alder and Birch say something about the making.
    assert (alder["ranked"], alder["answering"]) == (4, 2)
    assert changes.place(alder) == "rank 1 of 2"
    assert changes.place(quiet) == "rank 3 (shared) of 4"


def test_place_of_who_has_none(world, now):
    world.alder.sites.update(country="XX")
    GateFactory(
        package=world.making,
        kind="country",
        parameters={"mode": "exclude", "countries": ["XX"]},
    )

    assert changes.place(snapshot(world, now)) == "stopped by a gate"
    assert changes.place({}) == "in no ranking of this package"


def test_points_are_said_to_the_hundredth(world, now):
    before = snapshot(world, now)
    before["result"] |= {"score": 56, "coverage_pct": 60}

    sentences = changes.compare(before, snapshot(world, now)).sentences

    assert "The sure score is 77.78; it was 56.00." in sentences
    assert "The share of the weight met is 77.78\u00a0%; it was 60.00\u00a0%." in sentences
