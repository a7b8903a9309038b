"""
The ranking of a whole directory: the numbers of the Python scorer, a column at a time.

It reads the lines that the process keeps in memory (``vendors/lines.py``), a slice per asked leaf,
and keeps whole numbers throughout, so that every point equals the scorer's to the hundredth.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from programs.matching import stops
from programs.matching.asks import Ask, asks
from programs.matching.reading import NO_KEY, Answers, Reader
from programs.matching.refusals import Refusals, Refusing
from programs.matching.store import Brief
from vendors import lines
from vendors.lines import Lines

WHOLE = 10_000  # hundredths of a point


class Sums(NamedTuple):
    """The numbers of the vendors with an answer at the sites of one stop; parallel arrays."""

    vendor: np.ndarray
    worst: np.ndarray  # hundredths of a point
    best: np.ndarray
    musts: np.ndarray
    must_sum: np.ndarray  # of the numbers of the musts that are answered
    evidence: np.ndarray


@dataclass(frozen=True)
class Tally:
    """Who answers what, and what it adds up to."""

    asking: Brief
    known: Lines
    shares: np.ndarray  # by number of the need, hundredths of a point
    counted: Answers  # at sites that no gate stops
    elsewhere: Answers
    refusals: Refusals
    stop_of_site: np.ndarray  # the bits of the gates that stop it
    asks: list[Ask]
    may_match: np.ndarray  # per vendor

    @cached_property
    def must_count(self) -> int:
        return sum(asked.is_must for asked in self.asking.needs)

    @cached_property
    def ranked(self) -> Sums:
        """Return the vendors with a line that speaks to a need at a site no gate stops."""
        vendors, slot = self._numbered(self.counted.vendor)
        sums = self._sums(self.counted, vendors, slot)
        return sums._replace(best=sums.best - self._lost(vendors, slot, self.counted.no))

    @cached_property
    def passing(self) -> Sums:
        """Return all that no gate stops: the ranked, and those that say nothing."""
        left = stops.left(self.asking, self.known, self.stop_of_site) & self.may_match
        left[self.ranked.vendor] = False
        silent = np.flatnonzero(left)
        nothing = np.zeros(len(silent), np.int64)
        lost = self._lost(silent, nothing[:0], nothing[:0])
        others = Sums(silent, nothing, WHOLE - lost, nothing, nothing, nothing)
        return Sums(*map(np.concatenate, zip(self.ranked, others, strict=True)))

    @cached_property
    def stopped(self) -> list[tuple[int, Sums]]:
        """Return by gate the vendors that it alone stops, with the numbers they would have."""
        is_ranked = np.zeros(len(self.known.vendor_ids), bool)
        is_ranked[self.ranked.vendor] = True
        others = self.elsewhere.where(~is_ranked[self.elsewhere.vendor])
        found = []
        for bit in stops.BITS.values():
            answers = others.where(others.stop == bit)
            found.append((bit, self._sums(answers, *self._numbered(answers.vendor))))
        return found

    def _numbered(self, vendor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the vendors of some answers, each once and in order, and the place of each answer's."""
        is_there = np.zeros(len(self.known.vendor_ids), bool)
        is_there[vendor] = True
        vendors = np.flatnonzero(is_there)
        slots = np.zeros(len(is_there), np.intp)
        slots[vendors] = np.arange(len(vendors))
        return vendors, slots.take(vendor)

    def _lost(self, vendors, slot, no) -> np.ndarray:
        """Return the share of the needs that some vendors say no to; ``no`` are answered."""
        asked = Refusing.of(self.asking, self.known, self.asks, vendors, slot, no)
        return asked.lost(self.shares, self.refusals, self.stop_of_site == 0)

    def _sums(self, answers: Answers, vendors, slot) -> Sums:
        """Add up per vendor; exact, for the sums of a vendor are far below 2^53."""
        is_met = answers.fit != NO_KEY
        is_must = np.array([False, *(asked.is_must for asked in self.asking.needs)])
        met_musts = is_met & is_must[answers.no]

        def total(values) -> np.ndarray:
            return np.bincount(slot, values, len(vendors)).astype(np.int64)

        return Sums(
            vendor=vendors,
            worst=total(answers.points),
            best=WHOLE - total(self.shares[answers.no] - answers.best),
            musts=total(met_musts),
            must_sum=total(met_musts * answers.no),
            evidence=total(answers.evidence),
        )


def take(asking: Brief, *, stopped_too: bool = True) -> Tally:
    """
    Hold every line of the directory against what is asked.

    :param stopped_too: also what is at sites that a gate stops; a plan asks for none of it
    """
    known = lines.current()
    shares = np.array([0, *(int(100 * asked.possible) for asked in asking.needs)])
    all_asks = asks(asking)
    reader = Reader(asking, known, all_asks, shares)
    counted, elsewhere = reader.read(stopped_too=stopped_too)
    return Tally(
        asking=asking,
        known=known,
        shares=shares,
        counted=counted,
        elsewhere=elsewhere,
        refusals=reader.refusals(),
        stop_of_site=reader.stop_of_site | reader.below() * np.uint8(stops.GXP),
        asks=all_asks,
        may_match=reader.may_match,
    )
