"""Who meets which need of a plan, as columns, and the pool of candidates that comes of it."""

from functools import partial
from typing import NamedTuple

import numpy as np

from programs.plans.pool import WORD, Pool, Rows, numbered, packed
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
    vendor_id, face, no, points, best = (column[order] for column in joined)
    candidate = vendor_id * len(faces) + face
    starts = first_of_runs(candidate)
    rows = Rows(np.append(starts, len(no)), no, points, best)
    sets, set_of = _sets(rows, needs)
    vendor_of = vendor_id[starts]
    names = vendor_of[first_of_runs(vendor_of)]
    totals = np.add.reduceat(points, starts) if len(starts) else points
    keys = list(zip(vendor_of.tolist(), face[starts].tolist(), strict=True))
    make = partial(_make, rows, sets, set_of, totals, [(pk, faces[place]) for pk, place in keys])
    return Pool(
        make=make,
        rows=rows,
        row=np.arange(len(starts)),
        words=packed(sets, max(-(-needs // WORD), 1)),
        set_of=set_of,
        names=names.tolist(),
        vendor_of=np.searchsorted(names, vendor_of),
        totals=totals,
        units_of=set_of,
        is_at_one=np.ones(len(starts), bool),
    )


def _sets(rows: Rows, needs: int) -> tuple[list[int], np.ndarray]:
    """Return the distinct sets of needs, and by candidate the number of its own."""
    count = len(rows.bounds) - 1
    table = np.zeros((count, needs), bool)
    table[np.repeat(np.arange(count), np.diff(rows.bounds)), rows.no] = True
    bits = np.packbits(table, axis=1, bitorder="little")
    found, set_of = numbered(bits.view(f"V{bits.shape[1]}")[:, 0].tolist() if needs else ())
    return [int.from_bytes(row, "little") for row in found], set_of


def _make(rows: Rows, sets, set_of, totals, keys, row: int) -> Candidate:
    mask = sets[set_of[row]]
    return Candidate(
        keys[row], keys[row][0], partial(rows.of, row), mask, (mask,), int(totals[row])
    )
