"""
Which needs a vendor says no to: what takes their share from its best case.

A need is a no where the vendor has confirmed the group of every alternative, or where every site
that counts refuses each alternative whose group is not confirmed.
"""

from dataclasses import dataclass

import numpy as np

from programs.matching.asks import Ask, group_bits
from programs.matching.store import Brief
from vendors import lines
from vendors.lines import Lines


@dataclass(frozen=True)
class Refusals:
    """The lines that say no, or are below the grade, at sites that no other gate stops."""

    site: np.ndarray
    ask: np.ndarray  # the place of the alternative


def confirmed(asking: Brief, known: Lines) -> np.ndarray:
    """Return per vendor the bits of the asked groups that it has confirmed."""
    bits = group_bits(asking)
    of_group = np.array([0, *(bits.get(name, 0) for name in known.group_names)], np.int64)
    counts = known.confirmed <= lines.day(asking.today)
    found = np.zeros(len(known.vendor_ids), np.int64)
    np.bitwise_or.at(found, known.vendor_of_confirmation[counts], of_group[known.groups[counts]])
    return found


def lost_shares(
    asking: Brief,
    known: Lines,
    asks: list[Ask],
    refusals: Refusals,
    counting: np.ndarray,
    answered: np.ndarray,
) -> np.ndarray:
    """
    Return per vendor the share of the needs it says no to, in hundredths.

    :param counting: per site, whether it counts
    :param answered: by number of the need and vendor, whether a line answers it or leaves it open
    """
    confirmations = confirmed(asking, known)
    lists = np.zeros(len(asking.needs) + 1, np.int64)
    shares = np.array([0, *(int(100 * asked.possible) for asked in asking.needs)])
    for ask in asks:
        lists[ask.no] |= ask.group
    lost = np.zeros(len(known.vendor_ids), np.int64)
    some = np.flatnonzero(confirmations)
    for no in np.flatnonzero(lists).tolist():
        is_no = (lists[no] & ~confirmations[some]) == 0
        lost[some] += shares[no] * (is_no & ~answered[no, some])
    vendor, no = _refused(known, asks, refusals, counting, answered, confirmations)
    return lost + np.bincount(vendor, shares[no], len(lost)).astype(np.int64)


def _refused(known, asks, refusals, counting, answered, confirmations):
    """Return vendor and need where there are as many refusals as sites by open alternatives."""
    groups = np.array([ask.group for ask in asks], np.int64)
    nos = np.array([ask.no for ask in asks], np.int64)
    vendor, no = known.vendor_of_site[refusals.site], nos[refusals.ask]
    is_open = (groups[refusals.ask] & confirmations[vendor]) == 0
    kept = counting[refusals.site] & is_open & ~answered[no, vendor]
    # a site may refuse one alternative in several lines
    pair = np.unique(refusals.site[kept].astype(np.int64) * len(asks) + refusals.ask[kept])
    vendor, ask = known.vendor_of_site[pair // len(asks)], pair % len(asks)
    slot, times = np.unique(vendor * np.int64(len(answered)) + nos[ask], return_counts=True)
    vendor, no = slot // len(answered), slot % len(answered)
    sites = np.bincount(known.vendor_of_site[counting], minlength=len(confirmations))
    alternatives = np.zeros(len(slot), np.int64)
    for ask in asks:
        alternatives += (no == ask.no) & ((ask.group & confirmations[vendor]) == 0)
    full = times == sites[vendor] * alternatives
    return vendor[full], no[full]
