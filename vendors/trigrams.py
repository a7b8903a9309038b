"""
Names as trigrams, in bits: which of many names may be near to a text, by one pass over numbers.

A name's trigrams are those of pg_trgm; each sets one of 512 bits. Two trigrams may share a bit, so
this only narrows the choice: how near a name really is, PostgreSQL says of the few that are left.
"""

import numpy as np

WORDS = 8  # of 64 bits
BITS = 64 * WORDS
SPACE, END = ord(" "), ord("\n")
SPREAD = np.uint64(0x9E3779B97F4A7C15)


def signatures(keys: list[str]) -> np.ndarray:
    """Return a row of bits per key (``vendors_name_key``): words apart by one space."""
    flags = np.zeros((len(keys), BITS), bool)
    text = "\n".join(f"  {key.replace(' ', '   ')} " for key in keys)
    letters = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    first, second, third = (letters[start : len(letters) - 2 + start] for start in range(3))
    # Each word has two spaces before it and one behind; what reaches beyond is of no word.
    is_own = (second != END) & (third != END) & ~((second == SPACE) & (third == SPACE))
    owner = np.cumsum(letters == END)[:-2][is_own]
    codes = np.zeros(len(owner), np.uint64)
    for part in (first, second, third):
        codes = codes << np.uint64(21) | part[is_own].astype(np.uint64)
    flags[owner, (codes * SPREAD >> np.uint64(64 - 9)).astype(np.int64)] = True
    return np.packbits(flags, axis=1, bitorder="little").view(np.uint64)


def near(signs: np.ndarray, sizes: np.ndarray, key: str, *, most: int) -> np.ndarray:
    """
    Return the places of the names nearest to a key as a whole, and of those that hold it best.

    :param sizes: how many bits each name has (``count``)
    """
    asked = signatures([key])
    shared = count(signs & asked)
    either = sizes + count(asked) - shared
    alike = shared / np.maximum(either, 1)
    chosen = [_best(alike, most), _best(shared + alike, most)]
    found = np.unique(np.concatenate(chosen))
    return found[shared[found] > 0]


def count(signs: np.ndarray) -> np.ndarray:
    return np.bitwise_count(signs).sum(axis=1, dtype=np.int32)


def _best(values: np.ndarray, most: int) -> np.ndarray:
    if len(values) <= most:
        return np.arange(len(values))
    return np.argpartition(values, -most)[-most:]
