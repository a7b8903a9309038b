"""
Hand-offs: who takes over along a workstream.

A workstream runs through the phases in which the plan has work of it. A hand-off is a partner (or
a site, where that is asked) that works on it in one phase and did not in the phase before. Where a
phase of it is covered by nobody the run breaks, without a hand-off: whoever does that phase is not
in the plan. Needs of one phase may lie with several partners; that alone is no hand-off.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from programs.plans import bits
from programs.plans.types import Candidate, HandOff, Staffing, Task

STATES = 96  # how many teams of one phase are followed; beyond, the best are, and it is said
HAND_OFF = 1 << 62  # one hand-off outweighs all points


@dataclass(frozen=True, slots=True)
class Cell:
    """The work of one workstream in one phase."""

    phase: int
    nos: tuple[int, ...]
    mask: int


@dataclass(frozen=True)
class Stream:
    name: str
    moves: bool
    cells: tuple[Cell, ...]
    mask: int


def streams(tasks: list[Task]) -> list[Stream]:
    """Sort tasks into workstreams, and each into its phases."""
    held: dict[str, dict[int, list[Task]]] = defaultdict(lambda: defaultdict(list))
    for task in tasks:
        held[task.stream][task.phase].append(task)
    found = []
    for name, phases in held.items():
        cells = []
        for phase in sorted(phases):
            nos = tuple(task.no for task in phases[phase])
            cells.append(Cell(phase, nos, bits.of(nos)))
        mask = bits.of(no for cell in cells for no in cell.nos)
        moves = any(task.moves for of_phase in phases.values() for task in of_phase)
        found.append(Stream(name, moves, tuple(cells), mask))
    return found


class _Option(NamedTuple):
    """One way to staff a need: the units that work on it, the partners, and the points."""

    units: int
    partners: tuple[int, ...]
    points: int


class Team:
    """Some partners, and how they best share the work."""

    def __init__(self, tasks: dict[int, Task], partners: list[Candidate], covered: int):
        self.tasks = tasks
        self.partners = partners
        self.covered = covered
        self.is_exact = True
        self.offset = []  # where the units of each partner start
        count = 0
        for partner in partners:
            self.offset.append(count)
            count += len(partner.units)

    def options(self, no: int, forced: int | None = None) -> list[_Option]:
        able = [
            (place, self._unit(place, no), partner.offers[no].points)
            for place, partner in enumerate(self.partners)
            if partner.mask >> no & 1
        ]
        if self.tasks[no].sources > 1 and len(able) > 1:
            found = [
                _Option(1 << one[1] | 1 << two[1], (one[0], two[0]), one[2] + two[2])
                for one, two in combinations(able, 2)
            ]
        else:
            found = [_Option(1 << unit, (place,), 2 * points) for place, unit, points in able]
        return [one for one in found if forced is None or forced in one.partners]

    def _unit(self, place: int, no: int) -> int:
        units = self.partners[place].units
        if len(units) == 1:
            return self.offset[place]
        return self.offset[place] + next(at for at, unit in enumerate(units) if unit >> no & 1)

    def staff(self, stream: Stream, forced: dict[int, int] | None = None) -> tuple[int, dict]:
        """
        Share one workstream: fewest hand-offs, then most points.

        :param forced: by need a partner that must work on it
        :return: the cost (HAND_OFF for each hand-off, less the points), and by need its partners
        """
        states: dict[int, tuple[int, tuple]] = {}  # the team of the last phase: cost, and the way
        is_running = False
        for cell in stream.cells:
            teams = self._teams(cell, forced or {})
            if not teams:  # nobody here: the run breaks
                if is_running:
                    cost, way = min(states.values(), key=lambda state: state[0])
                    states, is_running = {0: (cost, way)}, False
                continue
            states = self._step(stream, states, teams, is_running)
            is_running = True
        cost, way = min(states.values(), key=lambda state: state[0], default=(0, None))
        work: dict[int, tuple[int, ...]] = {}
        while way:
            chosen, way = way
            work.update(chosen)
        return cost, work

    def _teams(self, cell: Cell, forced: dict[int, int]) -> dict[int, tuple[int, tuple]]:
        """Return the teams that can share a cell, each with its points and who does what."""
        teams: dict[int, tuple[int, tuple]] = {0: (0, ())}
        has_work = False
        for no in cell.nos:
            if not self.covered >> no & 1:
                continue
            has_work = True
            options = self.options(no, forced.get(no))
            grown: dict[int, tuple[int, tuple]] = {}
            for units, (points, work) in teams.items():
                for option in options:
                    team, total = units | option.units, points + option.points
                    known = grown.get(team)
                    if known is None or known[0] < total:
                        grown[team] = (total, (*work, (no, option.partners)))
            teams = self._best(grown)
        return teams if has_work else {}

    def _best(self, teams: dict) -> dict:
        if len(teams) <= STATES:
            return teams
        self.is_exact = False
        order = sorted(teams, key=lambda team: (team.bit_count(), -teams[team][0], team))
        return {team: teams[team] for team in order[:STATES]}

    def _step(self, stream: Stream, states: dict, teams: dict, is_running: bool) -> dict:
        found = {}
        for team, (points, work) in teams.items():
            if not states:
                found[team] = (-points, (work, None))
                continue
            counts = stream.moves and is_running
            cost, before = min(
                (
                    (cost + (HAND_OFF * (team & ~past).bit_count() if counts else 0), way)
                    for past, (cost, way) in states.items()
                ),
                key=lambda state: state[0],
            )
            found[team] = (cost - points, (work, before))
        return found


def handoff_count(price: int) -> int:
    """Return the hand-offs in a cost."""
    return -(-price // HAND_OFF)


def staffing(team: Team, ways: list[Stream], forced: dict[int, int] | None = None) -> Staffing:
    """
    Share all work among the partners.

    :param forced: by need a partner that must work on it
    """
    work: dict[int, tuple[int, ...]] = {}
    handoffs: list[HandOff] = []
    for stream in ways:
        _, found = team.staff(stream, forced)
        work.update(found)
        if stream.moves:
            handoffs += _handoffs(team, stream, found)
    points = best = 0
    for no, places in work.items():
        share = 2 // len(places)
        points += sum(share * team.partners[place].offers[no].points for place in places)
        best += sum(share * team.partners[place].offers[no].best for place in places)
    return Staffing(tuple(team.partners), work, tuple(handoffs), points, best, team.is_exact)


def _handoffs(team: Team, stream: Stream, work: dict) -> list[HandOff]:
    found, before, since = [], None, None
    for cell in stream.cells:
        units: dict[int, int] = {}
        for no in cell.nos:
            for place in work.get(no, ()):
                units[team._unit(place, no)] = place
        if units and before:
            givers = tuple(sorted(set(before.values())))
            found += [
                HandOff(stream.name, cell.phase, since, givers, place)
                for unit, place in sorted(units.items())
                if unit not in before
            ]
        before, since = units, cell.phase
    return found


def least_handoffs(
    ways: list[Stream], candidates: list[Candidate], needed: int, double: int
) -> int:
    """
    Return a number of hand-offs that no plan of these candidates goes below.

    Where a phase has one need, one unit does it; if no unit does all from there to a later phase,
    somebody takes over in between. Such stretches that share no step between phases add up.
    """
    units = {unit for candidate in candidates for unit in candidate.units}
    total = 0
    for stream in ways:
        if not stream.moves:
            continue
        able = {unit & stream.mask for unit in units}
        start = None  # the mask of the stretch so far
        for cell in stream.cells:
            mask = cell.mask & needed
            if not mask:
                start = None
                continue
            if start is not None:
                start |= mask
                if not any(start & ~unit == 0 for unit in able):
                    total += 1
                    start = None
            if start is None and mask.bit_count() == 1 and not mask & double:
                start = mask
    return total
