"""
The lines of the directory held against what is asked.

A line that answers is packed into one key, so that the greatest is the best: sure fit, then possible
fit, then evidence, then the name of the site. What judges sites is asked of several needs at a time:
of so many lines that numpy's calls do not count, and so few that the columns stay in the cache.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple, Self

import numpy as np

from programs.matching import fits, stops
from programs.matching.asks import Ask
from programs.matching.fits import FULL
from programs.matching.refusals import Refusals
from programs.matching.store import Brief
from vendors import lines
from vendors.columns import first_of_runs
from vendors.lines import MARKS, OFFERED, Lines

BATCH = 60_000  # lines of the leaves, a third of which speak to a need
ON_SITE = np.uint8(7)  # the bits that judge a site, whatever its lines say
GXP = np.uint8(stops.GXP)
NO_KEY = -1
FIT_AT, WIDTH_AT, LEVEL_AT = 16, 14, 11  # the bits of a key where they begin, after the site's mark


class Answers(NamedTuple):
    """The best of each vendor on each need at the sites of one stop; parallel arrays."""

    vendor: np.ndarray  # the place in the columns
    no: np.ndarray
    stop: np.ndarray  # 0 where no gate stops them
    fit: np.ndarray  # in 25,000ths, NO_KEY where it is open
    evidence: np.ndarray  # 0 where it is open
    points: np.ndarray  # hundredths
    best: np.ndarray
    mark: np.ndarray  # of the site that answers (vendors/lines.py)

    def where(self, kept) -> Self:
        return type(self)(*(column[kept] for column in self))

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        whole, small = np.zeros(0, np.int64), np.zeros(0, np.int32)
        nothing = cls(whole, whole, np.zeros(0, np.uint8), small, small, small, small, small)
        return cls(*map(np.concatenate, zip(nothing, *parts, strict=True)))


class Reader:
    """Reads all that speaks to one brief, and remembers which sites say no, or are below the grade."""

    def __init__(self, asking: Brief, known: Lines, asked: list[Ask], shares: np.ndarray):
        self.known, self.asked = known, asked
        self.nos = np.array([ask.no for ask in asked], np.intp)
        self.is_single = len(set(self.nos.tolist())) == len(asked)  # no need has alternatives
        self.short_grades = np.array([ask.below for ask in asked], np.int64)
        self.shares = shares.astype(np.int32)
        self.today = lines.day(asking.today)
        self.may_match = known.open_for(asking.program.organisation_id)
        self.may_all = bool(self.may_match.all())
        self.stop_of_site = stops.of_sites(asking, known)
        self.graded = stops.graded(asking, known)
        self.all_graded = self.graded is not None and bool(self.graded.all())
        self.said_no: list[tuple] = []
        self.is_below = np.zeros(len(known.site_ids), bool)
        self.is_above = np.zeros(len(known.site_ids), bool)

    def read(self, *, stopped_too: bool) -> tuple[Answers, Answers]:
        """
        Return the answers at sites that no gate stops, and those at sites that one gate stops.

        :param stopped_too: read the latter; else there are none
        """
        parts = [self._answers(places, stopped_too) for places in self._batches()]
        return tuple(Answers.joined([part[place] for part in parts]) for place in (0, 1))

    def refusals(self) -> Refusals:
        nothing = np.zeros(0, np.int64)
        site, ask = zip((nothing, nothing), *self.said_no, strict=True)
        return Refusals(site=np.concatenate(site), ask=np.concatenate(ask))

    def below(self) -> np.ndarray:
        """Return the sites where every line that speaks to a need falls short of the grade."""
        return self.is_below & ~self.is_above

    def _batches(self) -> Iterator[list[int]]:
        """Yield the places of the alternatives of some needs, of enough lines together."""
        places, size = [], 0
        for _, group in groupby(enumerate(self.asked), key=lambda row: row[1].no):
            for place, ask in group:
                part = self.known.of_leaf(ask.leaf)
                places.append(place)
                size += part.stop - part.start
            if size >= BATCH:
                yield places
                places, size = [], 0
        if places:
            yield places

    def _speaking(self, ask: Ask) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return where the lines stand that speak to an alternative, what they state, key and top."""
        known, part = self.known, self.known.of_leaf(ask.leaf)
        # Places are taken by ``take`` and kept as numpy's own index type: twice as fast.
        at = part.start + np.flatnonzero((known.speaks[part] & ask.want) == ask.want)
        stated, level = known.traits.take(at), known.evidence.take(at)
        fit, width = fits.of(known, at, level, ask, self.today)
        key = (fit << FIT_AT) + (width << WIDTH_AT) + (level.astype(np.int32) << LEVEL_AT)
        np.putmask(key, (stated & ask.want) != ask.want, NO_KEY)
        return at, stated, key, fit * fits.WIDTHS.take(width)

    def _answers(self, places: list[int], stopped_too: bool) -> tuple[Answers, Answers]:
        read = [self._speaking(self.asked[place]) for place in places]
        which = np.repeat(places, [len(at) for at, *_ in read])
        at, stated, key, top = map(np.concatenate, zip(*read, strict=True))
        vendor = self.known.vendor_of_line.take(at).astype(np.intp)
        site = self.known.site_of_line.take(at).astype(np.intp)
        stop, is_offered = self._stopped(site, vendor, which, stated)
        if not self.may_all:
            is_offered &= self.may_match.take(vendor)
        counted = np.flatnonzero(is_offered & (stop == 0))
        if not self.is_single:
            counted = self._in_order(counted, which, vendor, stop)
        rows = counted
        if stopped_too:
            by_one_gate = is_offered & (stop != 0) & ((stop & (stop - 1)) == 0)
            elsewhere = self._in_order(np.flatnonzero(by_one_gate), which, vendor, stop)
            rows = np.concatenate([counted, elsewhere])
        key = key.take(rows)
        key += (key != NO_KEY) * self.known.name_marks.take(site.take(rows))
        columns = (self.nos.take(which.take(rows)), stop.take(rows), vendor.take(rows), key)
        columns = (*columns, top.take(rows))
        edge = len(counted)
        return tuple(
            self._best(*(column[part] for column in columns))
            for part in (slice(None, edge), slice(edge, None))
        )

    def _stopped(self, site, vendor, which, stated) -> tuple[np.ndarray, np.ndarray]:
        """Return the bits of the gates that stop each line, and whether it is offered."""
        stop = self.stop_of_site.take(site)
        offered = counts = (stated & OFFERED) != 0
        if self.graded is not None:
            short = offered & ((stated & self.short_grades.take(which)) != 0)
            if not self.all_graded:
                short &= self.graded.take(vendor)
            stop |= short * GXP
            counts = offered & ~short
            self.is_below[site.take(np.flatnonzero(short))] = True
            self.is_above[site.take(np.flatnonzero(counts))] = True
        says_no = np.flatnonzero(~counts & ((stop & ON_SITE) == 0))
        self.said_no.append((site.take(says_no), which.take(says_no)))
        return stop, offered

    def _in_order(self, rows, which, vendor, stop) -> np.ndarray:
        """Order by need, stop and vendor."""
        key = self.nos.take(which[rows]) << 8 | stop[rows]
        if self.is_single and len(self.shares) < 256:  # they stand by vendor already
            return rows[np.argsort(key.astype(np.uint16), kind="stable")]
        return rows[np.argsort(key << 32 | vendor[rows])]

    def _best(self, no, stop, vendor, key, top) -> Answers:
        """Take the best line of each vendor on each need."""
        starts = first_of_runs(vendor, no, stop)
        if len(starts) < len(vendor):
            no, stop, vendor = no[starts], stop[starts], vendor[starts]
            key, top = np.maximum.reduceat(key, starts), np.maximum.reduceat(top, starts)
        is_met, share = key != NO_KEY, self.shares.take(no)
        fit = key >> FIT_AT
        return Answers(
            vendor=vendor,
            no=no,
            stop=stop,
            fit=fit,
            evidence=(key >> LEVEL_AT & 7) * is_met,
            points=(share * fit + FULL // 2) // FULL * is_met,
            best=np.where(is_met, (share * top + FULL) // (2 * FULL), share),
            mark=key & MARKS - 1,
        )
