import random

import numpy as np
import pytest

from programs.plans import met
from programs.plans.met import Met
from programs.plans.types import Candidate, Offer

IDS = 10 * np.arange(20)  # of vendors, by their places


def part(*rows) -> Met:
    """Make columns of (vendor, face, need, points, best) and site."""
    rows = [row if len(row) > 5 else (*row, 0) for row in rows]
    return Met(*(np.array(column, np.int64) for column in zip(*rows, strict=True)))


def said(pool):
    return {one.key: (one.vendor, one.mask, one.units, one.total, one.offers) for one in pool}


def test_packages_are_put_together_by_vendor():
    pool = met.pool([part((7, 0, 1, 20, 30), (3, 0, 0, 5, 6)), part((7, 0, 2, 1, 2))], IDS, 3)

    assert said(pool) == {
        (30, ""): (30, 0b1, (0b1,), 5, {0: Offer(5, 6)}),
        (70, ""): (70, 0b110, (0b110,), 21, {1: Offer(20, 30), 2: Offer(1, 2)}),
    }
    assert [one.vendor for one in pool] == [30, 70]


def test_each_face_of_a_vendor_is_a_candidate():
    pool = met.pool([part((7, 1, 0, 1, 1), (7, 0, 1, 2, 2))], IDS, 2, ("CDMO", "CRO"))

    assert [(one.key, one.vendor, one.mask) for one in pool] == [
        ((70, "CDMO"), 70, 0b10),
        ((70, "CRO"), 70, 0b1),
    ]
    assert pool.vendors == [70]


def test_more_needs_than_a_word_holds():
    pool = met.pool([part((1, 0, 0, 1, 1), (1, 0, 64, 1, 1), (2, 0, 199, 1, 1))], IDS, 200)

    assert [one.mask for one in pool] == [1 | 1 << 64, 1 << 199]
    assert pool.met() == 1 | 1 << 64 | 1 << 199


def test_nothing_asked_and_nothing_met_is_nobody():
    assert [list(met.pool(parts, IDS, needs)) for parts, needs in (([], 0), ([], 70))] == [[], []]


@pytest.mark.parametrize("seed", range(10))
def test_sites_are_units_as_the_objects_have_them(seed):
    rng = random.Random(seed)
    sites = {(key, no): 10 * key + rng.randint(0, 2) for key in range(12) for no in range(70)}
    offers = {key: rng.sample(range(70), rng.randint(1, 6)) for key in range(12)}
    rows = [(key, 0, no, no + 1, no + 2, sites[key, no]) for key in offers for no in offers[key]]
    rng.shuffle(rows)

    pool = met.pool([part(*rows)], np.arange(20), 70, by_site=True)

    known = [
        Candidate.of(key, {no: Offer(no + 1, no + 2, sites[key, no]) for no in nos}, by_site=True)
        for key, nos in offers.items()
    ]
    assert [set(one.units) for one in pool] == [set(one.units) for one in known]
    assert pool.is_at_one.tolist() == [len(one.units) == 1 for one in known]
    same = [[a.units == b.units for b in pool] for a in pool]
    assert [[a == b for b in pool.units_of] for a in pool.units_of] == same
