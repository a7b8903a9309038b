"""
How well lines fit, in whole numbers: the scorer's tables (``matching.scoring``) for whole columns.

A fit is a number of 25,000ths: the evidence's 100ths by the scale's 10ths by the lead time's 5ths
by the certificate's 5ths. What a line leaves open widens it: the possible fit is the sure one by so
many halves.
"""

import numpy as np

from programs.matching.asks import NO_LIMIT, Asks
from vendors.lines import NO_DAY, NOTHING, Lines

FULL = 25_000
LEVELS = 5  # of evidence; no line has the level 0
BY_SHORTFALL = (100, 60, 35, 15)  # by levels below what is asked
EVIDENCE = np.array(
    [
        FULL // 100 * BY_SHORTFALL[min(max(minimum - level, 0), 3)]
        for minimum in range(LEVELS)
        for level in range(LEVELS)
    ],
    np.int32,
)
# Halves, by width: nothing open, the lead time, the scale, both. The wider one is the greater.
WIDTHS = np.array([2, 5, 10, 25], np.int32)
OPEN_LEAD_TIME, OPEN_SCALE = 1, 2
LATE = np.array([5, 4, 3, 2], np.int32)  # by quarters late: none, up to one, up to two, more
QUARTER = 91


def of(
    known: Lines, at: np.ndarray, which: np.ndarray, level: np.ndarray, asks: Asks, today: int
) -> tuple[np.ndarray, np.ndarray]:
    """
    Return the sure fit of some lines, and how wide it is: a place in ``WIDTHS``.

    :param at: where the lines stand
    :param which: the alternative that each is held against
    :param level: the evidence of each
    :param today: in days since 1970
    """
    minimum = asks.minimum[which]
    fit = EVIDENCE[minimum * LEVELS + level]
    width = np.zeros(len(at), np.int32)
    expires = known.expires[at]
    lapses = np.flatnonzero(expires < asks.certified_on[which])
    lapses = lapses[(level[lapses] != 1) & (level[lapses] <= minimum[lapses])]
    fit[lapses] = fit[lapses] // 5 * np.where(expires[lapses] >= today, 4, 3)
    scaled = np.flatnonzero(asks.scale[which] != NOTHING)
    if len(scaled):
        factor, is_open = _scale(known, at[scaled], which[scaled], asks)
        fit[scaled] = fit[scaled] // 10 * factor
        width[scaled] += OPEN_SCALE * is_open
    timed = np.flatnonzero(asks.ready_by[which] != NO_LIMIT)
    if len(timed):
        factor, is_open = _lead_time(known, at[timed], asks.ready_by[which[timed]], today)
        fit[timed] = fit[timed] // 5 * factor
        width[timed] += OPEN_LEAD_TIME * is_open
    return fit, width


def _scale(known: Lines, at, which, asks: Asks) -> tuple[np.ndarray, np.ndarray]:
    asked, low, high, unit = (
        asks.scale[which],
        known.scale_min[at],
        known.scale_max[at],
        known.units[at],
    )
    wanted = asks.unit[which]
    no_low, no_high = low == NOTHING, high == NOTHING
    is_other = (unit != wanted) & ((unit != 0) | (asks.usual[which] != wanted))
    is_open = is_other | (no_low & no_high)
    is_over = (asked > high) & ~no_high
    is_inside = (low <= asked) & ~is_over
    is_near = np.where(is_over, (high > 0) & (asked <= 2 * high), (asked > 0) & (low <= 2 * asked))
    factor = np.where(is_open, 2, np.where(is_inside, 10, np.where(is_near, 5, 2)))
    return factor.astype(np.int32), is_open


def _lead_time(known: Lines, at, ready_by, today: int) -> tuple[np.ndarray, np.ndarray]:
    weeks, slot = known.lead_times[at].astype(np.int32), known.next_slots[at]
    is_open = (weeks < 0) & (slot == NO_DAY)
    late = np.maximum(today + 7 * np.maximum(weeks, 0), slot) - ready_by
    quarters = (late > 0).astype(np.int8) + (late > QUARTER) + (late > 2 * QUARTER)
    quarters[is_open] = 3
    return LATE[quarters], is_open
