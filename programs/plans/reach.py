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
    vendor: np.ndarray  # the place in the columns
    mark: np.ndarray  # of the site that answers


def read(asking: Brief, wanted: list[int]) -> Reach:
    """Return who meets the wanted needs."""
    taken = tally.take(asking, stopped_too=False)
    met = taken.counted
    is_wanted = np.zeros(len(taken.shares), bool)
    is_wanted[wanted] = True
    rows = np.flatnonzero((met.fit != NO_KEY) & is_wanted[met.no])
    columns = (met.vendor, met.no, met.fit, met.best, met.mark)
    vendor, no, fit, best, mark = (column.take(rows) for column in columns)
    share, known = taken.shares.take(no), taken.known
    best = np.where(share > 0, best * FULL // np.maximum(share, 1), fit)
    ids, kinds = known.vendor_ids.take(vendor), known.kinds.take(vendor)
    return Reach(ids, kinds, no, fit, best, vendor, mark)


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
