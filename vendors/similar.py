"""Vendors that offer much of what another offers, with the reason."""

from dataclasses import dataclass

import numpy as np

from vendors import index
from vendors.asked import Asked
from vendors.columns import Index
from vendors.filters import Reader
from vendors.models import Vendor
from vendors.tally import Tally

MOST = 4
NAMED = 3


@dataclass(frozen=True)
class Similar:
    """A vendor, how many leaves it shares with the other, and some of them by name."""

    vendor: Vendor
    shared: int
    labels: list[str]


def to(vendor: Vendor, *, reader: Reader) -> list[Similar]:
    """
    Return the vendors whose offers overlap most: shared leaves against the leaves of either.

    A leaf counts the more the fewer vendors offer it, since what everybody does makes none alike.
    """
    known = index.current()
    place = known.places.get(vendor.pk)
    own = known.leaves_at(place) if place is not None else []
    if not len(own):
        return []
    weight, likeness = known.rarity, _likeness(known, own)
    likeness[~Tally(known, Asked(organisation_id=reader.organisation_id)).seen] = 0
    likeness[place] = 0
    vendors = Vendor.objects.seen_by(reader.organisation_id)
    found = []
    for one in vendors.in_order(known.vendor_ids[_best(known, likeness)].tolist()):
        its = known.leaves_at(known.places[one.pk])
        common = sorted(np.intersect1d(its, own).tolist(), key=lambda number: -weight[number])
        labels = [known.leaves[number].label for number in common[:NAMED]]
        found.append(Similar(one, len(common), labels))
    return found


def _likeness(known: Index, own: np.ndarray) -> np.ndarray:
    """Return for each vendor the weight of what it shares, against that of what either offers."""
    owners, bounds = known.offerers
    runs = [owners[bounds[leaf] : bounds[leaf + 1]] for leaf in own.tolist()]
    weights = np.repeat(known.rarity[own], [len(run) for run in runs])
    shared = np.bincount(np.concatenate(runs), weights=weights, minlength=len(known.vendor_ids))
    return shared / np.maximum(known.rarities + known.rarity[own].sum() - shared, 1e-9)


def _best(known: Index, likeness: np.ndarray) -> np.ndarray:
    """Return the places of those most alike, of equals the first by name."""
    least = np.partition(likeness, -MOST)[-MOST] if len(likeness) > MOST else 0
    near = np.flatnonzero((likeness >= least) & (likeness > 0))
    return near[np.lexsort((known.ranks[near], -likeness[near]))[:MOST]]
