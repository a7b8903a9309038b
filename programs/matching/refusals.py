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
from vendors.columns import first_of_runs
from vendors.lines import Lines


@dataclass(frozen=True)
class Refusals:
    """The lines that say no, or are below the grade, at sites that no other gate stops."""

    site: np.ndarray
    ask: np.ndarray  # the place of the alternative


def confirmed(asking: Brief, known: Lines) -> np.ndarray:
    """Return per vendor the bits of the asked groups that it has confirmed."""
    bits = group_bits(asking)
    counts = known.confirmed <= lines.day(asking.today)
    vendor, group = known.vendor_of_confirmation[counts], known.groups[counts]
    found = np.zeros(len(known.vendor_ids), np.int64)
    for number, name in enumerate(known.group_names, 1):
        if name in bits:
            found[vendor[group == number]] |= bits[name]
    return found


def by_confirmation(
    asking: Brief, known: Lines, asks: list[Ask], shares: np.ndarray, counted
) -> tuple[np.ndarray, np.ndarray]:
    """
    Return per vendor the share of the needs it has no line for and whose groups it has confirmed.

    :param shares: by number of the need
    :param counted: the answers at sites that count

    :return: the shares, in hundredths; and per vendor the bits of the groups it has confirmed
    """
    confirmations = confirmed(asking, known)
    lists = np.zeros(len(shares), np.int64)
    for ask in asks:
        lists[ask.no] |= ask.group
    lost = np.zeros(len(known.vendor_ids), np.int64)
    some = np.flatnonzero(confirmations)
    for groups in set(lists.tolist()) - {0}:
        is_no = (groups & ~confirmations[some]) == 0
        lost[some] += shares[lists == groups].sum() * is_no
    is_no = (lists[counted.no] & ~confirmations[counted.vendor]) == 0
    vendor, no = counted.vendor[is_no], counted.no[is_no]
    return lost - np.bincount(vendor, shares[no], len(lost)).astype(np.int64), confirmations


def refused(
    known: Lines, asks: list[Ask], said: Refusals, counting: np.ndarray, counted, confirmations
) -> tuple[np.ndarray, np.ndarray]:
    """
    Return vendor and need where there are as many refusals as sites by open alternatives.

    :param counting: per site, whether it counts
    """
    nos, groups = (np.array(column, np.int64) for column in _columns(asks))
    here = counting[said.site]
    site, ask = said.site[here], said.ask[here]
    vendor, no = known.vendor_of_site[site], nos[ask]
    answered = np.zeros((len(nos) and int(nos.max()) + 1, len(confirmations)), bool)
    answered[counted.no, counted.vendor] = True
    kept = ~answered[no, vendor] & ((groups[ask] & confirmations[vendor]) == 0)
    # a site may refuse one alternative in several lines
    pair = np.sort(site[kept].astype(np.int64) * len(asks) + ask[kept])
    pair = pair[first_of_runs(pair)]
    vendor, ask = known.vendor_of_site[pair // max(len(asks), 1)], pair % max(len(asks), 1)
    slot = np.sort(vendor * np.int64(len(answered)) + nos[ask])
    starts = first_of_runs(slot)
    times = np.diff(starts, append=len(slot))
    vendor, no = np.divmod(slot[starts], max(len(answered), 1))
    sites = np.bincount(known.vendor_of_site[counting], minlength=len(confirmations))
    full = times == sites[vendor] * _open(asks, no, confirmations[vendor])
    return vendor[full], no[full]


def _open(asks: list[Ask], no: np.ndarray, confirmations: np.ndarray) -> np.ndarray:
    """Return how many alternatives of a need have a group that is not confirmed."""
    most = np.bincount([ask.no for ask in asks]).max(initial=0)
    table = np.full((most, max((ask.no for ask in asks), default=0) + 1), -1, np.int64)
    seen: dict[int, int] = {}
    for ask in asks:
        table[seen.setdefault(ask.no, 0), ask.no] = ask.group
        seen[ask.no] += 1
    found = np.zeros(len(no), np.int64)
    for groups in table:
        found += (groups[no] >= 0) & ((groups[no] & confirmations) == 0)
    return found


def _columns(asks: list[Ask]) -> tuple[list[int], list[int]]:
    return [ask.no for ask in asks], [ask.group for ask in asks]
