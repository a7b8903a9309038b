"""
The ranking of a whole directory: the numbers of the Python scorer, a column at a time.

It reads the lines that the process keeps in memory (``vendors/lines.py``), a slice per asked leaf,
and keeps whole numbers throughout, so that every point equals the scorer's to the hundredth. A
line that answers is packed into one key, so that the greatest is the best: sure fit, then possible
fit (in 50,000ths), then evidence. Need by need the lines stand by stop and vendor, so that the best
of each is found in one pass over columns that are short enough for the processor's cache.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

import numpy as np

from programs.matching import fits, refusals, stops
from programs.matching.asks import Ask, asks
from programs.matching.fits import FULL
from programs.matching.refusals import Refusals
from programs.matching.store import Brief
from vendors import lines
from vendors.columns import first_of_runs
from vendors.lines import OFFERED, Lines

ON_SITE = 7  # the bits that judge a site, whatever its lines say
AT_MOST_ONE = np.array([bits.bit_count() <= 1 for bits in range(16)])
NO_KEY = -1
FIT_AT, POSSIBLE_AT = 19, 3  # the bits of a key where they begin
WHOLE = 10_000  # hundredths of a point


class Found(NamedTuple):
    """The lines that speak to one alternative, by stop and vendor."""

    stop: np.ndarray
    vendor: np.ndarray
    key: np.ndarray  # NO_KEY where the line leaves an asked list empty
    top: np.ndarray  # the possible fit


class Answers(NamedTuple):
    """The best of each vendor on each need at the sites of one stop; parallel arrays."""

    vendor: np.ndarray  # the place in the columns
    no: np.ndarray
    stop: np.ndarray  # 0 where no gate stops them
    fit: np.ndarray  # in 25,000ths, NO_KEY where it is open
    evidence: np.ndarray  # 0 where it is open
    points: np.ndarray  # hundredths
    best: np.ndarray

    def where(self, kept) -> "Answers":
        return Answers(*(column[kept] for column in self))


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
    def lost(self) -> np.ndarray:
        """Return per vendor the share of the needs it says no to."""
        by_list, confirmations = refusals.by_confirmation(
            self.asking, self.known, self.asks, self.shares, self.counted
        )
        vendor, no = refusals.refused(
            self.known,
            self.asks,
            self.refusals,
            self.stop_of_site == 0,
            self.counted,
            confirmations,
        )
        return by_list + np.bincount(vendor, self.shares[no], len(by_list)).astype(np.int64)

    @cached_property
    def ranked(self) -> Sums:
        """Return the vendors with a line that speaks to a need at a site no gate stops."""
        sums = self._sums(self.counted)
        return sums._replace(best=sums.best - self.lost[sums.vendor])

    @cached_property
    def passing(self) -> Sums:
        """Return all that no gate stops: the ranked, and those that say nothing."""
        left = stops.left(self.asking, self.known, self.stop_of_site) & self.may_match
        left[self.ranked.vendor] = False
        silent = np.flatnonzero(left)
        nothing = np.zeros(len(silent), np.int64)
        others = Sums(silent, nothing, WHOLE - self.lost[silent], nothing, nothing, nothing)
        return Sums(*map(np.concatenate, zip(self.ranked, others, strict=True)))

    @cached_property
    def stopped(self) -> list[tuple[int, Sums]]:
        """Return by gate the vendors that it alone stops, with the numbers they would have."""
        is_ranked = np.zeros(len(self.known.vendor_ids), bool)
        is_ranked[self.ranked.vendor] = True
        others = self.elsewhere.where(~is_ranked[self.elsewhere.vendor])
        return [(bit, self._sums(others.where(others.stop == bit))) for bit in stops.BITS.values()]

    def _sums(self, answers: Answers) -> Sums:
        """Add up per vendor; exact, for the sums of a vendor are far below 2^53."""
        is_met = answers.fit != NO_KEY
        is_must = np.array([False, *(asked.is_must for asked in self.asking.needs)])
        met_musts = is_met & is_must[answers.no]
        vendor = np.flatnonzero(np.bincount(answers.vendor, minlength=1))

        def total(values) -> np.ndarray:
            return np.bincount(answers.vendor, values, 1)[vendor].astype(np.int64)

        return Sums(
            vendor=vendor,
            worst=total(answers.points),
            best=WHOLE - total(self.shares[answers.no] - answers.best),
            musts=total(met_musts),
            must_sum=total(met_musts * answers.no),
            evidence=total(answers.evidence),
        )


def take(asking: Brief) -> Tally:
    """Hold every line of the directory against what is asked."""
    known = lines.current()
    reading = _Reading(asking, known)
    shares = np.array([0, *(int(100 * asked.possible) for asked in asking.needs)])
    all_asks = asks(asking)
    counted, elsewhere = [], []
    for no, group in groupby(enumerate(all_asks), key=lambda row: row[1].no):
        answers = _answers(no, [reading.read(*row) for row in group], int(shares[no]))
        stopped = int(np.searchsorted(answers.stop, 1))
        counted.append(answers.where(slice(None, stopped)))
        elsewhere.append(answers.where(slice(stopped, None)))
    return Tally(
        asking=asking,
        known=known,
        shares=shares,
        counted=_joined(counted),
        elsewhere=_joined(elsewhere),
        refusals=reading.refusals(),
        stop_of_site=reading.stop_of_site | reading.below() * np.uint8(stops.GXP),
        asks=all_asks,
        may_match=reading.may_match,
    )


class _Reading:
    """Reads the lines of one alternative after the other."""

    def __init__(self, asking: Brief, known: Lines):
        self.known = known
        self.today = lines.day(asking.today)
        own = asking.program.organisation_id
        self.may_match = (known.open_to == 0) | (known.open_to == own)
        self.may_all = bool(self.may_match.all())
        self.stop_of_site = stops.of_sites(asking, known)
        self.graded = stops.graded(asking, known)
        self.said_no: list[tuple] = []
        self.is_below = np.zeros(len(known.site_ids), bool)
        self.is_above = np.zeros(len(known.site_ids), bool)

    def read(self, place: int, ask: Ask) -> Found:
        known = self.known
        part = known.of_leaf(ask.leaf)
        at = part.start + np.flatnonzero((known.speaks[part] & ask.want) == ask.want)
        vendor = known.vendor_of_line[at]
        if not self.may_all:
            may = self.may_match[vendor]
            at, vendor = at[may], vendor[may]
        site, stated = known.site_of_line[at], known.traits[at]
        is_offered = (stated & OFFERED) != 0
        stop = self.stop_of_site[site]
        if ask.below and self.graded is not None:
            falls_short = is_offered & ((stated & ask.below) != 0)
            falls_short &= self.graded[vendor]
            stop |= falls_short * np.uint8(stops.GXP)
            self.is_below[site[falls_short]] = True
            is_offered_here = is_offered & ~falls_short
        else:
            is_offered_here = is_offered
        self.is_above[site[is_offered_here]] = True
        says_no = ~is_offered_here & ((stop & ON_SITE) == 0)
        self.said_no.append((site[says_no], place))
        kept = np.flatnonzero(is_offered & AT_MOST_ONE[stop])
        if stop.any():
            kept = kept[np.argsort(stop[kept], kind="stable")]
        return self._found(ask, at[kept], stop[kept], vendor[kept], stated[kept])

    def _found(self, ask: Ask, at: np.ndarray, stop, vendor, stated) -> Found:
        """Judge lines that stand by stop and vendor."""
        known = self.known
        fit, widens = fits.of(known, at, ask, self.today)
        possible = fit * widens
        key = (fit.astype(np.int64) << FIT_AT) + (possible << POSSIBLE_AT) + known.evidence[at]
        key[(stated & ask.want) != ask.want] = NO_KEY
        return Found(stop, vendor, key, possible)

    def refusals(self) -> Refusals:
        nothing = np.zeros(0, np.int32)
        return Refusals(
            site=np.concatenate([nothing, *(site for site, _ in self.said_no)]),
            ask=np.repeat(np.arange(len(self.said_no)), [len(site) for site, _ in self.said_no]),
        )

    def below(self) -> np.ndarray:
        """Return the sites where every line that speaks to a need falls short of the grade."""
        return self.is_below & ~self.is_above


def _answers(no: int, found: list[Found], share: int) -> Answers:
    """Take the best line of each vendor on one need, by stop."""
    stop, vendor, key, top = found[0]
    if len(found) > 1:
        columns = Found(*map(np.concatenate, zip(*found, strict=True)))
        order = np.lexsort((columns.vendor, columns.stop))
        stop, vendor, key, top = (column[order] for column in columns)
    starts = first_of_runs(vendor, stop)
    if len(starts) < len(vendor):
        stop, vendor = stop[starts], vendor[starts]
        key, top = np.maximum.reduceat(key, starts), np.maximum.reduceat(top, starts)
    is_met = key != NO_KEY
    fit = (key >> FIT_AT).astype(np.int32)
    possible = np.maximum((key >> POSSIBLE_AT & 65535).astype(np.int32), top)
    return Answers(
        vendor=vendor.astype(np.int64),
        no=np.full(len(vendor), no),
        stop=stop,
        fit=fit,
        evidence=np.where(is_met, key & 7, 0),
        points=np.where(is_met, (share * fit + FULL // 2) // FULL, 0),
        best=np.where(is_met, (share * possible + FULL) // (2 * FULL), share),
    )


def _joined(parts: list[Answers]) -> Answers:
    whole, small = np.zeros(0, np.int64), np.zeros(0, np.int32)
    nothing = Answers(whole, whole, np.zeros(0, np.uint8), small, whole, small, small)
    return Answers(*map(np.concatenate, zip(nothing, *parts, strict=True)))
