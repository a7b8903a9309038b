"""Sets of needs as bitmasks."""

from collections.abc import Iterable, Iterator


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
