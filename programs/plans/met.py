"""Who meets which need of a plan, as columns, and the pool of candidates that comes of it."""

from functools import partial
from typing import NamedTuple

import numpy as np

from programs.plans.pool import WORD, Pool, Rows, numbered
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
    site: np.ndarray  # where, if that is asked


def pool(
    parts: list[Met], needs: int, faces: tuple[str, ...] = (WHOLE,), *, by_site: bool = False
) -> Pool:
    """
    Put together what is met in several packages, by vendor and face.

    :param needs: how many there are
    :param by_site: a candidate at two sites is two units
    """
    nothing = Met(*(np.zeros(0, np.int64),) * 6)
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
    units = _units(rows, joined.site.take(order)) if by_site else {}

    def make(row: int) -> Candidate:
        vendor = int(vendor_of[row])
        mask = int.from_bytes(words[set_of[row]].tobytes(), "little")
        offers, at = partial(rows.of, row), units.get(row, (mask,))
        key = (vendor, faces[face[row]])
        return Candidate(key, vendor, offers, mask, at, int(totals[row]))

    return Pool(
        make=make,
        rows=rows,
        row=np.arange(len(starts)),
        words=words,
        set_of=set_of,
        names=names.tolist(),
        vendor_of=np.searchsorted(names, vendor_of),
        totals=totals,
        **_at_units(set_of, len(words), units),
    )


def _units(rows: Rows, site: np.ndarray) -> dict[int, tuple[int, ...]]:
    """Return by candidate that is at several sites the needs of each, the site of the first need first."""
    candidate = np.repeat(np.arange(len(rows.bounds) - 1), np.diff(rows.bounds))
    is_same = site == site[rows.bounds[:-1]][candidate]
    found: dict[int, dict[int, int]] = {row: {} for row in np.unique(candidate[~is_same]).tolist()}
    for row, masks in found.items():
        part = slice(*rows.bounds[row : row + 2])
        for no, where in zip(rows.no[part].tolist(), site[part].tolist(), strict=True):
            masks[where] = masks.get(where, 0) | 1 << no
    return {row: tuple(masks.values()) for row, masks in found.items()}


def _at_units(set_of: np.ndarray, sets: int, units: dict) -> dict[str, np.ndarray]:
    """Return what a pool says of units: who is at several sites has none like those of a set."""
    units_of, is_at_one = set_of.copy(), np.ones(len(set_of), bool)
    _, numbers = numbered(units.values())
    units_of[list(units)] = sets + numbers
    is_at_one[list(units)] = False
    return {"units_of": units_of, "is_at_one": is_at_one}


def _sets(rows: Rows, needs: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct sets of needs as they first appear, and by candidate the number of its own."""
    count = len(rows.bounds) - 1
    words = np.zeros((count, max(-(-needs // WORD), 1)), np.uint64)
    bits = np.left_shift(1, rows.no & WORD - 1, dtype=np.int64).view(np.uint64)
    for place in range(words.shape[1] if count else 0):
        here = bits * (rows.no // WORD == place) if needs > WORD else bits
        words[:, place] = np.bitwise_or.reduceat(here, rows.bounds[:-1])
    # Of one word a plain sort, three times as fast; the first of equals is looked for below.
    order = np.lexsort(words.T) if needs > WORD else np.argsort(words[:, 0])
    starts = first_of_runs(*words[order].T)
    first = np.minimum.reduceat(order, starts) if count else order
    numbers = np.argsort(np.argsort(first))
    set_of = np.zeros(count, np.int64)
    set_of[order] = np.repeat(numbers, np.diff(starts, append=count))
    return words[np.sort(first)], set_of
