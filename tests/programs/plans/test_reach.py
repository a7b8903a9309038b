import random
from decimal import Decimal

import pytest

from programs import matching
from programs.matching import scoring, store
from programs.matching.fits import FULL
from programs.plans import reach
from tests.programs.matching import worlds
from tests.programs.plans import directory
from vendors import lines

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
    known, found = lines.current(), {}
    for place, no, points, *_ in zip(*reach.read(asking, known, numbers(asking)), strict=True):
        asked = asking.needs[no]
        fit = Decimal(int(points)) / (100 * asked.need.weight * FULL)
        own = found.setdefault(known.vendor_ids[place], {})
        own[asked.no] = scoring.points(asked.possible, fit)
    return found


def numbers(asking):
    """Number the needs of a brief as a plan does, from 0."""
    return {asked.no: asked.no - 1 for asked in asking.needs}


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
def test_sites_and_evidence_are_those_the_scorer_names(sponsor, now, seed):
    rng = random.Random(seed)
    package = worlds.random_asking(sponsor, rng, needs=12).package
    vendors = [worlds.random_vendor(package, rng) for _ in range(8)]
    for vendor in vendors[:2]:  # sites of one name: the columns cannot tell these apart
        vendor.sites.update(name="The works")

    asking, known = store.brief(package, now), lines.current()
    found = reach.read(asking, known, numbers(asking))
    sites = reach.sites(asking, known, asking.needs, found)

    named = {
        (match.vendor.pk, answer.asked.no - 1): (answer.site.pk, answer.evidence)
        for match in matching.rank(package, now=now).ranked
        for answer in match.answers
        if answer.is_answered
    }
    columns = (known.vendor_ids[found.vendor], found.no, sites, found.evidence)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    assert {(pk, no): (site, level) for pk, no, site, level in rows} == named
