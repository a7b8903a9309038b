"""Who meets which need of a plan, as columns, and the pool of candidates that comes of it."""

from functools import partial
from typing import NamedTuple

import numpy as np

from programs.plans.pool import WORD, Pool, Rows
from programs.plans.types import Candidate
from vendors.columns import first_of_runs

WHOLE = ""  # the face of a vendor that is one partner, whatever it does


class Met(NamedTuple):
    """A row per candidate and need: parallel arrays."""

    vendor_id: np.ndarray
    face: np.ndarray  # the place in the faces
    no: np.ndarray  # the number of the need in the plan
    points: np.ndarray  # sure
    best: np.ndarray  # possible


def pool(parts: list[Met], needs: int, faces: tuple[str, ...] = (WHOLE,)) -> Pool:
    """
    Put together what is met in several packages, by vendor and face.

    :param needs: how many there are
    """
    nothing = Met(*(np.zeros(0, np.int64),) * 5)
    joined = Met(*map(np.concatenate, zip(nothing, *parts, strict=True)))
    key = (joined.vendor_id * len(faces) + joined.face) * needs + joined.no
    order = np.argsort(key)
    candidate, no = np.divmod(key.take(order), max(needs, 1))
    points, best = joined.points.take(order), joined.best.take(order)
    starts = first_of_runs(candidate)
    rows = Rows(np.append(starts, len(no)), no, points, best)
    words, set_of = _sets(rows, needs)
    vendor_of, face = np.divmod(candidate[starts], len(faces))
    names = vendor_of[first_of_runs(vendor_of)]
    totals = np.add.reduceat(points, starts) if len(starts) else points

    def make(row: int) -> Candidate:
        vendor = int(vendor_of[row])
        mask = int.from_bytes(words[set_of[row]].tobytes(), "little")
        offers, total = partial(rows.of, row), int(totals[row])
        return Candidate((vendor, faces[face[row]]), vendor, offers, mask, (mask,), total)

    return Pool(
        make=make,
        rows=rows,
        row=np.arange(len(starts)),
        words=words,
        set_of=set_of,
        names=names.tolist(),
        vendor_of=np.searchsorted(names, vendor_of),
        totals=totals,
        units_of=set_of,
        is_at_one=np.ones(len(starts), bool),
    )


def _sets(rows: Rows, needs: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct sets of needs as they first appear, and by candidate the number of its own."""
    count = len(rows.bounds) - 1
    words = np.zeros((count, max(-(-needs // WORD), 1)), np.uint64)
    bits = np.left_shift(1, rows.no % WORD, dtype=np.int64).view(np.uint64)
    for place in range(words.shape[1] if count else 0):
        here = bits * (rows.no // WORD == place)
        words[:, place] = np.bitwise_or.reduceat(here, rows.bounds[:-1])
    order = np.lexsort(words.T)
    starts = first_of_runs(*words[order].T)
    first = np.minimum.reduceat(order, starts) if count else order
    numbers = np.argsort(np.argsort(first))
    set_of = np.zeros(count, np.int64)
    set_of[order] = np.repeat(numbers, np.diff(starts, append=count))
    return words[np.sort(first)], set_of
