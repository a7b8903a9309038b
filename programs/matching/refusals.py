"""
Which needs a vendor says no to: what takes their share from its best case.

A need is a no where the vendor has confirmed the group of every alternative, or where every site
that counts refuses each alternative whose group is not confirmed.
"""

from typing import NamedTuple

import numpy as np

from programs.matching.reading import Answers, Refusals
from vendors.compiled import compiled


class Sites(NamedTuple):
    """The sites of the directory: arrays with a place for each."""

    vendor: np.ndarray  # the place in the columns
    counts: np.ndarray  # no gate stops it


def lost(
    asks: np.ndarray,
    shares: np.ndarray,
    answers: Answers,
    refusals: Refusals,
    sites: Sites,
    confirmed: np.ndarray,
) -> np.ndarray:
    """
    Return by vendor the share of the needs that it says no to.

    :param asks: rows of ``asks.ROW``, in the order of the needs
    :param shares: by number of the need, hundredths of a point
    :param answers: at sites that count: a need that is answered is none that it says no to
    :param confirmed: by vendor the groups it has confirmed, as bits
    """
    groups = np.zeros(len(shares), np.int64)
    np.bitwise_or.at(groups, asks["no"], asks["group"])
    sets, set_of = np.unique(groups, return_inverse=True)
    found = np.zeros(len(confirmed), np.int64)
    _confirm(found, sets[sets > 0], np.bincount(set_of, shares)[sets > 0], confirmed)
    _spare(found, groups, shares, answers, confirmed)
    sites_of = np.bincount(sites.vendor[sites.counts], minlength=len(confirmed))
    _refuse(found, asks, shares, refusals, sites, sites_of, confirmed)
    return found


@compiled
def _confirm(found, sets, totals, confirmed):
    """Add the shares of the needs whose groups are all confirmed, set of groups by set."""
    for vendor in range(len(confirmed)):
        for number in range(len(sets)):
            if sets[number] & ~confirmed[vendor] == 0:
                found[vendor] += np.int64(totals[number])


@compiled
def _spare(found, groups, shares, answers, confirmed):
    """Give back the shares of those needs of confirmed groups that are answered."""
    vendors, nos, _, _, _ = answers
    for row in range(len(vendors)):
        vendor, no = vendors[row], nos[row]
        found[vendor] -= shares[no] * (groups[no] & ~confirmed[vendor] == 0)


@compiled
def _refuse(found, asks, shares, refusals, sites, sites_of, confirmed):
    """Add the shares of the needs that are refused as often as there are sites by alternatives."""
    times = np.zeros(len(confirmed), np.int32)
    (refusing, refused), (vendor_of, counts) = refusals, sites
    nos, groups = asks["no"], asks["group"]
    begin = row = 0
    for end in range(1, len(asks) + 1):
        no = nos[begin]
        if end < len(asks) and nos[end] == no:
            continue
        first = row
        while row < len(refusing) and refused[row] < end:
            vendor = vendor_of[refusing[row]]
            is_open = groups[refused[row]] & confirmed[vendor] == 0
            times[vendor] += counts[refusing[row]] & is_open
            row += 1
        for again in range(first, row):
            vendor, open_asks = vendor_of[refusing[again]], 0
            for place in range(begin, end):
                open_asks += groups[place] & confirmed[vendor] == 0
            is_all = (times[vendor] > 0) & (times[vendor] == sites_of[vendor] * open_asks)
            found[vendor] += shares[no] * is_all
            times[vendor] = 0
        begin = end
