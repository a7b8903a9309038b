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
EVIDENCE = np.array([100, 60, 35, 15], np.int32)  # by levels below what is asked
LEVELS = np.arange(5)  # no line has the level 0
LATE = (5, 4, 3, 2)  # by quarters late: none, up to one, up to two, more
QUARTER = 91


def of(known: Lines, at: np.ndarray, ask: Ask, today: int) -> tuple[np.ndarray, np.ndarray]:
    """
    Return the sure fit of some lines, and by how many halves the possible one is wider.

    :param at: where the lines stand
    :param today: in days since 1970
    """
    level = known.evidence[at]
    fit = EVIDENCE[np.clip(ask.minimum - LEVELS, 0, 3)][level]
    fit *= _certificate(known, at, ask, level, today)
    widens = np.full(len(at), 2, np.int32)
    if ask.scale == NOTHING:
        fit *= 10
    else:
        factor, is_open = _scale(known, at, ask)
        fit *= factor
        widens[is_open] *= 5
    if ask.ready_by is None:
        fit *= 5
    else:
        factor, is_open = _lead_time(known, at, ask, today)
        fit *= factor
        widens[is_open] = widens[is_open] // 2 * 5
    return fit, widens


def _certificate(known: Lines, at, ask: Ask, level, today: int) -> np.ndarray:
    expires = known.expires[at]
    lapses = (expires < ask.certified_on) & (level != 1) & (level <= ask.minimum)
    found = np.full(len(at), 5, np.int32)
    found[lapses] = np.where(expires[lapses] >= today, 4, 3)
    return found


def _scale(known: Lines, at, ask: Ask) -> tuple[np.ndarray, np.ndarray]:
    asked, low, high, unit = ask.scale, known.scale_min[at], known.scale_max[at], known.units[at]
    no_low, no_high = low == NOTHING, high == NOTHING
    is_other = unit != ask.unit
    if ask.usual == ask.unit:
        is_other &= unit != 0
    is_open = is_other | (no_low & no_high)
    is_over = (asked > high) & ~no_high
    is_inside = (low <= asked) & ~is_over
    is_near = np.where(is_over, (high > 0) & (asked <= 2 * high), (asked > 0) & (low <= 2 * asked))
    factor = np.where(is_open, 2, np.where(is_inside, 10, np.where(is_near, 5, 2)))
    return factor.astype(np.int32), is_open


def _lead_time(known: Lines, at, ask: Ask, today: int) -> tuple[np.ndarray, np.ndarray]:
    weeks, slot = known.lead_times[at].astype(np.int32), known.next_slots[at]
    is_open = (weeks < 0) & (slot == NO_DAY)
    late = np.maximum(today + 7 * np.maximum(weeks, 0), slot) - ask.ready_by
    quarters = (late > 0).astype(np.int8) + (late > QUARTER) + (late > 2 * QUARTER)
    quarters[is_open] = 3
    return np.array(LATE, np.int32)[quarters], is_open
