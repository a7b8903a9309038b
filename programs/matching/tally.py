"""
The ranking of a whole directory: the numbers of the Python scorer, a column at a time.

It reads the lines that the process keeps in memory (``vendors/lines.py``), a slice per asked leaf,
and keeps whole numbers throughout, so that every point equals the scorer's to the hundredth.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from programs.matching import asks as asking_for
from programs.matching import reading, refusals, stops
from programs.matching.fits import FULL
from programs.matching.reading import FIT_AT, LEVEL_AT, NO_KEY, Answers, Judged, Refusals
from programs.matching.refusals import Sites
from programs.matching.store import Brief
from vendors import lines
from vendors.compiled import compiled
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
    asks: np.ndarray  # rows of ``asks.ROW``
    counted: Answers  # at sites that no gate stops
    elsewhere: Answers
    refusals: Refusals
    stop_of_site: np.ndarray  # the bits of the gates that stop it
    may_match: np.ndarray  # per vendor
    is_ranked: np.ndarray  # per vendor: a line speaks to a need at a site that no gate stops

    @cached_property
    def must_count(self) -> int:
        return sum(asked.is_must for asked in self.asking.needs)

    @cached_property
    def ranked(self) -> Sums:
        sums = self._sums(self.counted, 0, self.is_ranked)
        return sums._replace(best=sums.best - self._lost[sums.vendor])

    @cached_property
    def passing(self) -> Sums:
        """Return all that no gate stops: the ranked, and those that say nothing."""
        left = stops.left(self.asking, self.known, self.stop_of_site) & self.may_match
        silent = np.flatnonzero(left & ~self.is_ranked)
        nothing = np.zeros(len(silent), np.int64)
        others = Sums(silent, nothing, WHOLE - self._lost[silent], nothing, nothing, nothing)
        return Sums(*map(np.concatenate, zip(self.ranked, others, strict=True)))

    @cached_property
    def stopped(self) -> list[tuple[int, Sums]]:
        """Return by gate the vendors that it alone stops, with the numbers they would have."""
        others, found = self.elsewhere, []
        for lane, bit in enumerate(stops.BITS.values(), 1):
            own = others.vendor[others.lane == lane]
            if len(own):
                is_there = np.zeros(len(self.is_ranked), bool)
                is_there[own] = True
                found.append((bit, self._sums(others, lane, is_there & ~self.is_ranked)))
        return found

    @cached_property
    def _lost(self) -> np.ndarray:
        """Return by vendor the share of the needs that it says no to."""
        sites = Sites(self.known.vendor_of_site, self.stop_of_site == 0)
        confirmed = self.known.confirmed_by(lines.day(self.asking.today))
        return refusals.lost(self.asks, self.shares, self.counted, self.refusals, sites, confirmed)

    def _sums(self, answers: Answers, lane: int, which: np.ndarray) -> Sums:
        """Add up what some vendors answer at the sites of a lane."""
        is_must = np.array([False, *(asked.is_must for asked in self.asking.needs)])
        sums = np.zeros((len(which), len(Sums._fields) - 1), np.int32)
        add_up(sums, answers, lane, self.shares, is_must)
        vendors = np.flatnonzero(which)
        worst, short, *others = sums.take(vendors, axis=0).T.astype(np.int64)
        return Sums(vendors, worst, WHOLE - short, *others)


@compiled
def add_up(sums, answers, lane, shares, is_must):
    """Add up per vendor, in the order of ``Sums``; the best case as what it falls short by."""
    vendors, nos, lanes, keys, tops = answers
    for row in range(len(vendors)):
        if lanes[row] == lane and keys[row] != NO_KEY:
            vendor, no = vendors[row], nos[row]
            share = shares[no]
            sums[vendor, 0] += (share * (keys[row] >> FIT_AT) + FULL // 2) // FULL
            sums[vendor, 1] += share - best_points(share, tops[row])
            sums[vendor, 2] += is_must[no]
            sums[vendor, 3] += no * is_must[no]
            sums[vendor, 4] += keys[row] >> LEVEL_AT & 7


@compiled
def best_points(share, top):
    """Return the possible points, in hundredths, of what is met."""
    return (share * top + FULL) // (2 * FULL)


def take(asking: Brief, known: Lines, *, stopped_too: bool = True) -> Tally:
    """
    Hold every line of the directory against what is asked.

    :param stopped_too: also what is at sites that a gate stops; a plan asks for none of it
    """
    shares = np.array([0, *(int(100 * asked.possible) for asked in asking.needs)])
    asks = asking_for.asks(asking, known)
    stop_of_site = stops.of_sites(asking, known)
    judged = Judged(
        stop_of_site=stop_of_site,
        is_graded=stops.graded(asking, known),
        today=lines.day(asking.today),
        last_lane=len(stops.BITS) if stopped_too else 0,
    )
    held = reading.read(known, asks, judged)
    return Tally(
        asking=asking,
        known=known,
        shares=shares,
        asks=asks,
        counted=held.counted,
        elsewhere=held.elsewhere,
        refusals=held.refusals,
        stop_of_site=stop_of_site | held.is_below * np.uint8(stops.GXP),
        may_match=known.open_for(asking.program.organisation_id),
        is_ranked=held.answers,
    )
