"""
Which vendors meet the needs of one package, as the ranking counts it.

The numbers are the scorer's: a fit is in 25,000ths, as in ``matching.fits``. A row counts where the
vendor has a site that no gate stops, with a line that applies there.
"""

from typing import NamedTuple

import numpy as np

from programs.matching import tally
from programs.matching.fits import FULL
from programs.matching.reading import NO_KEY
from programs.matching.store import Brief
from programs.models import Program
from vendors import lines


class Reach(NamedTuple):
    """A row per vendor and need it meets: parallel arrays."""

    vendor_id: np.ndarray
    kind: np.ndarray  # of the vendor, as in vendors.lines.KINDS
    no: np.ndarray  # in the brief
    fit: np.ndarray  # sure
    best: np.ndarray  # possible


def read(asking: Brief, wanted: list[int]) -> Reach:
    """Return who meets the wanted needs."""
    taken = tally.take(asking)
    met = taken.counted
    is_wanted = np.zeros(len(taken.shares), bool)
    is_wanted[wanted] = True
    rows = np.flatnonzero((met.fit != NO_KEY) & is_wanted[met.no])
    vendor, no, fit, best = (
        column.take(rows) for column in (met.vendor, met.no, met.fit, met.best)
    )
    share = taken.shares.take(no)
    best = np.where(share > 0, best * FULL // np.maximum(share, 1), fit)
    return Reach(taken.known.vendor_ids.take(vendor), taken.known.kinds.take(vendor), no, fit, best)


def listed(program: Program) -> int:
    """Return how many vendors may be matched."""
    return int(np.count_nonzero(lines.current().open_for(program.organisation_id)))
