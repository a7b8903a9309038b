"""Vendors that offer much of what another offers, with the reason."""

from dataclasses import dataclass

import numpy as np

from vendors import index
from vendors.asked import Asked
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
    owner, leaf = known.pairs[0]
    own = np.unique(leaf[owner == place])
    if place is None or not len(own):
        return []
    offering = np.bincount(leaf, minlength=len(known.leaves))
    weight = np.where(offering > 0, np.log1p(len(known.vendor_ids) / np.maximum(offering, 1)), 0)
    is_own = np.zeros(len(known.leaves), bool)
    is_own[own] = True
    count = len(known.vendor_ids)
    shared = np.bincount(owner, weights=weight[leaf] * is_own[leaf], minlength=count)
    all_of_it = np.bincount(owner, weights=weight[leaf], minlength=count)
    likeness = shared / np.maximum(all_of_it + weight[own].sum() - shared, 1e-9)
    asked = Asked(organisation_id=reader.organisation_id)
    likeness[~Tally(known, asked).seen] = 0
    likeness[place] = 0
    best = [n for n in np.lexsort((known.ranks, -likeness))[:MOST].tolist() if likeness[n] > 0]
    vendors = Vendor.objects.seen_by(reader.organisation_id)
    found = []
    for one in vendors.in_order(known.vendor_ids[best].tolist()):
        its = leaf[owner == known.places[one.pk]]
        common = sorted(its[is_own[its]].tolist(), key=lambda number: -weight[number])
        labels = [known.leaves[number].label for number in common[:NAMED]]
        found.append(Similar(one, len(common), labels))
    return found
