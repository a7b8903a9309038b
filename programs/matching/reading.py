"""
The lines of the directory held against what is asked.

A line that answers is packed into one key, so that the greatest is the best: sure fit, then possible
fit, then evidence, then the name of the site.
"""

from typing import NamedTuple, Self

import numpy as np

from programs.matching import fits, stops
from programs.matching.asks import asked_at
from programs.matching.fits import HALVES
from vendors.compiled import compiled
from vendors.lines import MARKS, OFFERED, Lines

GXP = stops.GXP
# By the bits of the gates that stop a site: a lane where there is none, and one for each gate alone.
LANES = np.full(2 * stops.HIDDEN, -1, np.int8)
LANES[[0, *stops.BITS.values()]] = range(1 + len(stops.BITS))
BELOW, ABOVE = 1, 2
NO_KEY = -1
FIT_AT, WIDTH_AT, LEVEL_AT = 16, 14, 11  # the bits of a key where they begin, after the site's mark
ANSWERS = (np.int32, np.int16, np.int8, np.int32, np.int32)  # the kinds of its columns


class Columns(NamedTuple):
    """What is read of the directory (vendors/lines.py)."""

    site_of_line: np.ndarray
    vendor_of_line: np.ndarray
    traits: np.ndarray
    speaks: np.ndarray
    evidence: np.ndarray
    scale_min: np.ndarray
    scale_max: np.ndarray
    units: np.ndarray
    lead_times: np.ndarray
    next_slots: np.ndarray
    expires: np.ndarray
    vendor_of_site: np.ndarray
    name_marks: np.ndarray

    @classmethod
    def of(cls, known: Lines) -> Self:
        return cls(*(getattr(known, name) for name in cls._fields))


class Judged(NamedTuple):
    """What bears on sites and vendors, whatever their lines say."""

    stop_of_site: np.ndarray
    is_graded: np.ndarray  # by vendor: its lines are held against the grade
    today: int
    last_lane: int  # 0 to leave out what is at sites that a gate stops


class Answers(NamedTuple):
    """The best of each vendor on each need at the sites of one stop; parallel arrays."""

    vendor: np.ndarray  # the place in the columns
    no: np.ndarray
    lane: np.ndarray  # 0 where no gate stops them, else the gate's
    key: np.ndarray  # NO_KEY where it is open
    top: np.ndarray  # the possible fit, in 50,000ths

    def where(self, kept) -> Self:
        return type(self)(*(column[kept] for column in self))

    @property
    def is_met(self) -> np.ndarray:
        return self.key != NO_KEY

    @property
    def fit(self) -> np.ndarray:
        """Return the sure fits, in 25,000ths; of those that are met."""
        return self.key >> FIT_AT

    @property
    def evidence(self) -> np.ndarray:
        return self.key >> LEVEL_AT & 7

    @property
    def mark(self) -> np.ndarray:
        """Return the name marks of the sites that answer (vendors/lines.py)."""
        return self.key & MARKS - 1


class Refusals(NamedTuple):
    """
    The lines that say no, or are below the grade, at sites that no other gate stops.

    One for each site and alternative, in the order of the needs, of vendors that do not answer it.
    """

    site: np.ndarray
    ask: np.ndarray  # the place of the alternative


class Held(NamedTuple):
    """What the lines say to all that is asked."""

    counted: Answers  # at sites that no gate stops
    elsewhere: Answers  # at sites that one gate stops
    refusals: Refusals
    answers: np.ndarray  # by vendor: some of the counted are its own
    is_below: np.ndarray  # by site: every line that speaks to a need falls short of the grade


class Notes(NamedTuple):
    """What is written down on the way; memory that is not written to costs nothing."""

    at: np.ndarray  # where the lines stand that speak to the alternative at hand
    counted: Answers
    others: Answers
    refusals: Refusals
    places: np.ndarray  # by lane and vendor, the place of its last answer
    refused: np.ndarray  # by site, the last alternative it refused
    grades: np.ndarray  # by site: a line is BELOW the grade, another is ABOVE


def read(known: Lines, asks: np.ndarray, judged: Judged) -> Held:
    """
    Hold all lines against all that is asked.

    :param asks: rows of ``asks.ROW``, in the order of the needs
    """
    lengths = asks["stop"] - asks["start"]
    most, longest = int(lengths.sum()), int(lengths.max(initial=0))
    sites, vendors = len(judged.stop_of_site), len(judged.is_graded)
    notes = Notes(
        at=np.empty(longest, np.int64),
        counted=Answers(*(np.empty(most, kind) for kind in ANSWERS)),
        others=Answers(*(np.empty(most, kind) for kind in ANSWERS)),
        refusals=Refusals(*np.empty((2, most), np.int32)),
        places=np.full((1 + judged.last_lane, vendors), -1, np.int32),
        refused=np.full(sites, -1, np.int32),
        grades=np.zeros(sites, np.uint8),
    )
    counted, others, refused = _hold(Columns.of(known), asks, judged, notes)
    return Held(
        counted=notes.counted.where(slice(counted)),
        elsewhere=notes.others.where(slice(others)),
        refusals=Refusals(*(column[:refused] for column in notes.refusals)),
        answers=notes.places[0] >= 0,
        is_below=notes.grades == BELOW,
    )


@compiled
def _hold(columns, asks, judged, notes):
    """Return how many are counted, how many are others, and how many refuse."""
    nothing = np.int64(0)  # a plain 0 is a type of its own, for which all would be compiled anew
    before = sizes = (nothing, nothing, nothing)
    for place in range(len(asks)):
        ask = asked_at(asks, place)
        sizes = _note(columns, ask, place, judged, notes, sizes)
        if place + 1 == len(asks) or asks[place + 1]["no"] != ask.no:
            counted = _merge(notes.counted, ask.no, before[0], sizes[0], notes.places)
            others = _merge(notes.others, ask.no, before[1], sizes[1], notes.places)
            refused = _settle(columns, notes, before[2], sizes[2], before[0])
            before = sizes = (counted, others, refused)
    return sizes


@compiled
def _note(columns, ask, place, judged, notes, sizes):
    """
    Write down what each line says that speaks to an alternative; return the sizes then.

    No branch hangs on a line, for the processor guesses at branches: what does not count is written
    over by the next. Arrays have names of their own, or they would be looked up for each line.
    """
    site_of, vendor_of, traits, speaks, evidence = columns[:5]
    (low, high, unit, weeks, slot, expires), marks = columns[5:11], columns.name_marks
    stop_of_site, is_graded, today, last_lane = judged
    counted_vendors, _, counted_lanes, counted_keys, counted_tops = notes.counted
    vendors, _, lanes, keys, tops = notes.others
    at_of, grades, want, below = notes.at, notes.grades, ask.want, ask.below
    (refusing, refused_asks), (counted, others, refused), spoken = notes.refusals, sizes, 0
    for at in range(ask.start, ask.stop):
        at_of[spoken] = at
        spoken += speaks[at] & want == want
    for number in range(spoken):
        at = at_of[number]
        site, said, level = site_of[at], traits[at], np.int64(evidence[at])
        fit, width = fits.of(
            ask, today, level, expires[at], low[at], high[at], unit[at], weeks[at], slot[at]
        )
        key, top = fit << FIT_AT | width << WIDTH_AT | level << LEVEL_AT, fit * HALVES[width]
        key = ((key | marks[site]) - NO_KEY) * (said & want == want) + NO_KEY
        stop, is_offered = stop_of_site[site], said & OFFERED != 0
        is_short = is_offered & (said & below != 0) & is_graded[vendor_of[at]]
        grades[site] |= (ABOVE - is_short * (ABOVE - BELOW)) * is_offered
        lane = LANES[stop | GXP * is_short]
        counted_vendors[counted] = vendors[others] = vendor_of[at]
        counted_keys[counted] = keys[others] = key
        counted_tops[counted] = tops[others] = top
        counted_lanes[counted], lanes[others] = 0, lane
        refusing[refused], refused_asks[refused] = site, place
        counted += is_offered & (lane == 0)
        others += is_offered & (lane > 0) & (lane <= last_lane)
        refused += (stop == 0) & (is_short | (not is_offered))
    return counted, others, refused


@compiled
def _merge(answers, no, begin, end, places):
    """Leave the best of each vendor in each lane to the need at hand; return how many there are then."""
    vendors, nos, lanes, keys, tops = answers
    size = begin
    for row in range(begin, end):
        vendor, lane, key, top = vendors[row], lanes[row], keys[row], tops[row]
        place = places[lane, vendor]
        if place < begin:
            places[lane, vendor] = size
            vendors[size], nos[size], lanes[size] = vendor, no, lane
            keys[size], tops[size] = key, top
            size += 1
        else:
            keys[place], tops[place] = max(keys[place], key), max(tops[place], top)
    return size


@compiled
def _settle(columns, notes, begin, end, first_answer):
    """Leave what each site refuses once, of vendors that do not answer the need elsewhere."""
    sites, asks = notes.refusals
    size = begin
    for row in range(begin, end):
        site, ask = sites[row], asks[row]
        is_new = notes.refused[site] != ask
        notes.refused[site] = ask
        if is_new and notes.places[0, columns.vendor_of_site[site]] < first_answer:
            sites[size], asks[size] = site, ask
            size += 1
    return size
