"""Sets of needs as bitmasks."""

from collections.abc import Iterable, Iterator

import numpy as np

WORD = 64  # members in one number of a row


def of(numbers: Iterable[int]) -> int:
    mask = 0
    for number in numbers:
        mask |= 1 << number
    return mask


def union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def twice(masks: Iterable[int]) -> tuple[int, int]:
    """Return what the sets hold together, and what two of them hold."""
    once = more = 0
    for mask in masks:
        more |= once & mask
        once |= mask
    return once, more


def each(mask: int) -> Iterator[int]:
    """Yield the numbers of a set, the lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def packed(masks: list[int], size: int) -> np.ndarray:
    """Return sets as rows of words."""
    data = b"".join(mask.to_bytes(8 * size, "little") for mask in masks)
    return np.frombuffer(data, "<u8").reshape(-1, size)


def unpacked(words: np.ndarray) -> set[int]:
    """Return the distinct sets of rows of words."""
    rows = np.ascontiguousarray(words).view(f"V{8 * words.shape[1]}")[:, 0]
    return {int.from_bytes(row, "little") for row in set(rows.tolist())}


def turned(words: np.ndarray) -> list[int]:
    """Return by member the places of the sets that hold it, of sets as rows of words."""
    flags = np.unpackbits(words.view(np.uint8), axis=1, bitorder="little").T
    return [int.from_bytes(row, "little") for row in np.packbits(flags, axis=1, bitorder="little")]


class Weighing:
    """Weigh sets by their members: one count of bits per binary digit of the weights."""

    def __init__(self, weights: dict[int, int]):
        self.planes = []
        for digit in range(max(weights.values(), default=0).bit_length()):
            plane = of(no for no, weight in weights.items() if weight >> digit & 1)
            if plane:
                self.planes.append((1 << digit, plane))

    def __call__(self, mask: int) -> int:
        return sum(value * (mask & plane).bit_count() for value, plane in self.planes)

    def all(self, words: np.ndarray) -> np.ndarray:
        """Weigh sets that are rows of words."""
        size, found = words.shape[1], np.zeros(len(words), np.int64)
        for value, plane in self.planes:
            own = plane & (1 << WORD * size) - 1  # of members beyond, none is in these sets
            held = np.bitwise_count(words & packed([own], size))
            found += value * held.sum(axis=1, dtype=np.int64)
        return found
