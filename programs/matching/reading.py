"""
The lines of the directory held against what is asked.

A line that answers is packed into one key, so that the greatest is the best: sure fit, then possible
fit, then evidence. Needs are read several at a time: so many lines that the calls of numpy do not
count, and so few that the columns stay in the processor's cache.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple, Self

import numpy as np

from programs.matching import fits, stops
from programs.matching.asks import Ask, Asks
from programs.matching.fits import FULL
from programs.matching.refusals import Refusals
from programs.matching.store import Brief
from vendors import lines
from vendors.columns import first_of_runs
from vendors.lines import OFFERED, Lines

BATCH = 20_000  # lines
ON_SITE = 7  # the bits that judge a site, whatever its lines say
AT_MOST_ONE = np.array([bits.bit_count() <= 1 for bits in range(16)])
NO_KEY = -1
FIT_AT, WIDTH_AT = 5, 3  # the bits of a key where they begin


class Answers(NamedTuple):
    """The best of each vendor on each need at the sites of one stop; parallel arrays."""

    vendor: np.ndarray  # the place in the columns
    no: np.ndarray
    stop: np.ndarray  # 0 where no gate stops them
    fit: np.ndarray  # in 25,000ths, NO_KEY where it is open
    evidence: np.ndarray  # 0 where it is open
    points: np.ndarray  # hundredths
    best: np.ndarray

    def where(self, kept) -> Self:
        return type(self)(*(column[kept] for column in self))

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        whole, small = np.zeros(0, np.int64), np.zeros(0, np.int32)
        nothing = cls(whole, whole, np.zeros(0, np.uint8), small, small, small, small)
        return cls(*map(np.concatenate, zip(nothing, *parts, strict=True)))


class Reader:
    """Reads all that speaks to one brief, and remembers which sites say no, or are below the grade."""

    def __init__(self, asking: Brief, known: Lines, asked: list[Ask], shares: np.ndarray):
        self.known, self.asked, self.asks = known, asked, Asks.of(asked)
        self.shares = shares.astype(np.int32)
        self.today = lines.day(asking.today)
        own = asking.program.organisation_id
        self.may_match = (known.open_to == 0) | (known.open_to == own)
        self.may_all = bool(self.may_match.all())
        self.stop_of_site = stops.of_sites(asking, known)
        self.graded = stops.graded(asking, known)
        self.said_no: list[tuple] = []
        self.is_below = np.zeros(len(known.site_ids), bool)
        self.is_above = np.zeros(len(known.site_ids), bool)

    def read(self) -> tuple[Answers, Answers]:
        """Return the answers at sites that no gate stops, and those at sites that one gate stops."""
        parts = [self._answers(*batch) for batch in self._batches()]
        return tuple(Answers.joined([part[place] for part in parts]) for place in (0, 1))

    def refusals(self) -> Refusals:
        nothing = np.zeros(0, np.int64)
        site, ask = zip((nothing, nothing), *self.said_no, strict=True)
        return Refusals(site=np.concatenate(site), ask=np.concatenate(ask))

    def below(self) -> np.ndarray:
        """Return the sites where every line that speaks to a need falls short of the grade."""
        return self.is_below & ~self.is_above

    def _batches(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield where lines stand that speak to some needs, and the alternative of each."""
        ats, size = [], 0
        places: list[int] = []
        for _, group in groupby(enumerate(self.asked), key=lambda row: row[1].no):
            for place, ask in group:
                ats.append(self._speaking(ask))
                places.append(place)
                size += len(ats[-1])
            if size >= BATCH:
                yield np.concatenate(ats), np.repeat(places, [len(at) for at in ats])
                ats, places, size = [], [], 0
        if ats:
            yield np.concatenate(ats), np.repeat(places, [len(at) for at in ats])

    def _speaking(self, ask: Ask) -> np.ndarray:
        part = self.known.of_leaf(ask.leaf)
        return part.start + np.flatnonzero((self.known.speaks[part] & ask.want) == ask.want)

    def _answers(self, at: np.ndarray, which: np.ndarray) -> tuple[Answers, Answers]:
        known = self.known
        vendor = known.vendor_of_line[at]
        if not self.may_all:
            may = self.may_match[vendor]
            at, which, vendor = at[may], which[may], vendor[may]
        stated = known.traits[at]
        stop, is_offered = self._stopped(known.site_of_line[at], vendor, which, stated)
        counted = self._in_order(np.flatnonzero(is_offered & (stop == 0)), which, vendor)
        elsewhere = np.flatnonzero(is_offered & (stop != 0) & AT_MOST_ONE[stop])
        elsewhere = self._in_order(elsewhere, which, vendor, stop)
        rows = np.concatenate([counted, elsewhere])
        which, vendor, stop = which[rows], vendor[rows], stop[rows]
        key, top = self._judged(at[rows], which, stated[rows])
        columns = self.asks.no[which], stop, vendor.astype(np.int64), key, top
        edge = len(counted)
        return tuple(
            self._best(*(column[part] for column in columns))
            for part in (slice(None, edge), slice(edge, None))
        )

    def _stopped(self, site, vendor, which, stated) -> tuple[np.ndarray, np.ndarray]:
        """Return the bits of the gates that stop each line, and whether it is offered."""
        stop = self.stop_of_site[site]
        offered = counts = (stated & OFFERED) != 0
        if self.graded is not None:
            short = offered & ((stated & self.asks.below[which]) != 0) & self.graded[vendor]
            stop |= short * np.uint8(stops.GXP)
            self.is_below[site[short]] = True
            counts = offered & ~short
        self.is_above[site[counts]] = True
        says_no = np.flatnonzero(~counts & ((stop & ON_SITE) == 0))
        self.said_no.append((site[says_no].astype(np.int64), which[says_no]))
        return stop, offered

    def _in_order(self, rows, which, vendor, stop=None) -> np.ndarray:
        """Order by need, stop and vendor; the lines of one alternative stand by vendor already."""
        if stop is None and self.asks.is_single:
            return rows
        key = self.asks.no[which[rows]] << 8
        if stop is not None:
            key += stop[rows]
        return rows[np.argsort(key << 32 | vendor[rows], kind="stable")]

    def _judged(self, at, which, stated) -> tuple[np.ndarray, np.ndarray]:
        """Return the key of each line, NO_KEY where it leaves an asked list empty, and its possible fit."""
        known, want = self.known, self.asks.want[which]
        level = known.evidence[at]
        fit, width = fits.of(known, at, which, level, self.asks, self.today)
        key = (fit << FIT_AT) + (width << WIDTH_AT) + level
        key[(stated & want) != want] = NO_KEY
        return key, fit * fits.WIDTHS[width]

    def _best(self, no, stop, vendor, key, top) -> Answers:
        """Take the best line of each vendor on each need."""
        starts = first_of_runs(vendor, no, stop)
        if len(starts) < len(vendor):
            no, stop, vendor = no[starts], stop[starts], vendor[starts]
            key, top = np.maximum.reduceat(key, starts), np.maximum.reduceat(top, starts)
        is_met, share = key != NO_KEY, self.shares[no]
        fit = key >> FIT_AT
        return Answers(
            vendor=vendor,
            no=no,
            stop=stop,
            fit=fit,
            evidence=np.where(is_met, key & 7, 0),
            points=np.where(is_met, (share * fit + FULL // 2) // FULL, 0),
            best=np.where(is_met, (share * top + FULL) // (2 * FULL), share),
        )
