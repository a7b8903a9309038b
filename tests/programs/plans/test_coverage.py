import pytest

from programs.choices import GateKind
from programs.plans.coverage import coverage
from programs.plans.types import FIT, Offer
from programs.plans.wish import Wish
from tests.factories.programs import GateFactory, WaiverFactory
from tests.factories.vendors import RelationshipFactory
from vendors.choices import Evidence, ListingState, Phase

pytestmark = pytest.mark.django_db


def met(ground) -> dict[str, list[str]]:
    """Return by vendor the needs it meets, in words."""
    return {
        ground.vendors([one.vendor])[one.vendor].slug: [
            f"{ground.needs[no].need.phase} {ground.needs[no].label}" for no in sorted(one.offers)
        ]
        for one in ground.candidates
    }


def test_each_vendor_meets_what_the_match_answers(world, now):
    ground = coverage(world.program, Wish(), now=now)

    assert met(ground) == {
        "alder": ["P1 Drug substance", "P3 Drug substance", "P1 Release testing"],
        "birch": ["COM Drug substance", "COM Release testing"],
        "cedar": ["P1 Release testing", "COM Release testing", "P3 Monitoring"],
    }
    assert ground.listed == 3


def test_task_knows_its_workstream_and_whether_it_transfers(world, now):
    ground = coverage(world.program, Wish(), now=now)

    assert [(task.stream, task.phase, task.weight, task.moves) for task in ground.tasks] == [
        ("drug-substance", 2, 400, True),
        ("drug-substance", 4, 300, True),
        ("drug-substance", 6, 200, True),
        ("analytical", 2, 100, True),
        ("analytical", 6, 100, True),
        ("clinical-operations", 4, 300, True),
    ]


def test_points_are_weight_times_fit(world, now):
    world.first.minimum_evidence = Evidence.DOCUMENTED
    world.first.save()

    ground = coverage(world.program, Wish(), now=now)

    alder = next(one for one in ground.candidates if one.vendor == world.alder.pk)
    # One level below what is asked is a fit of 0.6.
    assert alder.offers[0].points == 400 * FIT * 6 // 10
    assert alder.offers[1] == Offer(300 * FIT, 300 * FIT)


def test_chosen_packages_and_phases_alone_are_read(world, now):
    wish = Wish(packages=(world.making.pk, world.testing.pk), phases=(Phase.COM,))

    ground = coverage(world.program, wish, now=now)

    assert met(ground) == {
        "birch": ["COM Drug substance", "COM Release testing"],
        "cedar": ["COM Release testing"],
    }


def test_vendor_that_a_gate_stops_meets_nothing_of_that_package_alone(world, sponsor, now):
    GateFactory(package=world.testing, kind=GateKind.DISQUALIFIED)
    RelationshipFactory(organisation=sponsor, vendor=world.cedar, standing="disqualified")

    assert met(coverage(world.program, Wish(), now=now))["cedar"] == ["P3 Monitoring"]


def test_waiver_lets_the_vendor_in_again(world, sponsor, now):
    gate = GateFactory(package=world.testing, kind=GateKind.DISQUALIFIED)
    RelationshipFactory(organisation=sponsor, vendor=world.cedar, standing="disqualified")
    WaiverFactory(gate=gate, vendor=world.cedar)

    assert len(met(coverage(world.program, Wish(), now=now))["cedar"]) == 3


def test_suspended_vendor_is_not_there(world, now):
    world.birch.state = ListingState.SUSPENDED
    world.birch.save()

    assert met(coverage(world.program, Wish(), now=now)).keys() == {"alder", "cedar"}


def test_apart_a_vendor_of_both_kinds_stands_twice_and_others_keep_to_their_kind(world, now):
    ground = coverage(world.program, Wish(apart=True), now=now)

    faces = {one.key: sorted(one.offers) for one in ground.candidates}
    assert faces == {
        (world.alder.pk, "CDMO"): [0, 1, 3],
        (world.birch.pk, "CDMO"): [2, 4],
        (world.cedar.pk, "CDMO"): [3, 4],
        (world.cedar.pk, "CRO"): [3, 4, 5],
    }


def test_double_need_wants_two_sources(world, now):
    ground = coverage(world.program, Wish(double=(world.early_test.pk,)), now=now)

    assert [task.sources for task in ground.tasks] == [1, 1, 1, 2, 1, 1]


def test_leaf_that_left_the_taxonomy_is_a_stream_of_its_own(world, now):
    world.first.capabilities, world.first.slot = ["M9.99"], "M9.99"
    world.first.save()

    ground = coverage(world.program, Wish(), now=now)

    gone = next(task for task in ground.tasks if task.stream == "M9.99")
    assert (gone.moves, (world.alder.pk, gone.no) in ground.replies([world.alder.pk])) == (
        False,
        False,
    )


def test_sites_are_read_where_a_change_of_site_counts(world, now):
    ground = coverage(world.program, Wish(by_site=True), now=now)

    alder = next(one for one in ground.candidates if one.vendor == world.alder.pk)
    assert alder.units == (0b0011, 0b1000)  # Alder One, Alder Two
