"""
Who could lead if one need weighed more or less, of a whole ranking.

Of the vendors with one fit on a need, the one with most points overtakes the others with that fit at
every weight of the need. So of each fit one is enough, and nobody of the directory is left out.
"""

import numpy as np

from programs.matching.fits import FULL
from programs.matching.places import Places
from programs.matching.reading import FIT_AT, NO_KEY
from programs.matching.robustness import Rival
from programs.matching.tally import Tally
from vendors.compiled import compiled


def of(taken: Tally, ranking: Places) -> list[list[Rival]]:
    """Return by need the best of each fit, also of none, those with most points first."""
    counted, ids = taken.counted, taken.known.vendor_ids
    is_there = np.zeros(FULL + 1, bool)
    is_there[counted.fit] = is_there[0] = True
    levels = np.flatnonzero(is_there)
    level_of = np.cumsum(is_there) - 1
    scores = np.zeros(len(ids), np.int64)
    best = np.full((len(taken.shares), len(levels)), -1)
    _raise(counted, taken.shares, level_of, scores, best)
    vendor, worst = taken.ranked.vendor[ranking.row], taken.ranked.worst[ranking.row]
    _look_for_silent(counted, vendor, worst, scores, best)
    found = [
        [
            Rival(int(ids[place]), fit, int(scores[place]))
            for place, fit in zip(own, levels.tolist(), strict=True)
            if place >= 0
        ]
        for own in best[1:].tolist()
    ]
    return [sorted(own, key=lambda rival: -rival.score) for own in found]


@compiled
def _raise(answers, shares, level_of, scores, best):
    """Add up the points of each vendor before rounding, then note the best of each need and fit."""
    vendors, nos, _, keys, _ = answers
    for row in range(len(vendors)):
        if keys[row] != NO_KEY:
            scores[vendors[row]] += shares[nos[row]] * (keys[row] >> FIT_AT)
    for row in range(len(vendors)):
        if keys[row] != NO_KEY:
            vendor, no, level = vendors[row], nos[row], level_of[keys[row] >> FIT_AT]
            if best[no, level] < 0 or scores[vendor] > scores[best[no, level]]:
                best[no, level] = vendor


@compiled
def _look_for_silent(answers, ranked, worst, scores, best):
    """Note for each need the best of those that are not sure to meet it, from the first rank on."""
    vendors, nos, _, keys, _ = answers
    is_met, row = np.zeros(len(scores), np.int32), 0  # by vendor, the last need it meets
    for no in range(1, len(best)):
        while row < len(nos) and nos[row] == no:
            if keys[row] != NO_KEY:
                is_met[vendors[row]] = no
            row += 1
        found = -1
        for place in range(len(ranked)):
            # Points are rounded need by need, so the order may be wrong by half a hundredth of each.
            if found >= 0 and worst[place] + len(best) < worst[found]:
                break
            is_better = found < 0 or scores[ranked[place]] > scores[ranked[found]]
            if is_met[ranked[place]] != no and is_better:
                found = place
        if found >= 0:
            best[no, 0] = ranked[found]
