"""Random columns and asks without a database, and what the compiled loops make of them."""

import random

import numpy as np

from programs.matching import fits, reading, refusals, stops, tally
from programs.matching.asks import ROW, Ask
from programs.matching.reading import Columns, Judged
from programs.matching.refusals import Sites
from programs.plans import met, reach, reduce
from programs.plans.met import Met
from vendors import lines, traits
from vendors.choices import Grade, Modality, Phase
from vendors.lines import NO_DAY, NOTHING, OFFERED

VENDORS, SITES, LINES, LEAVES = 30, 45, 400, 6
TODAY = 20_000


def columns(rng: random.Random) -> Columns:
    vendor_of_site = np.array(sorted(rng.randrange(VENDORS) for _ in range(SITES)), np.int32)
    sites = np.array([rng.randrange(SITES) for _ in range(LINES)], np.int32)
    vendors = vendor_of_site[sites]
    order = np.lexsort((vendors, leaves()))
    stated = [_stated(rng) for _ in range(LINES)]

    def numbers(kind, *values):
        return np.array([rng.choice(values) for _ in range(LINES)], kind)

    return Columns(
        site_of_line=sites[order],
        vendor_of_line=vendors[order],
        traits=np.array([one for one, _ in stated], np.int64),
        speaks=np.array([both for _, both in stated], np.int64),
        evidence=numbers(np.uint8, 1, 2, 3, 4),
        scale_min=numbers(np.int64, NOTHING, 0, 100, 900),
        scale_max=numbers(np.int64, NOTHING, 100, 450, 1000, 5000),
        units=numbers(np.int32, 0, 1, 2),
        lead_times=numbers(np.int16, -1, 0, 20, 60),
        next_slots=numbers(np.int32, NO_DAY, TODAY + 10, TODAY + 300),
        expires=numbers(np.int32, lines.FAR, TODAY - 5, TODAY + 5, TODAY + 500),
        vendor_of_site=vendor_of_site,
        name_marks=np.array([rng.randrange(2000) for _ in range(SITES)], np.int16),
    )


def leaves() -> np.ndarray:
    """Return the leaf of each line."""
    return np.arange(LINES) * LEAVES // LINES


def _stated(rng: random.Random) -> tuple[int, int]:
    """Return what a line states, and that with what it leaves open."""
    one = traits.of([rng.choice([Phase.P1, Phase.P2]), rng.choice([Modality.MAB, Modality.SM])])
    one |= traits.of(rng.sample([Grade.NONE, Grade.GMP_CLINICAL], rng.randint(0, 1)))
    one |= OFFERED * (rng.random() < 0.8)
    return one, one | traits.of(rng.choice([[], Phase.values, Modality.values]))


def asks(rng: random.Random) -> np.ndarray:
    """Return needs of one to three alternatives."""
    found = []
    bounds = np.searchsorted(leaves(), np.arange(LEAVES + 1)).tolist()
    for no in range(1, 9):
        for leaf in rng.sample(range(LEAVES), rng.randint(1, 3)):
            want = traits.of([rng.choice([Phase.P1, Phase.P2]), Modality.MAB])
            scale = rng.choice([NOTHING, 0, 500, 700])
            ready_by, day = rng.choice([NO_DAY, TODAY + 50]), TODAY + rng.choice([0, 100])
            below = rng.choice([0, traits.of([Grade.NONE])])
            part = bounds[leaf : leaf + 2]
            found.append(
                Ask(
                    no, *part, want, rng.randint(1, 4), scale, 1, 1, ready_by, day, below, 2 << leaf
                )
            )
    return np.array(found, ROW)


def numbers(seed: int) -> list:
    """Return all that the loops say of a random directory."""
    rng = random.Random(seed)
    known, asked = columns(rng), asks(rng)
    stop_of_site = np.array([rng.choice([0, 0, 0, 1, 2, 3, 16]) for _ in range(SITES)], np.uint8)
    is_graded = np.array([rng.random() < 0.8 for _ in range(VENDORS)])
    held = reading.read(known, asked, Judged(stop_of_site, is_graded, TODAY, len(stops.BITS)))
    shares = np.array([0, *(rng.randint(0, 2000) for _ in range(8))])
    confirmed = np.array([rng.randrange(256) for _ in range(VENDORS)], np.int64)
    sites = Sites(known.vendor_of_site, (stop_of_site == 0) & ~held.is_below)
    lost = refusals.lost(asked, shares, held.counted, held.refusals, sites, confirmed)
    sums = np.zeros((VENDORS, 5), np.int32)
    tally.add_up(sums, held.counted, 0, shares, np.array([no % 2 == 0 for no in range(9)]))
    planned, weights = np.arange(-1, 8), rng.choices(range(100, 1000), k=9)
    found = reach.written(held.counted, planned, np.array(weights), shares)
    nothing = np.zeros_like(found.no)
    pool = met.pool([Met(found.vendor, nothing, *found[1:4], found.mark)], np.arange(VENDORS), 8)
    gains = pool.gains(np.arange(len(pool)), dict.fromkeys(range(4), fits.FULL // 2))
    kept = reduce.undominated(pool, double=0, most=0)
    arrays = (*held.counted, *held.elsewhere, *held.refusals, held.is_below, lost, sums, *found)
    return [
        *(values.tolist() for values in arrays),
        [(one.key, one.mask, one.total) for one in pool],
        (gains.tolist(), pool.most(0b1111), [one.key for one in kept]),
    ]
