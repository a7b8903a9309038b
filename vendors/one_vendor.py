"""What the index says of one vendor of a result: its numbers, and its best proven leaves."""

from dataclasses import dataclass

import numpy as np

from vendors import columns, traits
from vendors.tally import Tally

PHASES = np.arange(8, dtype=np.uint64)  # where they stand among the bits


@dataclass(frozen=True)
class Own:
    """What an export says of a vendor: its sites, how many leaves it offers, its best evidence."""

    sites: int
    countries: list[str]
    leaves: int
    best: int


def own(tally: Tally, pk: int) -> Own:
    """Return the numbers of one vendor."""
    known = tally.index
    place = known.places[pk]
    ends = np.array([place, place + 1], np.int32)
    sites = slice(*np.searchsorted(known.vendor_of_site, ends))
    codes = [columns.COUNTRIES[n] for n in known.country_of_site[sites].tolist() if n >= 0]
    return Own(
        sites=sites.stop - sites.start,
        countries=list(dict.fromkeys(codes)),
        leaves=len(known.leaves_at(place)),
        best=int(tally.proofs[0][place]),
    )


def strongest(tally: Tally, pks: list[int], among, *, most: int) -> dict[int, tuple[list, int]]:
    """
    Return by vendor its best proven leaves, and how many more it offers.

    Best is the best level of evidence, then at how many phases there is any, then how much.
    The lines about another modality or form than asked for, or silent on it, prove nothing.

    :param among: the leaves to choose from; empty means all
    """
    known = tally.index
    lines, owner = _lines_of(known, [known.places[pk] for pk in pks])
    leaf, stated, level = known.leaf_of_line[lines], known.traits[lines], known.levels[lines]
    for axis in ("modality", "form"):
        if wanted := tally.asked.chosen.get(axis):
            level = np.where(stated & np.uint64(traits.of(wanted)), level, 0)
    is_shown = leaf >= 0
    if among:
        is_shown &= np.isin(leaf, tally.leaf_numbers(leaf.code for leaf in among))
    leaf, owner = leaf[is_shown], owner[is_shown]
    starts = columns.first_of_runs(owner, leaf)
    if not len(starts):
        return {pk: ([], 0) for pk in pks}
    at_phase = stated[is_shown, None] >> PHASES & np.uint64(1)
    best = np.maximum.reduceat(at_phase.astype(np.int64) * level[is_shown, None], starts)
    leaf, owner = leaf[starts], owner[starts]
    order = np.lexsort((-best.sum(axis=1), (best == 0).sum(axis=1), -best.max(axis=1), owner))
    bounds = np.searchsorted(owner, np.arange(len(pks) + 1)).tolist()
    ranked = leaf[order].tolist()
    return {
        pk: ([known.leaves[n] for n in ranked[first:end][:most]], max(0, end - first - most))
        for pk, first, end in zip(pks, bounds[:-1], bounds[1:], strict=True)
    }


def _lines_of(known, places: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the lines of the vendors at these places, and whose each is: a number in this list."""
    runs = [np.arange(*known.bounds[place : place + 2]) for place in places]
    owner = np.repeat(np.arange(len(runs)), [len(run) for run in runs])
    return np.concatenate([*runs, np.zeros(0, np.int64)]), owner
