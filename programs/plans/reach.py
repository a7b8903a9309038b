"""
Which vendors meet the needs of one package, as the ranking counts it.

The numbers are the scorer's: a fit is in 25,000ths, as in ``matching.fits``. A row counts where the
vendor has a site that no gate stops, with a line that applies there.
"""

from typing import NamedTuple

import numpy as np

from programs.matching import tally
from programs.matching.fits import FULL
from programs.matching.ranking import explain_all
from programs.matching.reading import FIT_AT, NO_KEY
from programs.matching.store import Brief
from programs.models import Program
from vendors import lines
from vendors.compiled import compiled
from vendors.lines import MARKS


class Reach(NamedTuple):
    """A row per vendor and need it meets: parallel arrays."""

    vendor_id: np.ndarray
    kind: np.ndarray  # of the vendor, as in vendors.lines.KINDS
    no: np.ndarray  # in the brief
    fit: np.ndarray  # sure
    best: np.ndarray  # possible
    vendor: np.ndarray  # the place in the columns
    mark: np.ndarray  # of the site that answers


def read(asking: Brief, wanted: list[int]) -> Reach:
    """Return who meets the wanted needs."""
    taken = tally.take(asking, stopped_too=False)
    is_wanted = np.zeros(len(taken.shares), bool)
    is_wanted[wanted] = True
    columns = np.empty((5, len(taken.counted.vendor)), np.int32)
    count = met(taken.counted, is_wanted, taken.shares, columns)
    vendor, no, fit, best, mark = columns[:, :count]
    known = taken.known
    return Reach(known.vendor_ids[vendor], known.kinds[vendor], no, fit, best, vendor, mark)


@compiled
def met(answers, is_wanted, shares, columns):
    """Write down who meets what is wanted; return how many rows there are."""
    vendors, nos, _, keys, tops = answers
    count = 0
    for row in range(len(vendors)):
        no, key = nos[row], keys[row]
        share, fit = shares[no], key >> FIT_AT
        best = tally.best_points(share, tops[row]) * FULL // share if share else fit
        columns[0, count], columns[1, count] = vendors[row], no
        columns[2, count], columns[3, count] = fit, best
        columns[4, count] = key & MARKS - 1
        count += is_wanted[no] & (key != NO_KEY)  # what is not counted is written over
    return count


def weighed(found: Reach, weights: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, ...]:
    """
    Return by row the need in the plan, and the sure and the possible points.

    :param weights: by need of the brief
    :param places: the number in the plan, by need of the brief
    """
    nos, (points, best) = np.empty_like(found.no), np.empty((2, len(found.no)), np.int64)
    _weigh(found.no, found.fit, found.best, weights, places, nos, points, best)
    return nos, points, best


@compiled
def _weigh(own_nos, fits, possible, weights, places, nos, points, best):
    for row in range(len(own_nos)):
        weight = weights[own_nos[row]]
        nos[row] = places[own_nos[row]]
        points[row], best[row] = weight * fits[row], weight * possible[row]


def sites(asking: Brief, found: Reach) -> np.ndarray:
    """
    Return the site that answers each.

    The columns tell it, but where a vendor has two sites of one name: these the scorer tells apart.
    """
    known = lines.current()
    place, is_sole = known.sites_marked(found.vendor, found.mark)
    site = known.site_ids[place]
    if not is_sole.all():
        unclear = np.flatnonzero(~is_sole)
        matches = explain_all(asking, np.unique(found.vendor_id[unclear]).tolist())
        for at in unclear.tolist():
            answer = matches[int(found.vendor_id[at])].answers[int(found.no[at]) - 1]
            site[at] = answer.site.pk
    return site


def listed(program: Program) -> int:
    """Return how many vendors may be matched."""
    return int(np.count_nonzero(lines.current().open_for(program.organisation_id)))
