"""
Which vendors meet the needs of one package, as the ranking counts it.

A row counts where the vendor has a site that no gate stops, with a line that applies there. Points
are the plan's: weight times fit, with fit in 25,000ths, as in ``matching.fits``.
"""

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np

from programs.matching import tally
from programs.matching.fits import FULL
from programs.matching.ranking import explain_all
from programs.matching.reading import FIT_AT, LEVEL_AT, NO_KEY, WIDTH_AT, Answers
from programs.matching.store import Brief
from programs.matching.types import Asked
from vendors.compiled import compiled
from vendors.lines import MARKS, Lines

HOW = (1 << WIDTH_AT) - 1  # the bits of a key that say how a need is met


class Reach(NamedTuple):
    """A row per vendor and need it meets: parallel arrays."""

    vendor: np.ndarray  # the place in the columns
    no: np.ndarray  # the number of the need in the plan
    points: np.ndarray  # sure
    best: np.ndarray  # possible
    how: np.ndarray  # by which evidence, and at which site

    def where(self, kept) -> Self:
        return type(self)(*(column[kept] for column in self))

    @property
    def evidence(self) -> np.ndarray:
        return self.how >> LEVEL_AT

    @property
    def mark(self) -> np.ndarray:
        """Return the name marks of the sites that answer (vendors/lines.py)."""
        return self.how & MARKS - 1


def read(asking: Brief, known: Lines, numbers: dict[int, int]) -> Reach:
    """
    Return who meets some needs.

    :param numbers: those in the plan, by those in the brief
    """
    taken = tally.take(asking, known, stopped_too=False)
    weights = np.array([0, *(int(100 * asked.need.weight) for asked in asking.needs)])
    planned = np.full(len(weights), -1)
    planned[list(numbers)] = list(numbers.values())
    return written(taken.counted, planned, weights, taken.shares)


def written(
    counted: Answers, planned: np.ndarray, weights: np.ndarray, shares: np.ndarray
) -> Reach:
    """
    Return who meets what is planned; the other arrays are by number in the brief.

    :param planned: the numbers in the plan, below 0 where it is not planned
    :param weights: hundredths
    :param shares: hundredths of a point
    """
    most = len(counted.vendor)
    found = Reach(
        *np.empty((2, most), np.int32), *np.empty((2, most), np.int64), np.empty(most, np.int32)
    )
    return found.where(slice(_write(counted, planned, weights, shares, found)))


@compiled
def _write(answers, planned, weights, shares, found):
    """Write down who meets what is planned; return how many rows there are."""
    vendors, nos, _, keys, tops = answers
    places, numbers, points, possible, how = found
    count = 0
    for row in range(len(vendors)):
        no, key = nos[row], keys[row]
        share, weight, fit = shares[no], weights[no], key >> FIT_AT
        best = tally.best_points(share, tops[row]) * FULL // share if share else fit
        places[count], numbers[count] = vendors[row], planned[no]
        points[count], possible[count] = weight * fit, weight * best
        how[count] = key & HOW
        count += (planned[no] >= 0) & (key != NO_KEY)  # what is not counted is written over
    return count


def sites(asking: Brief, known: Lines, needs: Sequence[Asked], found: Reach) -> np.ndarray:
    """
    Return the site that answers each.

    The columns tell it, but where a vendor has two sites of one name: these the scorer tells apart.

    :param needs: of the plan
    """
    place, is_sole = known.sites_marked(found.vendor, found.mark)
    site = known.site_ids[place]
    if not is_sole.all():
        unclear = np.flatnonzero(~is_sole)
        vendors = known.vendor_ids[found.vendor]
        matches = explain_all(asking, np.unique(vendors[unclear]).tolist())
        for at in unclear.tolist():
            asked = needs[found.no[at]]
            site[at] = matches[int(vendors[at])].answers[asked.no - 1].site.pk
    return site
