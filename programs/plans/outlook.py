"""What hangs on each partner of a plan: what is lost without it, and how far it carries the work."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from programs.plans import bits
from programs.plans.pool import Pool
from programs.plans.streams import Stream
from programs.plans.types import Candidate, Staffing, Task


@dataclass(frozen=True)
class Loss:
    """If one partner drops out: what the others cannot take, and who could step in."""

    partner: int
    carried: tuple[int, ...]  # the needs it carries
    open: tuple[int, ...]  # of these, the needs that no partner left meets
    single: tuple[int, ...]  # of these, the needs that keep one source of two
    nobody: tuple[int, ...]  # of these, the needs that nobody else in the directory meets
    stand_in: Candidate | None  # who, from outside, would meet most of the open weight
    regained: tuple[int, ...]  # the open needs it would meet


@dataclass(frozen=True)
class Run:
    """The longest stretch of a workstream that a partner can carry alone, without a transfer."""

    partner: int
    stream: str
    phases: tuple[int, ...]


def losses(shared: Staffing, tasks: Iterable[Task], pool: Pool) -> list[Loss]:
    """Say of every partner what its leaving would cost."""
    weigh = bits.Weighing({task.no: task.weight for task in tasks})
    is_busy = pool.is_of(partner.vendor for partner in shared.partners)
    busy, free = np.flatnonzero(is_busy), np.flatnonzero(~is_busy)
    met = pool.met(free)
    found = []
    for place, partner in enumerate(shared.partners):
        carried = bits.of(no for no, places in shared.work.items() if place in places)
        others = (one.mask for at, one in enumerate(shared.partners) if at != place)
        once, twice = bits.twice(others)
        left_open = carried & ~once
        doubled = bits.of(no for no, places in shared.work.items() if len(places) > 1)
        regained = pool.heaviest(left_open, free, weigh) if left_open else 0
        able = pool.meets_just(regained, left_open) & ~is_busy if regained else ()
        nobody = left_open & ~met
        nobody &= ~bits.union(pool[at].mask for at in busy if pool[at].vendor != partner.vendor)
        found.append(
            Loss(
                place,
                tuple(bits.each(carried)),
                tuple(bits.each(left_open)),
                tuple(bits.each(carried & doubled & once & ~twice)),
                tuple(bits.each(nobody)),
                pool[int(np.argmax(able))] if regained else None,
                tuple(bits.each(regained)),
            )
        )
    return found


def runs(shared: Staffing, ways: Iterable[Stream], needed: int) -> list[Run]:
    """
    Say how far each partner can carry the workstreams it works on.

    A phase counts when the partner meets every need of it that anybody meets, at one site where a
    change of site is a hand-off; a phase without such a need ends the stretch.
    """
    found = []
    for stream in ways:
        mask = stream.mask
        for place, partner in enumerate(shared.partners):
            works = any(place in shared.work.get(no, ()) for no in bits.each(mask))
            if works:
                stretches = (_longest(stream, unit, needed) for unit in partner.units)
                found.append(Run(place, stream.name, max(stretches, key=len)))
    return sorted(found, key=lambda run: (run.partner, -len(run.phases), run.stream))


def _longest(stream: Stream, mask: int, needed: int) -> tuple[int, ...]:
    best: list[int] = []
    current: list[int] = []
    for cell in stream.cells:
        wanted = cell.mask & needed
        current = [*current, cell.phase] if wanted and not wanted & ~mask else []
        best = max(best, current, key=len)
    return tuple(best)
