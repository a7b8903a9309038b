"""
Which vendors have which values, as bits: a row per value, a bit per vendor.

How many of some vendors have each value is then one AND and a count of bits: what all facets need
that no line narrows.
"""

from dataclasses import dataclass

import numpy as np

WORD = 8  # bytes


@dataclass(frozen=True)
class Planes:
    """Values by name, each with the vendors that have it."""

    names: list
    rows: np.ndarray

    @classmethod
    def of(cls, names, flags) -> "Planes":
        """
        Return the planes of these values.

        :param flags: for each value, in order, which vendors have it
        """
        names, rows = list(names), [packed(one) for one in flags]
        return cls(names, np.stack(rows) if rows else np.zeros((0, 0), np.uint64))

    @classmethod
    def of_bits(cls, places: dict, bits: np.ndarray) -> "Planes":
        """
        Return the planes of values that stand as bits in a number per vendor.

        :param places: the number of each value's bit
        """
        return cls.of(places, ((bits & np.uint64(1 << place)) != 0 for place in places.values()))

    def joined(self, names, members) -> "Planes":
        """
        Return the planes of values that stand for some of these each, after these.

        :param members: for each new value, in order, the numbers of those it stands for
        """
        more = [np.bitwise_or.reduce(self.rows[own], axis=0) for own in members]
        return Planes([*self.names, *names], np.stack([*self.rows, *more]) if more else self.rows)

    def counts(self, some: np.ndarray) -> dict:
        """
        Return how many of some vendors have each value.

        :param some: these vendors, as ``packed`` makes them
        """
        numbers = np.bitwise_count(self.rows & some).sum(axis=1, dtype=np.int64)
        return dict(zip(self.names, numbers.tolist(), strict=True))


def packed(flags: np.ndarray) -> np.ndarray:
    """Return a flag per vendor as bits of whole words, the last filled up with zeros."""
    found = np.zeros(-(-len(flags) // (8 * WORD)) * WORD, np.uint8)
    bits = np.packbits(flags)
    found[: len(bits)] = bits
    return found.view(np.uint64)
