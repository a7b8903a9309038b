"""
Which candidates together meet the needs: an exact search by branch and bound.

It branches on the open need with the fewest candidates left, and cuts where even the widest
candidates left could not close what is open. Its work is counted, not timed, so that two people
who ask the same get the same plan.
"""

from collections.abc import Callable, Iterator

import numpy as np

from programs.plans import bits
from programs.plans.bits import WORD, packed
from programs.plans.types import Candidate, Task


class OutOfWorkError(Exception):
    """The work that may be spent is spent: what was found until then is not proved."""


class Work:
    """How many looks at a candidate a search may take; one is about a tenth of a microsecond."""

    def __init__(self, limit: int):
        self.left = limit

    def spend(self, looks: int) -> None:
        self.left -= looks
        if self.left < 0:
            raise OutOfWorkError


class Cover:
    """The covers of some needs by some candidates; sets of candidates are bitmasks of places."""

    def __init__(
        self, tasks: list[Task], candidates: list[Candidate], needed: int, forced: tuple[int, ...]
    ):
        """
        :param needed: the needs that somebody meets
        :param forced: places of the candidates that must take part
        """
        self.candidates = candidates
        self.masks = [candidate.mask & needed for candidate in candidates]
        self.needed = needed
        self.double = bits.of(task.no for task in tasks if task.sources > 1) & needed
        self.weigh = bits.Weighing({task.no: task.weight for task in tasks})
        size = max(-(-needed.bit_length() // WORD), 1)
        self.words = packed(self.masks, size)
        self.weights = np.zeros(size * WORD, np.int64)
        for task in tasks:
            if needed >> task.no & 1:
                self.weights[task.no] = task.weight
        self.forced = forced
        by_need = bits.turned(self.words)
        self.by_need = {no: by_need[no] for no in bits.each(needed)}
        vendors: dict = {}
        for place, candidate in enumerate(candidates):
            vendors.setdefault(candidate.vendor, []).append(place)
        self.rivals = [bits.of(vendors[candidate.vendor]) for candidate in candidates]
        # With two sources, or two faces of a vendor, what is chosen also bars candidates, and a
        # state is more than what it covers.
        self.is_plain = not self.double and len(vendors) == len(candidates)
        self.dead: dict[int, int] = {}  # what is open: how many partners cannot close it
        self.slack = 0  # how much weight may stay uncovered
        once, twice = bits.twice(self.masks[place] for place in forced)
        self.start = (once, twice, bits.union(self.rivals[place] for place in forced))

    def smallest(self, most: int, work: Work) -> int | None:
        """
        Return the fewest partners that meet every need, None where more than ``most`` are needed.

        :raises OutOfWorkError: when the work does not suffice to decide
        """
        once, twice, banned = self.start
        for count in range(len(self.forced), most + 1):
            if self._exists(once, twice, banned, count - len(self.forced), work):
                return count
        return None

    def greedy(self, most: int, measure: Callable[[int], int] = int.bit_count) -> list[int]:
        """Take the candidate that adds most again and again: a plan at once, good or not."""
        once, twice, banned = self.start
        chosen = list(self.forced)
        while len(chosen) < most:
            open_once, open_twice = self._open(once, twice)
            gains = [
                (measure(mask & open_once) + (open_twice and measure(mask & open_twice)), -place)
                for place, mask in enumerate(self.masks)
                if not banned >> place & 1
            ]
            gain, place = max(gains, default=(0, 0))
            if not gain:
                break
            place = -place
            chosen.append(place)
            banned |= self.rivals[place]
            twice |= once & self.masks[place]
            once |= self.masks[place]
        return chosen

    def lost(self, chosen: list[int]) -> int:
        """Return the weight that a choice leaves uncovered, a missing second source included."""
        once, twice = bits.twice(self.masks[place] for place in chosen)
        return sum(map(self.weigh, self._open(once, twice)))

    def least_lost(self, most: int, work: Work) -> tuple[list[int], bool]:
        """Return the choice of at most so many partners that leaves least uncovered; is it proved?"""
        best = self.greedy(most, self.weigh)
        self.slack = self.lost(best) - 1
        try:
            while self.slack >= 0:
                found = next(self.choices(most, work), None)
                if found is None:
                    return best, True
                best, self.slack = found, self.lost(found) - 1
        except OutOfWorkError:
            return best, False
        return best, True

    def choices(self, most: int, work: Work, *, extras=False) -> Iterator[list[int]]:
        """
        Yield every choice of at most ``most`` partners that leaves no more than ``slack`` open.

        Each once. Without ``extras`` a choice ends as soon as nothing is open; with them it goes
        on to every partner that could still join.
        """
        if most < len(self.forced):
            return
        once, twice, banned = self.start
        yield from self._walk(list(self.forced), once, twice, banned, 0, 0, most, work, extras)

    def _open(self, once: int, twice: int) -> tuple[int, int]:
        return self.needed & ~once, self.double & ~twice

    def _walk(
        self, chosen, once, twice, banned, given_up, lost, most, work, extras
    ) -> Iterator[list[int]]:
        open_once, open_twice = self.needed & ~once, self.double & ~twice
        is_open = (open_once | open_twice) & ~given_up
        left = most - len(chosen)
        work.spend(4)
        if not is_open:
            yield chosen
            if extras and left:
                yield from self._extras(chosen, banned, work)
            return
        open_once, open_twice = open_once & ~given_up, open_twice & ~given_up
        if not left:
            if lost + self.weigh(open_once) + self.weigh(open_twice) <= self.slack:
                yield chosen
            return
        if not self.slack and self.dead.get(is_open, -1) >= left:
            return
        if not self._may_close(open_once, open_twice, banned, left, self.slack - lost, work):
            return
        need, options = self._rarest(is_open, banned)
        for place in self._widest_first(options, is_open):
            mask = self.masks[place]
            yield from self._walk(
                [*chosen, place],
                once | mask,
                twice | once & mask,
                banned | self.rivals[place],
                given_up,
                lost,
                most,
                work,
                extras,
            )
            banned |= 1 << place
        loss = sum(self.weigh(part & 1 << need) for part in (open_once, open_twice))
        if lost + loss <= self.slack:
            given_up |= 1 << need
            yield from self._walk(
                chosen, once, twice, banned, given_up, lost + loss, most, work, extras
            )

    def _extras(self, chosen, banned, work) -> Iterator[list[int]]:
        work.spend(len(self.masks))
        for place in range(len(self.masks)):
            if not banned >> place & 1:
                yield [*chosen, place]

    def _exists(self, once: int, twice: int, banned: int, left: int, work: Work) -> bool:
        """Say whether so many more close all that is open."""
        open_once, open_twice = self._open(once, twice)
        is_open = open_once | open_twice
        if self.is_plain:
            return self._closes(is_open, {mask & is_open for mask in self.masks}, left, work)
        if not is_open:
            return True
        if not left or not self._may_close(open_once, open_twice, banned, left, 0, work):
            return False
        _, options = self._rarest(is_open, banned)
        return any(
            self._exists(
                once | self.masks[place],
                twice | once & self.masks[place],
                banned | self.rivals[place],
                left - 1,
                work,
            )
            for place in self._widest_first(options, is_open)
        )

    def _closes(self, is_open: int, parts: set[int], left: int, work: Work) -> bool:
        """
        Say whether so many of some sets close what is open; remember what cannot be closed.

        :param parts: what each candidate could still add; equal parts fall together on the way down
        """
        if not is_open:
            return True
        if not left or self.dead.get(is_open, -1) >= left:
            return False
        work.spend(2 * len(parts))
        sizes = sorted(map(int.bit_count, parts), reverse=True)
        if sum(sizes[:left]) >= is_open.bit_count():
            if left == 1:
                return True
            need, _ = self._rarest(is_open, 0)
            for part in widest([part for part in parts if part >> need & 1], work):
                rest = is_open & ~part
                if self._closes(rest, {other & rest for other in parts}, left - 1, work):
                    return True
        self.dead[is_open] = max(left, self.dead.get(is_open, -1))
        return False

    def _may_close(self, open_once, open_twice, banned, left, slack, work) -> bool:
        """Compare what is open with what the widest candidates left could close at most."""
        work.spend(len(self.masks))
        is_open = packed([open_once | open_twice], self.words.shape[1])
        able = self.words[self._free(banned)] & is_open
        missing = open_once.bit_count() + open_twice.bit_count()
        if slack <= 0:
            return _most(np.bitwise_count(able).sum(axis=1, dtype=np.int64), left) >= missing
        bytes_of = able.view(np.uint8)
        gains = np.unpackbits(bytes_of, axis=1, bitorder="little") @ self.weights
        return self.weigh(open_once) + self.weigh(open_twice) - _most(gains, left) <= slack

    def _free(self, banned: int) -> np.ndarray:
        """Return the places of the candidates that may still be chosen."""
        size = len(self.masks)
        data = np.frombuffer(banned.to_bytes(-(-size // 8), "little"), np.uint8)
        return np.flatnonzero(np.unpackbits(data, count=size, bitorder="little") == 0)

    def _rarest(self, is_open: int, banned: int) -> tuple[int, int]:
        """Return the open need with the fewest candidates left, and those."""
        best = None
        for no in bits.each(is_open):
            options = self.by_need[no] & ~banned
            count = options.bit_count()
            if best is None or count < best[0]:
                best = (count, no, options)
                if not count:
                    break
        return best[1], best[2]

    def _widest_first(self, options: int, is_open: int) -> list[int]:
        return sorted(
            bits.each(options), key=lambda place: -(self.masks[place] & is_open).bit_count()
        )


def _most(gains: np.ndarray, count: int) -> int:
    """Return what the best of so many bring together."""
    return int(np.sort(gains)[::-1][:count].sum())


def widest(parts: list[int], work: Work) -> list[int]:
    """Return the sets that lie in no other, the largest first."""
    kept: list[int] = []
    for part in sorted(parts, key=int.bit_count, reverse=True):
        if not any(part & other == part for other in kept):
            kept.append(part)
    work.spend(len(parts) + len(kept))
    return kept
