import random

import pytest

from programs import matching
from programs.matching import board, scoring, store
from programs.matching.fits import FULL
from programs.matching.wishes import Wish
from tests.programs.matching import worlds

pytestmark = pytest.mark.django_db


def by_scorer(package, now):
    """Return by need the most points there are for each fit, as the scorer has them."""
    ranked = [match for match in matching.rank(package, now=now).ranked if match.speaks]
    found = {}
    for match in ranked:
        fits = [
            int(FULL * scoring.fit(a.line, a.asked, a.factors).worst) if a.is_answered else 0
            for a in match.answers
        ]
        score = sum(
            int(100 * a.asked.possible) * fit for a, fit in zip(match.answers, fits, strict=True)
        )
        for answer, fit in zip(match.answers, fits, strict=True):
            best = found.setdefault(answer.asked.no, {})
            best[fit] = max(score, best.get(fit, 0))
    return found


@pytest.mark.parametrize("seed", range(8))
def test_best_of_each_fit_is_the_scorers(sponsor, now, seed):
    rng = random.Random(seed)
    asking = worlds.random_asking(sponsor, rng, needs=6)
    for _ in range(15):
        worlds.random_vendor(asking.package, rng)

    found = board.read(store.brief(asking.package, now), Wish(), size=5).rivals

    said = {no: {one.fit: one.score for one in rivals} for no, rivals in enumerate(found, 1)}
    assert said == by_scorer(asking.package, now)
