"""
All candidates of a plan as columns of numbers.

A large directory has tens of thousands of vendors that meet something, and a plan looks closely at
a few hundred. What is asked of all is answered here, a column at a time; a candidate becomes an
object when somebody looks at it.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from programs.plans import bits
from programs.plans.bits import WORD, Weighing, packed, unpacked
from programs.plans.types import Candidate
from vendors.compiled import compiled


class Rows(NamedTuple):
    """What candidates offer."""

    bounds: np.ndarray  # where the rows of each candidate begin, and the end
    offers: np.ndarray  # a row per candidate and need: the need, sure and possible points

    def of(self, row: int) -> tuple[list[int], ...]:
        return tuple(self.offers[self.bounds[row] : self.bounds[row + 1]].T.tolist())


@dataclass(frozen=True, eq=False)
class Pool(Sequence):
    """
    Candidates in their order; the arrays have a place for each unless something else is said.

    The needs that one meets are a set, and equal sets are kept once: bits in words of 64.
    """

    make: Callable[[int], Candidate]  # by row
    rows: Rows
    row: np.ndarray
    words: np.ndarray  # by set
    set_of: np.ndarray  # numbered as they first appear
    names: Sequence[Hashable]  # the vendors
    vendor_of: np.ndarray  # the place in the names
    totals: np.ndarray  # the sure points of all its offers
    tops: np.ndarray  # by need: the most points of all offers
    units_of: np.ndarray  # equal where the needs are, site by site
    is_at_one: np.ndarray  # it is one unit, whatever its sites
    made: dict[int, Candidate] = field(default_factory=dict)  # by row, shared by all parts
    codes: dict[Hashable, int] = field(default_factory=dict)  # of the vendors of those made

    @classmethod
    def of(cls, candidates: "Iterable[Candidate] | Pool") -> "Pool":
        """Sort objects into columns; who meets nothing is left out."""
        if isinstance(candidates, cls):
            return candidates
        known = [one for one in candidates if one.mask]
        columns = [one.columns()[:3] for one in known]
        bounds = np.cumsum([0, *(len(column[0]) for column in columns)])
        offers = [offer for column in columns for offer in zip(*column, strict=True)]
        rows = Rows(bounds, np.array(offers, np.int64).reshape(-1, 3))
        size = -(-max((one.mask.bit_length() for one in known), default=1) // WORD)
        tops = np.zeros(size * WORD, np.int64)
        np.maximum.at(tops, rows.offers[:, 0], rows.offers[:, 1])
        sets, set_of = numbered(one.mask for one in known)
        _, units_of = numbered(one.units for one in known)
        names, vendor_of = numbered(one.vendor for one in known)
        return cls(
            make=known.__getitem__,
            rows=rows,
            row=np.arange(len(known)),
            words=packed(sets, size),
            set_of=set_of,
            names=names,
            vendor_of=vendor_of,
            totals=np.array([one.total for one in known], np.int64),
            tops=tops,
            units_of=units_of,
            is_at_one=np.array([len(one.units) == 1 for one in known], bool),
        )

    def __len__(self) -> int:
        return len(self.row)

    def __getitem__(self, place: int) -> Candidate:
        row = int(self.row[place])
        if row not in self.made:
            self.made[row] = self.make(row)
            self.codes[self.made[row].vendor] = int(self.vendor_of[place])
        return self.made[row]

    def take(self, places: np.ndarray) -> "Pool":
        """Return some of the candidates, in that order."""
        _, first, codes = np.unique(self.set_of[places], return_index=True, return_inverse=True)
        sets = np.argsort(first)
        return replace(
            self,
            row=self.row[places],
            words=self.words[self.set_of[places][first[sets]]],
            set_of=np.argsort(sets)[codes],
            vendor_of=self.vendor_of[places],
            totals=self.totals[places],
            units_of=self.units_of[places],
            is_at_one=self.is_at_one[places],
        )

    def without(self, vendors: Iterable[Hashable]) -> "Pool":
        is_out = self.is_of(vendors)
        return self.take(np.flatnonzero(~is_out)) if is_out.any() else self

    def is_of(self, vendors: Iterable[Hashable]) -> np.ndarray:
        """Say which candidates are these vendors."""
        wanted = set(vendors)
        if not wanted <= self.codes.keys():
            self.codes.update((name, code) for code, name in enumerate(self.names))
        is_named = np.zeros(len(self.names), bool)
        is_named[[self.codes[name] for name in wanted & self.codes.keys()]] = True
        return is_named[self.vendor_of]

    @property
    def vendor_count(self) -> int:
        return len(occurring(self.vendor_of, len(self.names)))

    @property
    def vendors(self) -> list[Hashable]:
        """Return every vendor once."""
        return [self.names[code] for code in occurring(self.vendor_of, len(self.names)).tolist()]

    @cached_property
    def has_faces(self) -> np.ndarray:
        """Say which candidates are one of several faces of a vendor."""
        return np.bincount(self.vendor_of, minlength=1)[self.vendor_of] > 1

    @cached_property
    def widths(self) -> np.ndarray:
        """Return how many needs each meets."""
        return np.bitwise_count(self.words).sum(axis=1, dtype=np.int64)[self.set_of]

    def met(self, which=slice(None)) -> int:
        """Return the needs that some meet, all where not said."""
        sets = self.words[occurring(self.set_of[which], len(self.words))]
        return next(iter(unpacked(np.bitwise_or.reduce(sets, axis=0)[None])))

    def meets_any(self, mask: int) -> np.ndarray:
        return self._sets((self.words & self._packed(mask)) != 0, np.any)

    def meets_all(self, mask: int) -> np.ndarray:
        wanted = self._packed(mask)
        if mask >> WORD * self.words.shape[1]:
            return np.zeros(len(self), bool)
        return self._sets((self.words & wanted) == wanted, np.all)

    def meets_just(self, part: int, mask: int) -> np.ndarray:
        """Say who meets, of some needs, these and no others."""
        return self._sets((self.words & self._packed(mask)) == self._packed(part), np.all)

    def heaviest(self, mask: int, which: np.ndarray, weigh: Weighing) -> int:
        """Return what weighs most of all that some candidates meet of these needs."""
        sets = self.words[occurring(self.set_of[which], len(self.words))] & self._packed(mask)
        weights = weigh.all(sets)
        return max(unpacked(sets[weights == weights.max(initial=0)]), default=0)

    def most(self, mask: int) -> int:
        """Return the points of some needs if for each the best of all offers were taken."""
        return int(self.tops[list(bits.each(mask))].sum())

    def gains(self, which: np.ndarray, held: dict[int, int]) -> np.ndarray:
        """
        Return by how many points some candidates are better than what is held.

        :param which: their places
        :param held: the points by need; of other needs nothing counts
        """
        size = max(self.words.shape[1] * WORD, max(held, default=0) + 1)
        least = np.full(size, np.iinfo(np.int64).max)
        least[list(held)] = list(held.values())
        return _gains(self.row[which], *self.rows, least)

    def _packed(self, mask: int) -> np.ndarray:
        size = self.words.shape[1]
        return packed([mask & (1 << WORD * size) - 1], size)[0]

    def _sets(self, is_so: np.ndarray, every: Callable) -> np.ndarray:
        return every(is_so, axis=1)[self.set_of]


@compiled
def _gains(rows, bounds, offers, least):
    found = np.zeros(len(rows), np.int64)
    for number in range(len(rows)):
        row = rows[number]
        for place in range(bounds[row], bounds[row + 1]):
            found[number] += max(offers[place, 1] - least[offers[place, 0]], 0)
    return found


def numbered(keys: Iterable[Hashable]) -> tuple[list, np.ndarray]:
    """Return the distinct keys as they first appear, and the number of each."""
    codes: dict[Hashable, int] = {}
    numbers = [codes.setdefault(key, len(codes)) for key in keys]
    return list(codes), np.array(numbers, np.int64)


def occurring(codes: np.ndarray, count: int) -> np.ndarray:
    """Return which of so many numbers occur; ``np.unique`` hashes them, which takes far longer."""
    is_there = np.zeros(count, bool)
    is_there[codes] = True
    return np.flatnonzero(is_there)
