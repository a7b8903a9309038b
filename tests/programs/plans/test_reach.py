import random
from decimal import Decimal

import pytest

from programs import matching
from programs.matching import scoring, store
from programs.plans import reach
from tests.programs.matching import worlds
from tests.programs.plans import directory

pytestmark = pytest.mark.django_db


def by_scorer(package, now):
    """Return by vendor the needs it meets with their points, as the scorer has them."""
    return {
        match.vendor.pk: {
            answer.asked.no: answer.points for answer in match.answers if answer.is_answered
        }
        for match in matching.rank(package, now=now).ranked
        if any(answer.is_answered for answer in match.answers)
    }


def by_columns(package, now):
    asking = store.brief(package, now)
    possible = {asked.no: asked.possible for asked in asking.needs}
    found = {}
    for pk, _, no, fit, *_ in zip(*reach.read(asking, list(possible)), strict=True):
        points = scoring.points(possible[no], Decimal(int(fit)) / 25_000)
        found.setdefault(pk, {})[no] = points
    return found


def test_columns_find_who_the_scorer_finds(sponsor, now):
    world = directory.build(sponsor)
    for package in (world.making, world.testing, world.clinical):
        assert by_columns(package, now) == by_scorer(package, now)


@pytest.mark.parametrize("seed", range(6))
def test_columns_find_who_the_scorer_finds_in_a_random_world(sponsor, now, seed):
    rng = random.Random(seed)
    asking = worlds.random_asking(sponsor, rng, needs=12)
    for _ in range(12):
        worlds.random_vendor(asking.package, rng)

    assert by_columns(asking.package, now) == by_scorer(asking.package, now)


@pytest.mark.parametrize("seed", range(6))
def test_sites_are_those_the_scorer_names(sponsor, now, seed):
    rng = random.Random(seed)
    package = worlds.random_asking(sponsor, rng, needs=12).package
    vendors = [worlds.random_vendor(package, rng) for _ in range(8)]
    for vendor in vendors[:2]:  # sites of one name: the columns cannot tell these apart
        vendor.sites.update(name="The works")

    asking = store.brief(package, now)
    found = reach.read(asking, [asked.no for asked in asking.needs])
    sites = reach.sites(asking, found)

    named = {
        (match.vendor.pk, answer.asked.no): answer.site.pk
        for match in matching.rank(package, now=now).ranked
        for answer in match.answers
        if answer.is_answered
    }
    rows = zip(found.vendor_id.tolist(), found.no.tolist(), sites.tolist(), strict=True)
    assert {(pk, no): site for pk, no, site in rows} == named
