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
    for pk, _, no, fit, _ in zip(*reach.read(asking, list(possible)), strict=True):
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
