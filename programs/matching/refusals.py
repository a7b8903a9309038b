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


@dataclass(frozen=True)
class Refusing:
    """
    Some vendors, and what they have to be asked about; arrays with a place for each vendor.

    ``answered`` has a row per number of a need.
    """

    known: Lines
    asks: list[Ask]
    vendors: np.ndarray  # the places in the columns
    answered: np.ndarray
    confirmed: np.ndarray  # the asked groups that it has confirmed, as bits

    @classmethod
    def of(cls, asking: Brief, known: Lines, asks: list[Ask], vendors, slot, no) -> "Refusing":
        """
        :param slot: of each answer, the place among these vendors
        :param no: of each answer, the need
        """
        answered = np.zeros((len(asking.needs) + 1, len(vendors)), bool)
        answered[no, slot] = True
        return cls(known, asks, vendors, answered, _confirmed(asking, known, vendors))

    def lost(self, shares: np.ndarray, said: Refusals, counting: np.ndarray) -> np.ndarray:
        """
        Return the share of the needs that each says no to.

        :param shares: by number of the need, hundredths of a point
        :param counting: per site, whether it counts
        """
        found = self._by_confirmation(shares)
        slot, no = self._by_site(said, counting)
        return found + np.bincount(slot, shares[no], len(found)).astype(np.int64)

    def _by_confirmation(self, shares: np.ndarray) -> np.ndarray:
        lists = [0] * len(shares)
        for ask in self.asks:
            lists[ask.no] |= ask.group
        says_no = {groups: (groups & ~self.confirmed) == 0 for groups in set(lists) - {0}}
        found = np.zeros(len(self.vendors), np.int64)
        for no, groups in enumerate(lists):
            if groups:
                found += shares[no] * (says_no[groups] & ~self.answered[no])
        return found

    def _by_site(self, said: Refusals, counting: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return vendor and need where there are as many refusals as sites by open alternatives."""
        known, asks = self.known, self.asks
        slots = np.full(len(known.vendor_ids), -1)
        slots[self.vendors] = np.arange(len(self.vendors))
        slot_of_site = slots.take(known.vendor_of_site)
        nos = np.array([ask.no for ask in asks], np.int64)
        groups = np.array([ask.group for ask in asks], np.int64)
        here = counting[said.site] & (slot_of_site[said.site] >= 0)
        site, ask = said.site[here], said.ask[here]
        slot = slot_of_site[site]
        kept = ~self.answered[nos[ask], slot] & ((groups[ask] & self.confirmed[slot]) == 0)
        # a site may refuse one alternative in several lines
        pair = np.sort(site[kept] * len(asks) + ask[kept])
        pair = pair[first_of_runs(pair)]
        slot, ask = slot_of_site[pair // max(len(asks), 1)], pair % max(len(asks), 1)
        place = np.sort(slot * len(self.answered) + nos[ask])
        starts = first_of_runs(place)
        times = np.diff(starts, append=len(place))
        slot, no = np.divmod(place[starts], len(self.answered))
        # the first place takes the sites of everybody else
        sites = np.bincount(slot_of_site[counting] + 1, minlength=len(self.vendors) + 1)[1:]
        full = times == sites[slot] * _open(asks, no, self.confirmed[slot])
        return slot[full], no[full]


def _confirmed(asking: Brief, known: Lines, vendors: np.ndarray) -> np.ndarray:
    """Return for each vendor the bits of the asked groups that it has confirmed."""
    by_number = known.confirmed_by(lines.day(asking.today))[vendors]
    bits, found = group_bits(asking), np.zeros(len(vendors), np.int64)
    for number, name in enumerate(known.group_names, 1):
        if name in bits:
            found |= (by_number >> number & 1) * bits[name]
    return found


def _open(asks: list[Ask], no: np.ndarray, confirmed: np.ndarray) -> np.ndarray:
    """Return how many alternatives of a need have a group that is not confirmed."""
    most = np.bincount([ask.no for ask in asks]).max(initial=0)
    table = np.full((most, max((ask.no for ask in asks), default=0) + 1), -1, np.int64)
    seen: dict[int, int] = {}
    for ask in asks:
        table[seen.setdefault(ask.no, 0), ask.no] = ask.group
        seen[ask.no] += 1
    found = np.zeros(len(no), np.int64)
    for groups in table:
        found += (groups[no] >= 0) & ((groups[no] & confirmed) == 0)
    return found
