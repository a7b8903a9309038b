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
    def of(cls, names, flags: np.ndarray) -> "Planes":
        """
        Return the planes of these values.

        :param flags: a row per value: which vendors have it
        """
        return cls(list(names), packed(flags))

    @classmethod
    def of_bits(cls, places: dict, bits: np.ndarray) -> "Planes":
        """
        Return the planes of values that stand as bits in a number per vendor.

        :param places: the number of each value's bit
        """
        return cls.of(places, np.stack([bits & np.uint64(1 << n) != 0 for n in places.values()]))

    def joined(self, names, members) -> "Planes":
        """
        Return the same with further values, each of which stands for some of these.

        :param members: for each further value, in order, where those stand
        """
        more = [np.bitwise_or.reduce(self.rows[own], axis=0, keepdims=True) for own in members]
        return Planes([*self.names, *names], np.concatenate([self.rows, *more]))

    def counts(self, some: np.ndarray | None = None) -> dict:
        """
        Return how many vendors have each value.

        :param some: of these alone, as ``packed`` makes them
        """
        rows = self.rows if some is None else self.rows & some
        numbers = np.bitwise_count(rows).sum(axis=1, dtype=np.int64)
        return dict(zip(self.names, numbers.tolist(), strict=True))


def packed(flags: np.ndarray) -> np.ndarray:
    """Return flags as bits of whole words, the last filled up with zeros."""
    bits = np.packbits(flags, axis=-1)
    words = -(-bits.shape[-1] // WORD)
    found = np.zeros((*bits.shape[:-1], words * WORD), np.uint8)
    found[..., : bits.shape[-1]] = bits
    return found.view(np.uint64)
