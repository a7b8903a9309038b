"""Who meets which need of a plan, as columns, and the pool of candidates that comes of it."""

from functools import partial
from typing import NamedTuple

import numpy as np

from programs.plans.bits import WORD
from programs.plans.pool import Pool, Rows, numbered
from programs.plans.types import Candidate
from vendors.columns import first_of_runs
from vendors.compiled import compiled

WHOLE = ""  # the face of a vendor that is one partner, whatever it does


class Met(NamedTuple):
    """A row per candidate and need: parallel arrays."""

    vendor: np.ndarray  # its place among all
    face: np.ndarray  # the place in the faces
    no: np.ndarray  # the number of the need in the plan
    points: np.ndarray  # sure
    best: np.ndarray  # possible
    site: np.ndarray  # where, if that is asked


# Of the kinds that one package has, for the loops are compiled anew for others.
NOTHING = Met(*(np.zeros(0, kind) for kind in "iqiqqq"))


def pool(
    parts: list[Met],
    ids: np.ndarray,
    needs: int,
    faces: tuple[str, ...] = (WHOLE,),
    *,
    by_site: bool = False,
) -> Pool:
    """
    Put together what is met in several packages, by vendor and face.

    :param ids: of all vendors, by their places
    :param needs: how many there are
    :param by_site: a candidate at two sites is two units
    """
    joined = _joined(parts)
    codes = joined.vendor.astype(np.int64)
    if len(faces) > 1:
        codes = codes * len(faces) + joined.face
    counts = np.bincount(codes)
    held = np.flatnonzero(counts)
    candidates = np.zeros(len(counts), np.int64)
    candidates[held] = np.arange(len(held))
    bounds = np.append(0, np.cumsum(counts[held]))
    rows = Rows(bounds, np.empty((len(codes), 3), np.int64))
    _arrange(codes, candidates, bounds[:-1].copy(), *joined[2:5], rows.offers)
    masks, totals, tops = _summed(rows, max(-(-needs // WORD), 1))
    words, set_of = _sets(masks)
    vendor_of, face = np.divmod(held, len(faces))
    firsts = first_of_runs(vendor_of)
    units = _units(rows, joined.site[np.argsort(codes, kind="stable")]) if by_site else {}

    def make(row: int) -> Candidate:
        vendor = int(ids[vendor_of[row]])
        mask = int.from_bytes(words[set_of[row]].tobytes(), "little")
        offers, at = partial(rows.of, row), units.get(row, (mask,))
        key = (vendor, faces[face[row]])
        return Candidate(key, vendor, offers, mask, at, int(totals[row]))

    return Pool(
        make=make,
        rows=rows,
        row=np.arange(len(held)),
        words=words,
        set_of=set_of,
        names=ids[vendor_of[firsts]].tolist(),
        vendor_of=np.repeat(np.arange(len(firsts)), np.diff(firsts, append=len(held))),
        totals=totals,
        tops=tops,
        **_at_units(set_of, len(words), units),
    )


def _joined(parts: list[Met]) -> Met:
    if len(parts) == 1:  # to copy it would take as long as what follows
        return parts[0]
    return Met(*map(np.concatenate, zip(NOTHING, *parts, strict=True)))


@compiled
def _arrange(codes, candidates, ends, nos, points, best, offers):
    """Write down the rows by candidate."""
    for row in range(len(codes)):
        candidate = candidates[codes[row]]
        place = ends[candidate]
        ends[candidate] += 1
        offers[place, 0], offers[place, 1], offers[place, 2] = nos[row], points[row], best[row]


def _summed(rows: Rows, size: int) -> tuple[np.ndarray, ...]:
    """Return the needs and the sure points by candidate, and by need the most that any has."""
    count = len(rows.bounds) - 1
    masks = np.zeros((count, size), np.uint64)
    totals, tops = np.zeros(count, np.int64), np.zeros(size * WORD, np.int64)
    _sum_up(*rows, masks, totals, tops)
    return masks, totals, tops


@compiled
def _sum_up(bounds, offers, masks, totals, tops):
    for candidate in range(len(totals)):
        for place in range(bounds[candidate], bounds[candidate + 1]):
            no, points = offers[place, 0], offers[place, 1]
            masks[candidate, no // WORD] |= np.uint64(1) << np.uint64(no % WORD)
            totals[candidate] += points
            tops[no] = max(tops[no], points)


def _units(rows: Rows, site: np.ndarray) -> dict[int, tuple[int, ...]]:
    """
    Return by candidate that is at several sites the needs of each, the site of the first need first.

    :param site: where, by row
    """
    candidate = np.repeat(np.arange(len(rows.bounds) - 1), np.diff(rows.bounds))
    no = rows.offers[:, 0]
    is_same = site == site[rows.bounds[:-1]][candidate]
    found: dict[int, dict[int, int]] = {row: {} for row in np.unique(candidate[~is_same]).tolist()}
    for row, masks in found.items():
        part = slice(*rows.bounds[row : row + 2])
        for need, where in zip(no[part].tolist(), site[part].tolist(), strict=True):
            masks[where] = masks.get(where, 0) | 1 << need
    return {row: tuple(masks.values()) for row, masks in found.items()}


def _at_units(set_of: np.ndarray, sets: int, units: dict) -> dict[str, np.ndarray]:
    """Return what a pool says of units: who is at several sites has none like those of a set."""
    units_of, is_at_one = set_of.copy(), np.ones(len(set_of), bool)
    _, numbers = numbered(units.values())
    units_of[list(units)] = sets + numbers
    is_at_one[list(units)] = False
    return {"units_of": units_of, "is_at_one": is_at_one}


def _sets(masks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct sets of needs as they first appear, and by candidate the number of its own."""
    firsts, set_of = np.zeros((2, len(masks)), np.int64)
    places = np.full(2 * len(masks) + 1, -1, np.int64)  # odd, so that every need counts in the rest
    count = _number(masks, places, firsts, set_of)
    return masks[firsts[:count]], set_of


@compiled
def _number(masks, places, firsts, set_of):
    """Number rows by a table of places, which are tried one after the other; return how many differ."""
    count, size = 0, np.uint64(len(places))
    for row in range(len(masks)):
        place = 0
        for word in range(masks.shape[1]):
            place = (place * 31 + np.int64(masks[row, word] % size)) % len(places)
        while places[place] >= 0 and not _is_same(masks, firsts[places[place]], row):
            place = (place + 1) % len(places)
        if places[place] < 0:
            places[place] = count
            firsts[count] = row
            count += 1
        set_of[row] = places[place]
    return count


@compiled
def _is_same(masks, one, other):
    for word in range(masks.shape[1]):  # noqa: SIM110  numba does not know all()
        if masks[one, word] != masks[other, word]:
            return False
    return True
