"""
Who meets which need of a plan, as columns, and the candidates that come of it.

A large directory has tens of thousands of vendors that meet something, and a plan looks closely at
a few hundred: an offer becomes an object when somebody looks at it.
"""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import numpy as np

from programs.plans.types import Candidate, Offer
from vendors.columns import first_of_runs


class Met:
    """A row per vendor and need, by vendor and number."""

    def __init__(self, parts: list[tuple[np.ndarray, ...]], needs: int):
        """
        :param parts: (vendor's id, number of the need in the plan, sure points, possible points)
        """
        nothing = (np.zeros(0, np.int64),) * 4
        columns = [np.concatenate(column) for column in zip(nothing, *parts, strict=True)]
        order = np.lexsort((columns[1], columns[0]))
        vendor, *rest = (column[order] for column in columns)
        self.no, self.points, self.best = rest
        self.needs = needs
        self.starts = first_of_runs(vendor)
        self.vendor_ids: list[int] = vendor[self.starts].tolist()
        self.runs = list(pairwise([*self.starts.tolist(), len(vendor)]))

    def each(self) -> Iterator[tuple[int, dict[int, Offer]]]:
        """Yield every vendor with what it offers, by need."""
        for pk, run in zip(self.vendor_ids, self.runs, strict=True):
            columns = self._columns(*run)
            yield pk, {no: Offer(*offer) for no, *offer in zip(*columns, strict=True)}

    def candidates(self) -> Iterator[Candidate]:
        """Yield the vendors as the planner sees them, each as one partner at one place."""
        totals = np.add.reduceat(self.points, self.starts).tolist() if self.vendor_ids else []
        for pk, run, mask, total in zip(
            self.vendor_ids, self.runs, self._masks(), totals, strict=True
        ):
            yield Candidate((pk, ""), pk, partial(self._columns, *run), mask, (mask,), total)

    def _columns(self, begin: int, end: int) -> tuple[list[int], ...]:
        return tuple(column[begin:end].tolist() for column in (self.no, self.points, self.best))

    def _masks(self) -> Iterator[int]:
        """Yield the needs of each vendor as a set of bits."""
        table = np.zeros((len(self.vendor_ids), self.needs), bool)
        table[
            np.repeat(np.arange(len(table)), [end - begin for begin, end in self.runs]), self.no
        ] = 1
        for row in np.packbits(table, axis=1, bitorder="little"):
            yield int.from_bytes(row.tobytes(), "little")
