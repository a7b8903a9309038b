"""Bits of numbers in long columns: joined, counted, and found among others."""

import numpy as np

BITS_OF_BYTE = np.unpackbits(
    np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little"
).astype(np.int64)
FEW = 4  # runs of numbers: so many comparisons are faster than one look into a table


def either(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Return for each run of values, which start there, the bits of all of them."""
    return np.bitwise_or.reduceat(values, starts) if len(starts) else values[:0]


def among(column: np.ndarray, numbers) -> np.ndarray:
    """
    Return where a column holds one of these numbers, which are not negative.

    What belongs together has numbers in a row (the leaves of a group, the countries of a region),
    and whether a number is in between is quickly compared.
    """
    wanted = np.unique(np.fromiter(numbers, np.int64))
    runs = np.split(wanted, np.flatnonzero(np.diff(wanted) > 1) + 1) if len(wanted) else []
    unsigned = column.view(f"u{column.itemsize}")
    if len(runs) > FEW:
        table = np.zeros(2 ** (8 * column.itemsize), bool)
        table[wanted] = True
        return np.take(table, unsigned, mode="wrap")
    found = np.zeros(len(column), bool)
    for run in runs:
        found |= unsigned - unsigned.dtype.type(run[0]) < len(run)
    return found


def per_bit(bits: np.ndarray) -> np.ndarray:
    """Return for each bit how many of the numbers have it: the bytes are counted, not the bits."""
    columns = np.ascontiguousarray(bits).view(np.uint8).reshape(len(bits), bits.itemsize).T
    return np.concatenate([np.bincount(own, minlength=256) @ BITS_OF_BYTE for own in columns])
