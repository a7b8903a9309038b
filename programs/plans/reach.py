"""
Which vendors meet the needs of one package, as the ranking counts it.

The numbers are the scorer's: a fit is in 25,000ths, as in ``matching.fits``. A row counts where the
vendor has a site that no gate stops, with a line that applies there.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from programs.matching import tally
from programs.matching.fits import FULL
from programs.matching.store import Brief
from programs.matching.tally import NO_KEY
from vendors.columns import first_of_runs


class Reach(NamedTuple):
    """One vendor: the needs it meets by number in the brief, sure and possible fit of each."""

    vendor_id: int
    nos: list[int]
    fits: list[int]
    bests: list[int]
    sites: list[int] | None = None  # where each is answered, where that is asked

    def offers(self):
        """Yield number, sure fit, possible fit and site of each need."""
        sites = self.sites or [0] * len(self.nos)
        return zip(self.nos, self.fits, self.bests, sites, strict=True)


def read(asking: Brief, wanted: list[int]) -> list[Reach]:
    """Return who meets at least one of the wanted needs."""
    taken = tally.take(asking)
    met = taken.counted
    met = met.where((met.fit != NO_KEY) & np.isin(met.no, wanted))
    met = met.where(np.lexsort((met.no, taken.known.vendor_ids[met.vendor])))
    share = taken.shares[met.no]
    best = np.where(share > 0, met.best * FULL // np.maximum(share, 1), met.fit)
    columns = [column.tolist() for column in (met.no, met.fit, best)]
    starts = first_of_runs(met.vendor).tolist()
    ids = taken.known.vendor_ids[met.vendor[starts]].tolist()
    return [
        Reach(pk, *(column[begin:end] for column in columns))
        for pk, (begin, end) in zip(ids, pairwise([*starts, len(met.no)]), strict=True)
    ]
