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


def strongest(tally: Tally, pk: int, among, *, most: int) -> tuple[list, int]:
    """
    Return a vendor's best proven leaves, and how many more it offers.

    Best is the best level of evidence, then at how many phases there is any, then how much.
    The lines about another modality or form than asked for, or silent on it, prove nothing.

    :param among: the leaves to choose from; empty means all
    """
    known = tally.index
    run = slice(*known.bounds[known.places[pk] :][:2])
    leaf, stated, level = known.leaf_of_line[run], known.traits[run], known.levels[run]
    for axis in ("modality", "form"):
        if wanted := tally.asked.chosen.get(axis):
            level = np.where(stated & np.uint64(traits.of(wanted)), level, 0)
    is_shown = leaf >= 0
    if among:
        is_shown &= np.isin(leaf, tally.leaf_numbers(leaf.code for leaf in among))
    leaf, stated, level = leaf[is_shown], stated[is_shown, None], level[is_shown, None]
    starts = columns.first_of_runs(leaf)
    if not len(starts):
        return [], 0
    by_phase = (stated >> PHASES & np.uint64(1)).astype(np.int64) * level
    best = np.maximum.reduceat(by_phase, starts)
    order = np.lexsort((-best.sum(axis=1), (best == 0).sum(axis=1), -best.max(axis=1)))
    leaves = leaf[starts][order].tolist()
    return [known.leaves[number] for number in leaves[:most]], max(0, len(leaves) - most)
