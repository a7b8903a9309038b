"""
How well lines fit, in whole numbers: the scorer's tables (``matching.scoring``) for whole columns.

A fit is a number of 25,000ths: the evidence's 100ths by the scale's 10ths by the lead time's 5ths
by the certificate's 5ths. What a line leaves open widens it: the possible fit is the sure one by so
many halves.
"""

import numpy as np

from programs.matching.asks import Ask
from vendors.lines import NO_DAY, NOTHING, Lines

FULL = 25_000
LEVELS = 5  # of evidence; no line has the level 0
BY_SHORTFALL = (100, 60, 35, 15)  # by levels below what is asked
# By the level that is asked, and the level of the line: the fit of a line that lacks nothing else.
EVIDENCE = np.array(
    [
        [FULL // 100 * BY_SHORTFALL[min(max(minimum - level, 0), 3)] for level in range(LEVELS)]
        for minimum in range(LEVELS)
    ],
    np.int32,
)
# Halves, by width: nothing open, the lead time, the scale, both. The wider one is the greater.
WIDTHS = np.array([2, 5, 10, 25], np.int32)
OPEN_LEAD_TIME, OPEN_SCALE = 1, 2
LATEST = 2  # fifths: 5 in time, one less up to a quarter late, up to two, and later
QUARTER = 91


def of(
    known: Lines, at: np.ndarray, level: np.ndarray, ask: Ask, today: int
) -> tuple[np.ndarray, np.ndarray]:
    """
    Return the sure fit of some lines, and how wide it is: a place in ``WIDTHS``.

    :param at: where the lines stand
    :param level: the evidence of each
    :param today: in days since 1970
    """
    fit = EVIDENCE[ask.minimum].take(level)
    width = np.zeros(len(at), np.int32)
    expires = known.expires.take(at)
    lapses = np.flatnonzero(expires < ask.certified_on)
    lapses = lapses[(level[lapses] != 1) & (level[lapses] <= ask.minimum)]
    fit[lapses] = fit[lapses] // 5 * np.where(expires[lapses] >= today, 4, 3)
    if ask.scale != NOTHING:
        factor, is_open = _scale(known, at, ask)
        fit = fit // 10 * factor
        width += OPEN_SCALE * is_open
    if ask.ready_by is not None:
        factor, is_open = _lead_time(known, at, ask.ready_by, today)
        fit = fit // 5 * factor
        width += OPEN_LEAD_TIME * is_open
    return fit, width


def _scale(known: Lines, at: np.ndarray, ask: Ask) -> tuple[np.ndarray, np.ndarray]:
    low, high, unit = (
        column.take(at) for column in (known.scale_min, known.scale_max, known.units)
    )
    asked, no_high = ask.scale, high == NOTHING
    is_other = unit != ask.unit
    if ask.usual == ask.unit:
        is_other &= unit != 0
    is_open = is_other | ((low == NOTHING) & no_high)
    is_over = (asked > high) & ~no_high
    is_inside = (low <= asked) & ~is_over
    is_near = is_over & (high > 0) & (asked <= 2 * high)
    if asked > 0:
        is_near |= ~is_over & (low <= 2 * asked)
    inside, near = is_inside & ~is_open, is_near & ~is_open & ~is_inside
    return 2 + 8 * inside.view(np.int8) + 3 * near.view(np.int8), is_open


def _lead_time(known: Lines, at, ready_by: int, today: int) -> tuple[np.ndarray, np.ndarray]:
    weeks, slot = known.lead_times.take(at).astype(np.int32), known.next_slots.take(at)
    is_open = (weeks < 0) & (slot == NO_DAY)
    late = np.maximum(today + 7 * np.maximum(weeks, 0), slot) - ready_by
    factor = 5 - (late > 0).view(np.int8) - (late > QUARTER) - (late > 2 * QUARTER)
    np.putmask(factor, is_open, LATEST)
    return factor, is_open
