"""
The same question to a solver of others: scipy's ``milp`` (HiGHS), for tests and benchmarks only.

Fewest partners first; then, with that number fixed, fewest hand-offs. One need, one source.
"""

from collections import defaultdict
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from programs.plans.types import Candidate, Task


class Answer(NamedTuple):
    """What the solver found; None where it did not prove it in time."""

    partners: int | None
    handoffs: int | None


def solve(tasks: list[Task], candidates: list[Candidate], *, seconds: float = 20) -> Answer:
    """Cover every need that somebody meets; a task's ``sources`` are taken for one."""
    model = _Model(tasks, candidates)
    partners = model.least(model.partners, seconds)
    if partners is None:
        return Answer(None, None)
    model.limit(dict.fromkeys(model.partners, 1), high=partners)
    return Answer(partners, model.least(model.arrivals, seconds))


class _Model:
    """Variables: who takes part, who does what, who works in which phase, who arrives in it."""

    def __init__(self, tasks, candidates):
        self.count = 0
        self.rows: list[tuple[dict[int, float], float, float]] = []
        self.partners = [self._variable() for _ in candidates]
        self.arrivals: list[int] = []
        chains = defaultdict(lambda: defaultdict(list))
        for task in tasks:
            able = [place for place, one in enumerate(candidates) if one.mask >> task.no & 1]
            does = {place: self._variable() for place in able}
            if able:
                self.limit(dict.fromkeys(does.values(), 1), low=1, high=1)
            for place, variable in does.items():
                self.limit({variable: 1, self.partners[place]: -1}, high=0)
            chains[task.stream if task.moves else None][task.phase].append(does)
        for stream, phases in chains.items():
            if stream is not None:
                self._chain([phases[phase] for phase in sorted(phases)])

    def _variable(self) -> int:
        self.count += 1
        return self.count - 1

    def limit(self, terms: dict[int, float], *, low=-np.inf, high=np.inf) -> None:
        self.rows.append((terms, low, high))

    def _chain(self, cells) -> None:
        before = None
        for needs in cells:
            does = defaultdict(list)
            for need in needs:
                for place, variable in need.items():
                    does[place].append(variable)
            works = {place: self._variable() for place in does}
            for place, variables in does.items():
                for variable in variables:
                    self.limit({works[place]: 1, variable: -1}, low=0)
                self.limit({works[place]: 1, **dict.fromkeys(variables, -1)}, high=0)
                if before:
                    arrives = self._variable()
                    self.arrivals.append(arrives)
                    terms = {arrives: 1, works[place]: -1}
                    if place in before:
                        terms[before[place]] = 1
                    self.limit(terms, low=0)
            before = works or None

    def least(self, variables: list[int], seconds: float) -> int | None:
        costs = np.zeros(self.count)
        costs[variables] = 1
        data, columns, starts = [], [], [0]
        for terms, _, _ in self.rows:
            columns += terms
            data += terms.values()
            starts.append(len(columns))
        matrix = csr_matrix((data, columns, starts), shape=(len(self.rows), self.count))
        found = milp(
            costs,
            integrality=np.ones(self.count),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(
                matrix, [row[1] for row in self.rows], [row[2] for row in self.rows]
            ),
            options={"time_limit": seconds},
        )
        return round(found.fun) if found.status == 0 else None
