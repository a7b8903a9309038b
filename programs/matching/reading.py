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
COUNTED, OTHERS, REFUSED = range(3)
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
    is_below: np.ndarray  # by site: every line that speaks to a need falls short of the grade


class Notes(NamedTuple):
    """What is written down on the way."""

    at: np.ndarray  # of the lines that speak to the alternative at hand: where they stand
    key: np.ndarray
    top: np.ndarray
    lane: np.ndarray
    lists: np.ndarray  # which of them are COUNTED, which are OTHERS, and which are REFUSED
    counted: Answers
    others: Answers
    refusals: Refusals
    sizes: np.ndarray  # how many of the three there are
    before: np.ndarray  # how many there were before the need at hand
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
    # The memory of an empty array costs nothing until it is written to.
    notes = Notes(
        at=np.empty(longest, np.int64),
        key=np.empty(longest, np.int32),
        top=np.empty(longest, np.int32),
        lane=np.empty(longest, np.int8),
        lists=np.empty((3, longest), np.int32),
        counted=Answers(*(np.empty(most, kind) for kind in ANSWERS)),
        others=Answers(*(np.empty(most, kind) for kind in ANSWERS)),
        refusals=Refusals(*np.empty((2, most), np.int32)),
        sizes=np.zeros(3, np.int64),
        before=np.zeros(3, np.int64),
        places=np.full((1 + len(stops.BITS), vendors), -1, np.int32),
        refused=np.full(sites, -1, np.int32),
        grades=np.zeros(sites, np.uint8),
    )
    _hold(Columns.of(known), asks, judged, notes)
    counted, others, refused = notes.sizes.tolist()
    return Held(
        counted=notes.counted.where(slice(counted)),
        elsewhere=notes.others.where(slice(others)),
        refusals=Refusals(*(column[:refused] for column in notes.refusals)),
        is_below=notes.grades == BELOW,
    )


@compiled
def _hold(columns, asks, judged, notes):
    for place in range(len(asks)):
        ask = asked_at(asks, place)
        if not place or asks[place - 1]["no"] != ask.no:
            for side in range(len(notes.sizes)):
                notes.before[side] = notes.sizes[side]
        spoken = _speaking(columns, ask, judged.today, notes)
        counted, others, refused = _sorted_out(columns, ask, judged, spoken, notes)
        _keep(columns, ask.no, notes, notes.counted, COUNTED, counted)
        _keep(columns, ask.no, notes, notes.others, OTHERS, others)
        _refuse(columns, place, notes, refused)
        if place + 1 == len(asks) or asks[place + 1]["no"] != ask.no:
            _leave_out_answered(columns, notes)


# Loops are fast over arrays that have a name of their own, and where no branch hangs on a line.


@compiled
def _speaking(columns, ask, today, notes):
    """Find the lines that speak to an alternative; return how many there are."""
    _, _, traits, speaks, evidence, low, high, unit, weeks, slot, expires, _, _ = columns
    at_of, key_of, top_of, _, _ = notes[:5]
    want, count = ask.want, 0
    for at in range(ask.start, ask.stop):
        at_of[count] = at
        count += speaks[at] & want == want
    for number in range(count):
        at = at_of[number]
        stated = expires[at], low[at], high[at], unit[at], weeks[at], slot[at]
        level = np.int64(evidence[at])
        fit, width = fits.of(ask, today, level, *stated)
        key = fit << FIT_AT | width << WIDTH_AT | level << LEVEL_AT
        is_met = traits[at] & want == want
        key_of[number] = (key - NO_KEY) * is_met + NO_KEY
        top_of[number] = fit * HALVES[width]
    return count


@compiled
def _sorted_out(columns, ask, judged, spoken, notes):
    """List the lines that count, those that one gate stops, and those that say no."""
    site_of_line, vendor_of_line, traits = columns[:3]
    stop_of_site, is_graded, _, last_lane = judged
    at_of, _, _, lane_of, lists = notes[:5]
    grades, below = notes.grades, ask.below
    counted = others = refused = 0
    for number in range(spoken):
        at = at_of[number]
        site, stated = site_of_line[at], traits[at]
        stop = stop_of_site[site]
        is_offered = (stated & OFFERED) != 0
        is_short = is_offered & ((stated & below) != 0) & is_graded[vendor_of_line[at]]
        grades[site] |= (ABOVE - is_short * (ABOVE - BELOW)) * is_offered
        lane = LANES[stop | GXP * is_short]
        lane_of[number] = lane
        lists[COUNTED, counted] = lists[OTHERS, others] = lists[REFUSED, refused] = number
        counted += is_offered & (lane == 0)
        others += is_offered & (lane > 0) & (lane <= last_lane)
        refused += (stop == 0) & (is_short | (not is_offered))
    return counted, others, refused


@compiled
def _keep(columns, no, notes, answers, side, count):
    """Keep the better of listed lines and what the vendor's other lines have brought to the need."""
    site_of_line, vendor_of_line, name_marks = columns[0], columns[1], columns.name_marks
    at_of, key_of, top_of, lane_of, lists = notes[:5]
    places, before, size = notes.places, notes.before[side], notes.sizes[side]
    vendors, nos, lanes, keys, tops = answers
    for row in range(count):
        number = lists[side, row]
        at, lane, top = at_of[number], lane_of[number], top_of[number]
        vendor = vendor_of_line[at]
        key = key_of[number] | name_marks[site_of_line[at]]  # NO_KEY has every bit already
        place = places[lane, vendor]
        if place < before:
            places[lane, vendor] = place = size
            vendors[place], nos[place], lanes[place] = vendor, no, lane
            keys[place], tops[place] = key, top
            size += 1
        else:
            keys[place], tops[place] = max(keys[place], key), max(tops[place], top)
    notes.sizes[side] = size


@compiled
def _refuse(columns, ask, notes, count):
    """Write down once for each site that it refuses an alternative."""
    for row in range(count):
        site = columns.site_of_line[notes.at[notes.lists[REFUSED, row]]]
        if notes.refused[site] != ask:
            notes.refused[site] = ask
            size = notes.sizes[REFUSED]
            notes.refusals.site[size], notes.refusals.ask[size] = site, ask
            notes.sizes[REFUSED] += 1


@compiled
def _leave_out_answered(columns, notes):
    """Of the refusals to the need at hand, keep those of vendors that do not answer it elsewhere."""
    kept = notes.before[REFUSED]
    site_of, ask_of = notes.refusals.site, notes.refusals.ask
    for refusal in range(kept, notes.sizes[REFUSED]):
        site = site_of[refusal]
        if notes.places[0, columns.vendor_of_site[site]] < notes.before[COUNTED]:
            site_of[kept], ask_of[kept] = site, ask_of[refusal]
            kept += 1
    notes.sizes[REFUSED] = kept
