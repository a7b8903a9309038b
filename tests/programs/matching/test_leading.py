"""The first of a ranking, and one vendor in it, are what the whole ranking says of them."""

from dataclasses import replace

import pytest

from programs import matching
from programs.choices import GateKind
from programs.matching import leading
from tests.factories.programs import WorkPackageFactory
from tests.factories.vendors import GroupConfirmationFactory, RelationshipFactory, VendorFactory
from tests.programs.matching.test_board import world
from vendors.choices import Standing


@pytest.mark.parametrize("seed", range(4))
def test_leaders_and_each_vendor_alone_equal_the_whole_ranking(sponsor, now, seed):
    package = world(sponsor, 400 + seed, needs=2 + 2 * seed, vendors=12)
    silent = [VendorFactory(), VendorFactory(name="Zoe")]
    GroupConfirmationFactory(vendor=silent[0], group="M5", confirmed_on=now.date())
    RelationshipFactory(
        organisation=sponsor, vendor=VendorFactory(), standing=Standing.DISQUALIFIED
    )
    whole = matching.rank(package, now=now)

    for top in (1, 4, len(whole.ranked), len(whole.vendors)):
        found = matching.leaders(package, now=now, top=top)
        assert found == replace(whole, vendors=whole.vendors[:top])
    for match in whole.vendors:
        found = matching.alone(package, match.vendor, now=now)
        assert found == replace(whole, vendors=(match,))
        frozen = matching.snapshot(found, match.vendor)
        assert frozen == matching.snapshot(whole, match.vendor)
    assert whole.stopped
    assert any(gate.kind == GateKind.DISQUALIFIED for gate in whole.gates)


def test_nothing_asked_and_no_candidate(sponsor, now):
    empty = WorkPackageFactory(program__organisation=sponsor)
    vendor = VendorFactory()

    whole = matching.rank(empty, now=now)

    assert matching.leaders(empty, now=now, top=3) == whole
    assert matching.alone(empty, vendor, now=now) == whole
    package = world(sponsor, 1, needs=2, vendors=4)
    hidden = VendorFactory(state="suspended")
    assert matching.alone(package, hidden, now=now).vendors == ()


def test_stopped_of_a_large_directory_do_not_follow(sponsor, now, monkeypatch):
    monkeypatch.setattr(leading, "EXPLAINED", 0)
    package = world(sponsor, 400, needs=2, vendors=12)
    whole = matching.rank(package, now=now)

    found = matching.leaders(package, now=now, top=len(whole.vendors))

    assert whole.stopped
    assert found == replace(whole, vendors=tuple(whole.ranked))
