"""The ranking in SQL says what the Python scorer says, in every random world."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from programs import matching
from programs.choices import GateKind, NeedState
from programs.matching import board, scoring, store
from programs.matching.ranking import explain_all
from programs.matching.wishes import Order, Show, Wish
from programs.models import Gate
from tests.factories.programs import WaiverFactory
from tests.factories.vendors import RelationshipFactory, VendorFactory
from tests.programs.matching import worlds
from vendors.choices import Grade, Standing, VendorKind
from vendors.models import CapabilityLine, Vendor

SEEDS = range(6)


def speaks(match) -> bool:
    """Say whether a line at a counting site answers a need, or leaves one open."""
    return match.passed and any(
        answer.is_answered or (answer.state == NeedState.UNKNOWN and answer.site)
        for answer in match.answers
    )


def world(sponsor, seed: int, *, needs: int, vendors: int):
    rng = random.Random(seed)
    package = worlds.random_asking(sponsor, rng, needs=needs).package
    found = [worlds.random_vendor(package, rng) for _ in range(vendors)]
    worlds.GateFactory(package=package, kind=GateKind.DISQUALIFIED)
    RelationshipFactory(organisation=sponsor, vendor=found[0], standing=Standing.DISQUALIFIED)
    gates = list(Gate.objects.all())
    for vendor in rng.sample(found, vendors // 4):
        WaiverFactory(gate=rng.choice(gates), vendor=vendor, reason="Known to us")
    return package


def numbers(match):
    return match.score, match.best_case, match.must_gaps, match.evidence_total


@pytest.mark.parametrize("seed", SEEDS)
def test_standings_equal_the_scorer(sponsor, now, seed):
    package = world(sponsor, seed, needs=3 + 4 * seed, vendors=16)
    ranking = matching.rank(package, now=now)
    expected = [match for match in ranking.ranked if speaks(match)]

    found = board.read(store.brief(package, now), Wish(), size=100)

    assert [(s.vendor_id, *numbers_of(s)) for s in found.standings] == [
        (match.vendor.pk, *numbers(match)) for match in expected
    ]
    ahead = [match for match in expected if match.score > 0]
    assert [(s.rank, s.is_tied) for s in found.standings[: len(ahead)]] == [
        (match.rank, match.is_tied) for match in ahead
    ]
    assert (found.ranked, found.meet_a_must, found.meet_all_musts) == (
        len(expected),
        sum(match.musts_met > 0 for match in expected),
        sum(match.must_gaps == 0 for match in expected),
    )


def numbers_of(standing):
    return (
        standing.score,
        standing.best_case,
        standing.must_gaps,
        standing.evidence_total,
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_fits_make_the_points(sponsor, now, seed):
    package = world(sponsor, 50 + seed, needs=9, vendors=10)
    ranking = matching.rank(package, now=now)

    fits = board.read(store.brief(package, now), Wish(), size=100).fits

    for match in ranking.ranked:
        for answer in match.answers:
            fit = fits.get(match.vendor.pk, {}).get(answer.asked.no, 0)
            share = Decimal(fit) / 25_000
            assert scoring.points(answer.asked.possible, share) == answer.points


@pytest.mark.parametrize("seed", SEEDS)
def test_near_misses_equal_brute_force(sponsor, now, seed):
    package = world(sponsor, 100 + seed, needs=4, vendors=16)
    asking = store.brief(package, now)
    ids = list(Vendor.objects.values_list("pk", flat=True))
    ranked = {pk: m for pk, m in explain_all(asking, ids).items() if speaks(m)}
    expected = {}
    for match in ranked.values():
        if match.must_gaps == 1:
            lacking = next(a for a in match.answers if a.asked.is_must and not a.is_answered)
            score = match.score + lacking.asked.possible
            expected[match.vendor.pk, None, lacking.asked.no] = (score, 0)
    for gate in asking.gates:
        lifted = replace(asking, gates=tuple(g for g in asking.gates if g != gate))
        for pk, match in explain_all(lifted, ids).items():
            if pk not in ranked and speaks(match):
                expected[pk, GateKind(gate.kind), None] = (match.score, match.must_gaps)

    found = board.read(asking, Wish(), size=5)

    assert {(n.vendor_id, n.stop, n.no): (n.score, n.must_gaps) for n in found.near_misses} == (
        expected
    )
    for near in found.near_misses:
        better = [match for match in ranked.values() if match.score > near.score]
        assert near.rank == len(better) + 1
    assert found.relaxing.gates == count(stop for _, stop, no in expected if stop)
    assert found.relaxing.musts == count(no for _, stop, no in expected if no)
    assert found.relaxing.evidence == count(
        answer.asked.no
        for match in ranked.values()
        for answer in match.answers
        if answer.state == NeedState.WEAKER
    )


def count(items) -> dict:
    found = list(items)
    return {item: found.count(item) for item in found}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "wish", [Wish(), Wish(order=Order.BEST), Wish(show=Show.MUSTS), Wish(show=Show.CRO)]
)
def test_pages_are_cut_from_one_order(sponsor, now, seed, wish):
    package = world(sponsor, 200 + seed, needs=2, vendors=14)
    Vendor.objects.filter(pk__in=Vendor.objects.values("pk")[:5]).update(kind=VendorKind.BOTH)
    asking = store.brief(package, now)
    whole = board.read(asking, wish, size=100)

    pages = [
        board.read(asking, replace(wish, number=str(page)), size=3)
        for page in range(1, whole.shown // 3 + 2)
    ]

    together = [standing for page in pages for standing in page.standings]
    assert together[: whole.shown] == list(whole.standings)
    assert len(whole.standings) == whole.shown
    for standing in whole.standings:
        slug = Vendor.objects.get(pk=standing.vendor_id).slug
        opened = board.read(asking, replace(wish, opened=slug), size=3)
        assert standing in opened.standings


def test_order_by_possible_points_and_filters(sponsor, now):
    package = world(sponsor, 300, needs=6, vendors=14)
    asking = store.brief(package, now)

    best = board.read(asking, Wish(order=Order.BEST), size=100)

    keys = [(-s.best_case, s.rank) for s in best.standings]
    assert keys == sorted(keys)
    assert board.read(asking, Wish(show=Show.CRO), size=100).standings == ()


def test_page_beyond_the_end_is_the_last(sponsor, now):
    package = world(sponsor, 1, needs=4, vendors=10)
    asking = store.brief(package, now)

    last = board.read(asking, Wish(number="99999999999999999999"), size=3)

    assert last.start == (last.shown - 1) // 3 * 3
    assert last.standings


def test_bands_hold_all_within_half_a_point(sponsor, now):
    package = world(sponsor, 2, needs=2, vendors=30)

    found = board.read(store.brief(package, now), Wish(), size=100).standings

    for standing in found:
        above = [s for s in found if s.score - standing.score >= Decimal("0.50")]
        close = [s for s in found if abs(s.score - standing.score) < Decimal("0.50")]
        assert standing.band == (len(above) + 1, len(above) + len(close))
    assert any(standing.band[0] < standing.band[1] for standing in found)


@pytest.mark.parametrize("modality", ["", "MAB"])
def test_grades_forms_and_open_modality(sponsor, now, modality):
    package = world(sponsor, 7, needs=20, vendors=20)
    package.program.modality = modality
    package.program.save()
    CapabilityLine.objects.update(grade=Grade.GMP_CLINICAL)
    expected = [m for m in matching.rank(package, now=now).ranked if speaks(m)]

    found = board.read(store.brief(package, now), Wish(), size=100)

    assert [(s.vendor_id, *numbers_of(s)) for s in found.standings] == [
        (match.vendor.pk, *numbers(match)) for match in expected
    ]


def test_more_than_63_needs(sponsor, now):
    package = world(sponsor, 9, needs=80, vendors=6)
    expected = [m for m in matching.rank(package, now=now).ranked if speaks(m)]

    found = board.read(store.brief(package, now), Wish(), size=100)

    assert len(store.brief(package, now).needs) == 80
    assert [(s.vendor_id, *numbers_of(s)) for s in found.standings] == [
        (match.vendor.pk, *numbers(match)) for match in expected
    ]


def test_nothing_asked_and_nobody_listed(sponsor, now):
    empty = worlds.WorkPackageFactory(program__organisation=sponsor)
    VendorFactory()

    assert board.read(store.brief(empty, now), Wish(), size=10).ranked == 0
    package = worlds.asking(sponsor).package
    assert board.read(store.brief(package, now), Wish(), size=10).standings == ()
