"""
How well a line fits, in whole numbers: the scorer's tables (``matching.scoring``), compiled.

A fit is a number of 25,000ths: the evidence's 100ths by the scale's 10ths by the lead time's 5ths
by the certificate's 5ths. What a line leaves open widens it: the possible fit is the sure one by so
many halves.
"""

import numpy as np

from vendors.compiled import compiled
from vendors.lines import NO_DAY, NOTHING

FULL = 25_000
# Arrays: an index into a compiled tuple is a chain of comparisons.
BY_SHORTFALL = np.array([100, 60, 35, 15])  # by levels below what is asked
HALVES = np.array(
    [2, 5, 10, 25]
)  # nothing open, the lead time, the scale, both: the wider, the greater
OPEN_LEAD_TIME, OPEN_SCALE = 1, 2
FAR_OFF, LATEST = 2, 2  # tenths, fifths: also what is sure where nothing is stated
DECLARED = 1
QUARTER = 91  # days


@compiled
def of(ask, today, level, expires, low, high, unit, weeks, slot):
    """
    Return the sure fit of a line, and how wide it is: a place in ``HALVES``.

    What the line states comes as numbers: with the arrays they stand in it would be far slower.

    :param ask: an ``Ask``
    :param today: in days since 1970
    """
    # In sums, for the processor guesses at branches: those that depend on a line it often gets wrong.
    evidence = BY_SHORTFALL[min(max(ask.minimum - level, 0), 3)]
    lapses = (expires < ask.certified_on) & (level > DECLARED) & (level <= ask.minimum)
    certificate = 5 - lapses - (lapses & (expires < today))
    scale, lead_time, width = 10, 5, 0
    if ask.scale != NOTHING:
        is_other = (unit != ask.unit) & ((unit != 0) | (ask.usual != ask.unit))
        is_open = is_other | ((low == NOTHING) & (high == NOTHING))
        scale = _scale(ask.scale, low, high)
        scale -= is_open * (scale - FAR_OFF)
        width = OPEN_SCALE * is_open
    if ask.ready_by != NO_DAY:
        is_open = (weeks < 0) & (slot == NO_DAY)
        late = max(today + 7 * max(weeks, 0), slot) - ask.ready_by
        lead_time = 5 - (late > 0) - (late > QUARTER) - (late > 2 * QUARTER)
        lead_time -= is_open * (lead_time - LATEST)
        width += OPEN_LEAD_TIME * is_open
    return evidence * certificate * scale * lead_time, width


@compiled
def _scale(asked, low, high):
    """Return tenths; one end of the range may be open."""
    is_over = (high != NOTHING) & (asked > high)
    nearest = asked + is_over * (high - asked)
    farthest = low + is_over * (asked - low)
    is_near = (nearest > 0) & (farthest <= 2 * nearest)
    is_beside = is_over | (low > asked)
    return 10 - is_beside * (8 - 3 * is_near)
